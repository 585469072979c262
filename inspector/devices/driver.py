"""Runs a session over a transport on an asyncio loop: the only place where both meet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

from inspector.devices.codecs.contract import Command, Read, Subscribe, Write
from inspector.devices.events import DeviceEvent, LinkState
from inspector.devices.requests import Close, Listen, Open, Request
from inspector.devices.session import Session
from inspector.devices.timing import Timing
from inspector.devices.transports import LinkFailed, Transport

T = TypeVar("T")
_SECONDS = 1_000_000


class Driver:
    """One chosen meter. Everything here happens on the device thread's loop."""

    def __init__(
        self,
        session: Session,
        transport: Transport,
        timing: Timing,
        on_event: Callable[[DeviceEvent], None],
    ) -> None:
        self._session = session
        self._transport = transport
        self._timing = timing
        self._on_event = on_event
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """From the first connect until the person lets go; a lost meter waits here."""
        self._session.connect()
        while True:
            self._deliver()
            request = self._session.request()
            if request is not None:
                self._task = asyncio.create_task(self._perform(request, self._task))
            await self._pause()
            if self._task is not None and self._task.done():
                self._task.result()  # a bug of ours must end `run`, not stall it
                self._task = None
            self._session.elapse()

    async def end(self) -> None:
        """Stop what is under way and leave no link behind. `run` is cancelled already."""
        await self._cancelled(self._task)
        await self._shut()
        self._session.disconnect()
        if not self._session.over:
            self._session.closed()
        self._deliver()

    def connect(self) -> None:
        self._session.connect()
        self._woken.set()

    def command(self, command: Command) -> None:
        self._session.command(command)
        self._woken.set()

    def _heard(self, characteristic: str, data: bytes) -> None:
        self._session.received(characteristic, data)
        self._deliver()
        self._woken.set()

    def _dropped(self) -> None:
        self._session.dropped()
        self._deliver()
        self._woken.set()

    def _deliver(self) -> None:
        for event in self._session.events():
            self._on_event(event)

    async def _pause(self) -> None:
        due = self._session.due_us
        left = None if due is None else max(0, due - self._session.clock()) / _SECONDS
        try:
            async with asyncio.timeout(left):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()

    async def _perform(self, request: Request, former: asyncio.Task[None] | None) -> None:
        """Only a broken link, or a pause that is over, asks for more before the former
        request is through."""
        try:
            await self._cancelled(former)
            match request:
                case Open():
                    await self._open()
                case Listen():
                    await self._listen()
                case Close():
                    await self._shut()
                    self._session.closed()
                case _:
                    await self._ask(request)
        finally:
            self._woken.set()

    async def _open(self) -> None:
        try:
            opening = self._transport.open(self._heard, self._dropped)
            offered = await self._within(self._timing.open_ms, opening)
        except LinkFailed as failure:
            await self._shut()
            self._session.not_opened(failure.state, failure.detail)
        except TimeoutError:
            await self._shut()
            self._session.not_opened(LinkState.FAILED, "connecting took too long")
        else:
            self._session.opened(offered)

    async def _listen(self) -> None:
        """Until there is a sign, or until the session asks for something else."""
        while True:
            try:
                await self._transport.near()
            except LinkFailed as failure:
                self._session.deaf(failure.state, failure.detail)
                self._deliver()
                await asyncio.sleep(self._timing.again_ms / 1000)
            else:
                self._session.nearby()
                return

    async def _ask(self, request: Subscribe | Write | Read) -> None:
        try:
            data = await self._within(self._timing.request_ms, self._asked(request))
        except LinkFailed as failure:
            self._session.refused(failure.detail)
        except TimeoutError:
            self._session.refused("the meter did not answer in time")
        else:
            self._session.performed(data)

    async def _asked(self, request: Subscribe | Write | Read) -> bytes | None:
        match request:
            case Subscribe(characteristic):
                await self._transport.subscribe(characteristic)
            case Write(characteristic, data, response):
                await self._transport.write(characteristic, data, response=response)
            case Read(characteristic):
                return await self._transport.read(characteristic)
        return None

    async def _shut(self) -> None:
        """Never hangs and never fails: what cannot be closed is already gone."""
        try:
            await self._within(self._timing.close_ms, self._transport.close())
        except (LinkFailed, TimeoutError):
            return

    async def _within(self, milliseconds: int, work: Coroutine[None, None, T]) -> T:
        """Like `asyncio.timeout`, but not held up by the cleaning up of what takes long."""
        task = asyncio.create_task(work)
        try:
            await asyncio.wait({task}, timeout=milliseconds / 1000)
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            await self._cancelled(task)
            if not task.cancelled():
                task.exception()  # of no interest to anybody when it comes too late

    async def _cancelled(self, task: asyncio.Task[T] | None) -> None:
        """Bluetooth cleans up after what was cancelled, and may hang in that too."""
        while task is not None and not task.done():
            task.cancel()
            try:
                await asyncio.wait({task}, timeout=self._timing.close_ms / 1000)
            except asyncio.CancelledError:
                task.cancel()
                raise
