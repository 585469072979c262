"""The door to all meters: one device thread, one asyncio loop, for the whole process.

Every method may be called from any thread and returns at once; every callback is called
on the device thread and carries frozen values only.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from functools import partial

from inspector.devices.codecs import chosen
from inspector.devices.codecs.contract import Command
from inspector.devices.driver import Driver
from inspector.devices.events import DeviceEvent, LinkChanged, LinkState
from inspector.devices.intake import Arming
from inspector.devices.link import Radio
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.session import Choose, Session
from inspector.devices.timing import Timing
from inspector.devices.transports import Found, SearchEnded, Transport

_PRACTICE_TIMING = Timing(pace_percent=15)
_PRACTICE_RSSI = -127
_JOIN_SECONDS = 10


def _microseconds() -> int:
    """Finer than `time.monotonic` on Windows, where that counts in 16 ms."""
    return time.perf_counter_ns() // 1000


class Rangefinders:
    """Find, connect, measure. One active meter at a time."""

    def __init__(
        self,
        practice: Iterable[PracticeMeter] = (),
        *,
        timing: Timing | None = None,
        practice_timing: Timing | None = None,
        choose: Choose | None = None,
    ) -> None:
        """`choose` may know what the registry cannot: a meter's token, for one."""
        self._practice = {meter.address: meter for meter in practice}
        self._timing = timing or Timing()
        self._practice_timing = practice_timing or _PRACTICE_TIMING
        self._choose = choose
        self._numbers = itertools.count(1)
        self._arming = Arming()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._state = LinkState.NONE_CHOSEN
        self._room: _Room | None = None
        self.experimental = False
        """Whether unconfirmed readings count, from the next connection on."""

    @property
    def state(self) -> LinkState:
        """Where the link stands now; changes come as `LinkChanged`."""
        return self._state

    def find(self, seconds: float, on_found: Callable[[Found | SearchEnded], None]) -> None:
        """Practice meters come at once, others as they are heard; `SearchEnded` is last.

        A search that is still running is ended first, as `connect` does too.
        """
        self._do(lambda room: room.find(seconds, on_found))

    def stop_finding(self) -> None:
        self._do(lambda room: room.stop_finding())

    def connect(self, found: Found, on_event: Callable[[DeviceEvent], None]) -> None:
        """Let go of the present meter and take this one; it is kept until `disconnect`."""
        self._do(lambda room: room.take(found, on_event))

    def reconnect(self) -> None:
        """The person's tap after `LinkState.LOST` or a failure; harmless otherwise."""
        self._do(lambda room: room.reconnect())

    def measure(self) -> None:
        """Trigger a shot. A Bosch lights its laser first and measures the second time."""
        self._do(lambda room: room.command(Command.MEASURE))

    def laser(self, *, on: bool) -> None:
        command = Command.LASER_ON if on else Command.LASER_OFF
        self._do(lambda room: room.command(command))

    def arm(self) -> int:
        """A field waits from now on: the next newer reading carries this number."""
        number = next(self._numbers)
        self._arming.arm(number, _microseconds())
        return number

    def disarm(self) -> None:
        self._arming.disarm()

    def disconnect(self) -> None:
        self._do(lambda room: room.let_go())

    def close(self) -> None:
        """End the device thread; waits for it. Nothing can be asked afterwards."""
        with self._starting:
            self._closed = True
            thread, self._thread = self._thread, None
            if thread is None or self._room is None:
                return
            self._room.loop.call_soon_threadsafe(self._room.stopped.set)
        thread.join(_JOIN_SECONDS)

    def _do(self, call: Callable[[_Room], None]) -> None:
        with self._starting:
            if self._closed:
                return
            if self._room is None:
                self._start()
            assert self._room is not None
            self._room.loop.call_soon_threadsafe(call, self._room)

    def _start(self) -> None:
        began = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(began,), name="rangefinders", daemon=True
        )
        self._thread.start()
        began.wait()

    def _serve(self, began: threading.Event) -> None:
        asyncio.run(self._live(began))

    async def _live(self, began: threading.Event) -> None:
        self._room = _Room(self._session_for, self._practice)
        began.set()
        await self._room.stopped.wait()
        await self._room.finish()

    def _session_for(
        self, found: Found, on_event: Callable[[DeviceEvent], None]
    ) -> _Linked:
        timing = self._practice_timing if found.practice else self._timing

        def told(event: DeviceEvent) -> None:
            if isinstance(event, LinkChanged):
                self._state = event.state
            on_event(event)

        session = Session(
            found.name,
            _microseconds,
            timing,
            self._arming,
            self._choice(found),
            experimental=self.experimental,
        )
        return session, timing, told

    def _choice(self, found: Found) -> Choose:
        """How a session learns who it speaks with."""
        practice = self._practice.get(found.address)
        if self._choose is not None:
            return self._choose
        if practice is not None:
            return lambda _: practice.family
        return partial(chosen, hint=found.family)


_Linked = tuple[Session, Timing, Callable[[DeviceEvent], None]]


class _Room:
    """What lives on the device thread. Only that thread touches it."""

    def __init__(
        self,
        session_for: Callable[[Found, Callable[[DeviceEvent], None]], _Linked],
        practice: dict[str, PracticeMeter],
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.stopped = asyncio.Event()
        self._session_for = session_for
        self._practice = practice
        self._radio = Radio()
        self._switching = asyncio.Lock()
        self._search: asyncio.Task[None] | None = None
        self._driver: Driver | None = None
        self._running: asyncio.Task[None] | None = None
        self._told: Callable[[DeviceEvent], None] | None = None
        self._jobs: set[asyncio.Task[None]] = set()

    def find(self, seconds: float, on_found: Callable[[Found | SearchEnded], None]) -> None:
        self.stop_finding()
        self._search = self._begin(self._find(seconds, on_found))
        self._search.add_done_callback(
            lambda task: (
                on_found(SearchEnded(None, "stopped")) if task.cancelled() else None
            )
        )

    def stop_finding(self) -> None:
        if self._search is not None:
            self._search.cancel()

    def take(self, found: Found, on_event: Callable[[DeviceEvent], None]) -> None:
        self.stop_finding()
        self._begin(self._take(found, on_event))

    def let_go(self) -> None:
        self._begin(self._take(None, None))

    def reconnect(self) -> None:
        if self._driver is not None:
            self._driver.connect()

    def command(self, command: Command) -> None:
        if self._driver is not None:
            self._driver.command(command)

    async def finish(self) -> None:
        """Leave no link, no search and no task behind."""
        self.stop_finding()
        self.let_go()
        while self._jobs:
            await asyncio.gather(*self._jobs, return_exceptions=True)

    async def _find(
        self, seconds: float, on_found: Callable[[Found | SearchEnded], None]
    ) -> None:
        for meter in self._practice.values():
            family = meter.family.name
            on_found(
                Found(meter.address, meter.name, family, _PRACTICE_RSSI, practice=True)
            )
        on_found(await self._radio.search(seconds, on_found))

    async def _take(
        self, found: Found | None, on_event: Callable[[DeviceEvent], None] | None
    ) -> None:
        async with self._switching:
            await self._ended_search()
            await self._end_driver()
            if found is None or on_event is None:
                return
            session, timing, told = self._session_for(found, on_event)
            transport = self._transport(found)
            self._driver = Driver(session, transport, timing, told)
            self._told = told
            self._running = self._begin(self._driver.run())

    async def _ended_search(self) -> None:
        search, self._search = self._search, None
        if search is not None:
            await asyncio.gather(search, return_exceptions=True)

    async def _end_driver(self) -> None:
        driver, running = self._driver, self._running
        self._driver = self._running = None
        if driver is None or running is None:
            return
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await driver.end()

    def _transport(self, found: Found) -> Transport:
        meter = self._practice.get(found.address)
        return meter.link() if meter is not None else self._radio.link(found.address)

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self.loop.create_task(work)
        self._jobs.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[None]) -> None:
        """A failure here is a bug of ours: it must be heard, not lost with its task."""
        self._jobs.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.loop.call_exception_handler(
                {"message": "the device thread failed", "exception": error, "task": task}
            )
