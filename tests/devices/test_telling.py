"""What a session says, as plain facts."""

from __future__ import annotations

import pytest

from inspector.devices.events import (
    DeviceEvent,
    LinkChanged,
    LinkState,
    Measured,
    Reading,
    Reason,
    Rejected,
    Repeated,
    Status,
    Stored,
    Withdrawn,
)
from inspector.devices.telling import told

READING = Reading(3_215_700, b"\x01", "leica_disto_classic", 1)


@pytest.mark.parametrize(
    ("event", "fact"),
    [
        (Measured(READING, 7, 5), {"kind": "distance", "m": 3.2157, "at_us": 5}),
        (Stored(READING), {"kind": "stored", "m": 3.2157}),
        (Repeated(READING), {"kind": "repeated", "m": 3.2157}),
        (
            Withdrawn(READING, Reason.AREA),
            {"kind": "withdrawn", "m": 3.2157, "why": Reason.AREA.label},
        ),
        (
            LinkChanged(LinkState.LOST, "DISTO", "gone"),
            {"kind": "link", "state": "lost", "label": "已断开", "detail": "gone"},
        ),
        (Rejected(Reason.ANGLE, b"\x02"), {"kind": "reject", "hex": "02"}),
        (Status(laser=True), {"kind": "status", "laser_on": True}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_event_is_told(event: DeviceEvent, fact: dict[str, object]) -> None:
    assert fact.items() <= told(event).items()
