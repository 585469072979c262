"""What a device knows of the exchange: who it is, how far it has read, what came back.

Pulled rows and the cursor are kept in one transaction. They are set into the visible rows
as raw values, and edits that the centre has not answered yet are set on top again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from inspector.db import canonical, journal
from inspector.db.central_layout import TableSpec, specs
from inspector.db.local_tables import (
    CursorRow,
    DeviceRow,
    MutationRow,
    ReceiptRow,
    UploadRow,
)
from inspector.db.tables import CountyRow, PhotoRow
from inspector.domain.mutations import (
    ChangeKind,
    Fields,
    Mutation,
    MutationState,
    Value,
)

_NO_CHAIN = bytes(32)

RowKey = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Identity:
    device_id: UUID
    incarnation: UUID


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the log of one county was read, at which centre, and the hash seen there."""

    shard: str
    server_id: bytes = bytes(16)
    epoch: int = 0
    seq: int = 0
    chain: bytes = _NO_CHAIN


@dataclass(frozen=True, slots=True)
class Incoming:
    """One change from the centre's log, or a row as the centre holds it."""

    table: str
    row_id: bytes
    fields: Fields
    kind: ChangeKind = ChangeKind.UPDATE


@dataclass(frozen=True, slots=True)
class Answered:
    """What the centre said to one mutation; `holds` is what stands there instead."""

    cmid: int
    state: MutationState
    result: str
    seq: int
    holds: tuple[Incoming, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoFile:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one exchange came to. `finished` is false when the person stopped it."""

    id: UUID
    at: datetime
    server_id: str
    url: str
    records: int = 0
    sent: int = 0
    applied: int = 0
    conflicts: int = 0
    rejected: int = 0
    pulled: int = 0
    photos_sent: int = 0
    seq: int = 0
    finished: bool = True


def identity(session: Session) -> Identity | None:
    row = session.get(DeviceRow, 1)
    return None if row is None else Identity(row.device_id, row.incarnation)


def shard(session: Session) -> str:
    """The county whose log this ledger shares; empty while the ledger is."""
    row = session.scalars(select(CountyRow).limit(1)).first()
    return "" if row is None else row.code or row.name


def waiting(session: Session) -> int:
    """Mutations that the centre has not answered."""
    return (
        session.scalar(
            select(func.count())
            .select_from(MutationRow)
            .where(MutationRow.state == MutationState.QUEUED.value)
        )
        or 0
    )


def cursor(session: Session, of_shard: str) -> Cursor:
    row = session.get(CursorRow, of_shard)
    if row is None:
        return Cursor(of_shard)
    return Cursor(row.shard, bytes.fromhex(row.server_id), row.epoch, row.seq, row.chain)


def begun_shard(session: Session) -> str:
    """The county whose copy was begun here, if any."""
    return session.scalar(select(CursorRow.shard).limit(1)) or ""


def mutations_from(
    session: Session, cmid: int, most: int, most_bytes: int
) -> list[Mutation]:
    """From this number on, whatever was answered before: the centre asked for them."""
    sizes = session.execute(
        select(MutationRow.cmid, func.length(MutationRow.payload))
        .where(MutationRow.cmid >= cmid)
        .order_by(MutationRow.cmid)
        .limit(most)
    ).all()
    last, total = cmid - 1, 0
    for number, size in sizes:
        total += size
        if total > most_bytes and number != cmid:
            break
        last = number
    rows = session.scalars(
        select(MutationRow)
        .where(MutationRow.cmid.between(cmid, last))
        .order_by(MutationRow.cmid)
    )
    return [
        Mutation(
            cmid=row.cmid,
            action=row.action,
            person=row.person,
            at=row.at,
            payload=row.payload,
            digest=row.digest,
            chain=row.chain,
            state=MutationState(row.state),
            result=row.result,
        )
        for row in rows
    ]


def keep_answers(session: Session, answers: Sequence[Answered]) -> None:
    """Settle what was pushed; where the centre kept its own value, so does the row here
    (the device's value stays in the mutation and in the centre's list of conflicts)."""
    for one in answers:
        journal.settle(session, one.cmid, one.state, one.result, one.seq)
    _keep_rows(session, [held for one in answers for held in one.holds])


def keep_page(
    session: Session, changes: Sequence[Incoming], to: Cursor, at: datetime
) -> None:
    """Rows and cursor together: never a cursor before its rows are durable."""
    _keep_rows(session, changes)
    session.merge(
        CursorRow(
            shard=to.shard,
            server_id=to.server_id.hex(),
            epoch=to.epoch,
            seq=to.seq,
            chain=to.chain,
            at=at,
        )
    )


def photos_to_send(session: Session) -> list[PhotoFile]:
    rows = session.execute(
        select(PhotoRow.sha256, func.max(PhotoRow.size))
        .where(PhotoRow.sha256.not_in(select(UploadRow.sha256)))
        .group_by(PhotoRow.sha256)
        .order_by(PhotoRow.sha256)
    )
    return [PhotoFile(*row) for row in rows]


def keep_upload(session: Session, photo: PhotoFile, at: datetime) -> None:
    session.merge(UploadRow(sha256=photo.sha256, size=photo.size, done=at))


def keep_receipt(session: Session, receipt: Receipt) -> None:
    session.add(
        ReceiptRow(
            id=receipt.id,
            at=receipt.at,
            server_id=receipt.server_id,
            url=receipt.url,
            records=receipt.records,
            sent=receipt.sent,
            applied=receipt.applied,
            conflicts=receipt.conflicts,
            rejected=receipt.rejected,
            pulled=receipt.pulled,
            photos_sent=receipt.photos_sent,
            seq=receipt.seq,
        )
    )


def receipts(session: Session, most: int = 50) -> list[Receipt]:
    """The latest exchanges that were finished, newest first."""
    rows = session.scalars(select(ReceiptRow).order_by(ReceiptRow.at.desc()).limit(most))
    return [
        Receipt(
            id=row.id,
            at=row.at,
            server_id=row.server_id,
            url=row.url,
            records=row.records,
            sent=row.sent,
            applied=row.applied,
            conflicts=row.conflicts,
            rejected=row.rejected,
            pulled=row.pulled,
            photos_sent=row.photos_sent,
            seq=row.seq,
        )
        for row in rows
    ]


def _keep_rows(session: Session, changes: Iterable[Incoming]) -> None:
    added: dict[RowKey, dict[str, Value]] = {}
    changed: dict[RowKey, dict[str, Value]] = {}
    for change in changes:
        key = (change.table, change.row_id)
        if key not in added and change.kind is ChangeKind.INSERT:
            added[key] = dict(change.fields)
        elif key in added:
            added[key].update(change.fields)
        else:
            changed.setdefault(key, {}).update(change.fields)
    if not added and not changed:
        return
    # A page may hold a row before the one it names; only its end must be whole.
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    _insert(session, added)
    _update(session, changed)
    _update(session, _pending(session, {*added, *changed}))


def _insert(session: Session, rows: Mapping[RowKey, Fields]) -> None:
    connection = session.connection()
    by_table: dict[str, list[tuple[Value, ...]]] = {}
    for (name, row_id), fields in rows.items():
        values = (row_id, *(fields.get(c) for c in specs()[name].columns))
        by_table.setdefault(name, []).append(values)
    for name in (n for n in specs() if n in by_table):
        connection.exec_driver_sql(_upsert(name), by_table[name])


def _update(session: Session, rows: Mapping[RowKey, Fields]) -> None:
    connection = session.connection()
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Value, ...]]] = {}
    for (name, row_id), fields in rows.items():
        columns = tuple(c for c in specs()[name].columns if c in fields)
        if columns:
            values = (*(fields[c] for c in columns), row_id)
            alike.setdefault((name, columns), []).append(values)
    for (name, columns), parameters in alike.items():
        setting = ", ".join(f'"{c}" = ?' for c in columns)
        connection.exec_driver_sql(
            f'UPDATE OR IGNORE "{name}" SET {setting} WHERE id = ?', parameters
        )


@cache
def _upsert(name: str) -> str:
    """Never INSERT OR REPLACE, which deletes the row and what hangs on it first. A fact
    that is there already stays; so does a row that holds the same unique key under another
    id, whose insertion the centre refuses and reports."""
    spec: TableSpec = specs()[name]
    columns = ", ".join(f'"{c}"' for c in spec.columns)
    marks = ", ".join("?" * (len(spec.columns) + 1))
    setting = ", ".join(f'"{c}" = excluded."{c}"' for c in spec.columns)
    ours = "" if spec.fact else f"ON CONFLICT (id) DO UPDATE SET {setting} "
    return (
        f'INSERT INTO "{name}" (id, {columns}) VALUES ({marks}) '
        f"{ours}ON CONFLICT DO NOTHING"
    )


def _pending(session: Session, touched: set[RowKey]) -> dict[RowKey, dict[str, Value]]:
    """What this device changed in these rows and the centre has not answered."""
    found: dict[RowKey, dict[str, Value]] = {}
    for payload in _queued_payloads(session):
        for change in canonical.changes_of(payload):
            key = (change.table, change.row_id)
            if change.kind is ChangeKind.UPDATE and key in touched:
                found.setdefault(key, {}).update(change.new)
    return found


def _queued_payloads(session: Session) -> Iterator[bytes]:
    return iter(
        session.scalars(
            select(MutationRow.payload)
            .where(MutationRow.state == MutationState.QUEUED.value)
            .order_by(MutationRow.cmid)
        )
    )
