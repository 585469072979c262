"""Records a practice meter in no time: the whole link on a loop whose clock jumps."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from inspector.devices.driver import Driver
from inspector.devices.events import DeviceEvent
from inspector.devices.intake import Arming
from inspector.devices.pacing import PacedLoop
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.recording import Recorder
from inspector.devices.session import Session
from inspector.devices.timing import Timing
from inspector.devices.traffic import Tap
from inspector.devices.transports import Found

Act = Callable[[Driver], Awaitable[None]]


def record(path: Path, meter: PracticeMeter, act: Act) -> list[DeviceEvent]:
    """What the session said meanwhile; `act` begins with the wish to connect."""
    events: list[DeviceEvent] = []

    async def life() -> None:
        loop = asyncio.get_running_loop()

        def clock() -> int:
            return 7_000_000 + round(loop.time() * 1_000_000)

        recorder = Recorder(path)
        tap = Tap(meter.link(), clock, recorder.take)
        session = Session(meter.name, clock, Timing(), Arming())
        driver = Driver(session, tap, Timing(), events.append)
        found = Found.of("AA:BB:CC:DD:EE:FF", meter.name, meter.family)
        recorder.begin(found, meter.family.name, ())
        running = asyncio.create_task(driver.run())
        await act(driver)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await driver.end()
        recorder.finish()

    with asyncio.Runner(loop_factory=lambda: PacedLoop(0)) as runner:
        runner.run(life())
    return events
