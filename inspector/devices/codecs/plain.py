"""What most codecs share: one characteristic to listen to, one to write to, no secrets."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from inspector.devices.codecs.contract import (
    BATTERY,
    Action,
    Command,
    Subscribe,
    Write,
    battery,
    side_probe,
)
from inspector.devices.events import CodecEvent, Ignored


class PlainCodec(ABC):
    """Listens to `hears`; other characteristics, but the battery's, are ignored."""

    hears: ClassVar[str]
    writes: ClassVar[str] = ""
    response: ClassVar[bool] = False
    """Whether the meter wants write requests, not write commands."""
    phrases: ClassVar[Mapping[Command, bytes]] = {}

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic == self.hears:
            return self._heard(data)
        return battery(data) if characteristic == BATTERY else [Ignored(data)]

    @abstractmethod
    def _heard(self, data: bytes) -> list[CodecEvent]: ...

    def finish(self) -> list[CodecEvent]:
        return []

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        return (Subscribe(self.hears),)

    def command(self, command: Command) -> tuple[Action, ...]:
        """Nothing at all where the family has no such command."""
        phrase = self.phrases.get(command)
        return (Write(self.writes, phrase, self.response),) if phrase else ()

    def probe(self, offered: frozenset[str]) -> Action | None:
        return side_probe(offered)
