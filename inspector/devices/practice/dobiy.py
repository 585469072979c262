"""A practice module that speaks as Dobiy's do."""

from __future__ import annotations

from inspector.devices.codecs import dobiy
from inspector.devices.codecs.contract import SERIAL
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot

_WEAK = 255


class DobiyPractice(PracticeMeter):
    """Only a shot is answered: what a real one says to other orders is not published."""

    family = dobiy.FAMILY
    suffix = "，Dobiy 模块"

    def written(self, characteristic: str, data: bytes) -> None:
        if data == dobiy.COMMANDS["measure"]:
            self._shoot()

    def _messages(self, shot: Shot) -> Messages:
        return [(SERIAL, dobiy.distance(round(shot.micrometres / 100)))]

    def _failed(self) -> Messages:
        return [(SERIAL, dobiy.error(_WEAK))]
