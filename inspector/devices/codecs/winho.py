"""Winho platform (Johnson LDM130/LDM330; likely Starrett STR3, Ronix, MeasureMate).

to the meter    03 0D 0A 03 0D 0A: begin, written to f151
                "#" 0A text, NULs up to 12 bytes, sum8 over them: m measure, Link
from the meter  10 bytes ASCII, NUL padded, from f154
                Ztest01: wants the beginning; Ztest02: wants Link; Zbleoff: goes to sleep
                error1 to error6: presumably failures
                else letter, six characters decimal metres, letter of the display's unit:
                a m, b ft, c in, d ft'in", e to i inch fractions, j Chinese foot
Metres always, whatever the display shows. Source: public notes on the Winho app platform
(static analysis; later notes of the same project saw one LDM330 on the air: service f150
is advertised, the name is a general "Laser Distance Meter", Ztest01 does not always come,
Ztest02 comes every 5.5 s and the link ends without an answer to it).
Uncertain: the first letter. A, B and C were seen on plain distances, D is the vectors';
any other is refused, since it may stand for an area. Also the errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    PLAIN,
    SHORTEST_MICROMETRES,
    Action,
    Capability,
    Command,
    Family,
    Subscribe,
    Write,
    implausible,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Fault,
    Garbled,
    Ignored,
    Info,
    Reading,
    Reason,
    Rejected,
    Reply,
)

VERSION = 1
SERVICE = "0000f150-0000-1000-8000-00805f9b34fb"
COMMAND = "0000f151-0000-1000-8000-00805f9b34fb"
DATA = "0000f154-0000-1000-8000-00805f9b34fb"

_FRAME_SIZE = 10
_COMMAND_SIZE = 12
_DISTANCE = re.compile(rb"([A-Za-z])( *\d+\.\d+)([A-Za-z])\0\0")
_ERROR = re.compile(rb"error([1-6])\0{4}")
_PREFIXES = frozenset(b"ABCD")
_UNITS = {
    ord("a"): DisplayUnit.METRE,
    ord("b"): DisplayUnit.FOOT,
    ord("c"): DisplayUnit.INCH,
    ord("d"): DisplayUnit.FOOT_INCH,
    **dict.fromkeys(b"efghi", DisplayUnit.INCH),
    ord("j"): DisplayUnit.CHINESE_FOOT,
}


def command(text: bytes) -> bytes:
    padded = (b"#\n" + text).ljust(_COMMAND_SIZE, b"\0")
    return padded + bytes([sum(padded) & 0xFF])


def told(text: bytes) -> bytes:
    """As the meter sends it."""
    return text.ljust(_FRAME_SIZE, b"\0")


BEGIN = b"\x03\r\n\x03\r\n"
MEASURE = command(b"m")
LINK = command(b"Link")
COMMANDS = {"init": BEGIN, "measure": MEASURE, "link": LINK}
WANTS_BEGINNING, WANTS_LINK, SLEEPS = told(b"Ztest01"), told(b"Ztest02"), told(b"Zbleoff")
_WANTED = {WANTS_BEGINNING: BEGIN, WANTS_LINK: LINK}


class WinhoCodec(PlainCodec):
    """Does not wait for the meter's first word: it does not always come."""

    hears = DATA
    writes = COMMAND
    phrases: ClassVar[Mapping[Command, bytes]] = {Command.MEASURE: MEASURE}

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        return (Subscribe(DATA), Write(COMMAND, BEGIN, response=False))

    def _heard(self, data: bytes) -> list[CodecEvent]:
        wanted = _WANTED.get(data)
        if wanted:
            return [Ignored(data), Reply(COMMAND, wanted)]
        if data == SLEEPS:
            return [Info(data, (("going_to_sleep", True),))]
        return [_read(data)]


def _read(frame: bytes) -> CodecEvent:
    if error := _ERROR.fullmatch(frame):
        return DeviceError(int(error[1]), Fault.UNKNOWN, frame)
    found = _DISTANCE.fullmatch(frame)
    if found is None or len(frame) != _FRAME_SIZE:
        return Garbled(frame)
    prefix, unit = frame[0], _UNITS.get(found[3][0])
    if prefix not in _PREFIXES:
        return Rejected(Reason.UNKNOWN_MODE, frame)
    if unit is None:
        return Rejected(Reason.UNKNOWN_UNIT, frame)
    return _length(found[2].decode("ascii"), unit, frame)


def _length(text: str, unit: DisplayUnit, frame: bytes) -> Reading | Rejected:
    micrometres = int(Decimal(text.strip()) * 1_000_000)
    if not SHORTEST_MICROMETRES <= micrometres <= LONGEST_MICROMETRES:
        return implausible(frame)
    extra = (("prefix", chr(frame[0])),)
    return Reading(micrometres, frame, F15X.name, VERSION, display_unit=unit, extra=extra)


F15X = Family(
    name="winho_f15x",
    label="Johnson LDM",
    service=SERVICE,
    needs=frozenset({COMMAND, DATA}),
    name_prefixes=(),
    capabilities=Capability.TRIGGER,
    profile=PLAIN,
    make=WinhoCodec,
    distance=DATA,
    commands=COMMANDS,
    experimental=True,
    remark="有的型号在 Linux 上连不上（读不到它的蓝牙服务），请改用 Windows 或手工输入。",
)
