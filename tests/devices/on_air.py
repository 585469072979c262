"""The door to all meters, with stock bleak behind it and timing that suits a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from inspector.devices.events import LinkState
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

QUICK = Timing(
    pace_percent=5,
    back_off_ms=(30, 60),
    again_ms=30,
    watchdog_ms=60_000,
    unit_wait_ms=100,
    open_ms=2000,
    request_ms=1000,
)

ALERT = Timing(pace_percent=5, back_off_ms=(30, 60), again_ms=30, watchdog_ms=100)
"""The watchdog asks all the time."""
ALL_EARS = Timing(pace_percent=5, back_off_ms=(600_000,), again_ms=30)
"""Only what is heard ends a pause."""


@contextmanager
def door(timing: Timing = QUICK) -> Iterator[Rangefinders]:
    meters = Rangefinders(timing=timing, ports=lambda: ())
    meters.experimental = True
    try:
        yield meters
    finally:
        meters.close()


def connected(meters: Rangefinders, address: str) -> Ear:
    ear = Ear()
    meters.connect(found_by(meters, address), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    return ear
