"""The Winho platform: ASCII frames, its two questions, and the letters around a value."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import chosen, recognised, winho
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
    DisplayUnit,
    Fault,
    Garbled,
    Ignored,
    Info,
    LinkState,
    Measured,
    Reading,
    Reason,
    Rejected,
    Repeated,
    Reply,
    Stored,
)
from inspector.devices.practice.meter import Trick
from inspector.devices.practice.winho import WinhoPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

QUICK = Timing(pace_percent=1, back_off_ms=(20,), answer_ms=150, repeat_ms=2000)
SEEN = winho.told(b"A02.509b")


def heard(data: bytes) -> list[CodecEvent]:
    return winho.WinhoCodec().receive(winho.DATA, data)


def test_it_is_known_by_what_it_offers() -> None:
    assert recognised("Laser Distance Meter", [winho.SERVICE]) is winho.F15X
    assert chosen([winho.COMMAND, winho.DATA]) is winho.F15X
    assert winho.F15X.experimental


def test_it_begins_at_once_and_may_be_told_to_measure() -> None:
    codec = winho.WinhoCodec()
    begin = Write(winho.COMMAND, bytes.fromhex("030d0a030d0a"), response=False)
    assert codec.handshake(winho.F15X.needs) == (Subscribe(winho.DATA), begin)
    assert codec.command(Command.MEASURE) == (
        Write(winho.COMMAND, winho.MEASURE, response=False),
    )
    assert codec.command(Command.LASER_OFF) == ()
    assert codec.probe(winho.F15X.needs) is None


def test_its_questions_are_answered() -> None:
    first, second = winho.told(b"Ztest01"), winho.told(b"Ztest02")
    assert heard(first) == [Ignored(first), Reply(winho.COMMAND, winho.BEGIN)]
    assert heard(second) == [
        Ignored(second),
        Reply(winho.COMMAND, bytes.fromhex("230a4c696e6b000000000000bb")),
    ]
    assert winho.COMMANDS["link"][-1] == 0xBB


def test_it_says_that_it_goes_to_sleep() -> None:
    sleeps = winho.told(b"Zbleoff")
    assert heard(sleeps) == [Info(sleeps, (("going_to_sleep", True),))]


@pytest.mark.parametrize("number", range(1, 7))
def test_an_error_is_no_reading(number: int) -> None:
    frame = winho.told(f"error{number}".encode())
    assert heard(frame) == [DeviceError(number, Fault.UNKNOWN, frame)]


@pytest.mark.parametrize(
    ("text", "micrometres"),
    [
        (b"A02.509b", 2_509_000),
        (b"B02.822d", 2_822_000),
        (b"C0.0300a", 30_000),
        (b"D300.00a", 300_000_000),
        (b"A 2.509a", 2_509_000),
        (b"A0.1234a", 123_400),
    ],
)
def test_metres_whatever_is_displayed(text: bytes, micrometres: int) -> None:
    (reading,) = heard(winho.told(text))
    assert isinstance(reading, Reading)
    assert reading.micrometres == micrometres
    assert reading.extra == (("prefix", chr(text[0])),)


@pytest.mark.parametrize(
    ("letter", "unit"),
    [
        ("a", DisplayUnit.METRE),
        ("b", DisplayUnit.FOOT),
        ("c", DisplayUnit.INCH),
        ("d", DisplayUnit.FOOT_INCH),
        *[(letter, DisplayUnit.INCH) for letter in "efghi"],
        ("j", DisplayUnit.CHINESE_FOOT),
    ],
)
def test_the_letter_of_the_display(letter: str, unit: DisplayUnit) -> None:
    (reading,) = heard(winho.told(f"A02.509{letter}".encode()))
    assert isinstance(reading, Reading)
    assert reading.display_unit is unit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"E02.509a", Reason.UNKNOWN_MODE),
        (b"a02.509a", Reason.UNKNOWN_MODE),
        (b"A02.509k", Reason.UNKNOWN_UNIT),
        (b"A02.509A", Reason.UNKNOWN_UNIT),
        (b"A00.029a", Reason.IMPLAUSIBLE),
        (b"A300.01a", Reason.IMPLAUSIBLE),
        (b"A00.000a", Reason.IMPLAUSIBLE),
    ],
)
def test_what_is_refused(text: bytes, reason: Reason) -> None:
    frame = winho.told(text)
    assert heard(frame) == [Rejected(reason, frame)]


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        SEEN[:-1],
        SEEN + b"\0",
        SEEN + SEEN,
        b"A02.509b\0\1",
        b"A-2.509b\0\0",
        b"A02509.b\0\0",
        b"A025090b\0\0",
        b"A02.50 b\0\0",
        b"A02.5090b\0\0",
        "A٠٢.٥b".encode(),
        b"error7\0\0\0\0",
        b"Ztest03\0\0\0",
    ],
)
def test_junk(junk: bytes) -> None:
    assert heard(junk) == [Garbled(junk)]


@given(st.binary(max_size=24))
def test_nothing_raises(data: bytes) -> None:
    assert all(not isinstance(event, Reading) or event.raw == data for event in heard(data))


@given(at=st.integers(0, len(SEEN) - 1), value=st.integers(0, 255))
def test_a_changed_byte_gives_no_impossible_length(at: int, value: int) -> None:
    """There is no checksum: a changed digit is another length, but a possible one."""
    frame = bytearray(SEEN)
    frame[at] = value
    for event in heard(bytes(frame)):
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES


@pytest.fixture
def practice() -> WinhoPractice:
    return WinhoPractice(random.Random(1), shot_ms=1, spread_um=0)


@pytest.fixture
def meters(practice: WinhoPractice) -> Iterator[Rangefinders]:
    meters = Rangefinders([practice], practice_timing=QUICK)
    yield meters
    meters.close()


@pytest.fixture
def ear(practice: WinhoPractice, meters: Rangefinders) -> Ear:
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    return ear


def test_a_press_and_a_trigger(
    practice: WinhoPractice, meters: Rangefinders, ear: Ear
) -> None:
    practice.load(2_000_499, 123_456_000)
    practice.press()
    ear.first(Measured)
    meters.measure()
    ear.first(Measured, 2)
    assert ear.lengths() == [2_000_000, 123_450_000]


def test_its_tricks(practice: WinhoPractice, meters: Rangefinders, ear: Ear) -> None:
    practice.load(2_000_000, 3_000_000)
    practice.play(Trick.IMPERIAL, once=True)
    practice.press()
    assert ear.first(Measured).reading.display_unit is DisplayUnit.FOOT
    practice.play(Trick.DUPLICATE, once=True)
    practice.press()
    ear.first(Repeated)
    assert len(ear.lengths()) == 2
    practice.play(Trick.WEAK_SIGNAL, once=True)
    meters.measure()
    assert ear.first(DeviceError).fault is Fault.NO_ANSWER


def test_an_old_value_is_not_entered(practice: WinhoPractice, ear: Ear) -> None:
    practice.load(2_000_000)
    practice.press()
    ear.first(Measured)
    practice.play(Trick.STALE)
    practice.leave()
    ear.until_state(LinkState.RECONNECTING)
    assert ear.first(Info).extra == (("going_to_sleep", True),)
    practice.come_back()
    ear.until_state(LinkState.CONNECTED, 2)
    assert ear.first(Stored).reading.micrometres == 2_000_000
    assert len(ear.lengths()) == 1


def test_it_tells_nothing_before_it_is_held(practice: WinhoPractice) -> None:
    said: list[bytes] = []

    async def talk() -> None:
        link = practice.link()
        await link.open(lambda _, data: said.append(data), lambda: None)
        await link.subscribe(winho.DATA)
        for characteristic, data in [
            (winho.COMMAND, winho.MEASURE),
            (winho.DATA, winho.LINK),
            (winho.COMMAND, winho.LINK[:-1] + b"\0"),
            (winho.COMMAND, winho.BEGIN),
        ]:
            await link.write(characteristic, data, response=False)
        practice.press()
        await asyncio.sleep(0.05)
        await link.close()

    practice.load(2_000_000)
    asyncio.run(talk())
    assert said == [winho.told(b"Ztest01"), winho.told(b"Ztest02")]
