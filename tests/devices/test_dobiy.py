"""Words of Dobiy's modules, beyond what the vectors hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import fed, junk, readings, torn
from inspector.devices.codecs import dobiy
from inspector.devices.codecs.contract import SERIAL, Command, Write
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Fault,
    Reading,
    Reason,
    Rejected,
)

WORD = b"g0g+00032610"


def heard(*chunks: bytes) -> list[CodecEvent]:
    return fed(dobiy.DobiyCodec, SERIAL, chunks)


@pytest.mark.parametrize("form", [b"%b", b"<%b>", b"<%b>\r\n", b" %b ", b">>%b<<"])
def test_with_and_without_angle_brackets(form: bytes) -> None:
    millimetres = DisplayUnit.MILLIMETRE
    assert heard(form % WORD) == [
        Reading(3_261_000, WORD, "dobiy_ascii_module", 1, display_unit=millimetres)
    ]


def test_tenths_of_a_millimetre_are_kept_and_any_module_is_heard() -> None:
    (reading,) = readings(heard(b"<g7g+00032614>"))
    assert reading.micrometres == 3_261_400


@pytest.mark.parametrize("word", [b"g0g-00032610", b"g0g+00000299", b"g0g+03000001"])
def test_what_no_meter_measures_is_refused(word: bytes) -> None:
    assert heard(word) == [Rejected(Reason.IMPLAUSIBLE, word)]


@pytest.mark.parametrize(
    ("code", "fault"),
    [(255, Fault.WEAK_SIGNAL), (257, Fault.BACKGROUND_LIGHT), (999, Fault.UNKNOWN)],
)
def test_errors_by_their_number(code: int, fault: Fault) -> None:
    assert heard(dobiy.error(code)) == [DeviceError(code, fault, b"0E%d" % code)]


@pytest.mark.parametrize("word", [b"g0t+00000235", b"g0g+0003261", b"0E25", b"hello"])
def test_all_else_is_junk(word: bytes) -> None:
    events = heard(word, b"<", WORD, b">")
    assert junk(events) == word
    assert [reading.raw for reading in readings(events)] == [WORD]


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        (Command.MEASURE, b"<s0g>"),
        (Command.LASER_ON, b"<s0o>"),
        (Command.LASER_OFF, b"<s0p>"),
    ],
)
def test_commands_are_for_module_0(command: Command, sent: bytes) -> None:
    (action,) = dobiy.DobiyCodec().command(command)
    assert action == Write(SERIAL, sent, response=False)


@given(torn(WORD, b"<g0g+00005000>", b"0E255"))
def test_whatever_comes(chunks: list[bytes]) -> None:
    heard(*chunks)


@given(st.integers(300, 3_000_000))
def test_what_a_module_sends_is_what_is_read(tenths: int) -> None:
    (reading,) = readings(heard(dobiy.distance(tenths)))
    assert reading.micrometres == tenths * 100
