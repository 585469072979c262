"""A practice meter that speaks Longshuo's LDMv1, as far as that is known."""

from __future__ import annotations

from inspector.devices.codecs import longshuo
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot

_ADDRESS = b"\x03\x00\x0c" + b"0123456789ab"
_ERROR = b"\x04\x05\x01"
_RESULT = b"\x04\x01"
_SECRET_BYTES = 4


class LongshuoPractice(PracticeMeter):
    """For training what a person sees: measurements come, and cannot be read."""

    family = longshuo.LDMV1
    suffix = "，Huepar 型"

    @property
    def characteristics(self) -> frozenset[str]:
        return frozenset({longshuo.COMMAND, longshuo.DATA, longshuo.STATUS})

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic != longshuo.COMMAND or longshuo.command(*data[1:-1]) != data:
            return
        if data == longshuo.MEASURE:
            self._shoot()
        elif data == longshuo.GET_ADDRESS:
            self._send(longshuo.DATA, longshuo.answer(_ADDRESS))

    def _messages(self, shot: Shot) -> Messages:
        """The layout is not known, so nothing of the shot is in it."""
        unreadable = self._noise.randbytes(_SECRET_BYTES)
        return [(longshuo.DATA, longshuo.answer(_RESULT + unreadable))]

    def _failed(self) -> Messages:
        return [(longshuo.STATUS, longshuo.answer(_ERROR))]
