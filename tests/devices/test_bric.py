"""The BRIC: its shots, and the errors that come after them and may void them."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Bench
from inspector.devices.codecs import bric
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    Fault,
    Garbled,
    Ignored,
    Info,
    Measured,
    Reading,
    Reason,
    Rejected,
    Repeated,
    Unit,
    Withdrawn,
)

OFFERED = frozenset({bric.SHOTS, bric.METADATA, bric.ERRORS, bric.COMMAND})
NOON = datetime(2026, 3, 4, 12, 0, 0, 990_000, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 12, 0, 7, tzinfo=UTC)
SHOT = bric.packed(2.905, NOON)


def receive(data: bytes, at: str = bric.SHOTS) -> list[CodecEvent]:
    return bric.BricCodec().receive(at, data)


def shot(when: tuple[int, ...], *floats: float) -> bytes:
    return struct.pack("<HBBBBBBfff", *when, *floats)


def bench() -> Bench:
    made = Bench(OFFERED)
    made.ready()
    return made


# The bytes.


def test_its_own_time_is_told_as_it_tells_it() -> None:
    (reading,) = receive(SHOT)
    assert isinstance(reading, Reading)
    assert reading.device_time == "2026-03-04 12:00:00.99"


@pytest.mark.parametrize(
    "when",
    [
        (8, 1, 1, 0, 0, 0, 0),
        (1999, 1, 1, 0, 0, 0, 0),
        (2100, 1, 1, 0, 0, 0, 0),
        (2026, 0, 1, 0, 0, 0, 0),
        (2026, 2, 30, 0, 0, 0, 0),
        (2026, 1, 1, 24, 0, 0, 0),
        (2026, 1, 1, 0, 60, 0, 0),
        (2026, 1, 1, 0, 0, 60, 0),
        (2026, 1, 1, 0, 0, 0, 100),
    ],
)
def test_a_time_that_never_was_is_junk(when: tuple[int, ...]) -> None:
    data = shot(when, 3, 0, 0)
    assert receive(data) == [Garbled(data)]


def test_angles_that_are_none_are_left_out() -> None:
    (reading,) = receive(shot((2026, 1, 1, 0, 0, 0, 0), 3, 1e9, float("nan")))
    assert isinstance(reading, Reading)
    assert reading.tilt_udeg is None
    assert reading.extra == ()


@pytest.mark.parametrize("metres", [0, 0.029, 301, float("nan")])
def test_no_room_is_that_long_or_short(metres: float) -> None:
    data = bric.packed(metres, NOON)
    assert receive(data) == [Rejected(Reason.IMPLAUSIBLE, data)]


def test_what_has_another_length_is_junk_and_the_rest_is_ignored() -> None:
    assert receive(SHOT[:-1]) == [Garbled(SHOT[:-1])]
    assert receive(b"\x08", bric.ERRORS) == [Garbled(b"\x08")]
    assert receive(SHOT, bric.METADATA) == [Ignored(SHOT)]


@pytest.mark.parametrize(
    ("codes", "code", "fault"),
    [
        ((8, 0), 8, Fault.NOT_MEASURED),
        ((3, 9), 9, Fault.NOT_MEASURED),
        ((11, 8), 11, Fault.UNKNOWN),
        ((0, 99), 99, Fault.UNKNOWN),
    ],
)
def test_errors_of_the_rangefinder(codes: tuple[int, int], code: int, fault: Fault) -> None:
    data = bric.errors(*codes)
    error, refused, good = receive(data, bric.ERRORS)
    assert error == DeviceError(code, fault, data, (("codes", codes),))
    assert refused == Unit(code, None, Reason.FAULTY, data)
    assert good == Unit(0, None, None, data)


def test_errors_of_the_compass_are_told_and_void_nothing() -> None:
    data = bric.errors(6, 15)
    told, good = receive(data, bric.ERRORS)
    assert told == Info(data, (("codes", (6, 15)),))
    assert good == Unit(0, None, None, data)


def test_commands_and_handshake() -> None:
    codec = bric.BRIC.make()
    assert codec.command(Command.MEASURE) == (Write(bric.COMMAND, b"shot", response=True),)
    assert codec.command(Command.LASER_OFF) == ()
    assert codec.handshake(OFFERED) == (Subscribe(bric.ERRORS), Subscribe(bric.SHOTS))
    assert codec.handshake(bric.BRIC.needs) == (Subscribe(bric.SHOTS),)
    assert codec.probe(OFFERED) is None
    assert codec.finish() == []


@given(st.binary(min_size=18, max_size=18), st.sampled_from([bric.SHOTS, bric.ERRORS]))
def test_nothing_raises_and_no_length_is_impossible(data: bytes, at: str) -> None:
    this_century = struct.pack("<HBBBB", 2026, 3, 4, 5, 6)
    for event in receive(data, at) + receive(this_century + data[:14], at):
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES


# Together, in time.


def test_a_shot_goes_out_with_its_good_verdict_at_once() -> None:
    on = bench()
    on.hear(bric.SHOTS, SHOT)
    assert on.measured() == []
    on.hear(bric.ERRORS, bric.errors())
    assert [measured.reading.raw for measured in on.measured()] == [SHOT]
    assert on.measured()[0].reading.display_unit is None


def test_a_weak_signal_voids_its_shot_and_no_other() -> None:
    on = bench()
    on.hear(bric.SHOTS, SHOT)
    on.hear(bric.ERRORS, bric.errors(8))
    assert [type(event) for event in on.seen] == [DeviceError, Rejected]
    assert on.seen[1] == Rejected(Reason.FAULTY, SHOT)

    later = bric.packed(3.1, LATER)
    on.hear(bric.SHOTS, later)
    on.wait(500)
    assert [measured.reading.raw for measured in on.measured()] == [later]


def test_a_late_verdict_takes_the_shot_back() -> None:
    on = bench()
    on.hear(bric.SHOTS, SHOT)
    on.wait(600)
    on.hear(bric.ERRORS, bric.errors(8))
    assert [type(event) for event in on.seen] == [Measured, DeviceError, Withdrawn]


def test_the_same_shot_again_however_late_is_the_same_shot() -> None:
    on = bench()
    for _ in range(2):
        on.hear(bric.SHOTS, SHOT)
        on.hear(bric.ERRORS, bric.errors())
        on.wait(60_000)
    assert [type(event) for event in on.seen] == [Measured, Repeated]
