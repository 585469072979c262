"""A practice meter that speaks in GSI words, as the older DISTOs on a serial port do."""

from __future__ import annotations

from inspector.devices.codecs import leica_gsi
from inspector.devices.codecs.contract import SERIAL
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot

_LEVEL = 25
"""How far it is held from level, in 1/100 degree."""
_WEAK = b"@E255"
_END = b"\r\n"


class GsiPractice(PracticeMeter):
    """Like the real one it waits for "cfm" after each block; presses are kept till then."""

    family = leica_gsi.FAMILY
    suffix = "，DISTO 老型号"

    _waits = False
    _kept = 0

    def written(self, characteristic: str, data: bytes) -> None:
        commands = leica_gsi.COMMANDS
        if data == commands["confirm"]:
            self._confirmed()
        elif data == commands["measure"]:
            self._shoot()
        elif data in {commands["laser_on"], commands["laser_off"], commands["clear"]}:
            self._send(SERIAL, leica_gsi.DONE + _END)

    def closed(self) -> None:
        super().closed()
        self._waits, self._kept = False, 0

    def _confirmed(self) -> None:
        self._waits = False
        if self._kept:
            self._kept -= 1
            self._measure()

    def _measure(self) -> None:
        if self._waits:
            self._kept += 1
        else:
            super()._measure()

    def _messages(self, shot: Shot) -> Messages:
        self._waits = True
        return [(SERIAL, leica_gsi.block(shot.millimetres, _LEVEL) + _END)]

    def _failed(self) -> Messages:
        return [(SERIAL, _WEAK + _END)]
