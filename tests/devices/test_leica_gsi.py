"""GSI words of the older DISTOs, beyond what the vectors hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import fed, readings, torn
from inspector.devices.codecs import leica_gsi, recognised
from inspector.devices.codecs.contract import (
    BATTERY,
    SERIAL,
    Command,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    Answered,
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Fault,
    Garbled,
    Info,
    Reading,
    Reason,
    Rejected,
    Reply,
    Status,
)

BLOCK = b"22..01+00002130 31..00+00000605"
CONFIRM = Reply(SERIAL, b"cfm\n")


def heard(*chunks: bytes) -> list[CodecEvent]:
    return fed(leica_gsi.GsiCodec, SERIAL, chunks)


def test_tilt_and_distance_of_a_block_are_one_reading_that_wants_an_answer() -> None:
    assert heard(BLOCK + b"\r\n") == [
        Reading(
            605_000,
            BLOCK,
            "leica_disto_spp_gsi",
            1,
            display_unit=DisplayUnit.METRE,
            tilt_udeg=21_300_000,
        ),
        CONFIRM,
    ]


@pytest.mark.parametrize("cut", range(1, len(BLOCK)))
def test_a_block_in_two_pieces(cut: int) -> None:
    assert heard(BLOCK[:cut], BLOCK[cut:]) == heard(BLOCK)


@pytest.mark.parametrize("between", [b"\r\n", b"?", b"\xff", b"@E255"])
def test_a_tilt_belongs_to_no_distance_but_the_next_word(between: bytes) -> None:
    events = heard(BLOCK[:15] + between + BLOCK[16:])
    (reading,) = readings(events)
    assert reading.tilt_udeg is None
    assert events[0] == Info(BLOCK[:15], (("incl_deg", 21.3),))


def test_a_tilt_in_another_unit_is_none() -> None:
    (reading,) = readings(heard(BLOCK.replace(b"22..01", b"22..04")))
    assert reading.tilt_udeg is None


def test_a_tilt_below_level_is_negative() -> None:
    (reading,) = readings(heard(leica_gsi.block(605, -150)))
    assert reading.tilt_udeg == -1_500_000


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (b"31..01+00002585", Reason.UNKNOWN_UNIT),
        (b"31..10+00002585", Reason.UNKNOWN_UNIT),
        (b"31..00-00002585", Reason.IMPLAUSIBLE),
        (b"31..00+00000029", Reason.IMPLAUSIBLE),
        (b"31..00+00300001", Reason.IMPLAUSIBLE),
    ],
)
def test_what_is_no_length_is_refused_and_confirmed(word: bytes, reason: Reason) -> None:
    assert heard(word) == [Rejected(reason, word), CONFIRM]


def test_words_that_nobody_has_described_are_told_and_never_measured() -> None:
    word = b"51..00+00000788"
    assert heard(word) == [Info(word, (("gsi", word.decode()),))]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (252, Fault.TEMPERATURE),
        (253, Fault.TEMPERATURE),
        (255, Fault.WEAK_SIGNAL),
        (256, Fault.STRONG_SIGNAL),
        (257, Fault.BACKGROUND_LIGHT),
        (260, Fault.HARDWARE),
        (299, Fault.HARDWARE),
        (300, Fault.UNKNOWN),
        (203, Fault.UNKNOWN),
    ],
)
def test_errors_by_the_number_on_the_screen(code: int, fault: Fault) -> None:
    raw = b"@E%d" % code
    assert heard(raw + b"\r\n") == [DeviceError(code, fault, raw)]


def test_a_question_mark_is_a_yes() -> None:
    assert heard(b"?\r\n") == [Answered(0, b"?")]


def test_half_a_word_is_junk_in_the_end() -> None:
    codec = leica_gsi.GsiCodec()
    assert codec.receive(SERIAL, b"31..00+0000060") == []
    assert codec.finish() == [Garbled(b"31..00+0000060")]
    assert readings(heard(BLOCK[:-1])) == []


@pytest.mark.parametrize("head", [b"3", b"31..00+", b"22..01+00002130 31", b"@E2", b"7"])
def test_a_false_head_does_not_hold_back_the_reading_behind_it(head: bytes) -> None:
    (reading,) = readings(leica_gsi.GsiCodec().receive(SERIAL, head + BLOCK))
    assert reading.micrometres == 605_000


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        (Command.MEASURE, b"g\r\n"),
        (Command.LASER_ON, b"o\r\n"),
        (Command.LASER_OFF, b"p\r\n"),
    ],
)
def test_commands_are_letters(command: Command, sent: bytes) -> None:
    (action,) = leica_gsi.GsiCodec().command(command)
    assert action == Write(SERIAL, sent, response=False)


def test_it_is_no_radio_and_has_no_harmless_question() -> None:
    codec = leica_gsi.GsiCodec()
    assert codec.handshake(frozenset({SERIAL})) == (Subscribe(SERIAL),)
    assert codec.probe(frozenset({SERIAL})) is None
    assert codec.receive(BATTERY, b"\x32") == [Status(battery_percent=50)]
    assert recognised("", [""]) is None


@given(torn(BLOCK, b"31..00+00000788", b"@E255", b"?\r\n"))
def test_whatever_comes(chunks: list[bytes]) -> None:
    heard(*chunks)


@given(
    before=st.binary(max_size=40),
    millimetres=st.integers(30, 300_000),
    tilt=st.integers(-9000, 9000),
)
def test_what_a_meter_sends_is_what_is_read(
    before: bytes, millimetres: int, tilt: int
) -> None:
    reading = readings(heard(before, b"\r\n", leica_gsi.block(millimetres, tilt)))[-1]
    assert reading.micrometres == millimetres * 1000
    assert reading.tilt_udeg == tilt * 10_000
