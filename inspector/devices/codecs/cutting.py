"""What codecs of a byte stream share: frames are cut out of it, and the rest is junk."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from inspector.devices.codecs.framing import Claim, Cutter, Piece
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import CodecEvent, Garbled


class CutCodec(PlainCodec):
    """A family gives its claim, and says what a whole frame means."""

    ahead: ClassVar[bool] = False

    def __init__(self, claim: Claim) -> None:
        self._cutter = Cutter(claim, ahead=self.ahead)

    def _heard(self, data: bytes) -> list[CodecEvent]:
        return self._told(self._cutter.cut(data))

    def finish(self) -> list[CodecEvent]:
        return self._told(self._cutter.finish())

    @abstractmethod
    def _said(self, frame: bytes) -> list[CodecEvent]:
        """Nothing for what only stands between two frames, like a line end."""

    def _told(self, pieces: list[Piece]) -> list[CodecEvent]:
        events: list[CodecEvent] = []
        for piece in pieces:
            events += self._said(piece.data) if piece.sound else [Garbled(piece.data)]
        return events
