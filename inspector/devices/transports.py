"""What carries bytes: the radio, the practice meter, and whatever comes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inspector.devices.codecs.contract import Carrier, Family
from inspector.devices.events import Labelled, LinkState

NOT_HEARD = -127
"""The strength of what has none: a port, a keyboard, a practice meter."""
_UNPROVED = (
    "还没有用真机验证过：要先打开“试验性支持”，连接后请把读数与测距仪的屏幕逐一核对。"
)
_STRANGE = "不认识这台设备：可以记录它的原始数据，测量请改用键盘模式或手工输入。"


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

    async def near(self) -> None:
        """Return at the first sign that the meter can be reached; it may wait for ever.

        Only called while there is no link, and ended by cancelling it. A carrier that
        cannot tell returns at once if a call in vain costs no meter anything.
        """
        ...

    async def close(self) -> None: ...


class Support(Labelled):
    """How far a person can count on a device; the list of a search is in this order."""

    SUPPORTED = "支持"
    EXPERIMENTAL = "试验性支持"
    CLOSED = "协议未公开"
    UNKNOWN = "未识别"


@dataclass(frozen=True, slots=True)
class Found:
    """One meter in the list of a search; the same address comes again when news come."""

    address: str
    name: str
    """What the list shows: the meter's own name, or its family and "未命名"."""
    family: str
    rssi: int
    practice: bool = False
    carrier: Carrier = Carrier.RADIO
    support: Support = Support.SUPPORTED
    advice: str = ""
    """What the person must know or do, in Chinese; empty where nothing is special."""

    @classmethod
    def of(
        cls,
        address: str,
        name: str,
        family: Family,
        rssi: int = NOT_HEARD,
        *,
        practice: bool = False,
    ) -> Found:
        """One of a family that we speak with."""
        unproved = family.experimental and not practice
        support = Support.EXPERIMENTAL if family.experimental else Support.SUPPORTED
        advice = (_UNPROVED if unproved else "") + family.remark
        return cls(
            address, name, family.name, rssi, practice, family.carrier, support, advice
        )

    @classmethod
    def strange(cls, address: str, name: str, rssi: int, advice: str = _STRANGE) -> Found:
        """A radio device that nothing is known of."""
        return cls(address, name, "", rssi, support=Support.UNKNOWN, advice=advice)

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Sort by this: practice last, what can be counted on first, nearest first."""
        return (self.practice, _RANKS[self.support], -self.rssi, self.name)


_RANKS = {support: rank for rank, support in enumerate(Support)}


@dataclass(frozen=True, slots=True)
class SearchEnded:
    """The search is over; `trouble` says why there was no radio to search with."""

    trouble: LinkState | None
    detail: str = ""
