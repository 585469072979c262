"""Longshuo's LDMv1: commands, the address, and measurements that stay unread."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import longshuo, recognised
from inspector.devices.codecs.contract import BATTERY, Command, Subscribe, Write
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    Fault,
    Garbled,
    Ignored,
    Info,
    LinkState,
    Measured,
    Reading,
    Reason,
    Rejected,
    Status,
)
from inspector.devices.practice.longshuo import LongshuoPractice
from inspector.devices.practice.meter import Trick
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

ADDRESS = bytes.fromhex("f103000c35626136383633386661636103a1")
QUICK = Timing(pace_percent=1, back_off_ms=(20,), answer_ms=150, repeat_ms=2000)
OFFERED = frozenset({longshuo.COMMAND, longshuo.DATA, longshuo.STATUS})


def heard(data: bytes, characteristic: str = longshuo.DATA) -> CodecEvent:
    (event,) = longshuo.LongshuoCodec().receive(characteristic, data)
    return event


def test_it_is_known_by_its_name_alone() -> None:
    assert recognised("LDM-S120 faca", []) is longshuo.LDMV1
    assert recognised("LDM-S1200", []) is not longshuo.LDMV1
    assert longshuo.LDMV1.experimental
    assert "键盘" in longshuo.LDMV1.remark


def test_it_listens_and_asks_for_the_address() -> None:
    codec = longshuo.LongshuoCodec()
    ask = Write(longshuo.COMMAND, bytes.fromhex("f1030205"), response=False)
    listen = (Subscribe(longshuo.DATA), Subscribe(longshuo.STATUS))
    assert codec.handshake(OFFERED) == (*listen, ask)
    assert codec.handshake(longshuo.LDMV1.needs) == (listen[0], ask)
    assert codec.probe(OFFERED) == ask


def test_only_a_measurement_can_be_asked_for() -> None:
    codec = longshuo.LongshuoCodec()
    measure = Write(longshuo.COMMAND, bytes.fromhex("f104010106"), response=False)
    assert codec.command(Command.MEASURE) == (measure,)
    assert codec.command(Command.LASER_ON) == ()


@pytest.mark.parametrize("characteristic", [longshuo.DATA, longshuo.STATUS])
def test_the_address(characteristic: str) -> None:
    told = heard(ADDRESS, characteristic)
    assert told == Info(ADDRESS, (("mac", "5b:a6:86:38:fa:ca"),))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\x02\x01\x00\x00\x0d\x80", Reason.NO_LAYOUT),
        (b"\x04\x01", Reason.NO_LAYOUT),
        (b"\x02\x04" + bytes(12), Reason.NO_LAYOUT),
        (b"\x02\x02\x2d", Reason.ANGLE),
    ],
)
def test_a_measurement_is_kept_and_never_guessed(body: bytes, reason: Reason) -> None:
    frame = longshuo.answer(body)
    assert heard(frame) == Rejected(reason, frame)


def test_an_error_and_what_says_nothing() -> None:
    error = longshuo.answer(b"\x04\x05\x07")
    assert heard(error) == DeviceError(0, Fault.UNKNOWN, error)
    started = longshuo.answer(b"\x01\x01")
    assert heard(started) == Ignored(started)
    assert heard(b"\x32", BATTERY) == Status(battery_percent=50)
    assert heard(started, longshuo.COMMAND) == Ignored(started)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\xf1\x02\x01\x03",
        b"\xf0" + ADDRESS[1:],
        ADDRESS[:-1] + b"\xa2",
        ADDRESS + ADDRESS,
        longshuo.answer(b"\x03\x00\x0b" + b"5ba68638fac"),
        longshuo.answer(b"\x03\x00\x0d" + b"5ba68638faca"),
        longshuo.answer(b"\x03\x00\x0c" + b"5ba68638fac\xff"),
    ],
)
def test_junk(junk: bytes) -> None:
    assert heard(junk) == Garbled(junk)


@given(data=st.one_of(st.binary(max_size=40), st.binary(max_size=20).map(longshuo.answer)))
def test_nothing_raises_and_nothing_is_a_length(data: bytes) -> None:
    event = heard(data)
    assert not isinstance(event, Reading)
    assert getattr(event, "raw", None) == data


@pytest.fixture
def practice() -> LongshuoPractice:
    return LongshuoPractice(random.Random(1), shot_ms=1)


@pytest.fixture
def ear(practice: LongshuoPractice) -> Iterator[Ear]:
    meters = Rangefinders([practice], practice_timing=QUICK)
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    practice.load(2_000_000)
    yield ear
    meters.close()


def test_the_practice_meter_tells_its_address_and_what_cannot_be_read(
    practice: LongshuoPractice, ear: Ear
) -> None:
    assert ear.first(Info).extra == (("mac", "01:23:45:67:89:ab"),)
    practice.press()
    assert ear.first(Rejected).reason is Reason.NO_LAYOUT
    assert ear.kept(Measured) == []


def test_a_weak_signal_is_an_error(practice: LongshuoPractice, ear: Ear) -> None:
    practice.play(Trick.WEAK_SIGNAL, once=True)
    practice.press()
    assert ear.first(DeviceError).fault is Fault.UNKNOWN


def test_the_practice_meter_checks_sums(practice: LongshuoPractice) -> None:
    """Nothing comes of a command with a wrong sum, or on the wrong characteristic."""
    said: list[bytes] = []

    async def talk() -> None:
        link = practice.link()
        await link.open(lambda _, data: said.append(data), lambda: None)
        await link.subscribe(longshuo.DATA)
        for characteristic, data in [
            (longshuo.COMMAND, bytes.fromhex("f1030206")),
            (longshuo.DATA, longshuo.GET_ADDRESS),
            (longshuo.COMMAND, longshuo.command(0x04, 0x00, 0x01)),
            (longshuo.COMMAND, longshuo.GET_ADDRESS),
        ]:
            await link.write(characteristic, data, response=False)
        await link.close()

    asyncio.run(talk())
    assert [type(heard(data)) for data in said] == [Info]


def test_a_measurement_asked_for_from_here(practice: LongshuoPractice) -> None:
    meters = Rangefinders([practice], practice_timing=QUICK)
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    practice.load(2_000_000)
    meters.measure()
    ear.first(Rejected)
    meters.close()
