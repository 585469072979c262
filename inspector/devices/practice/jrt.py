"""Practice modules that speak as JRT's do, on a serial line and behind a bridge."""

from __future__ import annotations

from inspector.devices.codecs import jrt
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot

_QUALITY = 90
_SOME_ERROR = b"\0\7"
_COMMANDS = jrt.COMMANDS


class JrtPractice(PracticeMeter):
    """Takes only what is sealed, and repeats what it was told, as registers do."""

    family = jrt.MODULE
    suffix = "，JRT 模块"

    def written(self, characteristic: str, data: bytes) -> None:
        if jrt.sealed(data[:-1]) != data:
            return
        if data in {_COMMANDS["measure"], _COMMANDS["measure_slow"]}:
            self._shoot()
        elif data == _COMMANDS["read_status"]:
            self._send(self.family.distance, jrt.written(jrt.STATUS, b"\0\0"))
        else:
            self._send(self.family.distance, data)

    def _messages(self, shot: Shot) -> Messages:
        return [(self.family.distance, jrt.measured(shot.millimetres, _QUALITY))]

    def _failed(self) -> Messages:
        frame = jrt.written(jrt.STATUS, _SOME_ERROR, head=jrt.ERROR)
        return [(self.family.distance, frame)]


class JrtBridgePractice(JrtPractice):
    """The same bytes by radio."""

    family = jrt.BRIDGED
    suffix = "，JRT 模块接蓝牙"
