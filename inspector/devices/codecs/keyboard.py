"""Meters in keyboard (HID) mode, of any brand: they type a value into the focused field.

Text in UTF-8, ended by Enter or Tab; without an end a value is not believed, since focus
may have been lost in the middle of it. A number and, if need be, m, cm or mm; a bare number
has the unit that was set for this meter. A Chinese input method may have made the signs
full-width, or a full stop of the decimal point. Nothing else is a length: no feet and
inches, no areas, no two numbers glued together.

Against halves of values: a number must begin with a digit and have one after its decimal
sign; bare metres must have decimals, as every meter shows them; and more decimals than
hundredths of a millimetre are a thousands separator misread.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from inspector.devices.codecs.contract import (
    KEYBOARD,
    Capability,
    Carrier,
    Family,
    Profile,
    implausible,
    plausible,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Garbled,
    Reading,
    Reason,
    Rejected,
)

VERSION = 1
BareUnit = Literal["m", "mm"]
Decimals = Literal[".", ",", ".,"]
"""The sign before decimals; both: whichever comes."""

_ENDS = b"\r\n\t"
_LONGEST = 64
_SIGNS = str.maketrans({"。": ".", "，": ","})
_LENGTH = re.compile(r"([+-]?)([0-9]+)(?:([.,])([0-9]+))?\s*(m|cm|mm)?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_UNITS = {
    "m": (1_000_000, 5, DisplayUnit.METRE),
    "cm": (10_000, 3, DisplayUnit.METRIC),
    "mm": (1000, 2, DisplayUnit.MILLIMETRE),
}
"""Micrometres, how many decimals there can be, and what the meter's screen shows."""
_REFUSED = (
    (re.compile(r"[a-z]\^?2$|sq|平"), Reason.AREA),
    (re.compile(r"[a-z]\^?3$|cu|立方"), Reason.VOLUME),
    (re.compile(r"[°%度]|deg"), Reason.ANGLE),
    (re.compile(r"['\"′″‘’“”/⁄]|ft|feet|foot|in$|inch|yd|yard|英"), Reason.NOT_METRES),
)
_TWO = re.compile(r"[-+0-9.,;\scm]*")
_OTHER_UNIT = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?\s*[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Keying:
    """How one meter types; a screen keeps the `key` for each."""

    key: str
    label: str
    bare_unit: BareUnit
    decimal: Decimals

    def codec(self) -> KeyboardCodec:
        return KeyboardCodec(self.bare_unit, self.decimal)


PRESETS = (
    Keying("m", "只有数字时为米，如 3.261 或 3,261", "m", ".,"),
    Keying("m.", "只有数字时为米，只认小数点，如 3.261", "m", "."),
    Keying("m,", "只有数字时为米，只认小数逗号，如 3,261", "m", ","),
    Keying("mm", "只有数字时为毫米，如 3261", "mm", ".,"),
)
"""The first is for whoever has set nothing."""


def keying(key: str) -> Keying:
    """The first for a key that is not known (any more)."""
    return next((preset for preset in PRESETS if preset.key == key), PRESETS[0])


class KeyboardCodec(PlainCodec):
    """One value a line. What `finish` finds without an end is rejected: call it whenever
    the field loses its focus or waits anew, or two halves would meet in one line."""

    hears = KEYBOARD

    def __init__(self, bare_unit: BareUnit = "m", decimal: Decimals = ".,") -> None:
        self._bare_unit = bare_unit
        self._decimal = decimal
        self._line = bytearray()
        self._too_long = False

    def _heard(self, data: bytes) -> list[CodecEvent]:
        events: list[CodecEvent] = []
        for byte in data:
            self._line.append(byte)
            if byte in _ENDS:
                events += self._ended()
            elif len(self._line) == _LONGEST:
                self._too_long = True
                events.append(Garbled(self._taken()))
        return events

    def finish(self) -> list[CodecEvent]:
        """The end of a line that was too long is no value either."""
        too_long, self._too_long = self._too_long, False
        rest = self._taken()
        if not _plain(rest):
            return []
        return [Garbled(rest) if too_long else Rejected(Reason.UNFINISHED, rest)]

    def _ended(self) -> list[CodecEvent]:
        too_long, self._too_long = self._too_long, False
        line = self._taken()
        if too_long:
            return [Garbled(line)]
        text = _plain(line)
        return [self._value(text, line)] if text else []

    def _taken(self) -> bytes:
        line, self._line = bytes(self._line), bytearray()
        return line

    def _value(self, text: str, raw: bytes) -> Reading | Rejected | Garbled:
        found = _LENGTH.fullmatch(text)
        if found is None:
            refusal = _refusal(text)
            return Rejected(refusal, raw) if refusal else Garbled(raw)
        sign, whole, mark, decimals, unit = found.groups(default="")
        if mark not in self._decimal:
            return Rejected(Reason.DECIMAL_SIGN, raw)
        if not unit and not mark and self._bare_unit == "m":
            return Rejected(Reason.UNKNOWN_UNIT, raw)
        scale, most, shown = _UNITS[unit or self._bare_unit]
        length = plausible(int(Decimal(f"{sign}{whole}.{decimals or 0}") * scale))
        if length is None or len(decimals) > most:
            return implausible(raw)
        return Reading(length, raw, FAMILY.name, VERSION, display_unit=shown)


def _plain(line: bytes) -> str:
    """As a keyboard without an input method would have typed it, in small letters. A digit
    that is set high (or in a circle) is marked: it is no digit of the number before it."""
    text = line.decode("utf-8", "replace")
    marked = "".join(
        f"^{sign}" if unicodedata.category(sign) == "No" else sign for sign in text
    )
    plain = unicodedata.normalize("NFKC", marked).translate(_SIGNS)
    return plain.casefold().strip()


def _refusal(text: str) -> Reason | None:
    """Why this is no length, if it looks like a value at all."""
    numbers = _NUMBER.findall(text)
    if not numbers:
        return None
    for pattern, reason in _REFUSED:
        if pattern.search(text):
            return reason
    if len(numbers) > 1 and _TWO.fullmatch(text):
        return Reason.GLUED
    return Reason.UNKNOWN_UNIT if _OTHER_UNIT.fullmatch(text) else None


FAMILY = Family(
    name="keyboard_wedge",
    label="键盘模式",
    service="",
    needs=frozenset({KEYBOARD}),
    name_prefixes=(),
    capabilities=Capability(0),
    profile=Profile(stored_window_ms=0, first_is_stored=False, unit_apart=False),
    make=KeyboardCodec,
    distance=KEYBOARD,
    carrier=Carrier.KEYBOARD,
    stream=True,
    remark="请把测距仪的单位设为米，打开“发送回车”，测量时让光标停在尺寸框里。",
)
