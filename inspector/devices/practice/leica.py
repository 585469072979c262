"""Practice meters that speak as Leica's two generations do.

Nothing public says how a DISTO reports a weak signal: they stay silent then.
"""

from __future__ import annotations

import math
import struct

from inspector.devices.codecs import leica
from inspector.devices.codecs.contract import BATTERY
from inspector.devices.practice.meter import ALWAYS, Messages, PracticeMeter, Shot, Trick

_METRES, _FEET, _AREA = 0, 4, 100
_FULL, _LOW = 86, 7


class LeicaPractice(PracticeMeter):
    """A DISTO of the first Bluetooth generation."""

    family = leica.CLASSIC
    tricks = ALWAYS | {Trick.AREA, Trick.IMPERIAL, Trick.LOW_BATTERY}

    @property
    def characteristics(self) -> frozenset[str]:
        measured = {leica.DISTANCE, leica.UNIT, leica.INCLINATION}
        return frozenset(measured | {leica.COMMAND, leica.MODEL, BATTERY})

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic == leica.COMMAND and data == b"g":
            self._shoot()

    def asked(self, characteristic: str) -> bytes:
        answers = {
            leica.MODEL: b"D2".ljust(8, b"\0"),
            leica.UNIT: struct.pack("<H", _METRES),
            BATTERY: bytes([_LOW if self.plays(Trick.LOW_BATTERY) else _FULL]),
        }
        return answers.get(characteristic, b"")

    def _messages(self, shot: Shot) -> Messages:
        tenths = round(shot.micrometres, -2)  # the meter resolves a tenth of a millimetre
        unit = (_FEET if shot.imperial else _METRES) + (_AREA if shot.area else 0)
        return [
            (leica.DISTANCE, struct.pack("<f", tenths / 1_000_000)),
            (leica.UNIT, struct.pack("<H", unit)),
        ]


class LeicaBasicPractice(PracticeMeter):
    """A DISTO of the present generation: everything in one packet, with a counter."""

    family = leica.BASIC
    suffix = "，DISTO 新型"
    tricks = ALWAYS | {Trick.AREA, Trick.IMPERIAL}

    _counter = 0

    @property
    def characteristics(self) -> frozenset[str]:
        return frozenset({leica.PACKET, leica.COMMAND, leica.MODEL})

    def subscribed(self, characteristic: str) -> None:
        """It always repeats its last packet: the host takes its counter as baseline."""
        self._say(self._last or [(leica.PACKET, self._packet(Shot(1_000_000)))])

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic == leica.COMMAND and data == b"g":
            self._shoot()

    def asked(self, characteristic: str) -> bytes:
        return b"X4".ljust(8, b"\0") if characteristic == leica.MODEL else b""

    def _messages(self, shot: Shot) -> Messages:
        self._counter = (self._counter + 1) & 0x3FFF
        return [(leica.PACKET, self._packet(shot))]

    def _packet(self, shot: Shot) -> bytes:
        tenths = round(shot.micrometres, -2)
        unit = (_FEET if shot.imperial else _METRES) + (_AREA if shot.area else 0)
        none = math.inf
        return struct.pack(
            "<fffhhhH", tenths / 1_000_000, none, none, unit, 0, 0, 0xC000 | self._counter
        )
