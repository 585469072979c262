"""The county's log: numbered by its counter row, chained, read page by page.

A number taken before commit and read by a cursor loses rows that commit late. Here the
counter row stays locked until the commit, so that numbers become visible in order and
without gaps; it is the last lock that a writer takes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from inspector.db.canonical import checked
from inspector.db.central import add_new
from inspector.db.central_layout import bucket_of
from inspector.db.central_tables import change_log, conflict, mutation, shard_counter
from inspector.domain.mutations import ChangeKind, Fields

NO_CHAIN = bytes(32)
_ENCODER = msgspec.msgpack.Encoder(order="sorted")
_DECODER = msgspec.msgpack.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a county's log."""

    seq: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as it goes into the log."""

    table: str
    row_id: bytes
    kind: ChangeKind
    fields: Fields
    cmid: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a push came from and when the centre received it."""

    shard: str
    device: bytes
    at: int


@dataclass(frozen=True, slots=True)
class LoggedChange:
    seq: int
    bucket: str
    table: str
    row_id: bytes
    kind: str
    body: bytes
    device: bytes
    cmid: int
    at: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A mutation as the centre keeps it."""

    cmid: int
    payload_hash: bytes
    chain: bytes
    result: bytes
    seq: int
    state: str = ""
    action: str = ""
    person: str = ""
    at: int = 0
    payload: bytes | None = None


def begin_shard(connection: Connection, shard: str) -> None:
    add_new(connection, shard_counter, [{"shard": shard, "n": 0, "h": NO_CHAIN}])


def shards(connection: Connection) -> list[str]:
    return list(connection.scalars(select(shard_counter.c.shard).limit(100)))


def total(connection: Connection) -> int:
    """Changes in all logs, from the counters alone: cheap however long the logs are."""
    return int(connection.scalar(select(func.sum(shard_counter.c.n))) or 0)


def lock_head(connection: Connection, shard: str) -> Head:
    """Take the counter; nobody else writes to this county's log until the commit."""
    row = connection.execute(
        select(shard_counter.c.n, shard_counter.c.h)
        .where(shard_counter.c.shard == shard)
        .with_for_update()
    ).one()
    return Head(row.n, row.h)


def head(connection: Connection, shard: str) -> Head:
    row = connection.execute(
        select(shard_counter.c.n, shard_counter.c.h).where(shard_counter.c.shard == shard)
    ).one()
    return Head(row.n, row.h)


def link(chain: bytes, change: LoggedChange) -> bytes:
    """h_n = SHA-256(h_(n-1), n, canonical change)."""
    canonical = _ENCODER.encode(
        (
            change.bucket,
            change.table,
            change.row_id,
            change.kind,
            change.body,
            change.device,
            change.cmid,
            change.at,
        )
    )
    return hashlib.sha256(chain + change.seq.to_bytes(8, "big") + canonical).digest()


def append(
    connection: Connection, origin: Origin, before: Head, entries: Sequence[Entry]
) -> Head:
    """Number and chain the entries behind the locked head; returns the new one."""
    chain = before.chain
    rows: list[dict[str, Any]] = []
    for seq, entry in enumerate(entries, before.seq + 1):
        change = LoggedChange(
            seq=seq,
            bucket=bucket_of(entry.table, entry.row_id, entry.fields),
            table=entry.table,
            row_id=entry.row_id,
            kind=entry.kind.value,
            body=_ENCODER.encode(entry.fields),
            device=origin.device,
            cmid=entry.cmid,
            at=origin.at,
        )
        chain = link(chain, change)
        rows.append(_row(origin.shard, change, chain))
    if not rows:
        return before
    connection.execute(insert(change_log), rows)
    connection.execute(
        update(shard_counter)
        .where(shard_counter.c.shard == origin.shard)
        .values(n=before.seq + len(rows), h=chain)
    )
    return Head(before.seq + len(rows), chain)


def chain_at(connection: Connection, shard: str, seq: int) -> bytes | None:
    """The hash that the log had there; nothing if it never came so far."""
    if seq == 0:
        return NO_CHAIN
    return connection.scalar(
        select(change_log.c.h).where(change_log.c.shard == shard, change_log.c.seq == seq)
    )


def page(
    connection: Connection, shard: str, after: int, most: int, most_bytes: int
) -> tuple[list[LoggedChange], Head | None]:
    """The next changes, as many as fit (at least one), and the head that they reach."""
    log = change_log.c
    sizes = connection.execute(
        select(log.seq, func.length(log.body))
        .where(log.shard == shard, log.seq > after)
        .order_by(log.seq)
        .limit(most)
    ).all()
    if not sizes:
        return [], None
    last, total = sizes[0][0], 0
    for seq, size in sizes:
        total += size
        if total > most_bytes and seq != sizes[0][0]:
            break
        last = seq
    rows = connection.execute(
        select(change_log)
        .where(log.shard == shard, log.seq > after, log.seq <= last)
        .order_by(log.seq)
    ).all()
    return [_logged(row) for row in rows], Head(last, rows[-1].h)


def kept(connection: Connection, origin: Origin, first: int, last: int) -> dict[int, Kept]:
    """Which of these mutations the centre has already answered, and how."""
    columns = mutation.c
    rows = connection.execute(
        select(
            columns.cmid,
            columns.payload_hash,
            columns.chain,
            columns.result,
            columns.seq,
        ).where(
            columns.shard == origin.shard,
            columns.device == origin.device,
            columns.cmid.between(first, last),
        )
    )
    return {row.cmid: Kept(*row) for row in rows}


def keep(connection: Connection, origin: Origin, answered: Sequence[Kept]) -> None:
    if not answered:
        return
    connection.execute(
        insert(mutation),
        [
            {
                "shard": origin.shard,
                "device": origin.device,
                "cmid": one.cmid,
                "payload_hash": one.payload_hash,
                "chain": one.chain,
                "action": one.action,
                "person": one.person,
                "at": one.at,
                "received": origin.at,
                "state": one.state,
                "result": one.result,
                "seq": one.seq,
                "payload": one.payload,
            }
            for one in answered
        ],
    )


def keep_conflicts(
    connection: Connection, origin: Origin, rows: Sequence[dict[str, Any]]
) -> None:
    """Both sides and the base of every field group that a person must settle."""
    if rows:
        common = {
            "shard": origin.shard,
            "device": origin.device,
            "resolved": None,
            "resolution": None,
        }
        connection.execute(insert(conflict), [{**common, **row} for row in rows])


def encoded(fields: Fields) -> bytes:
    return _ENCODER.encode(fields)


def fields_of(body: bytes) -> Fields:
    """What `encoded` made; `ValueError` when the bytes are no fields."""
    return checked(_DECODER.decode(body))


def _row(shard: str, change: LoggedChange, chain: bytes) -> dict[str, Any]:
    return {
        "shard": shard,
        "seq": change.seq,
        "bucket": change.bucket,
        "tbl": change.table,
        "row_id": change.row_id,
        "kind": change.kind,
        "body": change.body,
        "device": change.device,
        "cmid": change.cmid,
        "at": change.at,
        "h": chain,
    }


def _logged(row: Row[Any]) -> LoggedChange:
    return LoggedChange(
        row.seq,
        row.bucket,
        row.tbl,
        row.row_id,
        row.kind,
        row.body,
        row.device,
        row.cmid,
        row.at,
    )
