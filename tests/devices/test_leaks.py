"""Connecting and dropping, over and over, leaves nothing behind.

`--drops 1000 -s` runs the whole and prints the figures; the short form is for every day.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fake_bluez import FakeBluez, bluetooth
from inspector.devices.events import LinkState, Measured
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by
from on_air import connected, door
from peripherals import LEICA_DISTANCE, LeicaDisto

BREATHLESS = Timing(pace_percent=0, back_off_ms=(1,), again_ms=1, unit_wait_ms=100)
WARM_UP = 60
"""Cycles before the first count: caches fill, and pools of memory find their size."""
BREATH_BYTES, BYTES_PER_CYCLE = 250_000, 50
"""How far Python's memory may be up: asyncio keeps cancelled timers until there are enough
of them, once and for all; of one cycle hardly anything may stay."""


@dataclass(frozen=True)
class Count:
    tasks: int
    threads: int
    files: int
    listeners: int
    bus: tuple[tuple[str, int], ...]


@pytest.fixture
def drops(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--drops"))


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def _count(meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto) -> Count:
    station = meters._station
    assert station is not None

    async def tasks() -> int:
        return len(asyncio.all_tasks()) - 1

    return Count(
        asyncio.run_coroutine_threadsafe(tasks(), station.loop).result(5),
        threading.active_count(),
        len(list(Path("/proc/self/fd").iterdir())),
        bluez.listeners(leica, LEICA_DISTANCE),
        tuple(bluez.counted_by_bus().items()),
    )


def _resident_kib() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _memory() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def _cycle(number: int, meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto) -> None:
    """Dropped and back; now and then not at the first call, or during a search."""
    if number % 3 == 0:
        leica.connect_errors = 1
    if number % 10 == 0:
        found_by(meters, leica.address, 0.01)
    bluez.drop(leica)


@pytest.mark.usefixtures("traced")
def test_a_link_that_drops_again_and_again_leaves_nothing_behind(
    bus_directory: Path, drops: int
) -> None:
    leica = LeicaDisto()
    with bluetooth(bus_directory, leica) as bluez, door(BREATHLESS) as meters:
        ear = connected(meters, leica.address)
        for number in range(WARM_UP):
            _cycled(number, meters, bluez, leica, ear)
        before, memory, resident = _count(meters, bluez, leica), _memory(), _resident_kib()
        for number in range(drops):
            _cycled(number, meters, bluez, leica, ear)
        after, grown = _count(meters, bluez, leica), _memory() - memory
        bluez.call(leica.press)
        ear.first(Measured)
        assert len(ear.kept(Measured)) == 1
    more = _resident_kib() - resident
    print(f"{drops} drops, {leica.connections} links: {before}")  # noqa: T201
    print(f"after: {after}; traced {grown:+} B, resident {more:+} KiB")  # noqa: T201
    assert after == before
    assert grown < BREATH_BYTES + BYTES_PER_CYCLE * drops


def _cycled(
    number: int, meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto, ear: Ear
) -> None:
    ear.heard.clear()
    _cycle(number, meters, bluez, leica)
    ear.until_state(LinkState.CONNECTED)
