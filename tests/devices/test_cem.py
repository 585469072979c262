"""The iLDM-150 on its serial line: distances, angles, errors, and its sign of life."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeding import vectors
from inspector.devices.codecs import chosen, recognised
from inspector.devices.codecs.cem import (
    ANGLE,
    DISTANCE,
    FAMILY,
    FEET,
    KEEP_ALIVE,
    METRES,
    NONE,
    TRIGGER,
    CemCodec,
    measured,
)
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SERIAL,
    SHORTEST_MICROMETRES,
    Command,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Fault,
    Garbled,
    Ignored,
    Info,
    Reading,
    Reason,
    Rejected,
)

REAL = bytes.fromhex(vectors("cem_ildm_spp", "device_to_host")[0]["hex"])
SHOT = measured(DISTANCE, METRES, NONE, 2500)


def heard(*data: bytes) -> list[CodecEvent]:
    codec = CemCodec()
    events = [event for one in data for event in codec.receive(SERIAL, one)]
    return events + codec.finish()


def readings(*data: bytes) -> list[int]:
    return [event.micrometres for event in heard(*data) if isinstance(event, Reading)]


def test_the_third_number_is_the_distance() -> None:
    (reading,) = heard(REAL)
    assert reading == Reading(
        7_366_000,
        REAL,
        "cem_ildm_spp",
        1,
        display_unit=DisplayUnit.METRE,
        unit_code=METRES,
    )
    assert readings(SHOT) == [2_500_000]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (measured(DISTANCE, 2, NONE, 2500), Reason.NOT_METRES),
        (measured(DISTANCE, FEET, NONE, 2500), Reason.NOT_METRES),
        (measured(DISTANCE, 0, NONE, 2500), Reason.UNKNOWN_UNIT),
        (measured(DISTANCE, 6, NONE, 2500), Reason.UNKNOWN_UNIT),
        (measured(2, METRES, NONE, 2500), Reason.UNKNOWN_MODE),
        (measured(DISTANCE, METRES, 2500, NONE), Reason.IMPLAUSIBLE),
        (measured(DISTANCE, METRES, NONE, 29), Reason.IMPLAUSIBLE),
        (measured(DISTANCE, METRES, NONE, 300_001), Reason.IMPLAUSIBLE),
        (measured(ANGLE, METRES, NONE, 2500), Reason.ANGLE),
    ],
)
def test_what_is_no_distance_in_metres_is_refused(frame: bytes, reason: Reason) -> None:
    assert heard(frame) == [Rejected(reason, frame)]


def test_in_the_mode_of_angles_the_third_number_is_worked_out_and_no_length() -> None:
    frame = measured(ANGLE, METRES, -68, 1006)
    tilt = (("deg", -6.8),)
    assert heard(frame) == [Info(frame, tilt), Rejected(Reason.ANGLE, frame, tilt)]


def test_an_error_is_told_with_its_number() -> None:
    frame = measured(DISTANCE, METRES, NONE, 2500, error=3)
    assert heard(frame) == [DeviceError(3, Fault.UNKNOWN, frame)]


def test_the_sign_of_life_is_no_reading() -> None:
    assert heard(KEEP_ALIVE + SHOT) == [Ignored(KEEP_ALIVE), *heard(SHOT)]
    spoilt = KEEP_ALIVE[:-1] + b"\x01"
    assert b"".join(e.raw for e in heard(spoilt) if isinstance(e, Garbled)) == spoilt


@pytest.mark.parametrize("size", range(1, 25))
@pytest.mark.parametrize("torn", [SHOT, REAL, KEEP_ALIVE])
def test_a_torn_frame_never_takes_the_next_one_with_it(torn: bytes, size: int) -> None:
    assert readings(torn[:size] + SHOT) == [2_500_000]
    assert readings(torn[:size], SHOT) == [2_500_000]


def test_a_frame_without_its_end_is_junk() -> None:
    spoilt = SHOT[:-1] + b"\x00"
    assert readings(spoilt) == []
    assert readings(spoilt, SHOT) == [2_500_000]


def test_its_trigger_and_its_handshake() -> None:
    codec = CemCodec()
    assert codec.handshake(frozenset({SERIAL})) == (Subscribe(SERIAL),)
    assert codec.command(Command.MEASURE) == (Write(SERIAL, TRIGGER, response=False),)
    assert codec.command(Command.LASER_ON) == ()
    assert bytes.fromhex("d5f0e00d") == TRIGGER


def test_it_is_never_taken_for_a_meter_of_the_radio() -> None:
    assert recognised("iLDM-150", []) is None
    assert FAMILY.named("iLDM-150")
    assert not FAMILY.named("iLDM-1500")
    assert chosen([SERIAL]) is None
    assert chosen([SERIAL], FAMILY.name) is None


@given(st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([SHOT, KEEP_ALIVE]))))
def test_junk_never_raises_and_never_becomes_an_impossible_length(
    chunks: list[bytes],
) -> None:
    events = heard(*chunks)
    raw = [event.raw for event in events if isinstance(event, Ignored | Garbled | Reading)]
    assert sum(map(len, raw)) <= sum(map(len, chunks))
    for event in events:
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES


@given(before=st.binary(max_size=60))
def test_a_reading_behind_junk_is_read(before: bytes) -> None:
    assert 2_500_000 in readings(before + SHOT)


@given(at=st.integers(0, 24), to=st.integers(0, 255))
def test_a_mutated_frame_never_raises(at: int, to: int) -> None:
    data = bytearray(SHOT)
    data[at] = to
    for length in readings(bytes(data)):
        assert SHORTEST_MICROMETRES <= length <= LONGEST_MICROMETRES


@given(st.integers(30, 300_000))
def test_millimetres_are_exact(millimetres: int) -> None:
    assert readings(measured(DISTANCE, METRES, NONE, millimetres)) == [millimetres * 1000]
