"""What a codec is: bytes in, events out; intentions in, actions out. No clock, no I/O."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, Flag, auto
from typing import Protocol

from inspector.devices.events import (
    Barred,
    CodecEvent,
    Garbled,
    Reason,
    Rejected,
    Status,
)

SHORTEST_MICROMETRES = 30_000
LONGEST_MICROMETRES = 300_000_000

_FULL = 100
BATTERY = "00002a19-0000-1000-8000-00805f9b34fb"
"""The Bluetooth SIG's battery level, one byte of per cent."""
MANUFACTURER = "00002a29-0000-1000-8000-00805f9b34fb"
MODEL_NUMBER = "00002a24-0000-1000-8000-00805f9b34fb"


SERIAL = "serial"
"""Stands for the characteristic where bytes come by a serial line (also Bluetooth's)."""
KEYBOARD = "keyboard"
"""Stands for the characteristic where a meter types: UTF-8 text."""


class Carrier(Enum):
    """By what a family's bytes come."""

    RADIO = auto()
    SERIAL = auto()
    KEYBOARD = auto()


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
    optional: bool = False
    """Even where the family needs the characteristic: it may be for writing alone."""


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
    """Go on when the meter has answered; without an answer in time do `otherwise`, and
    where nothing else can be tried, the link is no good."""

    milliseconds: int
    otherwise: tuple[Action, ...] = ()


Action = Subscribe | Write | Read | Wait | Await | Barred


@dataclass(frozen=True, slots=True)
class Poll:
    """Read this characteristic again and again."""

    characteristic: str
    every_ms: int


@dataclass(frozen=True, slots=True)
class Profile:
    """How a session has to treat the readings of a family."""

    stored_window_ms: int
    """After subscribing, a reading within this time is an old value."""
    first_is_stored: bool
    """The first reading after subscribing only sets the counter's baseline."""
    unit_apart: bool
    """The display unit comes in a message of its own, so a reading waits for it."""
    poll: Poll | None = None
    """The meter tells nothing of itself: it is asked, and only a change is a reading."""
    resends: bool = False
    """It sends a message until it is acknowledged, and a message holds enough that no two
    shots are alike: the same bytes are the same shot, however late they come again."""


PLAIN = Profile(stored_window_ms=1500, first_is_stored=False, unit_apart=False)
"""No counter, unit and value in one message; early values are taken for old ones."""
RESENDING = replace(PLAIN, resends=True)
"""Like `PLAIN`, for a meter that wants to be acknowledged."""


class Codec(Protocol):
    """Turns what a meter sends into events, and intentions into actions.

    `receive` may be handed anything at all. It never raises and never loses a good
    reading that stands beside junk.
    """

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]: ...

    def finish(self) -> list[CodecEvent]:
        """Nothing more will come: what still waits for its end is judged as it stands."""
        ...

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]: ...

    def command(self, command: Command) -> tuple[Action, ...]: ...

    def probe(self, offered: frozenset[str]) -> Action | None:
        """A harmless question for the watchdog, or None where there is none; `offered` is
        without what is subscribed, and without what has turned out to be unreadable."""
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
    distance: str
    """The characteristic (or its stand-in) by which distances come."""
    beside: tuple[str, ...] = ()
    """Other characteristics that it understands."""
    fragments: str = ""
    """The characteristic by which frames come in numbered pieces, where there is one."""
    keyed: Callable[[Mapping[str, str]], Codec] | None = None
    """A codec with the keys of a login that took place elsewhere; hexadecimal by name."""
    commands: Mapping[str, bytes] = field(default_factory=dict)
    """Everything that this codec can send, by a name of its own."""
    exact_names: tuple[str, ...] = ()
    """Names that must fit whole, where a prefix would take in strangers."""
    carrier: Carrier = Carrier.RADIO
    by_name: bool = False
    """Its service is shared with strangers: only the advertised name tells."""
    experimental: bool = False
    """Taken only when the person has switched it on: no unit was ever at hand."""
    stream: bool = False
    """Frames may come in pieces or glued together."""
    checksum_bits: int = 0
    """How wide the check is that every distance carries; 0: there is none."""
    remark: str = ""
    """What the person must know of these meters, in Chinese."""
    baud: int = 9600

    def named(self, name: str) -> bool:
        lowered = name.lower()
        return lowered in self.exact_names or lowered.startswith(
            tuple(p.lower() for p in self.name_prefixes)
        )


def micrometres(metres: float) -> int | None:
    """Whole micrometres, half up; None for what no hand-held meter can have measured."""
    if not math.isfinite(metres):
        return None
    return plausible(math.floor(metres * 1_000_000 + 0.5))


def plausible(whole: int) -> int | None:
    """These micrometres, or None; for families that send whole numbers or decimals."""
    return whole if SHORTEST_MICROMETRES <= whole <= LONGEST_MICROMETRES else None


def microdegrees(degrees: float) -> int | None:
    """Whole micro-degrees; None for what is no angle."""
    whole_turn = 360
    return round(degrees * 1_000_000) if abs(degrees) <= whole_turn else None


def implausible(raw: bytes) -> Rejected:
    return Rejected(Reason.IMPLAUSIBLE, raw)


def side_probe(offered: frozenset[str]) -> Read | None:
    """For families without a harmless question of their own: what any meter may offer."""
    sides = (BATTERY, MANUFACTURER, MODEL_NUMBER)
    return next((Read(side) for side in sides if side in offered), None)


def battery(data: bytes) -> list[CodecEvent]:
    """Battery level as the Bluetooth SIG defines it; anything else is junk."""
    if len(data) == 1 and data[0] <= _FULL:
        return [Status(battery_percent=data[0])]
    return [Garbled(data)]
