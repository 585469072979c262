"""Everything that goes over a link, seen by who listens: the console and the recorder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.devices.events import Labelled, LinkState
from inspector.devices.transports import LinkFailed, Transport

_HEAD_LINES = 256
"""Of each link: longer than any handshake, so that a recorder that comes late has it."""


class Direction(Labelled):
    """What happened on the link; the value is what a person reads."""

    OPENED = "已连接"
    SUBSCRIBED = "订阅"
    WRITTEN = "发出"
    READ = "读取"
    HEARD = "收到"
    REFUSED = "未成"
    DROPPED = "断开"
    CLOSED = "关闭"
    NOTED = "屏幕显示"
    """What a person read off the meter's screen; `data` is UTF-8."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """One line of a link's raw traffic.

    A request is told when it is asked, a read and an opening when they are done; what a
    link refuses is told a second time, as `REFUSED`.
    """

    at_us: int
    direction: Direction
    characteristic: str = ""
    data: bytes = b""
    response: bool = False
    """A write that asks for the meter's receipt."""
    offered: tuple[str, ...] = ()
    """The characteristics, where a link was opened."""
    refused: Direction | None = None
    """What was refused."""
    state: LinkState | None = None
    """Why a link could not be opened."""


Listener = Callable[[Traffic], None]


class Tap:
    """A transport around another one, which is not disturbed by it."""

    def __init__(
        self, inner: Transport, clock: Callable[[], int], listener: Listener
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._listener = listener
        self.head: list[Traffic] = []
        """How the present link began."""

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        def overheard(characteristic: str, data: bytes) -> None:
            self._tell(Direction.HEARD, characteristic, data)
            heard(characteristic, data)

        def gone() -> None:
            self._tell(Direction.DROPPED)
            dropped()

        self.head.clear()
        try:
            offered = await self._inner.open(overheard, gone)
        except LinkFailed as failure:
            self._told(self._refusal(Direction.OPENED, state=failure.state))
            raise
        self._told(Traffic(self._clock(), Direction.OPENED, offered=tuple(sorted(offered))))
        return offered

    async def subscribe(self, characteristic: str) -> None:
        self._tell(Direction.SUBSCRIBED, characteristic)
        try:
            await self._inner.subscribe(characteristic)
        except LinkFailed:
            self._told(self._refusal(Direction.SUBSCRIBED, characteristic))
            raise

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        self._told(
            Traffic(self._clock(), Direction.WRITTEN, characteristic, data, response)
        )
        try:
            await self._inner.write(characteristic, data, response=response)
        except LinkFailed:
            self._told(self._refusal(Direction.WRITTEN, characteristic, data))
            raise

    async def read(self, characteristic: str) -> bytes:
        try:
            data = await self._inner.read(characteristic)
        except LinkFailed:
            self._told(self._refusal(Direction.READ, characteristic))
            raise
        self._tell(Direction.READ, characteristic, data)
        return data

    async def near(self) -> None:
        await self._inner.near()

    async def close(self) -> None:
        self._tell(Direction.CLOSED)
        await self._inner.close()

    def _refusal(
        self,
        refused: Direction,
        characteristic: str = "",
        data: bytes = b"",
        state: LinkState | None = None,
    ) -> Traffic:
        return Traffic(
            self._clock(),
            Direction.REFUSED,
            characteristic,
            data,
            refused=refused,
            state=state,
        )

    def _tell(
        self, direction: Direction, characteristic: str = "", data: bytes = b""
    ) -> None:
        self._told(Traffic(self._clock(), direction, characteristic, data))

    def _told(self, line: Traffic) -> None:
        if len(self.head) < _HEAD_LINES:
            self.head.append(line)
        self._listener(line)
