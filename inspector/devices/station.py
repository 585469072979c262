"""What lives on the device thread: the search, the one link, and who watches it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector.devices import keyboard, replay, serial_line
from inspector.devices.codecs import named
from inspector.devices.codecs.contract import Command, Family
from inspector.devices.driver import Driver
from inspector.devices.events import DeviceEvent
from inspector.devices.link import Radio
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.recording import Recorder
from inspector.devices.session import Session
from inspector.devices.timing import Timing
from inspector.devices.traffic import Direction, Listener, Tap, Traffic
from inspector.devices.transports import Found, SearchEnded, Transport

OnFound = Callable[[Found | SearchEnded], None]
OnEvent = Callable[[DeviceEvent], None]
_BAUD = 9600


@dataclass(frozen=True, slots=True)
class Wish:
    """The meter that a person has chosen; `session` is made for it alone."""

    found: Found
    family: Family | None
    """To be taken whatever the meter shows."""
    session: Session
    timing: Timing
    on_event: OnEvent


@dataclass(frozen=True, slots=True)
class _Link:
    wish: Wish
    tap: Tap
    driver: Driver
    running: asyncio.Task[None]
    typed: Callable[[str], None] | None
    """Where a keyboard is listened to."""


class Station:
    """Only the device thread touches it."""

    def __init__(
        self,
        practice: Mapping[str, PracticeMeter],
        usual: Collection[str],
        ports: Callable[[], Iterable[Found]],
        clock: Callable[[], int],
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.stopped = asyncio.Event()
        self._practice = practice
        self._usual = usual
        self._ports = ports
        self._clock = clock
        self._radio = Radio()
        self._switching = asyncio.Lock()
        self._search: asyncio.Task[None] | None = None
        self._link: _Link | None = None
        self._recorder: Recorder | None = None
        self._on_line: Listener | None = None
        self._jobs: set[asyncio.Task[None]] = set()

    def find(self, seconds: float, on_found: OnFound, *, everything: bool) -> None:
        self.stop_finding()
        self._search = self._begin(self._find(seconds, on_found, everything=everything))
        self._search.add_done_callback(
            lambda task: (
                on_found(SearchEnded(None, "stopped")) if task.cancelled() else None
            )
        )

    def stop_finding(self) -> None:
        if self._search is not None:
            self._search.cancel()

    def take(self, wish: Wish) -> None:
        self.stop_finding()
        self._begin(self._take(wish))

    def let_go(self) -> None:
        self._begin(self._take(None))

    def reconnect(self) -> None:
        if self._link is not None:
            self._link.driver.connect()

    def command(self, command: Command) -> None:
        if self._link is not None:
            self._link.driver.command(command)

    def typed(self, text: str) -> None:
        if self._link is not None and self._link.typed is not None:
            self._link.typed(text)

    def watch(self, on_line: Listener | None) -> None:
        self._on_line = on_line

    def record(self, recorder: Recorder | None) -> None:
        """Of the present link from its beginning, or of the next one."""
        self._end_recording()
        self._recorder = recorder
        if self._link is not None:
            self._begin_recording(self._link.wish, self._link.tap.head)

    def note(self, text: str) -> None:
        line = Traffic(self._clock(), Direction.NOTED, data=text.encode())
        self._overheard(line)

    async def finish(self) -> None:
        """Leave no link, no search and no task behind."""
        self.stop_finding()
        self.let_go()
        while self._jobs:
            await asyncio.gather(*self._jobs, return_exceptions=True)
        self._end_recording()

    async def _find(self, seconds: float, on_found: OnFound, *, everything: bool) -> None:
        for meter in self._practice.values():
            if not everything and meter.address not in self._usual:
                continue
            on_found(Found.of(meter.address, meter.name, meter.family, practice=True))
        on_found(keyboard.found())
        ended, _ = await asyncio.gather(
            self._radio.search(seconds, on_found, everything=everything),
            self._list_ports(on_found),
        )
        on_found(ended)

    async def _list_ports(self, on_found: OnFound) -> None:
        """Apart from the loop: drivers may take seconds to tell what they have."""
        for port in await asyncio.to_thread(self._ports):
            on_found(port)

    async def _take(self, wish: Wish | None) -> None:
        async with self._switching:
            await self._ended_search()
            await self._end_link()
            if wish is None:
                return
            transport = self._transport(wish)
            tap = Tap(transport, self._clock, self._overheard)
            driver = Driver(wish.session, tap, wish.timing, wish.on_event)
            self._begin_recording(wish, ())
            running = self._begin(driver.run())
            typed = transport.type if isinstance(transport, keyboard.KeyboardLink) else None
            self._link = _Link(wish, tap, driver, running, typed)

    async def _ended_search(self) -> None:
        search, self._search = self._search, None
        if search is not None:
            await asyncio.gather(search, return_exceptions=True)

    async def _end_link(self) -> None:
        link, self._link = self._link, None
        recorder = self._recorder
        if link is None:
            return
        link.running.cancel()
        await asyncio.gather(link.running, return_exceptions=True)
        await link.driver.end()
        if self._recorder is recorder:  # else it is already for the next one
            self._end_recording()

    def _transport(self, wish: Wish) -> Transport:
        address = wish.found.address
        meter = self._practice.get(address)
        if meter is not None:
            return meter.link()
        if address == keyboard.ADDRESS:
            return keyboard.KeyboardLink()
        if address.startswith(serial_line.PREFIX):
            family = wish.family or named(wish.found.family)
            baud = family.baud if family else _BAUD
            return serial_line.line(address, baud)
        if address.startswith(replay.PREFIX):
            return replay.ReplayLink(Path(address.removeprefix(replay.PREFIX)))
        return self._radio.link(address)

    def _overheard(self, line: Traffic) -> None:
        if self._recorder is not None:
            self._recorder.take(line)
        if self._on_line is not None:
            self._on_line(line)

    def _begin_recording(self, wish: Wish, head: Iterable[Traffic]) -> None:
        if self._recorder is not None:
            family = wish.family.name if wish.family else wish.found.family
            self._recorder.begin(wish.found, family, head)

    def _end_recording(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.finish()

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
