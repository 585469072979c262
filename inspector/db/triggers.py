"""The journal's eyes: triggers generated from the tables' metadata.

They see every change, also bulk ones that no ORM event would, and they refuse a change
that no action stands behind and any change of a fact. Installed anew at each opening, so
they can never lag behind the tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, LargeBinary, Table

from inspector.db.meter_tables import MeterRow
from inspector.db.types import IdType

_PEN = "(SELECT mode FROM pen)"


def synced_tables() -> list[Table]:
    """The tables that a device shares with the centre, parents before children."""
    return [t for t in MeterRow.metadata.sorted_tables if t.info.get("class")]


def groups_of(table: Table) -> dict[str, list[str]]:
    """Field group -> its columns; the id belongs to none."""
    groups: dict[str, list[str]] = {}
    for column in table.columns:
        if not column.primary_key:
            groups.setdefault(column.info.get("group", "*"), []).append(column.name)
    return groups


def binary_columns(table: Table) -> frozenset[str]:
    """Columns whose value is bytes, which JSON can only carry as hex."""
    return frozenset(c.name for c in table.columns if _is_binary(c))


def install(connection: Connection) -> None:
    old = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_%'"
    ).scalars()
    for name in list(old):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for table in synced_tables():
        for statement in _triggers(table):
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT OR IGNORE INTO pen (id, mode) VALUES (1, NULL)")


def _triggers(table: Table) -> Iterator[str]:
    yield _refuse(table, "INSERT", f"{_PEN} IS NULL", "no action holds the pen")
    yield _refuse(table, "DELETE", "1", "the ledger deletes nothing")
    yield _inserted(table)
    if table.info["class"] == "fact":
        yield _refuse(table, "UPDATE", "1", "a fact is never changed")
        return
    yield _refuse(table, "UPDATE", f"{_PEN} IS NULL", "no action holds the pen")
    for group, columns in groups_of(table).items():
        yield _updated(table, group, columns)


def _refuse(table: Table, event: str, when: str, why: str) -> str:
    return (
        f"CREATE TRIGGER ledger_{table.name}_{event.lower()}_refused "
        f"BEFORE {event} ON {table.name} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table.name}: {why}'); END"
    )


def _inserted(table: Table) -> str:
    names = [c.name for c in table.columns]
    return (
        f"CREATE TRIGGER ledger_{table.name}_inserted AFTER INSERT ON {table.name} "
        f"WHEN {_PEN} = 'action' BEGIN "
        "INSERT INTO journal (cmid, tbl, row_id, kind, grp, base, new) VALUES "
        f"(0, '{table.name}', NEW.id, 'insert', '*', NULL, "
        f"{_object(table, names, 'NEW')}); END"
    )


def _updated(table: Table, group: str, columns: list[str]) -> str:
    differs = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    return (
        f"CREATE TRIGGER ledger_{table.name}_{group}_updated AFTER UPDATE ON {table.name} "
        f"WHEN {_PEN} = 'action' AND ({differs}) BEGIN "
        "INSERT INTO journal (cmid, tbl, row_id, kind, grp, base, new) VALUES "
        f"(0, '{table.name}', NEW.id, 'update', '{group}', "
        f"{_object(table, columns, 'OLD')}, {_object(table, columns, 'NEW')}); END"
    )


def _object(table: Table, columns: list[str], side: str) -> str:
    binary = binary_columns(table)
    parts = []
    for name in columns:
        value = f'{side}."{name}"'
        if name in binary:
            value = f"CASE WHEN {value} IS NULL THEN NULL ELSE hex({value}) END"
        parts.append(f"'{name}', {value}")
    return f"json_object({', '.join(parts)})"


def _is_binary(column: Column[object]) -> bool:
    return isinstance(column.type, IdType | LargeBinary)
