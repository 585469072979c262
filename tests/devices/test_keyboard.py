"""What a meter types, beyond what the vectors hold."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hostile import fed, readings, torn
from inspector.devices.codecs import keyboard, recognised
from inspector.devices.codecs.contract import KEYBOARD, Capability, Command
from inspector.devices.codecs.keyboard import PRESETS, KeyboardCodec, keying
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Garbled,
    Reading,
    Reason,
    Rejected,
)

METRES, POINT, COMMA, MILLIMETRES = PRESETS


def typed(text: str, keys: keyboard.Keying = METRES) -> list[CodecEvent]:
    return fed(keys.codec, KEYBOARD, [text.encode()])


@pytest.mark.parametrize(
    ("text", "micrometres", "unit"),
    [
        ("3.261\r\n", 3_261_000, DisplayUnit.METRE),
        ("  +3.261\t", 3_261_000, DisplayUnit.METRE),
        ("3 m\r", 3_000_000, DisplayUnit.METRE),
        ("3.2614 M\n", 3_261_400, DisplayUnit.METRE),
        ("326.1cm\n", 3_261_000, DisplayUnit.METRIC),
        ("3261.45 MM\n", 3_261_450, DisplayUnit.MILLIMETRE),
        ("3。261\n", 3_261_000, DisplayUnit.METRE),
        ("3｡261\n", 3_261_000, DisplayUnit.METRE),
        ("３，２６１　米\n".replace("米", "ｍ"), 3_261_000, DisplayUnit.METRE),
        ("3261㎜\n", 3_261_000, DisplayUnit.MILLIMETRE),
        ("0.03\n", 30_000, DisplayUnit.METRE),
        ("300.000\n", 300_000_000, DisplayUnit.METRE),
    ],
)
def test_lengths(text: str, micrometres: int, unit: DisplayUnit) -> None:
    (reading,) = typed(text)
    assert isinstance(reading, Reading)
    assert reading.micrometres == micrometres
    assert reading.display_unit is unit
    assert reading.family == "keyboard_wedge"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3.2613.261", Reason.GLUED),
        ("3.261 3.261", Reason.GLUED),
        ("3.261m3.261m", Reason.GLUED),
        ("3.261m 2", Reason.GLUED),
        ("3261 3261", Reason.GLUED),
        ("3..261", Reason.GLUED),
        ("3.261,4.5", Reason.GLUED),
        ("3.261;4.5", Reason.GLUED),
        ("1,234.5 mm", Reason.GLUED),
        ("12.3 m²", Reason.AREA),
        ("12.3㎡", Reason.AREA),
        ("12.3m2", Reason.AREA),
        ("12.3 M^2", Reason.AREA),
        ("12.3 平方米", Reason.AREA),
        ("130 ft²", Reason.AREA),
        ("130 sq ft", Reason.AREA),
        ("30 m³", Reason.VOLUME),
        ("30 立方米", Reason.VOLUME),
        ("12.5°", Reason.ANGLE),
        ("12.5 deg", Reason.ANGLE),
        ("1.5 %", Reason.ANGLE),
        ("10' 8\"", Reason.NOT_METRES),
        ("10′8″", Reason.NOT_METRES),
        ("10’ 8”", Reason.NOT_METRES),
        ("10 ft", Reason.NOT_METRES),
        ("128 in", Reason.NOT_METRES),
        ("128 3⁄8", Reason.NOT_METRES),
        ("128½", Reason.NOT_METRES),
        ("3.5 yd", Reason.NOT_METRES),
        ("3.261 km", Reason.UNKNOWN_UNIT),
        ("3.261 米", Reason.UNKNOWN_UNIT),
        ("261", Reason.UNKNOWN_UNIT),
        ("-3.261", Reason.IMPLAUSIBLE),
        ("0.029", Reason.IMPLAUSIBLE),
        ("300.001", Reason.IMPLAUSIBLE),
        ("3261 m", Reason.IMPLAUSIBLE),
        ("3.261 mm", Reason.IMPLAUSIBLE),
        ("123,456 mm", Reason.IMPLAUSIBLE),
        ("3.261000 m", Reason.IMPLAUSIBLE),
        ("9" * 60 + " m", Reason.IMPLAUSIBLE),
    ],
)
def test_refusals(text: str, reason: Reason) -> None:
    line = f"{text}\n"
    assert typed(line) == [Rejected(reason, line.encode())]


@pytest.mark.parametrize(
    "text",
    [".261", "3.", "--3.261", "²", "12²", "3.26①", "٣.٢٦١", "3.261 m !", "hello"],
)
def test_what_is_no_value_is_junk(text: str) -> None:
    line = f"{text}\n"
    assert typed(line) == [Garbled(line.encode())]


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        (POINT, "3.261", 3_261_000),
        (POINT, "3,261", Reason.DECIMAL_SIGN),
        (POINT, "3,261 m", Reason.DECIMAL_SIGN),
        (COMMA, "3,261", 3_261_000),
        (COMMA, "3.261", Reason.DECIMAL_SIGN),
        (MILLIMETRES, "3261", 3_261_000),
        (MILLIMETRES, "3261.5", 3_261_500),
        (MILLIMETRES, "3.261", Reason.IMPLAUSIBLE),
        (MILLIMETRES, "3.261 m", 3_261_000),
    ],
)
def test_presets(keys: keyboard.Keying, text: str, expected: int | Reason) -> None:
    (event,) = typed(f"{text}\n", keys)
    found = event.micrometres if isinstance(event, Reading) else None
    assert (found or getattr(event, "reason", None)) == expected


def test_presets_are_kept_by_their_keys() -> None:
    assert [keying(preset.key) for preset in PRESETS] == [*PRESETS]
    assert keying("from another version") is METRES


def test_empty_lines_say_nothing() -> None:
    assert typed("\r\n\n\t  \n") == []


def test_what_has_no_end_is_no_value() -> None:
    codec = KeyboardCodec()
    assert codec.receive(KEYBOARD, b"3.261") == []
    assert codec.finish() == [Rejected(Reason.UNFINISHED, b"3.261")]
    assert codec.finish() == []
    (reading,) = codec.receive(KEYBOARD, b"4.500\n")
    assert reading.raw == b"4.500\n"  # type: ignore[union-attr]  # fails if it is no reading


def test_a_line_too_long_is_junk_up_to_its_end() -> None:
    line = b"7" * 64 + b"3.261\n"
    events = typed(line.decode() + "4.500\n")
    assert events[:2] == [Garbled(line[:64]), Garbled(line[64:])]
    assert [reading.raw for reading in readings(events)] == [b"4.500\n"]


def test_the_rest_of_a_line_too_long_is_no_value_without_an_end_either() -> None:
    codec = KeyboardCodec()
    codec.receive(KEYBOARD, b"7" * 64 + b"3.261")
    assert codec.finish() == [Garbled(b"3.261")]
    assert len(codec.receive(KEYBOARD, b"4.500\n")) == 1


def test_signs_of_several_bytes_may_come_in_pieces() -> None:
    line = "３．２６１ｍ\n".encode()
    (reading,) = fed(KeyboardCodec, KEYBOARD, [bytes([byte]) for byte in line])
    assert reading == typed("３．２６１ｍ\n")[0]


def test_a_keyboard_cannot_be_asked_or_found() -> None:
    codec = KeyboardCodec()
    assert all(codec.command(command) == () for command in Command)
    assert codec.probe(frozenset()) is None
    assert keyboard.FAMILY.capabilities == Capability(0)
    assert recognised("键盘模式", [""]) is None


@given(torn(b"3.261\n", b"3261 mm\t", "３．２６１ｍ\n".encode(), b"10' 8\"\n"))
def test_whatever_comes(chunks: list[bytes]) -> None:
    fed(KeyboardCodec, KEYBOARD, chunks)


@given(st.text(max_size=30), st.sampled_from(PRESETS))
@example("١٢.٣\n", METRES)
def test_whatever_is_typed(text: str, keys: keyboard.Keying) -> None:
    typed(text, keys)


@given(st.integers(30, 300_000), st.sampled_from([METRES, POINT]))
def test_what_a_meter_types_is_what_is_read(
    millimetres: int, keys: keyboard.Keying
) -> None:
    metres, rest = divmod(millimetres, 1000)
    (reading,) = readings(typed(f"{metres}.{rest:03d}\n", keys))
    assert reading.micrometres == millimetres * 1000
