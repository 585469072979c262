"""What a device remembers of itself: where the person was, where its ledger came from."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector.db.local_tables import DeviceRow, MemoryRow

_SHORT = 6


def remember(session: Session, **values: str) -> None:
    """Kept as the person goes, so that a crash returns them to the very field."""
    for key, value in values.items():
        session.merge(MemoryRow(key=key, value=value))


def recall(session: Session) -> dict[str, str]:
    return {row.key: row.value for row in session.scalars(select(MemoryRow))}


def make_device(session: Session, device_id: UUID, incarnation: UUID, at: datetime) -> None:
    """Give a new ledger its device once; an existing one keeps its identity."""
    if session.get(DeviceRow, 1) is None:
        session.add(
            DeviceRow(
                id=1,
                device_id=device_id,
                incarnation=incarnation,
                made=at,
                copied=None,
                copied_from="",
            )
        )


def short_id(session: Session) -> str:
    """The end of the device's id: enough to tell a county's devices apart on paper."""
    row = session.get_one(DeviceRow, 1)
    return row.device_id.hex[-_SHORT:].upper()


def note_copied(session: Session, source: str, at: datetime) -> None:
    """The ledger's content came from there at that time."""
    row = session.get_one(DeviceRow, 1)
    row.copied = at
    row.copied_from = source


def copied(session: Session) -> tuple[datetime | None, str]:
    """When the ledger last came from a workbook or the centre, and from which."""
    row = session.get_one(DeviceRow, 1)
    return row.copied, row.copied_from
