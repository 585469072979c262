"""Leica DISTO: the classic packet (0101 and its neighbours) and the basic one (010d).

One service, 3ab10100-f831-4395-b29d-570977d5bf94; characteristics differ in the first
group. All numbers are little-endian.

classic   0101 f32 distance in metres, always, whatever the screen shows
          0102 u16 display unit: 0-3 metres, 4-8 feet, 9-13 inches, 14 yards;
               +100 the value is an area, +1000 a volume
          0103 f32 inclination in radians
          010c model name, ASCII, NUL padded
          0109 command, ASCII, without response: g measure, o laser on, p laser off
basic     010d 20 bytes: f32 distance, f32 inclination, f32 direction (+inf: not
          measured), 3 x i16 display units, u16 counter in the low 14 bits
Classic has no counter and no edge. That the unit's +100 rule also holds for the basic
packet is an assumption, on the safe side.
"""

from __future__ import annotations

import math
import struct
from abc import ABC, abstractmethod

from inspector.devices.codecs.contract import (
    BATTERY,
    Action,
    Capability,
    Command,
    Family,
    Profile,
    Read,
    Subscribe,
    Wait,
    Write,
    battery,
    implausible,
    microdegrees,
    micrometres,
)
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Garbled,
    Identity,
    Ignored,
    Reading,
    Reason,
    Rejected,
    Tilt,
    Unit,
)

VERSION = 1
SERVICE = "3ab10100-f831-4395-b29d-570977d5bf94"


def _characteristic(short: str) -> str:
    return f"3ab1{short}-f831-4395-b29d-570977d5bf94"


DISTANCE = _characteristic("0101")
UNIT = _characteristic("0102")
INCLINATION = _characteristic("0103")
COMMAND = _characteristic("0109")
MODEL = _characteristic("010c")
PACKET = _characteristic("010d")

_NAMES = ("DISTO", "WDM", "STABILA", "DEWALT", "STANLEY")
_PACKET = struct.Struct("<fffhhhH")
_FLOAT, _WORD = struct.Struct("<f"), struct.Struct("<H")
_LAYOUTS = {DISTANCE: _FLOAT, UNIT: _WORD, INCLINATION: _FLOAT}
_COUNTER_BITS = 0x3FFF
_SETTLE = Wait(1000)  # a vendor app waits 950 ms; a reader calls that critical
_APART = Wait(100)
_COMMANDS = {Command.MEASURE: b"g", Command.LASER_ON: b"o", Command.LASER_OFF: b"p"}
_SENDS = {
    "measure": b"g",
    "measure_with_tilt": b"gi",
    "tilt": b"iv",
    "laser_on": b"o",
    "laser_off": b"p",
}
_AREA, _VOLUME = 100, 1000
_UNITS = {
    range(3): DisplayUnit.METRE,
    range(3, 4): DisplayUnit.MILLIMETRE,
    range(4, 5): DisplayUnit.FOOT,
    range(5, 9): DisplayUnit.FOOT_INCH,
    range(9, 14): DisplayUnit.INCH,
    range(14, 15): DisplayUnit.YARD,
}


def _unit(code: int) -> tuple[DisplayUnit | None, Reason | None]:
    if code >= _VOLUME:
        return None, Reason.VOLUME
    if code >= _AREA:
        return None, Reason.AREA
    for codes, unit in _UNITS.items():
        if code in codes:
            return unit, None
    return None, Reason.UNKNOWN_UNIT


def _tilt(radians: float) -> int | None:
    """None where the meter has not measured it, or sent what is no angle."""
    return microdegrees(math.degrees(radians))


class _Leica(ABC):
    """What both packets share: the handshake's shape, commands and the side channels."""

    listens: tuple[str, ...]

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic == BATTERY:
            return battery(data)
        if characteristic == MODEL:
            text = data.rstrip(b"\0").decode("ascii", "replace").strip()
            return [Identity(text) if text.isprintable() and text else Garbled(data)]
        return [self._value(characteristic, data)]

    def finish(self) -> list[CodecEvent]:
        return []

    @abstractmethod
    def _value(self, characteristic: str, data: bytes) -> CodecEvent: ...

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        reads = [Read(side) for side in (MODEL, BATTERY, UNIT) if side in offered]
        actions: list[Action] = [*reads, _SETTLE]
        for characteristic in self.listens:
            if characteristic in offered:
                actions += [Subscribe(characteristic), _APART]
        return tuple(actions)

    def command(self, command: Command) -> tuple[Action, ...]:
        return (Write(COMMAND, _COMMANDS[command], response=False),)

    def probe(self, offered: frozenset[str]) -> Action | None:
        return next((Read(side) for side in (BATTERY, MODEL) if side in offered), None)


class ClassicCodec(_Leica):
    """Each characteristic is a message of its own; the session joins them."""

    listens = (DISTANCE, UNIT, INCLINATION)

    def _value(self, characteristic: str, data: bytes) -> CodecEvent:
        layout = _LAYOUTS.get(characteristic)
        if layout is None:
            return Ignored(data)
        if len(data) != layout.size:
            return Garbled(data)
        (value,) = layout.unpack(data)
        if characteristic == UNIT:
            return Unit(value, *_unit(value), data)
        if characteristic == INCLINATION:
            tilt = _tilt(value)
            return Ignored(data) if tilt is None else Tilt(tilt, data)
        return self._distance(value, data)

    def _distance(self, metres: float, data: bytes) -> Reading | Rejected:
        length = micrometres(metres)
        if length is None:
            return implausible(data)
        return Reading(length, data, CLASSIC.name, VERSION)


class BasicCodec(_Leica):
    """The 20-byte packet; complete in itself."""

    listens = (PACKET,)

    def _value(self, characteristic: str, data: bytes) -> CodecEvent:
        if characteristic != PACKET:
            return Ignored(data)
        if len(data) != _PACKET.size:
            return Garbled(data)
        distance, inclination, _direction, code, _, _, counter = _PACKET.unpack(data)
        unit, refusal = _unit(code)
        if refusal:
            return Rejected(refusal, data)
        length = micrometres(distance)
        if length is None:
            return implausible(data)
        return Reading(
            length,
            data,
            BASIC.name,
            VERSION,
            counter=counter & _COUNTER_BITS,
            display_unit=unit,
            unit_code=code,
            tilt_udeg=_tilt(inclination),
        )


_CAN = Capability.TRIGGER | Capability.LASER | Capability.TILT | Capability.BATTERY

BASIC = Family(
    name="leica_disto_basic",
    label="Leica DISTO",
    service=SERVICE,
    needs=frozenset({PACKET}),
    name_prefixes=_NAMES,
    capabilities=_CAN | Capability.COUNTER,
    profile=Profile(stored_window_ms=0, first_is_stored=True, unit_apart=False),
    make=BasicCodec,
    distance=PACKET,
    beside=(MODEL, BATTERY),
    commands=_SENDS,
)
CLASSIC = Family(
    name="leica_disto_classic",
    label="Leica DISTO",
    service=SERVICE,
    needs=frozenset({DISTANCE}),
    name_prefixes=_NAMES,
    capabilities=_CAN,
    profile=Profile(stored_window_ms=1500, first_is_stored=False, unit_apart=True),
    make=ClassicCodec,
    distance=DISTANCE,
    remark=(
        "它不告知基准边：每天开始前请核对一段已知长度。"
        "D810 请先在仪器设置里打开“Unencrypted App Mode”。"
    ),
    beside=(UNIT, INCLINATION, MODEL, BATTERY),
    commands=_SENDS,
)
