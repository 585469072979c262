"""A session on its real driver, its real timing and a clock that jumps to what is due:
minutes of waiting take no time, and every stated time comes out to the millisecond."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from inspector.devices.driver import Driver
from inspector.devices.events import DeviceEvent, LinkChanged, LinkState
from inspector.devices.intake import Arming
from inspector.devices.pacing import PacedLoop
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeLink
from inspector.devices.session import Session
from inspector.devices.timing import Timing
from inspector.devices.transports import LinkFailed

T = TypeVar("T")
Fault = Callable[[], Awaitable[None]]


def fails(state: LinkState, after_s: float = 0) -> Fault:
    """What is asked is refused."""

    async def fault() -> None:
        await asyncio.sleep(after_s)
        raise LinkFailed(state, "as the test wants it")

    return fault


async def hangs() -> None:
    """What is asked never comes to an end."""
    await asyncio.Event().wait()


async def clings() -> None:
    """Neither does it, when it is cancelled, come to an end by that."""
    with contextlib.suppress(asyncio.CancelledError):
        await hangs()
    await hangs()


async def works() -> None:
    """Nothing is wrong."""


@dataclass
class Faults:
    """What happens to a link before the meter itself is asked; the last one stays."""

    opening: list[Fault] = field(default_factory=lambda: [works])
    subscribing: list[Fault] = field(default_factory=lambda: [works])
    reading: list[Fault] = field(default_factory=lambda: [works])
    listening: list[Fault] = field(default_factory=lambda: [works])
    offered: frozenset[str] | None = None
    """Other characteristics than the meter's own."""


class FaultyLink:
    """A practice meter's link, with faults in front of it."""

    def __init__(self, inner: PracticeLink, faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        await _next(self._faults.opening)
        offered = await self._inner.open(heard, dropped)
        return offered if self._faults.offered is None else self._faults.offered

    async def subscribe(self, characteristic: str) -> None:
        await _next(self._faults.subscribing)
        await self._inner.subscribe(characteristic)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        await self._inner.write(characteristic, data, response=response)

    async def read(self, characteristic: str) -> bytes:
        await _next(self._faults.reading)
        return await self._inner.read(characteristic)

    async def near(self) -> None:
        await _next(self._faults.listening)
        await self._inner.near()

    async def close(self) -> None:
        await self._inner.close()


async def _next(faults: list[Fault]) -> None:
    fault = faults.pop(0) if len(faults) > 1 else faults[0]
    await fault()


class Life:
    """One chosen meter on a loop whose time is `now_ms`."""

    def __init__(self, faults: Faults) -> None:
        self.meter = LeicaPractice(random.Random(1), shot_ms=1)
        self.faults = faults
        self.seen: list[tuple[int, DeviceEvent]] = []
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._zero = self._loop.time()
        self.session = Session("练习", self._clock, Timing(), Arming())
        link = FaultyLink(self.meter.link(), faults)
        self.driver = Driver(self.session, link, Timing(), self._told)

    @property
    def now_ms(self) -> int:
        """Since the person's wish to connect."""
        return round((self._loop.time() - self._zero) * 1000)

    async def until(self, state: LinkState) -> int:
        """When this state was said, if it is the present one; else once it is."""
        while self.session.state is not state:
            self._news.clear()
            await self._news.wait()
        return next(
            at
            for at, event in reversed(self.seen)
            if isinstance(event, LinkChanged) and event.state is state
        )

    def states(self) -> list[LinkState]:
        return [event.state for _, event in self.seen if isinstance(event, LinkChanged)]

    def _clock(self) -> int:
        return 5_000_000 + round(self._loop.time() * 1_000_000)

    def _told(self, event: DeviceEvent) -> None:
        self.seen.append((self.now_ms, event))
        self._news.set()


@contextlib.asynccontextmanager
async def life(faults: Faults | None = None) -> AsyncIterator[Life]:
    living = Life(faults or Faults())
    running = asyncio.create_task(living.driver.run())
    try:
        yield living
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await living.driver.end()


def turned(story: Callable[[], Awaitable[T]]) -> T:
    """Run it on a clock that jumps."""

    async def told() -> T:
        return await story()

    with asyncio.Runner(loop_factory=lambda: PacedLoop(0)) as runner:
        return runner.run(told())
