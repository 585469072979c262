"""What a session says, as plain facts: the codec's own, and what became of a reading."""

from __future__ import annotations

from inspector.devices.events import (
    DeviceEvent,
    LinkChanged,
    Measured,
    Reading,
    Repeated,
    Stored,
    Withdrawn,
)
from inspector.devices.plainly import Fact, facts


def told(event: DeviceEvent) -> Fact:
    """Only what was measured is a `distance`: no other reading may be taken for one."""
    match event:
        case Measured(reading, _, at_us):
            return {**_reading(reading), "at_us": at_us}
        case Stored(reading):
            return {**_reading(reading), "kind": "stored"}
        case Repeated(reading):
            return {**_reading(reading), "kind": "repeated"}
        case Withdrawn(reading, reason):
            return {**_reading(reading), "kind": "withdrawn", "why": reason.label}
        case LinkChanged(state, _, detail):
            said = {"state": state.name.lower(), "label": state.label}
            return {"kind": "link", **said, "advice": state.advice, "detail": detail}
        case _:
            [fact] = facts([event])
            return fact


def _reading(reading: Reading) -> Fact:
    [fact] = facts([reading])
    return fact
