"""The meter at the other end of one link: what it offers, and the codec that it speaks."""

from __future__ import annotations

from inspector.devices.codecs.contract import (
    Action,
    Command,
    Family,
    Poll,
    Read,
    Subscribe,
    Write,
)


class Peer:
    """Knows what may be read: what is subscribed never is, since BlueZ tells such a value
    twice; and what has been refused once tells nothing of the link."""

    def __init__(self, family: Family, offered: frozenset[str]) -> None:
        self.family = family
        self.codec = family.make()
        self._offered = offered
        self._subscribed: set[str] = set()
        self._read: set[str] = set()
        self._unreadable: set[str] = set()

    @property
    def poll(self) -> Poll | None:
        return self.family.profile.poll

    def handshake(self) -> tuple[Action, ...]:
        """The watchdog's question is tried beforehand: only what was answered once will
        mean anything by its silence."""
        actions = self.codec.handshake(self._offered)
        told = {each.characteristic for each in actions if isinstance(each, Subscribe)}
        probe = self.codec.probe(self._offered - told)
        first = (probe,) if isinstance(probe, Read) and probe not in actions else ()
        return (*first, *actions)

    def command(self, command: Command) -> tuple[Action, ...]:
        """Nothing where the family, or this very meter, has no such command."""
        actions = self.codec.command(command)
        written = {each.characteristic for each in actions if isinstance(each, Write)}
        return actions if written <= self._offered else ()

    def probe(self) -> Action | None:
        return self.codec.probe(self._offered - self._subscribed - self._unreadable)

    def subscribed(self, done: Subscribe) -> None:
        self._subscribed.add(done.characteristic)

    @property
    def tells_distances(self) -> bool:
        return self.family.distance in self._subscribed

    def read(self, done: Read) -> None:
        self._read.add(done.characteristic)

    def refused(self, request: object, *, ready: bool) -> bool:
        """Whether the link is good all the same: a side channel may be missing."""
        match request:
            case Read(characteristic) if ready and (
                characteristic in self._read or characteristic in self.family.needs
            ):
                return False
            case Read(characteristic):
                self._unreadable.add(characteristic)
                return True
            case Subscribe(characteristic, optional) if not ready:
                return optional or characteristic not in self.family.needs
        return False
