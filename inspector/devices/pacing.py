"""An event loop whose clock runs faster than the wall's, or does not wait at all.

What is done between two waits takes no time by this clock, so that the same things happen
in the same order at every speed.
"""

from __future__ import annotations

import asyncio
import selectors


class PacedLoop(asyncio.SelectorEventLoop):
    """`speed` times as fast; at 0 the clock jumps to whatever is due next."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._now = 0.0
        super().__init__(_Waiting(self))

    def time(self) -> float:
        return self._now

    def waiting(self, seconds: float) -> float:
        """Turn the clock by so much, and say how long to wait for it."""
        self._now += seconds
        return seconds / self._speed if self._speed else 0


class _Waiting(selectors.DefaultSelector):
    def __init__(self, loop: PacedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(self._loop.waiting(timeout) if timeout else timeout)
