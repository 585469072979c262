"""The Bosch MT protocol: what its frames mean, and how junk is kept from them."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from feeding import JUNK, vectors
from inspector.devices.codecs import bosch
from inspector.devices.codecs.bosch_frames import crc8, request, sealed
from inspector.devices.codecs.contract import (
    BATTERY,
    LONGEST_MICROMETRES,
    SERIAL,
    SHORTEST_MICROMETRES,
    Await,
    Command,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    Answered,
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Edge,
    Fault,
    Garbled,
    Ignored,
    Reading,
    Reason,
    Rejected,
    Status,
)

COMMANDS = vectors("bosch_mt_ble", "host_to_device")
GOOD = bytes.fromhex("c055100600dc01cccc3c3f0000000000000000d2")
BLIND = 0x1A6 >> 1


def receive(data: bytes) -> list[CodecEvent]:
    return bosch.BoschCodec().receive(bosch.FRAMES, data)


def readings(events: list[CodecEvent]) -> list[Reading]:
    return [event for event in events if isinstance(event, Reading)]


def test_an_event_of_a_real_meter_tells_all_of_this() -> None:
    status = Status(
        laser=False, temperature_warning=False, battery_low=False, imperial=False
    )
    reading = Reading(
        737_500,
        GOOD,
        "bosch_mt_ble",
        bosch.VERSION,
        counter=476,
        edge=Edge.REAR,
        display_unit=DisplayUnit.METRIC,
    )
    assert receive(GOOD) == [status, reading]


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["id"])
def test_requests_are_sealed_as_published(vector: dict[str, Any]) -> None:
    frame = bytes.fromhex(vector["hex"])
    assert crc8(frame) == 0
    assert request(frame[1], frame[3:-1]) == frame


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (Command.MEASURE, "c05601001e"),
        (Command.LASER_ON, "c0410096"),
        (Command.LASER_OFF, "c042001e"),
    ],
)
def test_commands_are_written_with_response(command: Command, frame: str) -> None:
    (action,) = bosch.BoschCodec().command(command)
    assert action == Write(bosch.FRAMES, bytes.fromhex(frame), response=True)


def test_the_handshake_subscribes_then_switches_autosync_on_and_wants_an_answer() -> None:
    actions = bosch.BoschCodec().handshake(frozenset())
    assert actions[0] == Subscribe(bosch.FRAMES)
    assert actions[2] == Write(bosch.FRAMES, bytes.fromhex("c0550201001a"), response=True)
    assert isinstance(actions[3], Await)


def test_the_watchdog_asks_for_an_echo_that_is_no_length() -> None:
    codec = bosch.BoschCodec()
    assert codec.probe(frozenset()) == Write(
        bosch.FRAMES, bytes.fromhex("c03e027788fe"), response=True
    )
    echo = sealed(bytes.fromhex("00027788"))
    assert codec.receive(bosch.FRAMES, echo) == [Answered(0, echo)]


def test_by_a_serial_line_the_same_frames_are_another_family() -> None:
    codec = bosch.SPP.make()
    (reading,) = readings(codec.receive(SERIAL, GOOD))
    assert reading.family == "bosch_mt_spp"
    assert codec.receive(bosch.FRAMES, GOOD) == [Ignored(GOOD)]
    assert codec.receive(BATTERY, b"\x32") == [Status(battery_percent=50)]
    assert codec.command(Command.MEASURE) == (Write(SERIAL, bosch.MEASURE, response=True),)


def container(
    *, mode: int = 1, edge: int = 2, charge: int = 87, angle: float = 0.4, m: float = 2.5
) -> bytes:
    """As a GLM 100 C sends it, with the result in the fourth float."""
    head = struct.pack("<BBBb", mode, edge, charge, -3)
    body = head + bytes(12) + struct.pack("<ffI", m, angle, 1000) + bytes(5)
    return request(0x50, body)


def test_a_container_is_read_but_marked_as_unconfirmed() -> None:
    frame = container()
    status, reading = receive(frame)
    assert status == Status(battery_percent=87, temperature_c=-3)
    assert reading == Reading(
        2_500_000,
        frame,
        "bosch_mt_ble",
        bosch.VERSION,
        edge=Edge.REAR,
        tilt_udeg=400_000,
        unconfirmed=True,
        extra=(("angle_deg", 0.4),),
    )


def test_what_a_container_cannot_mean_is_left_out() -> None:
    status, reading = receive(container(edge=7, charge=255, angle=math.nan))
    assert status == Status(temperature_c=-3)
    assert isinstance(reading, Reading)
    assert (reading.edge, reading.tilt_udeg, reading.extra) == (None, None, ())


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (container(mode=2, angle=math.nan), Reason.AREA),
        (container(mode=3, edge=9), Reason.UNKNOWN_MODE),
        (container(m=0), Reason.IMPLAUSIBLE),
        (container(m=math.nan), Reason.IMPLAUSIBLE),
    ],
)
def test_a_container_that_is_no_length(frame: bytes, reason: Reason) -> None:
    refused = receive(frame)[-1]
    assert isinstance(refused, Rejected)
    assert refused.reason is reason


def test_a_spoilt_container_is_not_searched_for_answers() -> None:
    spoilt = container()[:-1] + b"\x00"
    assert receive(spoilt) == [Garbled(spoilt)]


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (1, Fault.TIMEOUT),
        (3, Fault.REFUSED),
        (7, Fault.UNKNOWN),
        (0x08, Fault.HARDWARE),
        (0x10, Fault.NOT_READY),
        (0x20, Fault.UNKNOWN),
    ],
)
def test_an_answer_that_is_not_done_is_an_error(status: int, fault: Fault) -> None:
    frame = sealed(bytes([status, 0]))
    assert receive(frame) == [DeviceError(status, fault, frame)]


@pytest.mark.parametrize(
    ("units", "event"),
    [(0, DeviceError), (1, Rejected), (0xFFFFFFFF, Rejected), (60_000, Reading)],
)
def test_the_answer_to_a_measurement(units: int, event: type[CodecEvent]) -> None:
    (got,) = receive(sealed(b"\x00\x04" + units.to_bytes(4, "little")))
    assert isinstance(got, event)
    assert not isinstance(got, Reading) or got.micrometres == units * 50


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        *[(mode, Reason.AREA) for mode in (3, 4, 14, 15)],
        *[(mode, Reason.VOLUME) for mode in (5, 7)],
        *[(mode, Reason.ANGLE) for mode in (8, 22)],
        *[(mode, Reason.DERIVED) for mode in (10, 13, 16, 21)],
        *[(mode, Reason.UNKNOWN_MODE) for mode in (24, 61)],
    ],
)
def test_only_single_and_continuous_distances_are_lengths(
    mode: int, reason: Reason
) -> None:
    frame = bosch.event(mode, Edge.REAR, 9, 3_000_000)
    extra = (("area_m2", 3.0),) if reason is Reason.AREA else ()
    assert receive(frame)[-1] == Rejected(reason, frame, extra)


@pytest.mark.parametrize("mode", [0, 59, 62])
def test_a_change_of_state_is_status_only(mode: int) -> None:
    frame = bosch.event(mode, Edge.REAR, 9, 3_000_000, bosch.LASER)
    status, rest = receive(frame)
    assert isinstance(status, Status)
    assert status.laser
    assert rest == Ignored(frame)


def test_errors_and_impossible_lengths() -> None:
    failed = bosch.failure(Edge.REAR, 3)
    assert receive(failed)[-1] == DeviceError(1, Fault.NOT_MEASURED, failed)
    far = bosch.event(bosch.SINGLE, Edge.REAR, 3, 400_000_000)
    assert receive(far)[-1] == Rejected(Reason.IMPLAUSIBLE, far)


def test_a_request_too_long_to_be_one_is_not_waited_for() -> None:
    assert receive(b"\xc0\x99\xff")[0] == Garbled(b"\xc0\x99\xff")


@pytest.mark.parametrize(
    "head", ["c0", "c055", "c05510", "c05021", "c0992100", "0004", "3f00"]
)
def test_a_false_head_does_not_hold_back_the_reading_behind_it(head: str) -> None:
    events = receive(bytes.fromhex(head) + GOOD)
    assert [reading.raw for reading in readings(events)] == [GOOD]


@given(
    st.lists(
        st.one_of(st.binary(max_size=40), st.sampled_from([GOOD, container()])), max_size=8
    )
)
def test_every_byte_is_accounted_for_and_nothing_raises(chunks: list[bytes]) -> None:
    codec = bosch.BoschCodec()
    events = [e for chunk in chunks for e in codec.receive(bosch.FRAMES, chunk)]
    raw = [event.raw for event in events if not isinstance(event, Status)]  # type: ignore[union-attr]

    assert b"".join(raw) + codec._frames.waiting == b"".join(chunks)
    for reading in readings(events):
        assert SHORTEST_MICROMETRES <= reading.micrometres <= LONGEST_MICROMETRES


@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
@example(before=b"\xc0\x55\x10", after=b"")
@example(before=b"\x00", after=JUNK)
def test_a_reading_in_the_middle_of_junk_is_read(before: bytes, after: bytes) -> None:
    events = receive(before + GOOD + after)
    assert GOOD in [reading.raw for reading in readings(events)]


@given(at=st.integers(0, len(GOOD) - 1), flip=st.integers(1, 255))
def test_one_wrong_byte_is_always_noticed(at: int, flip: int) -> None:
    """But for one pattern: the polynomial 1A6 is even, so half of it divides an error of
    D3 in one byte, and the checksum is worth 7 bits, not 8."""
    assume(flip != BLIND)
    frame = bytearray(GOOD)
    frame[at] ^= flip
    assert readings(receive(bytes(frame))) == []


@given(st.integers(SHORTEST_MICROMETRES, LONGEST_MICROMETRES), st.integers(0, 0xFFFF))
def test_what_a_meter_sends_is_what_is_read(length: int, counter: int) -> None:
    assume(length >= SHORTEST_MICROMETRES + 50)
    (reading,) = readings(receive(bosch.event(1, Edge.PIN, counter, length)))
    assert abs(reading.micrometres - length) <= 25 + length // 10_000_000
    assert (reading.counter, reading.edge) == (counter, Edge.PIN)
