"""No protocol at all: listens to everything that a meter offers, for a capture.

Read first, subscribed afterwards: what is read while it is subscribed comes twice. What
cannot be read or subscribed is passed over, for no characteristic is needed. A reading
never comes of it. A characteristic that asks for pairing may make the system ask for it.
"""

from __future__ import annotations

from inspector.devices.codecs.contract import (
    Action,
    Capability,
    Command,
    Family,
    Profile,
    Read,
    Subscribe,
)
from inspector.devices.events import CodecEvent, Garbled, Ignored

_SIG_HEAD, _SIG_TAIL = "00002a", "-0000-1000-8000-00805f9b34fb"


class UnknownCodec:
    """What the Bluetooth SIG defines (names, battery) is no protocol of the meter's."""

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        return [Ignored(data) if _of_the_sig(characteristic) else Garbled(data)]

    def finish(self) -> list[CodecEvent]:
        return []

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        ordered = sorted(offered)
        return (*map(Read, ordered), *map(Subscribe, ordered))

    def command(self, command: Command) -> tuple[Action, ...]:
        return ()

    def probe(self, offered: frozenset[str]) -> Action | None:
        return None


def _of_the_sig(characteristic: str) -> bool:
    return characteristic.startswith(_SIG_HEAD) and characteristic.endswith(_SIG_TAIL)


UNKNOWN = Family(
    name="unknown_raw",
    label="未知测距仪",
    service="",
    needs=frozenset(),
    name_prefixes=(),
    capabilities=Capability(0),
    profile=Profile(stored_window_ms=0, first_is_stored=False, unit_apart=False),
    make=UnknownCodec,
    distance="",
    experimental=True,
    remark="只记录原始数据，不会得到读数。",
)
