"""JRT's registers, beyond what the vectors hold."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hostile import fed, readings, torn
from inspector.devices.codecs import chosen, jrt, recognised
from inspector.devices.codecs.contract import SERIAL, Command, Subscribe, Write
from inspector.devices.events import (
    Answered,
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Fault,
    Garbled,
    Ignored,
    Reading,
    Reason,
    Rejected,
)

GOOD = bytes.fromhex("aa0000220003000000b5025e3a")


def heard(*chunks: bytes) -> list[CodecEvent]:
    return fed(jrt.JrtCodec, SERIAL, chunks)


def test_the_same_bytes_by_both_ways() -> None:
    for family in (jrt.MODULE, jrt.BRIDGED):
        assert fed(family.make, family.distance, [GOOD]) == [
            Reading(
                181_000,
                GOOD,
                family.name,
                1,
                display_unit=DisplayUnit.MILLIMETRE,
                extra=(("sq", 606),),
            )
        ]


def test_a_bridge_is_never_taken_for_a_module_unasked() -> None:
    assert recognised("HMSoft", [jrt.SERVICE]) is None
    assert chosen([jrt.BRIDGE]) is None
    assert chosen([jrt.BRIDGE], jrt.BRIDGED.name) is jrt.BRIDGED
    assert chosen([jrt.BRIDGE], jrt.MODULE.name) is None
    assert chosen([SERIAL], jrt.MODULE.name) is None


@pytest.mark.parametrize("millimetres", [0, 29, 300_001, 0xFFFFFFFF])
def test_what_no_module_measures_is_refused(millimetres: int) -> None:
    frame = jrt.measured(millimetres, 90)
    assert heard(frame) == [Rejected(Reason.IMPLAUSIBLE, frame)]


def test_an_error_frame_is_an_error_of_the_module() -> None:
    frame = bytes.fromhex("ee00000000010006" + "07")
    assert heard(frame) == [DeviceError(6, Fault.UNKNOWN, frame)]


def test_status_and_other_registers() -> None:
    status = bytes.fromhex("aa80000000010000" + "81")
    assert heard(status) == [Answered(0, status)]
    laser = jrt.COMMANDS["laser_on"]
    assert heard(laser) == [Ignored(laser)]
    short = jrt.written(jrt.RESULT, b"\0\1")
    assert heard(short) == [Ignored(short)]


@pytest.mark.parametrize(
    "spoilt",
    [
        GOOD[:-1] + b"\x3b",
        bytes.fromhex("aa000022ffff"),
        bytes.fromhex("aa0000220000"),
        bytes.fromhex("aa00002200"),
        b"\xee",
    ],
)
def test_a_spoilt_frame_holds_back_nothing(spoilt: bytes) -> None:
    events = jrt.JrtCodec().receive(SERIAL, spoilt + GOOD)
    assert [reading.raw for reading in readings(events)] == [GOOD]
    assert events[0] == Garbled(spoilt)


def test_half_a_frame_is_junk_in_the_end() -> None:
    assert heard(GOOD[:-1]) == [Garbled(GOOD[:-1])]


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        (Command.MEASURE, "aa0000200001000021"),
        (Command.LASER_ON, "aa0001be00010001c1"),
        (Command.LASER_OFF, "aa0001be00010000c0"),
    ],
)
def test_commands_go_where_the_readings_come_from(command: Command, sent: str) -> None:
    for family in (jrt.MODULE, jrt.BRIDGED):
        codec = family.make()
        (action,) = codec.command(command)
        assert action == Write(family.distance, bytes.fromhex(sent), response=False)
        assert codec.handshake(frozenset()) == (Subscribe(family.distance),)


def test_the_watchdog_asks_for_the_status() -> None:
    probe = jrt.JrtCodec().probe(frozenset())
    assert probe == Write(SERIAL, bytes.fromhex("aa80000080"), response=False)


@given(torn(GOOD, jrt.COMMANDS["laser_on"]))
def test_whatever_comes(chunks: list[bytes]) -> None:
    heard(*chunks)


@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
@example(before=b"\xaa\x00\x00\x22\x00\x03", after=b"")
def test_a_reading_in_the_middle_of_junk_is_read(before: bytes, after: bytes) -> None:
    """But for junk that swallows its first bytes and looks sound by chance."""
    events = heard(b"".join([before, b"\xff" * 13, GOOD, after]))
    assert GOOD in [reading.raw for reading in readings(events)]


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_one_wrong_byte_is_always_noticed(at: int, flip: int) -> None:
    wrong = bytearray(GOOD)
    wrong[at] ^= flip
    assert readings(heard(bytes(wrong))) == []


@given(st.integers(30, 300_000), st.integers(0, 0xFFFF))
def test_what_a_module_sends_is_what_is_read(millimetres: int, quality: int) -> None:
    (reading,) = readings(heard(jrt.measured(millimetres, quality)))
    assert reading.micrometres == millimetres * 1000
    assert reading.extra == (("sq", quality),)
