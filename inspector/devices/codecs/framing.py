"""Cuts a stream of bytes into frames and junk: any slicing gives the same frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Claim = Callable[[bytes], int | None]
"""How long the frame at the start of these bytes is; 0: none starts here; None: it may
still become one. A claim must be bounded: it never waits for more than its family's
longest frame, so that a false head cannot swallow the readings that follow."""


@dataclass(frozen=True, slots=True)
class Piece:
    data: bytes
    sound: bool
    """A frame, not junk."""


class Cutter:
    """Keeps what may still become a frame; hands out frames and the junk between them.

    With `ahead`, a whole frame further on ends the wait for a head before it: for families
    whose frames cannot be parts of other frames.
    """

    def __init__(self, claim: Claim, *, ahead: bool) -> None:
        self._claim = claim
        self._ahead = ahead
        self._rest = b""

    def cut(self, data: bytes) -> list[Piece]:
        return self._cut(self._rest + data, over=False)

    def finish(self) -> list[Piece]:
        """Nothing more comes: a head that waits is junk; what follows may not be."""
        return self._cut(self._rest, over=True)

    def _cut(self, buffer: bytes, *, over: bool) -> list[Piece]:
        pieces: list[Piece] = []
        junk = bytearray()
        start = 0
        while start < len(buffer):
            size = self._claim(buffer[start:])
            if size is None and not over and not self._sound_after(buffer, start):
                break
            if size:
                frame = Piece(buffer[start : start + size], sound=True)
                pieces += [*_given_up(junk), frame]
                start += size
            else:
                junk.append(buffer[start])
                start += 1
        self._rest = buffer[start:]
        return pieces + _given_up(junk)

    def _sound_after(self, buffer: bytes, start: int) -> bool:
        later = range(start + 1, len(buffer)) if self._ahead else ()
        return any(self._claim(buffer[place:]) for place in later)


def _given_up(junk: bytearray) -> list[Piece]:
    given = [Piece(bytes(junk), sound=False)] if junk else []
    junk.clear()
    return given
