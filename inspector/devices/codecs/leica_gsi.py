"""Leica DISTO D3a BT, D330i and D8 over the classic serial port: GSI words, 9600 8N1.

word      31..00+00000788   word index, two dots, two digits of which the last is the unit,
                            sign, eight digits; a blank stands between the words of a block
31..00    distance in millimetres: no other unit is known
22..01    inclination in 1/100 degree; it comes before the distance that it belongs to
?         done
@E255     error, by the number that the meter's screen shows

Commands are a letter and CR LF: g measure, o laser on, p laser off, c clear; h, t and k are
named here after the older modules (tracking, temperature, signal), which is not confirmed.
A meter that sends of itself waits for "cfm" and LF after each block. Nothing tells a
tracking value from a single one, and there is no checksum and no counter.

Sources: CaveSurvey's test of the D3a, a toolkit for the D8. No line end stands in their
words; here one may follow. What an area looks like is not published: words other than
these two are told, never measured.
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
    Answered,
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Info,
    Reading,
    Reason,
    Rejected,
    Reply,
)

VERSION = 1
COMMANDS = {
    "measure": b"g\r\n",
    "track": b"h\r\n",
    "laser_on": b"o\r\n",
    "laser_off": b"p\r\n",
    "clear": b"c\r\n",
    "temperature": b"t\r\n",
    "signal": b"k\r\n",
    "confirm": b"cfm\n",
}
DONE = b"?"
_PHRASES = {
    Command.MEASURE: COMMANDS["measure"],
    Command.LASER_ON: COMMANDS["laser_on"],
    Command.LASER_OFF: COMMANDS["laser_off"],
}

_WORD = "dd..ddsdddddddd"
_BLOCK = "22..ddsdddddddd 31..ddsdddddddd"
_SIZE = len(_WORD)
_BETWEEN = "\r\n "
_CLAIM = shaped(_BLOCK, _WORD, "@Eddd", DONE.decode(), *_BETWEEN)
_DISTANCE, _TILT, _ERROR = "31..", "22..", "@E"
_MILLIMETRES, _HUNDREDTHS = "00", "01"
_UNIT, _VALUE = slice(4, 6), slice(6, None)
_UDEG = 10_000  # in 1/100 degree


def word(index: str, unit: str, value: int) -> bytes:
    """As a meter says it: for the practice meter."""
    return f"{index}{unit}{value:+09d}".encode()


def block(millimetres: int, tilt: int) -> bytes:
    """Tilt, in 1/100 degree, and distance."""
    words = word(_TILT, _HUNDREDTHS, tilt), word(_DISTANCE, _MILLIMETRES, millimetres)
    return b" ".join(words)


class GsiCodec(CutCodec):
    """Tilt and distance of one block are one frame, so that they cannot be mixed up."""

    hears = SERIAL
    writes = SERIAL
    phrases = _PHRASES

    def __init__(self) -> None:
        super().__init__(_CLAIM)

    def _said(self, frame: bytes) -> list[CodecEvent]:
        text = frame.decode()
        if text in _BETWEEN:
            return []
        if frame == DONE:
            return [Answered(0, frame)]
        if text.startswith(_ERROR):
            code = int(text.removeprefix(_ERROR))
            return [DeviceError(code, screen_errors.named(code), frame)]
        return _words(text, frame)


def _words(text: str, raw: bytes) -> list[CodecEvent]:
    tilt, distance = _tilt(text[:_SIZE]), text[-_SIZE:]
    if distance.startswith(_DISTANCE):
        confirm = Reply(SERIAL, COMMANDS["confirm"])
        return [_length(distance, tilt, raw), confirm]
    if tilt is not None:
        return [Info(raw, (("incl_deg", tilt / 1_000_000),))]
    return [Info(raw, (("gsi", text),))]


def _tilt(text: str) -> int | None:
    if not text.startswith(_TILT) or text[_UNIT] != _HUNDREDTHS:
        return None
    return int(text[_VALUE]) * _UDEG


def _length(text: str, tilt: int | None, raw: bytes) -> Reading | Rejected:
    if text[_UNIT] != _MILLIMETRES:
        return Rejected(Reason.UNKNOWN_UNIT, raw)
    length = plausible(int(text[_VALUE]) * 1000)
    if length is None:
        return implausible(raw)
    unit = DisplayUnit.METRE
    return Reading(length, raw, FAMILY.name, VERSION, display_unit=unit, tilt_udeg=tilt)


FAMILY = Family(
    name="leica_disto_spp_gsi",
    label="Leica DISTO（经典蓝牙）",
    service="",
    needs=frozenset({SERIAL}),
    name_prefixes=(),
    capabilities=Capability.TRIGGER | Capability.LASER | Capability.TILT,
    profile=PLAIN,
    make=GsiCodec,
    distance=SERIAL,
    commands=COMMANDS,
    carrier=Carrier.SERIAL,
    stream=True,
    remark="D3a、D330i、D8 等老型号：请先在系统里与测距仪配对，再按串口连接。",
)
