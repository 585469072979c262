"""How long a session goes on calling its meter: for a first link, and for a lost one."""

from __future__ import annotations

from inspector.devices.timing import MS, Timing


class Patience:
    """Counts attempts; the times are those of `Timing`."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._attempt = 0
        self._lost_us: int | None = None
        self._soonest_us = 0

    def renew(self, lost_us: int | None = None) -> None:
        """Count anew: for a new wish or a link that is well, or for one lost just then."""
        self._attempt, self._lost_us = 0, lost_us

    @property
    def lost(self) -> bool:
        """There was a link; a person would like it back."""
        return self._lost_us is not None

    def wait(self, now_us: int) -> int | None:
        """The pause before the next attempt; None: there shall be no further one."""
        pause = self._timing.back_off(self._attempt)
        self._attempt += 1
        self._soonest_us = now_us + self._timing.again_ms * MS
        if self._lost_us is None:
            return pause if self._attempt < self._timing.first_attempts else None
        left = self._lost_us + self._timing.give_up_ms * MS - now_us
        return min(pause, left) if left > 0 else None

    def heard_us(self, resume_us: int) -> int:
        """When to call a meter that gives a sign of itself before `resume_us`."""
        return min(resume_us, self._soonest_us)
