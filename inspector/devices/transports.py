"""What carries bytes: the radio, the practice meter, and whatever comes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inspector.devices.events import LinkState


class LinkFailed(Exception):
    """A transport could not do what was asked; `state` says it in a person's words."""

    def __init__(self, state: LinkState, detail: str) -> None:
        super().__init__(detail)
        self.state = state
        self.detail = detail


class Transport(Protocol):
    """One meter's bytes. All calls are made on the device thread's loop.

    Every call may raise `LinkFailed` and nothing else. `close` is also called after the
    meter has gone, always before the next `open`, and must leave nothing behind.
    """

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        """Connect and say which characteristics there are, in lower case."""
        ...

    async def subscribe(self, characteristic: str) -> None: ...

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None: ...

    async def read(self, characteristic: str) -> bytes: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """One meter in the list of a search; the same address comes again when news come."""

    address: str
    name: str
    """What the list shows: the meter's own name, or its family and "未命名"."""
    family: str
    rssi: int
    practice: bool = False

    @property
    def order(self) -> tuple[bool, int, str]:
        """Sort by this: radio before practice, nearest first."""
        return (self.practice, -self.rssi, self.name)


@dataclass(frozen=True, slots=True)
class SearchEnded:
    """The search is over; `trouble` says why there was no radio to search with."""

    trouble: LinkState | None
    detail: str = ""
