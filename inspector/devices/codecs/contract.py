"""What a codec is: bytes in, events out; intentions in, actions out. No clock, no I/O."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, Flag, auto
from typing import Protocol

from inspector.devices.events import CodecEvent, Garbled, Reason, Rejected, Status

SHORTEST_MICROMETRES = 30_000
LONGEST_MICROMETRES = 300_000_000

_FULL = 100
BATTERY = "00002a19-0000-1000-8000-00805f9b34fb"
"""The Bluetooth SIG's battery level, one byte of per cent."""


class Command(Enum):
    """What a person may ask of a meter."""

    MEASURE = auto()
    LASER_ON = auto()
    LASER_OFF = auto()


class Capability(Flag):
    """What a family can do, so that a screen offers nothing else."""

    TRIGGER = auto()
    LASER = auto()
    TILT = auto()
    COUNTER = auto()
    EDGE = auto()
    BATTERY = auto()


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Ask for notifications or indications."""

    characteristic: str


@dataclass(frozen=True, slots=True)
class Write:
    """Send bytes; `response` chooses between write request and write command."""

    characteristic: str
    data: bytes
    response: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Read once. Never of a characteristic that is subscribed: BlueZ then delivers the
    value a second time, as a notification."""

    characteristic: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Leave the meter alone for so long."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Await:
    """Go on when the meter has answered; without an answer in time the link is no good."""

    milliseconds: int


Action = Subscribe | Write | Read | Wait | Await


@dataclass(frozen=True, slots=True)
class Profile:
    """How a session has to treat the readings of a family."""

    stored_window_ms: int
    """After subscribing, a reading within this time is an old value."""
    first_is_stored: bool
    """The first reading after subscribing only sets the counter's baseline."""
    unit_apart: bool
    """The display unit comes in a message of its own, so a reading waits for it."""


class Codec(Protocol):
    """Turns what a meter sends into events, and intentions into actions.

    `receive` may be handed anything at all. It never raises and never loses a good
    reading that stands beside junk.
    """

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]: ...

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]: ...

    def command(self, command: Command) -> tuple[Action, ...]: ...

    def probe(self, offered: frozenset[str]) -> Action | None:
        """A harmless question for the watchdog, or None where there is none."""
        ...


@dataclass(frozen=True)
class Family:
    """One entry of the registry."""

    name: str
    """As in the collected vectors; it is stored with every reading."""
    label: str
    service: str
    needs: frozenset[str]
    """Characteristics without which this codec cannot work."""
    name_prefixes: tuple[str, ...]
    capabilities: Capability
    profile: Profile
    make: Callable[[], Codec]

    def named(self, name: str) -> bool:
        return name.lower().startswith(tuple(p.lower() for p in self.name_prefixes))


def micrometres(metres: float) -> int | None:
    """Whole micrometres, half up; None for what no hand-held meter can have measured."""
    if not math.isfinite(metres):
        return None
    whole = math.floor(metres * 1_000_000 + 0.5)
    return whole if SHORTEST_MICROMETRES <= whole <= LONGEST_MICROMETRES else None


def implausible(raw: bytes) -> Rejected:
    return Rejected(Reason.IMPLAUSIBLE, raw)


def battery(data: bytes) -> list[CodecEvent]:
    """Battery level as the Bluetooth SIG defines it; anything else is junk."""
    if len(data) == 1 and data[0] <= _FULL:
        return [Status(battery_percent=data[0])]
    return [Garbled(data)]
