"""What becomes of one change at the centre: pure, and never silent.

Facts are added and never changed. Ledger rows merge by field group: taken when the centre
still holds what the person saw, nothing to do when it already holds what he left, and
otherwise a conflict that keeps all three sides for a person to settle. No clock decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from inspector.db.central_layout import ColumnSpec, Kind, TableSpec, whole_row
from inspector.domain.mutations import Change, ChangeKind, Fields, Value

MOST_TEXT = 1_000_000
MOST_BYTES = 4_000_000
_ID = 16
_INT64 = 2**63


class Reason(Enum):
    """Why the centre cannot take a change."""

    UNREADABLE = "unreadable"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_FIELD = "unknown_field"
    BAD_VALUE = "bad_value"
    MISSING_VALUE = "missing_value"
    MISSING_ROW = "missing_row"
    FACT_CHANGED = "fact_changed"
    FORK = "fork"
    ORPHAN = "orphan"
    TAKEN = "taken"

    @property
    def label(self) -> str:
        return _REASONS[self]


_REASONS: Mapping[Reason, str] = {
    Reason.UNREADABLE: "记录内容无法解读。",
    Reason.UNKNOWN_TABLE: "中心没有这类记录，本机程序可能比中心新。",
    Reason.UNKNOWN_FIELD: "记录中有中心不认识的栏目，本机程序可能比中心新。",
    Reason.BAD_VALUE: "栏目内容的类型或长度不对。",
    Reason.MISSING_VALUE: "记录缺少必填栏目。",
    Reason.MISSING_ROW: "所修改的记录在中心不存在。",
    Reason.FACT_CHANGED: "现场事实只能补充，不能修改。",
    Reason.FORK: "同一编号的事实在中心已有不同内容。",
    Reason.ORPHAN: "所引用的记录在中心不存在。",
    Reason.TAKEN: "同一对象在中心已有一条记录（可能由他人先登记）。",
}


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row, every column named."""

    fields: Fields


@dataclass(frozen=True, slots=True)
class Update:
    fields: Fields


@dataclass(frozen=True, slots=True)
class Nothing:
    """The centre holds it already."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One field group with its three sides; no base where the row was inserted."""

    group: str
    base: Fields | None
    theirs: Fields
    mine: Fields


@dataclass(frozen=True, slots=True)
class Conflict:
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    reason: Reason
    detail: str

    @property
    def what(self) -> str:
        return f"{self.reason.label}（{self.detail}）"


Decision = Insert | Update | Nothing | Conflict | Rejected


class Refusal(Exception):
    """Carries a `Rejected` out of the checks; never leaves this module."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.rejected = Rejected(reason, detail)


@dataclass(frozen=True, slots=True)
class Around:
    """What else the centre knows: may this row be named, is that key already used?"""

    known: Callable[[str, bytes], bool]
    taken: Callable[[TableSpec, bytes, Fields], bool]


def decide(
    change: Change, spec: TableSpec | None, current: Fields | None, around: Around
) -> Decision:
    """Decide one change against the row as the centre holds it (nothing: no such row)."""
    if spec is None:
        return Rejected(Reason.UNKNOWN_TABLE, change.table)
    if len(change.row_id) != _ID:
        return Rejected(Reason.BAD_VALUE, f"{change.table}.id")
    try:
        if change.kind is ChangeKind.INSERT:
            return _insert(change, spec, current, around)
        return _update(change, spec, current, around)
    except Refusal as refusal:
        return refusal.rejected


def _insert(
    change: Change, spec: TableSpec, current: Fields | None, around: Around
) -> Decision:
    _check_values(spec, change.new)
    row = whole_row(spec, change.new)
    for name, column in spec.columns.items():
        if not column.nullable and row[name] is None:
            raise Refusal(Reason.MISSING_VALUE, f"{spec.name}.{name}")
    if current is not None:
        return _again(spec, row, current)
    _check_place(change, spec, row, around)
    return Insert(row)


def _again(spec: TableSpec, row: Fields, current: Fields) -> Decision:
    """The same id came once more."""
    differing = [
        group
        for group, columns in spec.groups.items()
        if any(row[c] != current[c] for c in columns)
    ]
    if not differing:
        return Nothing()
    if spec.fact:
        return Rejected(Reason.FORK, spec.name)
    return Conflict(
        tuple(
            Clash(
                group,
                None,
                {c: current[c] for c in spec.groups[group]},
                {c: row[c] for c in spec.groups[group]},
            )
            for group in differing
        )
    )


def _update(
    change: Change, spec: TableSpec, current: Fields | None, around: Around
) -> Decision:
    if spec.fact:
        raise Refusal(Reason.FACT_CHANGED, spec.name)
    columns = spec.groups.get(change.group)
    if columns is None or not change.new or not set(change.new) <= set(columns):
        raise Refusal(Reason.UNKNOWN_FIELD, f"{spec.name}.{change.group}")
    if change.base is None or set(change.base) != set(change.new):
        raise Refusal(Reason.BAD_VALUE, f"{spec.name}.{change.group}")
    _check_values(spec, change.new)
    _check_values(spec, change.base)
    if current is None:
        raise Refusal(Reason.MISSING_ROW, spec.name)
    theirs = {name: current[name] for name in change.new}
    if theirs == change.new:
        return Nothing()
    if theirs != change.base:
        return Conflict((Clash(change.group, change.base, theirs, change.new),))
    _check_place(change, spec, change.new, around, current)
    return Update(change.new)


def _check_values(spec: TableSpec, fields: Fields) -> None:
    for name, value in fields.items():
        column = spec.columns.get(name)
        if name == "id":
            continue
        if column is None:
            raise Refusal(Reason.UNKNOWN_FIELD, f"{spec.name}.{name}")
        if not fits(column, value):
            raise Refusal(Reason.BAD_VALUE, f"{spec.name}.{name}")


def fits(column: ColumnSpec, value: Value) -> bool:
    """Whether the column takes the value and the program can read it back."""
    if value is None:
        return column.nullable
    return _is_of_kind(column, value) and _is_readable(column, value)


def _is_readable(column: ColumnSpec, value: Value) -> bool:
    try:
        if column.reads is not None:
            column.reads(value)
    except ValueError:
        return False
    return True


def _is_of_kind(column: ColumnSpec, value: Value) -> bool:
    """PostgreSQL takes neither NUL in text nor more than 64 bits in a whole number."""
    if column.kind is Kind.INTEGER:
        return isinstance(value, int) and -_INT64 <= value < _INT64
    if column.kind is Kind.TEXT:
        return isinstance(value, str) and len(value) <= MOST_TEXT and "\0" not in value
    if column.kind is Kind.ID:
        return isinstance(value, bytes) and len(value) == _ID
    return isinstance(value, bytes) and len(value) <= MOST_BYTES


def _check_place(
    change: Change,
    spec: TableSpec,
    fields: Fields,
    around: Around,
    current: Fields | None = None,
) -> None:
    """A row names only rows that exist, so that every device can take it in turn."""
    for name, table in spec.references.items():
        value = fields.get(name)
        if isinstance(value, bytes) and not around.known(table, value):
            raise Refusal(Reason.ORPHAN, f"{spec.name}.{name}")
    if spec.uniques and around.taken(spec, change.row_id, {**(current or {}), **fields}):
        raise Refusal(Reason.TAKEN, spec.name)
