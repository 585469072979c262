"""Devices that may speak to the centre, the files they sent, and figures for a look in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from inspector.db.central import add_new
from inspector.db.central_log import NO_CHAIN
from inspector.db.central_tables import (
    blob,
    change_log,
    conflict,
    device,
    mutation,
    projections,
)


@dataclass(frozen=True, slots=True)
class Device:
    id: bytes
    shard: str
    incarnation: bytes
    name: str
    token_hash: bytes
    last_cmid: int
    chain: bytes
    enrolled: int
    revoked: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the centre holds."""

    devices: int
    mutations: int
    changes: int
    conflicts: int
    blobs: int


_COLUMNS = (
    device.c.id,
    device.c.shard,
    device.c.incarnation,
    device.c.name,
    device.c.token_hash,
    device.c.last_cmid,
    device.c.chain,
    device.c.enrolled,
    device.c.revoked,
)


def find(connection: Connection, device_id: bytes) -> Device | None:
    row = connection.execute(select(*_COLUMNS).where(device.c.id == device_id)).first()
    return _device(row)


def lock(connection: Connection, device_id: bytes) -> Device | None:
    """One push of a device at a time."""
    row = connection.execute(
        select(*_COLUMNS).where(device.c.id == device_id).with_for_update()
    ).first()
    return _device(row)


def add(connection: Connection, new: Device) -> None:
    connection.execute(
        insert(device).values(
            id=new.id,
            shard=new.shard,
            incarnation=new.incarnation,
            name=new.name,
            token_hash=new.token_hash,
            last_cmid=0,
            chain=NO_CHAIN,
            enrolled=new.enrolled,
            revoked=None,
            forked=None,
        )
    )


def renew_token(connection: Connection, device_id: bytes, token_hash: bytes) -> None:
    _set(connection, device_id, token_hash=token_hash)


def advance(connection: Connection, device_id: bytes, last: int, chain: bytes) -> None:
    _set(connection, device_id, last_cmid=last, chain=chain)


def alarm(connection: Connection, device_id: bytes, at: int) -> None:
    """Two histories under one name: an administrator must look."""
    _set(connection, device_id, forked=at)


def revoke(connection: Connection, device_id: bytes, at: int) -> None:
    _set(connection, device_id, revoked=at)


def forked(connection: Connection) -> list[bytes]:
    return list(connection.scalars(select(device.c.id).where(device.c.forked.is_not(None))))


def blob_size(connection: Connection, sha256: str) -> int | None:
    return connection.scalar(select(blob.c.size).where(blob.c.sha256 == sha256))


def keep_blob(connection: Connection, sha256: str, size: int, at: int) -> None:
    add_new(connection, blob, [{"sha256": sha256, "size": size, "done": at}])


def counts(connection: Connection) -> Counts:
    tables = (device, mutation, change_log, conflict, blob)
    found = [
        connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    ]
    return Counts(*found)


def rows_of(connection: Connection, shard: str) -> dict[str, int]:
    """Synced rows of one county, table by table."""
    return {
        name: connection.scalar(
            select(func.count()).select_from(table).where(table.c.shard == shard)
        )
        or 0
        for name, table in projections.items()
    }


def _set(connection: Connection, device_id: bytes, **values: object) -> None:
    connection.execute(update(device).where(device.c.id == device_id).values(**values))


def _device(row: Sequence[Any] | None) -> Device | None:
    return None if row is None else Device(*row)
