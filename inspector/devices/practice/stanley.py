"""A practice meter that is read again and again, as the Stanley TLM99s."""

from __future__ import annotations

from inspector.devices.codecs import stanley
from inspector.devices.practice.meter import (
    Messages,
    PracticeLink,
    PracticeMeter,
    Shot,
    Trick,
)

_BEFORE = Shot(1_000_000)
"""What it shows until its first shot."""


class StanleyPractice(PracticeMeter):
    """Says nothing of itself; an old value is there on every connection, but with `STALE`
    it is one of this room. A repeated message cannot be seen, so it has no `DUPLICATE`."""

    family = stanley.FAMILY
    suffix = "，TLM99s 型"
    tricks = frozenset({Trick.WEAK_SIGNAL, Trick.STALE})

    def opened(self, link: PracticeLink) -> frozenset[str]:
        if self.plays(Trick.STALE) and not self._last:
            self._last = self._messages(self._shot(self._distance() or 0))
        return super().opened(link)

    def written(self, characteristic: str, data: bytes) -> None:
        """It has no commands."""

    def asked(self, characteristic: str) -> bytes:
        ((_, shown),) = self._last or self._messages(_BEFORE)
        return shown

    def _messages(self, shot: Shot) -> Messages:
        return [(stanley.VALUE, stanley.shown(round(shot.micrometres / 1000)))]
