"""Raw traffic: seen by a console, kept in a file, and read back from it."""

from __future__ import annotations

import asyncio
import json
import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inspector.devices.capture import LONGEST_US, read_capture
from inspector.devices.codecs import leica
from inspector.devices.events import LinkState, Measured
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.recording import Ending, Recorder
from inspector.devices.timing import Timing
from inspector.devices.traffic import Direction, Tap, Traffic
from inspector.devices.transports import Found, LinkFailed
from inspector.trouble import Trouble
from listening import Ear

QUICK = Timing(pace_percent=1, back_off_ms=(20,), unit_wait_ms=50)
MAC = "AA:BB:CC:0D:0E:0F"
METER = Found(MAC, "DISTO 12345678", "leica_disto_basic", -60)


@pytest.fixture
def practice() -> PracticeMeter:
    return LeicaPractice(random.Random(3), shot_ms=1)


@pytest.fixture
def meters(practice: PracticeMeter) -> Iterator[Rangefinders]:
    meters = Rangefinders([practice], practice_timing=QUICK, ports=lambda: ())
    yield meters
    meters.close()


def connected(meters: Rangefinders, practice: PracticeMeter) -> Ear:
    ear = Ear()
    found = Found.of(practice.address, practice.name, practice.family, practice=True)
    meters.connect(found, ear.hear)
    ear.until_state(LinkState.CONNECTED)
    return ear


def measure(practice: PracticeMeter, ear: Ear, micrometres: int) -> None:
    before = len(ear.lengths())
    practice.load(micrometres)
    practice.press()
    ear.first(Measured, before + 1)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_recording_that_begins_late_has_the_handshake_too(
    meters: Rangefinders, practice: PracticeMeter, tmp_path: Path
) -> None:
    file = tmp_path / "capture"
    ear = connected(meters, practice)
    meters.record(file)
    measure(practice, ear, 3_000_000)
    meters.disconnect()
    ear.until_state(LinkState.NONE_CHOSEN)

    header, *told = lines(file)
    assert header["format"] == "rangefinder-capture/1"
    assert (header["family"], header["name"]) == (practice.family.name, practice.name)
    assert "address" not in header
    assert told[0]["do"] == "opened"
    assert told[0]["us"] == 0
    assert {"opened", "read", "subscribed", "heard", "closed"} <= {
        line["do"] for line in told
    }
    assert [line["us"] for line in told] == sorted(line["us"] for line in told)
    assert meters.recording is not None
    assert meters.recording.ending is Ending.STOPPED
    assert meters.recording.lines == len(told) + 1
    assert meters.recording.size == file.stat().st_size


def test_a_recording_may_wait_for_its_link_and_be_ended_before_it(
    meters: Rangefinders, practice: PracticeMeter, tmp_path: Path
) -> None:
    assert meters.recording is None
    meters.record(tmp_path / "one")
    ear = connected(meters, practice)
    measure(practice, ear, 3_000_000)
    meters.record(tmp_path / "two")
    measure(practice, ear, 4_000_000)
    meters.record(None)
    measure(practice, ear, 5_000_000)
    meters.close()

    heard = {name: distances(tmp_path / name) for name in ("one", "two")}
    assert len(heard["one"]) == 1
    assert len(heard["two"]) == 2
    assert heard["two"][:1] == heard["one"]


def distances(file: Path) -> list[str]:
    told = lines(file)[1:]
    return [
        line["hex"]
        for line in told
        if (line["do"], line.get("at")) == ("heard", leica.DISTANCE)
    ]


def test_the_next_meter_s_link_is_not_in_the_recording_of_this_one(
    meters: Rangefinders, practice: PracticeMeter, tmp_path: Path
) -> None:
    connected(meters, practice)
    meters.record(tmp_path / "one")
    connected(meters, practice)
    meters.close()
    assert [line["do"] for line in lines(tmp_path / "one")[1:]].count("opened") == 1


def test_a_recording_that_nobody_ends_is_ended_with_the_program(
    meters: Rangefinders, tmp_path: Path
) -> None:
    meters.record(tmp_path / "one")
    meters.close()
    assert meters.recording is not None
    assert meters.recording.ending is Ending.STOPPED
    assert lines(tmp_path / "one") == []
    meters.record(tmp_path / "two")
    assert meters.recording.ending is Ending.STOPPED


def test_the_console_sees_every_line_until_it_is_closed(
    meters: Rangefinders, practice: PracticeMeter
) -> None:
    seen: list[Traffic] = []
    meters.raw(seen.append)
    ear = connected(meters, practice)
    measure(practice, ear, 3_000_000)
    meters.raw(None)
    measure(practice, ear, 4_000_000)

    directions = [line.direction for line in seen]
    assert directions[0] is Direction.OPENED
    assert seen[0].offered == tuple(sorted(practice.characteristics))
    assert Direction.SUBSCRIBED in directions
    heard = [line for line in seen if line.direction is Direction.HEARD]
    assert [line.characteristic for line in heard].count(leica.DISTANCE) == 1
    assert all(direction.label for direction in Direction)


class _Refusing:
    """A link that does nothing that it is asked."""

    async def open(self, *_: object) -> frozenset[str]:
        raise LinkFailed(LinkState.POWERED_OFF, MAC)

    async def subscribe(self, characteristic: str) -> None:
        raise LinkFailed(LinkState.FAILED, MAC)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        raise LinkFailed(LinkState.FAILED, MAC)

    async def read(self, characteristic: str) -> bytes:
        raise LinkFailed(LinkState.FAILED, MAC)

    async def near(self) -> None:
        raise LinkFailed(LinkState.FAILED, MAC)

    async def close(self) -> None:
        """Nothing was opened."""


def test_what_was_refused_is_told_and_its_reason_is_not(tmp_path: Path) -> None:
    """The reason may hold the meter's address."""
    recorder = Recorder(tmp_path / "capture")
    recorder.begin(METER, METER.family, ())
    tap = Tap(_Refusing(), lambda: 5, recorder.take)

    async def life() -> None:
        for asked in (
            tap.open(lambda *_: None, lambda: None),
            tap.subscribe("s"),
            tap.write("w", b"\x01", response=True),
            tap.read("r"),
        ):
            with pytest.raises(LinkFailed):
                await asked
        await tap.close()

    asyncio.run(life())
    recorder.finish()
    assert MAC not in (tmp_path / "capture").read_text(encoding="utf-8")
    assert lines(tmp_path / "capture")[1:] == [
        {"us": 0, "do": "refused", "what": "opened", "state": "POWERED_OFF"},
        {"us": 0, "do": "subscribed", "at": "s"},
        {"us": 0, "do": "refused", "what": "subscribed", "at": "s"},
        {"us": 0, "do": "written", "at": "w", "hex": "01", "response": True},
        {"us": 0, "do": "refused", "what": "written", "at": "w", "hex": "01"},
        {"us": 0, "do": "refused", "what": "read", "at": "r"},
        {"us": 0, "do": "closed"},
    ]


def test_the_head_of_a_link_has_an_end() -> None:
    tap = Tap(_Refusing(), lambda: 5, lambda _: None)

    async def life() -> None:
        for _ in range(1000):
            await tap.close()

    asyncio.run(life())
    assert len(tap.head) < 500


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("DISTO 12345678", "DISTO 12345678"),
        (f"Bosch {MAC}", "Bosch"),
        ("GLM AA-BB-CC-0D-0E-0F x", "GLM  x"),
        ("meter aabbcc0d0e0f", "meter"),
    ],
)
def test_the_address_is_in_the_file_only_if_asked_for(
    tmp_path: Path, name: str, kept: str
) -> None:
    found = Found(MAC, name, "", -60)
    for with_address in (False, True):
        recorder = Recorder(tmp_path / f"{with_address}", with_address=with_address)
        recorder.begin(found, "", ())
        recorder.finish()
    assert lines(tmp_path / "False")[0]["name"] == kept
    told = lines(tmp_path / "True")[0]
    assert (told["name"], told["address"]) == (name, MAC)


def test_every_line_is_on_the_disk_at_once(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "capture")
    recorder.begin(METER, METER.family, [Traffic(9, Direction.OPENED)])
    assert len(lines(tmp_path / "capture")) == 2
    recorder.take(Traffic(10, Direction.HEARD, "x", b"\x01"))
    assert len(lines(tmp_path / "capture")) == 3
    recorder.finish()


def test_a_recording_has_a_largest_size(tmp_path: Path) -> None:
    file = tmp_path / "capture"
    recorder = Recorder(file, largest=1000)
    recorder.begin(METER, METER.family, [Traffic(0, Direction.OPENED)])
    for number in range(100):
        recorder.take(Traffic(number, Direction.HEARD, "x", b"\x01"))
    assert recorder.state.ending is Ending.FULL
    assert recorder.state.size == file.stat().st_size <= 1000
    recorder.finish()
    assert recorder.state.ending is Ending.FULL
    assert len(read_capture(file).links[0]) == recorder.state.lines - 1
    assert all(ending.label for ending in Ending)


def test_a_recording_is_over_after_a_day(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "capture")
    recorder.begin(METER, METER.family, [Traffic(5, Direction.OPENED)])
    recorder.take(Traffic(5 + LONGEST_US, Direction.HEARD, "x", b"\x01"))
    recorder.take(Traffic(6 + LONGEST_US, Direction.HEARD, "x", b"\x01"))
    assert (recorder.state.ending, recorder.state.lines) == (Ending.FULL, 3)
    assert len(read_capture(tmp_path / "capture").links[0]) == 2


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """No file of this process may grow beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_ends_the_recording_and_not_the_link(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "capture")
    recorder.begin(METER, METER.family, [Traffic(0, Direction.OPENED)])
    with no_more_than(recorder.state.size + 10):
        recorder.take(Traffic(1, Direction.HEARD, "x", b"\x01"))
        recorder.take(Traffic(2, Direction.HEARD, "x", b"\x01"))
    assert recorder.state.ending is Ending.FAILED
    assert recorder.state.detail
    assert read_capture(tmp_path / "capture").torn


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "capture"
    file.write_text("evidence", encoding="utf-8")
    with pytest.raises(Trouble, match="已经存在"):
        Recorder(file)
    assert file.read_text(encoding="utf-8") == "evidence"


def test_a_folder_that_is_not_there_is_trouble_at_once(
    meters: Rangefinders, tmp_path: Path
) -> None:
    with pytest.raises(Trouble, match="不能新建"):
        meters.record(tmp_path / "none" / "capture")
