"""A practice meter that speaks as the Winho platform does."""

from __future__ import annotations

from inspector.devices.codecs import winho
from inspector.devices.practice.meter import ALWAYS, Messages, PracticeMeter, Shot, Trick

_METRES, _FEET = "a", "b"
_DIGITS = 6


class WinhoPractice(PracticeMeter):
    """Asks for the beginning, then for the link, and only then tells what it measures."""

    family = winho.F15X
    suffix = "，Johnson 型"
    tricks = ALWAYS | {Trick.IMPERIAL}

    _held = False

    def subscribed(self, characteristic: str) -> None:
        super().subscribed(characteristic)
        self._send(winho.DATA, winho.WANTS_BEGINNING)

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic != winho.COMMAND:
            return
        if data == winho.BEGIN:
            self._send(winho.DATA, winho.WANTS_LINK)
        elif data == winho.LINK:
            self._held = True
        elif data == winho.MEASURE and self._held:
            self._shoot()

    def closed(self) -> None:
        super().closed()
        self._held = False

    def leave(self) -> None:
        """It says so before it switches its radio off."""
        self._on_loop(lambda: self._send(winho.DATA, winho.SLEEPS))
        super().leave()

    def _measure(self) -> None:
        if self._held:
            super()._measure()

    def _messages(self, shot: Shot) -> Messages:
        metres, millimetres = divmod((shot.micrometres + 500) // 1000, 1000)
        value = f"{metres:02d}.{millimetres:03d}"[:_DIGITS]
        unit = _FEET if shot.imperial else _METRES
        return [(winho.DATA, winho.told(f"A{value}{unit}".encode("ascii")))]
