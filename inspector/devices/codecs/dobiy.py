"""Dobiy DLS laser modules (a Chinese OEM): words in ASCII over a serial line.

<sNg>             measure; N is the module's number, 0 as delivered
<sNo> <sNp>       laser on, off           <sNc> clear           <sNt> temperature
<gNg+00032610>    distance in 1/10 mm
<NEzzz>           error, by the numbers that meters of Leica's kind show

The angle brackets may be missing. Source: the vendor's protocol text; no unit was at hand.
How the temperature is told is not described. There is no checksum.
"""

from __future__ import annotations

from inspector.devices.codecs import screen_errors
from inspector.devices.codecs.contract import (
    PLAIN,
    SERIAL,
    Capability,
    Carrier,
    Command,
    Family,
    implausible,
    plausible,
)
from inspector.devices.codecs.cutting import CutCodec
from inspector.devices.codecs.shapes import shaped
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Reading,
    Rejected,
)

VERSION = 1
_UNIT_MICROMETRES = 100
_BETWEEN = b"<>\r\n "
_CLAIM = shaped("gdgsdddddddd", "dEddd", *_BETWEEN.decode())
_VALUE, _ERROR = slice(3, None), slice(2, None)


def order(letter: str) -> bytes:
    return f"<s0{letter}>".encode()


def distance(tenths: int) -> bytes:
    """In 1/10 mm, as a module says it: for the practice meter."""
    return f"<g0g{tenths:+09d}>".encode()


def error(code: int) -> bytes:
    return f"<0E{code:03d}>".encode()


COMMANDS = {
    "measure": order("g"),
    "laser_on": order("o"),
    "laser_off": order("p"),
    "clear": order("c"),
    "temperature": order("t"),
}
_PHRASES = {
    Command.MEASURE: COMMANDS["measure"],
    Command.LASER_ON: COMMANDS["laser_on"],
    Command.LASER_OFF: COMMANDS["laser_off"],
}


class DobiyCodec(CutCodec):
    hears = SERIAL
    writes = SERIAL
    phrases = _PHRASES

    def __init__(self) -> None:
        super().__init__(_CLAIM)

    def _said(self, frame: bytes) -> list[CodecEvent]:
        if frame in _BETWEEN:
            return []
        text = frame.decode()
        if text.startswith("g"):
            return [_length(int(text[_VALUE]), frame)]
        code = int(text[_ERROR])
        return [DeviceError(code, screen_errors.named(code), frame)]


def _length(tenths: int, raw: bytes) -> Reading | Rejected:
    length = plausible(tenths * _UNIT_MICROMETRES)
    if length is None:
        return implausible(raw)
    unit = DisplayUnit.MILLIMETRE
    return Reading(length, raw, FAMILY.name, VERSION, display_unit=unit)


FAMILY = Family(
    name="dobiy_ascii_module",
    label="Dobiy 测距模块（串口）",
    service="",
    needs=frozenset({SERIAL}),
    name_prefixes=(),
    capabilities=Capability.TRIGGER | Capability.LASER,
    profile=PLAIN,
    make=DobiyCodec,
    distance=SERIAL,
    commands=COMMANDS,
    carrier=Carrier.SERIAL,
    experimental=True,
    stream=True,
)
