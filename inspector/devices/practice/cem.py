"""A practice meter on a serial line, as the CEM iLDM-150."""

from __future__ import annotations

from inspector.devices.codecs import cem
from inspector.devices.codecs.contract import SERIAL
from inspector.devices.practice.meter import ALWAYS, Messages, PracticeMeter, Shot, Trick

_FAILED = 3


class CemPractice(PracticeMeter):
    """Measures on its trigger, and says when it could not."""

    family = cem.FAMILY
    suffix = "，iLDM-150 型"
    tricks = ALWAYS | {Trick.IMPERIAL}

    def subscribed(self, characteristic: str) -> None:
        self._send(SERIAL, cem.KEEP_ALIVE)
        super().subscribed(characteristic)

    def written(self, characteristic: str, data: bytes) -> None:
        if data == cem.TRIGGER:
            self._shoot()

    def _messages(self, shot: Shot) -> Messages:
        unit = cem.FEET if shot.imperial else cem.METRES
        millimetres = round(shot.micrometres / 1000)
        return self._framed(cem.measured(cem.DISTANCE, unit, cem.NONE, millimetres))

    def _failed(self) -> Messages:
        return self._framed(
            cem.measured(cem.DISTANCE, cem.METRES, cem.NONE, cem.NONE, _FAILED)
        )

    def _framed(self, frame: bytes) -> Messages:
        return [(SERIAL, frame)]
