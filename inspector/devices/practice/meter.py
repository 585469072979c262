"""What all practice rangefinders share: the button, the tricks, and the link in memory.

Built into the product for demonstrations and training, and used by tests. Its truth is
given from outside, its noise comes from a seeded source passed in, and it knows the
faults that real meters have.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from inspector.devices.codecs.contract import Family
from inspector.devices.events import Edge, Labelled, LinkState
from inspector.devices.transports import LinkFailed

_LOOK_SECONDS = 0.05
Messages = list[tuple[str, bytes]]
"""Characteristic and bytes, in the order in which they are sent."""


class Trick(Labelled):
    """A fault that can be switched on; the value is what the switch says."""

    AREA = "量的是面积"
    WRONG_EDGE = "基准边不对"
    IMPERIAL = "显示英制"
    LOW_BATTERY = "电量低"
    WEAK_SIGNAL = "信号弱，测不到"
    DUPLICATE = "读数重复发送"
    STALE = "连接时重发旧读数"


ALWAYS = frozenset({Trick.WEAK_SIGNAL, Trick.DUPLICATE, Trick.STALE})
"""What any meter can do, whatever its protocol can say."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One measurement as the meter is to send it."""

    micrometres: int
    edge: Edge = Edge.REAR
    area: bool = False
    imperial: bool = False
    low_battery: bool = False

    @property
    def millimetres(self) -> int:
        """Half up, for meters that send no more than that."""
        return (self.micrometres + 500) // 1000


class PracticeMeter(ABC):
    """What a person holds in the hand. Its methods may be called from any thread."""

    family: Family
    suffix = ""
    tricks: frozenset[Trick] = ALWAYS
    """Those that this family's protocol can show."""

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
        self._playing: dict[Trick, bool] = {}
        """Whether each goes on after the next press."""
        self._last: Messages = []

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

    def play(self, trick: Trick, *, on: bool = True, once: bool = False) -> None:
        """Switch a fault on or off; with `once`, for the next press alone."""
        if on:
            self._playing[trick] = not once
        else:
            self._playing.pop(trick, None)

    def plays(self, trick: Trick) -> bool:
        return trick in self._playing

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

    def subscribed(self, characteristic: str) -> None:
        """Now it may speak; a meter that plays `STALE` repeats what it sent last."""
        if characteristic == self.family.distance and self.plays(Trick.STALE):
            self._say(self._last or self._messages(self._shot(self._distance() or 0)))

    def closed(self) -> None:
        self._link = None

    @property
    def away(self) -> bool:
        return self._away

    @property
    def characteristics(self) -> frozenset[str]:
        return self.family.needs

    @abstractmethod
    def written(self, characteristic: str, data: bytes) -> None:
        """The host sent something."""

    def asked(self, characteristic: str) -> bytes:
        """The host reads a characteristic."""
        return b""

    @abstractmethod
    def _messages(self, shot: Shot) -> Messages:
        """What the meter sends for one measurement."""

    def _failed(self) -> Messages:
        """What the meter sends when there is nothing to measure; many say nothing."""
        return []

    def _shoot(self) -> None:
        asyncio.get_running_loop().call_later(self._shot_ms / 1000, self._measure)

    def _measure(self) -> None:
        distance = None if self.plays(Trick.WEAK_SIGNAL) else self._distance()
        if distance is None:
            self._say(self._failed())
        else:
            self._last = self._messages(self._shot(distance))
            self._say(self._last * (2 if self.plays(Trick.DUPLICATE) else 1))
        self._playing = {trick: stays for trick, stays in self._playing.items() if stays}

    def _shot(self, distance: int) -> Shot:
        return Shot(
            distance,
            edge=Edge.FRONT if self.plays(Trick.WRONG_EDGE) else Edge.REAR,
            area=self.plays(Trick.AREA),
            imperial=self.plays(Trick.IMPERIAL),
            low_battery=self.plays(Trick.LOW_BATTERY),
        )

    def _distance(self) -> int | None:
        truth = self._loaded.popleft() if self._loaded else None
        if truth is None and self._truth is not None:
            truth = self._truth()
        if truth is None:
            return None
        return truth + round(self._noise.gauss(0, self._spread_um))

    def _say(self, messages: Messages) -> None:
        for characteristic, data in messages:
            self._send(characteristic, data)

    def _send(self, characteristic: str, data: bytes) -> None:
        if self._link is not None:
            self._link.say(characteristic, data)

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.hang_up()

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._link is not None:
            self._link.loop.call_soon_threadsafe(call)


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
        self._meter.subscribed(characteristic)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        self._check(characteristic)
        self._meter.written(characteristic, data)

    async def read(self, characteristic: str) -> bytes:
        self._check(characteristic)
        return self._meter.asked(characteristic)

    async def near(self) -> None:
        while self._meter.away:
            await asyncio.sleep(_LOOK_SECONDS)

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
