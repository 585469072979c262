"""An event loop whose clock runs faster than the wall's, or does not wait at all."""

from __future__ import annotations

import asyncio
import selectors
import time


class PacedLoop(asyncio.SelectorEventLoop):
    """`speed` times as fast; at 0 the clock jumps to whatever is due next."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._jumped = 0.0
        super().__init__(_Waiting(self))

    def time(self) -> float:
        return time.monotonic() * self._speed if self._speed else self._jumped

    def waiting(self, seconds: float) -> float:
        """How long to wait for so many seconds of this loop's."""
        if self._speed:
            return seconds / self._speed
        self._jumped += seconds
        return 0


class _Waiting(selectors.DefaultSelector):
    def __init__(self, loop: PacedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(self._loop.waiting(timeout) if timeout else timeout)
