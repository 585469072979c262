"""Which wall waits for the next reading; which readings are on their way to the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inspector.domain.estate import RoomCard
from inspector.ui.bridge import Meter
from inspector.ui.room import words

Aim = Callable[[RoomCard, str], None]
_SCHEME = words.SLOTS[:5]
"""Four walls and a diagonal: what is armed before the disk has answered."""


class Waiting:
    """One field at a time waits; the next one does so at once, not after the commit."""

    def __init__(self, meter: Meter, aim: Aim) -> None:
        self._meter = meter
        self._aim = aim
        self._number: int | None = None
        self._coming: list[str] = []
        self.slot = ""

    @property
    def coming(self) -> frozenset[str]:
        """The slots whose reading is between the meter and the disk."""
        return frozenset(self._coming)

    @property
    def settled(self) -> bool:
        """No reading is between the meter and the disk."""
        return not self._coming

    def arm(self, card: RoomCard, slot: str) -> None:
        """From now on the next newer reading belongs to `slot`; an empty slot waits for
        none. What waits already keeps its place in the queue."""
        if not slot:
            self.disarm()
            return
        self._aim(card, slot)
        if slot != self.slot or self._number is None:
            self.slot = slot
            self._number = self._meter.arm()

    def disarm(self) -> None:
        self.slot, self._number = "", None
        self._meter.disarm()

    def claims(self, number: int | None) -> str:
        """The slot that a reading with this arming number belongs to; empty for none."""
        if number is None or number != self._number:
            return ""
        self._number = None
        return self.slot

    def took(self, slot: str) -> None:
        self._coming.append(slot)

    def done(self, slot: str) -> None:
        self._coming.remove(slot)

    def following(self, kept: Iterable[str]) -> str:
        """The next wall of the scheme that neither has nor awaits its reading."""
        taken = {*kept, *self._coming}
        return next((slot for slot in _SCHEME if slot not in taken), "")
