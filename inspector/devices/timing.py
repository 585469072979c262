"""All waiting times of a session, in milliseconds, so that tests can turn the clock."""

from __future__ import annotations

from dataclasses import dataclass

MS = 1000
"""Microseconds: clocks count these, people think in milliseconds."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The defaults are those of the collected facts; a practice meter needs less."""

    pace_percent: int = 100
    """How much of the waits that only a real meter needs are kept."""
    unit_wait_ms: int = 400
    unit_late_ms: int = 1250
    repeat_ms: int = 150
    """Without a counter, the same bytes within this time are the same measurement: no
    meter measures twice so fast, and one link has been seen to deliver copies."""
    answer_ms: int = 5000
    """Without a reading so long after the trigger, the person is told."""
    watchdog_ms: int = 25_000
    back_off_ms: tuple[int, ...] = (1000, 2000, 5000, 15_000, 30_000)
    again_ms: int = 1000
    """A meter that gives a sign of itself is called before the pause is over, but no
    sooner than this after the last call; so often, too, a deaf radio is asked again."""
    give_up_ms: int = 180_000
    """Meters switch themselves off; to call for longer only drains batteries."""
    first_attempts: int = 3
    open_ms: int = 20_000
    request_ms: int = 5000
    close_ms: int = 3000

    def paced(self, milliseconds: int) -> int:
        """A wait for the meter's sake, in microseconds."""
        return milliseconds * MS * self.pace_percent // 100

    def back_off(self, attempt: int) -> int:
        """The pause before the attempt of this number, from 0, in microseconds."""
        return self.back_off_ms[min(attempt, len(self.back_off_ms) - 1)] * MS
