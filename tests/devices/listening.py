"""Collects what the device thread says, and waits for it on the test's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from inspector.devices.events import DeviceEvent, LinkChanged, LinkState, Measured
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found, SearchEnded

E = TypeVar("E")
PATIENCE = 10.0


class Ear:
    """Give `hear` as callback."""

    def __init__(self) -> None:
        self.heard: list[DeviceEvent | Found | SearchEnded] = []
        self._news = threading.Condition()

    def hear(self, event: DeviceEvent | Found | SearchEnded) -> None:
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def until(self, enough: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(enough, PATIENCE), self.heard

    def kept(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]

    def first(self, kind: type[E], number: int = 1) -> E:
        """The so-manieth event of a kind, once it has come."""
        self.until(lambda: len(self.kept(kind)) >= number)
        return self.kept(kind)[number - 1]

    def states(self) -> list[LinkState]:
        return [event.state for event in self.kept(LinkChanged)]

    def until_state(self, state: LinkState, times: int = 1) -> None:
        self.until(lambda: self.states().count(state) >= times)

    def lengths(self) -> list[int]:
        return [measured.reading.micrometres for measured in self.kept(Measured)]


def found_by(meters: Rangefinders, address: str, seconds: float = 0.1) -> Found:
    ear = Ear()
    meters.find(seconds, ear.hear)
    ear.first(SearchEnded)
    return next(found for found in ear.kept(Found) if found.address == address)
