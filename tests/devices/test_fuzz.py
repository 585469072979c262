"""The fuzzing of all codecs, as much as fits into every run, and that it would notice."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest

import fuzz
from inspector.devices.codecs import FAMILIES, bosch, bosch_frames
from inspector.devices.codecs.contract import Family
from inspector.devices.events import CodecEvent, Garbled, Reading
from inspector.devices.vectors import decoded
from spoiling import MUTATIONS, sliced

FRAMES = 60_000
"""Of each family: about 20 seconds for all of them."""
GOOD = bytes.fromhex("c055100600dc01cccc3c3f0000000000000000d2")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_no_codec_is_shaken(family: Family) -> None:
    tally = fuzz.run(fuzz.target(family.name), "every run", FRAMES)
    assert tally.faults == []
    assert tally.frames.total() == FRAMES
    assert not fuzz.deceived(tally, family.checksum_bits)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_it_knows_what_is_good(family: Family) -> None:
    on = fuzz.target(family.name)
    readings = [
        event
        for place, frames in on.good.items()
        for frame in frames
        for event in decoded(family, frame, place)
        if isinstance(event, Reading)
    ]
    assert {reading.raw for reading in readings} <= on.raws
    assert on.places[0] == family.distance


class Broken(bosch.BoschCodec):
    """A codec that does what no codec may."""

    def __init__(self, fault: Callable[[Broken, bytes], list[CodecEvent]]) -> None:
        super().__init__()
        self.kept: list[bytes] = []
        self._fault = fault

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        return self._fault(self, data)


def _raises(_codec: Broken, data: bytes) -> list[CodecEvent]:
    return [Garbled(data[:5] + bytes([data[5]]))]


def _grows(codec: Broken, data: bytes) -> list[CodecEvent]:
    codec.kept.append(data)
    return []


def _too_long(_codec: Broken, data: bytes) -> list[CodecEvent]:
    return [Reading(300_000_001, data, "bosch_mt_ble", 1)]


def _believes_anything(_codec: Broken, data: bytes) -> list[CodecEvent]:
    frame = bosch_frames.sealed(data[:19])
    return bosch.BoschCodec().receive(bosch.FRAMES, frame) if len(data) == 20 else []


def _target(fault: Callable[[Broken, bytes], list[CodecEvent]]) -> fuzz.Target:
    good = {bosch.FRAMES: (GOOD,)}
    places = (bosch.FRAMES,)
    known = frozenset({GOOD})
    return fuzz.Target(
        bosch.MT, lambda: Broken(fault), good, known, known, frozenset(), places
    )


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (_raises, "IndexError"),
        (_grows, "the codec keeps"),
        (_too_long, "300000001 micrometres"),
    ],
)
def test_it_tells_what_a_codec_may_not_do(
    fault: Callable[[Broken, bytes], list[CodecEvent]], told: str
) -> None:
    (said,) = fuzz.run(_target(fault), "1", 2000).faults
    assert told in said
    assert "fed 02a6c0d0:" in said or "fed 02a6c0d1:" in said


def test_it_notices_a_codec_that_does_not_look_at_the_checksum() -> None:
    tally = fuzz.run(_target(_believes_anything), "1", 5000)
    assert tally.faults == []
    assert fuzz.deceived(tally, 8)
    assert not fuzz.deceived(tally, 0)


@pytest.mark.parametrize(
    ("accepted", "corrupted", "bits"),
    [(0, 0, 8), (3906, 1_000_000, 8), (4200, 1_000_000, 8), (1, 10, 8), (8, 1 << 20, 16)],
)
def test_chance_is_given_its_due(accepted: int, corrupted: int, bits: int) -> None:
    assert not fuzz.surprising(accepted, corrupted, bits)


@pytest.mark.parametrize(
    ("accepted", "corrupted", "bits"),
    [(4400, 1_000_000, 8), (10, 10, 8), (80, 1 << 20, 16)],
)
def test_and_no_more_than_that(accepted: int, corrupted: int, bits: int) -> None:
    assert fuzz.surprising(accepted, corrupted, bits)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_mutation_copes_with_any_frame(kind: str) -> None:
    rng = random.Random(1)
    for size, _ in itertools.product((1, 2, 20, 64), range(200)):
        spoilt = MUTATIONS[kind](rng, bytes(size), bytes(3))
        assert len(spoilt) <= 8 * size + 8


@pytest.mark.parametrize("stream", [True, False])
def test_slices_are_the_frame(*, stream: bool) -> None:
    rng, frame = random.Random(1), bytes(range(40))
    slices = [tuple(sliced(rng, frame, stream=stream)) for _ in range(2000)]
    assert {b"".join(parts) for parts in slices} == {frame}
    assert {len(parts) for parts in slices} > {1, 2, 10, 40}


def test_what_a_codec_keeps_is_counted_wherever_it_keeps_it() -> None:
    codec = bosch.BoschCodec()
    empty = fuzz.held(codec)
    codec.receive(bosch.FRAMES, GOOD[:12])
    assert fuzz.held(codec) == empty + 12
    assert fuzz.held({"a": [b"123", "45"], "b": (6, None)}) == 2 + 2 + 3 + 2 + 2


@pytest.mark.parametrize("processes", [1, 2])
def test_the_command_tells_every_family_and_is_the_same_each_time(
    processes: int, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for _ in range(2):
        arguments = ["--frames", "4000", "--families", "bosch_mt_ble,leica_disto_basic"]
        assert fuzz.main([*arguments, "--seed", "7", "--processes", str(processes)]) == 0
        lines = capsys.readouterr().out.splitlines()
        told.append([line.split()[:4] for line in lines if line and line[0] in "bl"])
    assert [row[:2] for row in told[0]] == [
        ["bosch_mt_ble", "2,000"],
        ["leica_disto_basic", "2,000"],
    ]
    assert told[0] == told[1]


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(SystemExit, match="no family"):
        fuzz.main(["--families", "nobody"])
