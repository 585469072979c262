"""The rows of the projections: locked, looked up, added and changed, in raw values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from inspector.db.central import Collision, add_new
from inspector.db.central_layout import bucket_of, specs
from inspector.db.central_tables import projections
from inspector.domain.mutations import Fields, Value

_MOST_AT_ONCE = 1_000

RowKey = tuple[str, bytes]


def lock_rows(
    connection: Connection, shard: str, wanted: Mapping[str, Iterable[bytes]]
) -> dict[RowKey, Fields]:
    """Lock the rows that exist, always in the order of table and id, and return them."""
    found: dict[RowKey, Fields] = {}
    for name in sorted(wanted):
        table = projections[name]
        columns = [table.c[c] for c in specs()[name].columns]
        for ids in _portions(sorted(wanted[name])):
            rows = connection.execute(
                select(table.c.id, *columns)
                .where(table.c.shard == shard, table.c.id.in_(ids))
                .order_by(table.c.id)
                .with_for_update()
            )
            for row in rows.mappings():
                fields = dict(row)
                found[name, fields.pop("id")] = fields
    return found


def existing(
    connection: Connection, shard: str, wanted: Mapping[str, Iterable[bytes]]
) -> set[RowKey]:
    """Which of these rows the centre knows."""
    found: set[RowKey] = set()
    for name in sorted(wanted):
        table = projections[name]
        for ids in _portions(sorted(wanted[name])):
            rows = connection.scalars(
                select(table.c.id).where(table.c.shard == shard, table.c.id.in_(ids))
            )
            found.update((name, row_id) for row_id in rows)
    return found


def holders(
    connection: Connection, shard: str, name: str, columns: Sequence[str], first: set[Value]
) -> dict[tuple[Value, ...], bytes]:
    """Who holds which unique key, for keys whose first part is among these."""
    table = projections[name]
    keys = [table.c[c] for c in columns]
    found: dict[tuple[Value, ...], bytes] = {}
    for values in _portions(list(first)):
        rows = connection.execute(
            select(table.c.id, *keys).where(table.c.shard == shard, keys[0].in_(values))
        )
        found.update({tuple(row[1:]): row[0] for row in rows})
    return found


def insert_rows(
    connection: Connection, shard: str, name: str, rows: Mapping[bytes, tuple[Fields, int]]
) -> None:
    """Add new rows with the number of their change; `Collision` if somebody was faster."""
    added = add_new(
        connection,
        projections[name],
        [
            {
                "shard": shard,
                "id": row_id,
                **fields,
                "bucket": bucket_of(name, row_id, fields),
                "ver": ver,
                "deleted_seq": None,
            }
            for row_id, (fields, ver) in sorted(rows.items())
        ],
    )
    if added != len(rows):
        raise Collision


def update_rows(
    connection: Connection, shard: str, name: str, rows: Mapping[bytes, tuple[Fields, int]]
) -> None:
    """Set the named fields of locked rows; rows that set the same fields go together."""
    table = projections[name]
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, (fields, ver) in sorted(rows.items()):
        values = {f"new_{n}": v for n, v in fields.items()}
        alike.setdefault(tuple(sorted(fields)), []).append(
            {"key": row_id, "new_ver": ver, **values}
        )
    for columns, parameters in alike.items():
        changed: dict[str, BindParameter[Any]] = {
            c: bindparam(f"new_{c}") for c in (*columns, "ver")
        }
        if "unit_id" in columns:
            changed["bucket"] = bindparam("new_bucket")
            for one in parameters:
                fields = {"unit_id": one["new_unit_id"]}
                one["new_bucket"] = bucket_of(name, one["key"], fields)
        connection.execute(
            update(table)
            .where(table.c.shard == shard, table.c.id == bindparam("key"))
            .values(changed),
            parameters,
        )


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while portion := list(islice(rest, _MOST_AT_ONCE)):
        yield portion
