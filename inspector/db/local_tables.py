"""The tables that never leave a device: the pen, the journal, what was sent, the cursor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspector.db.tables import Base


class PenRow(Base):
    """Who holds the pen: `action`, `pull`, or nobody. Triggers look here, so a change
    that no action stands behind is refused by the database itself."""

    __tablename__ = "pen"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str | None]


class DeviceRow(Base):
    __tablename__ = "device"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[UUID]
    incarnation: Mapped[UUID]
    made: Mapped[datetime]
    copied: Mapped[datetime | None]
    """When the ledger last came from a workbook or the centre."""
    copied_from: Mapped[str]


class JournalRow(Base):
    """One field group of one row, before and after, as the triggers saw it."""

    __tablename__ = "journal"

    n: Mapped[int] = mapped_column(primary_key=True)
    cmid: Mapped[int] = mapped_column(index=True)
    """0 until the action ends and its number is given."""
    tbl: Mapped[str]
    row_id: Mapped[bytes]
    kind: Mapped[str]
    grp: Mapped[str]
    base: Mapped[str | None]
    new: Mapped[str]


class MutationRow(Base):
    """One action (or a part of a large one), numbered densely on this device."""

    __tablename__ = "mutation"

    cmid: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[str]
    person: Mapped[str]
    at: Mapped[datetime]
    payload: Mapped[bytes]
    digest: Mapped[bytes]
    chain: Mapped[bytes]
    """SHA-256 over the chain before it and this mutation's digest."""
    state: Mapped[str] = mapped_column(index=True)
    result: Mapped[str]
    seq: Mapped[int | None]


class CursorRow(Base):
    """How far the centre's log of one county has been read, and the hash seen there."""

    __tablename__ = "cursor"

    shard: Mapped[str] = mapped_column(primary_key=True)
    server_id: Mapped[str]
    epoch: Mapped[int]
    seq: Mapped[int]
    chain: Mapped[bytes]
    at: Mapped[datetime]


class ReceiptRow(Base):
    """What one push and pull came to, as shown to the person afterwards."""

    __tablename__ = "receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    server_id: Mapped[str]
    url: Mapped[str]
    records: Mapped[int]
    """Rows of the ledger that were answered; `sent` counts the actions they came in."""
    sent: Mapped[int]
    applied: Mapped[int]
    conflicts: Mapped[int]
    rejected: Mapped[int]
    pulled: Mapped[int]
    photos_sent: Mapped[int]
    seq: Mapped[int]


class UploadRow(Base):
    """An attachment that the centre has, and since when."""

    __tablename__ = "upload"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    done: Mapped[datetime]


class MemoryRow(Base):
    """Where the person was: the open inspection, room and field, kept over a crash."""

    __tablename__ = "memory"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class MeterSeenRow(Base):
    """Where and when this computer last met a meter of the registry: news at every
    connection, and of no use to anybody else, so it never becomes a change to sync."""

    __tablename__ = "meter_seen"

    meter_id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str]
    at: Mapped[datetime]
