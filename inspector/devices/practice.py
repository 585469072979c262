"""The practice rangefinder: in memory, but it speaks real frames to the real codecs.

Built into the product for demonstrations and training, and used by tests. Its truth is
given from outside, its noise comes from a seeded source passed in, and it knows the
faults that real meters have.
"""

from __future__ import annotations

import asyncio
import random
import struct
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable

from inspector.devices.codecs import bosch, leica
from inspector.devices.codecs.contract import BATTERY, Family
from inspector.devices.events import Edge, LinkState
from inspector.devices.transports import LinkFailed

_AREA_UNIT = 100
_METRE_UNIT = 0
_BATTERY_PERCENT = 86


class PracticeMeter(ABC):
    """What a person holds in the hand. Its methods may be called from any thread."""

    family: Family
    suffix = ""

    def __init__(
        self,
        noise: random.Random,
        *,
        truth: Callable[[], int | None] | None = None,
        spread_um: int = 300,
        shot_ms: int = 350,
    ) -> None:
        self._noise = noise
        self._truth = truth
        self._spread_um = spread_um
        self._shot_ms = shot_ms
        self._loaded: deque[int] = deque()
        self._link: PracticeLink | None = None
        self._away = False
        self._area = False
        self._copies = 1

    @property
    def name(self) -> str:
        return f"练习测距仪（内置{self.suffix}）"

    @property
    def address(self) -> str:
        return f"practice:{self.family.name}"

    def load(self, *micrometres: int) -> None:
        """Distances for the next presses; before them `truth` is not asked."""
        self._loaded.extend(micrometres)

    def ask(self, truth: Callable[[], int | None] | None) -> None:
        """Where distances come from when none are loaded."""
        self._truth = truth

    def press(self) -> None:
        """The button on the meter itself."""
        self._on_loop(self._shoot)

    def area_next(self) -> None:
        """The next press gives an area, as if the meter stood in that mode."""
        self._area = True

    def duplicate_next(self) -> None:
        """The next reading is sent twice."""
        self._copies = 2

    def drop(self) -> None:
        """The link breaks; the meter can be reached again at once."""
        self._on_loop(self._hang_up)

    def leave(self) -> None:
        """Out of reach or switched off, until `come_back`."""
        self._away = True
        self.drop()

    def come_back(self) -> None:
        self._away = False

    def link(self) -> PracticeLink:
        """The transport to this meter, one for each connection."""
        return PracticeLink(self)

    # Called by the link, on the device thread.

    def opened(self, link: PracticeLink) -> frozenset[str]:
        if self._away:
            raise LinkFailed(LinkState.FAILED, "the practice meter is away")
        self._link = link
        return self.characteristics

    def closed(self) -> None:
        self._link = None

    @property
    @abstractmethod
    def characteristics(self) -> frozenset[str]: ...

    @abstractmethod
    def written(self, characteristic: str, data: bytes) -> None:
        """The host sent something."""

    @abstractmethod
    def asked(self, characteristic: str) -> bytes:
        """The host reads a characteristic."""

    @abstractmethod
    def _messages(self, micrometres: int, *, area: bool) -> list[tuple[str, bytes]]:
        """What the meter sends for one measurement."""

    @abstractmethod
    def _failed(self) -> list[tuple[str, bytes]]:
        """What the meter sends when there is nothing to measure."""

    def _shoot(self) -> None:
        asyncio.get_running_loop().call_later(self._shot_ms / 1000, self._measure)

    def _measure(self) -> None:
        distance = self._distance()
        area, self._area = self._area, False
        copies, self._copies = self._copies, 1
        messages = (
            self._failed() if distance is None else self._messages(distance, area=area)
        )
        for characteristic, data in messages * copies:
            self._send(characteristic, data)

    def _distance(self) -> int | None:
        truth = self._loaded.popleft() if self._loaded else None
        if truth is None and self._truth is not None:
            truth = self._truth()
        if truth is None:
            return None
        return truth + round(self._noise.gauss(0, self._spread_um))

    def _send(self, characteristic: str, data: bytes) -> None:
        if self._link is not None:
            self._link.say(characteristic, data)

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.hang_up()

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._link is not None:
            self._link.loop.call_soon_threadsafe(call)


class LeicaPractice(PracticeMeter):
    """A DISTO of the first Bluetooth generation."""

    family = leica.CLASSIC

    @property
    def characteristics(self) -> frozenset[str]:
        measured = {leica.DISTANCE, leica.UNIT, leica.INCLINATION}
        return frozenset(measured | {leica.COMMAND, leica.MODEL, BATTERY})

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic == leica.COMMAND and data == b"g":
            self._shoot()

    def asked(self, characteristic: str) -> bytes:
        answers = {
            leica.MODEL: b"D2".ljust(8, b"\0"),
            leica.UNIT: struct.pack("<H", _METRE_UNIT),
            BATTERY: bytes([_BATTERY_PERCENT]),
        }
        return answers.get(characteristic, b"")

    def _messages(self, micrometres: int, *, area: bool) -> list[tuple[str, bytes]]:
        tenths = round(micrometres, -2)  # the meter resolves a tenth of a millimetre
        unit = _AREA_UNIT if area else _METRE_UNIT
        return [
            (leica.DISTANCE, struct.pack("<f", tenths / 1_000_000)),
            (leica.UNIT, struct.pack("<H", unit)),
        ]

    def _failed(self) -> list[tuple[str, bytes]]:
        return []  # nothing public says how a DISTO reports a weak signal


class BoschPractice(PracticeMeter):
    """A GLM with AutoSync; its remote button needs two presses, as the real one."""

    family = bosch.MT
    suffix = "，GLM 型"

    def __init__(
        self,
        noise: random.Random,
        *,
        truth: Callable[[], int | None] | None = None,
        spread_um: int = 300,
        shot_ms: int = 350,
    ) -> None:
        super().__init__(noise, truth=truth, spread_um=spread_um, shot_ms=shot_ms)
        self.edge = Edge.REAR
        self._counter = 0
        self._laser = False
        self._in_step = False

    @property
    def characteristics(self) -> frozenset[str]:
        return frozenset({bosch.FRAMES})

    def written(self, characteristic: str, data: bytes) -> None:
        if bosch.crc8(data):
            self._send(bosch.FRAMES, bosch.sealed(b"\x03\x00"))
            return
        self._send(bosch.FRAMES, bosch.sealed(b"\x00\x00"))
        if data == bosch.AUTO_SYNC:
            self._in_step = True
        elif data == bosch.MEASURE:
            self._remote_press()
        elif data in {bosch.LASER_ON, bosch.LASER_OFF}:
            self._light(on=data == bosch.LASER_ON)

    def asked(self, characteristic: str) -> bytes:
        return b""

    def closed(self) -> None:
        super().closed()
        self._in_step = False

    def _remote_press(self) -> None:
        if self._laser:
            self._shoot()
        else:
            self._light(on=True)

    def _light(self, *, on: bool) -> None:
        self._laser = on
        self._tell(bosch.event(0, self.edge, self._counter, 0, laser=on))

    def _tell(self, frame: bytes) -> None:
        if self._in_step:
            self._send(bosch.FRAMES, frame)

    def _messages(self, micrometres: int, *, area: bool) -> list[tuple[str, bytes]]:
        self._counter = (self._counter + 1) & 0xFFFF
        self._laser = False
        mode = bosch.AREA if area else bosch.SINGLE
        return self._framed(bosch.event(mode, self.edge, self._counter, micrometres))

    def _failed(self) -> list[tuple[str, bytes]]:
        self._laser = False
        return self._framed(bosch.failure(self.edge, self._counter))

    def _framed(self, frame: bytes) -> list[tuple[str, bytes]]:
        return [(bosch.FRAMES, frame)] if self._in_step else []


class PracticeLink:
    """A transport without a radio; see `transports.Transport` for what each call means."""

    def __init__(self, meter: PracticeMeter) -> None:
        self._meter = meter
        self._subscribed: set[str] = set()
        self._heard: Callable[[str, bytes], None] | None = None
        self._dropped: Callable[[], None] | None = None
        self.loop: asyncio.AbstractEventLoop

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        self.loop = asyncio.get_running_loop()
        offered = self._meter.opened(self)
        self._heard, self._dropped = heard, dropped
        return offered

    async def subscribe(self, characteristic: str) -> None:
        self._check(characteristic)
        self._subscribed.add(characteristic)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        self._check(characteristic)
        self._meter.written(characteristic, data)

    async def read(self, characteristic: str) -> bytes:
        self._check(characteristic)
        return self._meter.asked(characteristic)

    async def close(self) -> None:
        self._heard = self._dropped = None
        self._subscribed.clear()
        self._meter.closed()

    def say(self, characteristic: str, data: bytes) -> None:
        if self._heard is not None and characteristic in self._subscribed:
            self._heard(characteristic, data)

    def hang_up(self) -> None:
        dropped, self._heard, self._dropped = self._dropped, None, None
        if dropped is not None:
            dropped()

    def _check(self, characteristic: str) -> None:
        if self._heard is None:
            raise LinkFailed(LinkState.FAILED, "the practice meter has hung up")
        if characteristic not in self._meter.characteristics:
            raise LinkFailed(LinkState.FAILED, f"no characteristic {characteristic}")
