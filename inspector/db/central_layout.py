"""What the synced tables look like to somebody who only sees raw values.

The centre's projections, the merge and a device's pull all read this one description,
which is derived from the device tables, so that none can know a column the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from inspector.db.readable import Read, reader_of
from inspector.db.triggers import groups_of, synced_tables
from inspector.db.types import IdType
from inspector.domain.mutations import Fields, Value


class Kind(Enum):
    """What a raw value may be."""

    ID = "id"
    INTEGER = "integer"
    TEXT = "text"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    kind: Kind
    nullable: bool
    reads: Read | None = None
    """Raises ValueError for a value of this kind that the program could not read back."""
    before: Value = None
    """What a row holds that was written before there was such a column."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One synced table; `columns` and `groups` leave out the id."""

    name: str
    fact: bool
    columns: Mapping[str, ColumnSpec]
    groups: Mapping[str, tuple[str, ...]]
    references: Mapping[str, str]
    """Column -> the table whose row it names."""
    uniques: tuple[tuple[str, ...], ...]


@cache
def specs() -> Mapping[str, TableSpec]:
    """Every synced table, parents before children."""
    return {table.name: _spec(table) for table in synced_tables()}


def bucket_of(table: str, row_id: bytes, fields: Fields) -> str:
    """The part of a county that a row belongs to: its managing unit where the row itself
    names one, else the whole county (empty)."""
    unit = row_id if table == "unit" else fields.get("unit_id")
    return unit.hex() if isinstance(unit, bytes) else ""


def whole_row(spec: TableSpec, fields: Fields) -> dict[str, Value]:
    """Every column of a new row, also those that its writer did not know yet."""
    return {n: fields.get(n, column.before) for n, column in spec.columns.items()}


def _spec(table: Table) -> TableSpec:
    uniques = [
        tuple(c.name for c in constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return TableSpec(
        name=table.name,
        fact=table.info["class"] == "fact",
        columns={
            c.name: ColumnSpec(
                kind=kind_of(c),
                nullable=bool(c.nullable),
                reads=reader_of(c),
                before=c.info.get("before"),
            )
            for c in table.columns
            if not c.primary_key
        },
        groups={name: tuple(columns) for name, columns in groups_of(table).items()},
        references={
            c.name: key.column.table.name for c in table.columns for key in c.foreign_keys
        },
        uniques=tuple(sorted(uniques)),
    )


def kind_of(column: Column[object]) -> Kind:
    if isinstance(column.type, IdType):
        return Kind.ID
    stored = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    for known, kind in (
        (Integer, Kind.INTEGER),
        (Boolean, Kind.INTEGER),
        (String, Kind.TEXT),
        (LargeBinary, Kind.BYTES),
    ):
        if isinstance(stored, known):
            return kind
    raise TypeError(f"{column} holds {column.type!r}, which no change can carry")
