"""A session on the bench: a clock turned by hand, and a meter made of plain answers."""

from __future__ import annotations

import struct
from functools import partial

from inspector.devices.codecs import bosch, chosen, leica
from inspector.devices.codecs.bosch_frames import sealed
from inspector.devices.codecs.contract import BATTERY, Read, Subscribe, Write
from inspector.devices.events import (
    DeviceEvent,
    LinkChanged,
    LinkState,
    Measured,
)
from inspector.devices.intake import Arming
from inspector.devices.requests import Close, Listen, Open, Request
from inspector.devices.session import Session
from inspector.devices.timing import MS, Timing

CLASSIC = frozenset(
    {leica.DISTANCE, leica.UNIT, leica.INCLINATION, leica.COMMAND, leica.MODEL, BATTERY}
)
BASIC = frozenset({leica.PACKET, leica.COMMAND})
BOSCH = frozenset({bosch.FRAMES})
ACKNOWLEDGED = sealed(b"\x00\x00")
_ANSWERS = {leica.MODEL: b"D2\0\0", BATTERY: b"\x50", leica.UNIT: b"\0\0"}


def metres(length: float) -> bytes:
    return struct.pack("<f", length)


def unit(code: int) -> bytes:
    return struct.pack("<H", code)


def packet(length: float, counter: int, code: int = 0) -> bytes:
    return struct.pack("<fffhhhH", length, 0.1, 0, code, 0, 0, 0xC000 | counter)


class Bench:
    """Does at once what the session asks, unless told to refuse it."""

    mute = False

    def __init__(
        self,
        offered: frozenset[str],
        timing: Timing | None = None,
        hint: str = "",
        *,
        experimental: bool = False,
    ) -> None:
        self.now_us = 5_000_000
        self.offered = offered
        self.arming = Arming()
        self.session = Session(
            "练习",
            lambda: self.now_us,
            timing or Timing(),
            self.arming,
            partial(chosen, hint=hint),
            experimental=experimental,
        )
        self.reachable = True
        self.trouble = LinkState.FAILED
        self.refusing: set[str] = set()
        self.done: list[tuple[int, Request]] = []
        self.seen: list[DeviceEvent] = []

    def connect(self) -> None:
        self.session.connect()
        self.work()

    def ready(self) -> None:
        """Through handshake and old values; what came until then is forgotten."""
        self.connect()
        self.wait(4000)
        assert self.session.state is LinkState.CONNECTED
        self.seen.clear()
        self.done.clear()

    def wait(self, milliseconds: int) -> None:
        """Turn the clock, stopping wherever the session wants to be woken."""
        end = self.now_us + milliseconds * MS
        while (due := self.session.due_us) is not None and due <= end:
            self.now_us = max(due, self.now_us)
            self.session.elapse()
            self.work()
        self.now_us = end
        self.session.elapse()
        self.work()

    def hear(self, characteristic: str, data: bytes) -> None:
        self.session.received(characteristic, data)
        self.work()

    def drop(self) -> None:
        self.session.dropped()
        self.work()

    def work(self) -> None:
        while (request := self.session.request()) is not None:
            self.done.append((self.now_us, request))
            self._perform(request)
        self.seen += self.session.events()

    def states(self) -> list[LinkState]:
        return [event.state for event in self.seen if isinstance(event, LinkChanged)]

    def measured(self) -> list[Measured]:
        return [event for event in self.seen if isinstance(event, Measured)]

    def opened_at(self) -> list[int]:
        """When it was tried to connect, in milliseconds."""
        return [at // MS for at, request in self.done if isinstance(request, Open)]

    def _perform(self, request: Request) -> None:
        match request:
            case Open() if self.reachable:
                self.session.opened(self.offered)
            case Open():
                self.session.not_opened(self.trouble, "unreachable")
            case Close():
                self.session.closed()
            case Listen():
                pass  # a test says when there is a sign, or that it cannot be listened
            case _ if request.characteristic in self.refusing:
                self.session.refused("refused")
            case _:
                self._answer(request)

    def _answer(self, request: Subscribe | Write | Read) -> None:
        if isinstance(request, Read):
            self.session.performed(_ANSWERS[request.characteristic])
            return
        self.session.performed()
        if isinstance(request, Write) and request.data == bosch.AUTO_SYNC and not self.mute:
            self.session.received(request.characteristic, ACKNOWLEDGED)
