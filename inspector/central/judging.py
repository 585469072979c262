"""A push judged in memory: each mutation against the rows as the one before left them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inspector.db.central_layout import TableSpec, specs
from inspector.db.central_rows import RowKey
from inspector.domain.mutations import Change, ChangeKind, Fields, MutationState, Value
from inspector.sync.merge import (
    Around,
    Clash,
    Conflict,
    Decision,
    Insert,
    Reason,
    Rejected,
    Update,
    decide,
    fits,
)

_ID = 16

UniqueKey = tuple[str, tuple[str, ...]]
"""A table and the columns that nobody else may hold together."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One change that the centre takes."""

    key: RowKey
    kind: ChangeKind
    fields: Fields


@dataclass(frozen=True, slots=True)
class Unsettled:
    key: RowKey
    clash: Clash


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one mutation; `holds` is what the centre kept of its own."""

    state: MutationState
    code: str = ""
    what: str = ""
    taken: tuple[Taken, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
    holds: tuple[tuple[RowKey, Fields], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be looked up before a push can be judged."""

    rows: Mapping[str, set[bytes]]
    references: Mapping[str, set[bytes]]
    uniques: Mapping[UniqueKey, set[Value]]


def wanted(changes: Iterable[Change]) -> Wanted:
    rows: dict[str, set[bytes]] = {}
    references: dict[str, set[bytes]] = {}
    uniques: dict[UniqueKey, set[Value]] = {}
    for change in changes:
        spec = specs().get(change.table)
        if spec is None or len(change.row_id) != _ID:
            continue
        rows.setdefault(change.table, set()).add(change.row_id)
        for name, table in spec.references.items():
            value = change.new.get(name)
            if isinstance(value, bytes) and len(value) == _ID:
                references.setdefault(table, set()).add(value)
        _want_keys(uniques, spec, change.new)
    return Wanted(rows, references, uniques)


def want_keys_of(
    found: Mapping[RowKey, Fields], want: Wanted
) -> Mapping[UniqueKey, set[Value]]:
    """The unique keys to look up once the rows are known: a change may name only a part
    of a key, the row holds the rest."""
    uniques = {key: set(values) for key, values in want.uniques.items()}
    for (table, _), fields in found.items():
        _want_keys(uniques, specs()[table], fields)
    return uniques


def _want_keys(
    uniques: dict[UniqueKey, set[Value]], spec: TableSpec, fields: Fields
) -> None:
    for columns in spec.uniques:
        value = fields.get(columns[0])
        if value is not None and fits(spec.columns[columns[0]], value):
            uniques.setdefault((spec.name, columns), set()).add(value)


@dataclass
class Bench:
    """The rows under judgement; `written` is what must be stored in the end."""

    rows: dict[RowKey, Fields]
    known: set[RowKey]
    holders: dict[UniqueKey, dict[tuple[Value, ...], bytes]]
    inserted: set[RowKey] = field(default_factory=set)

    def judge(self, changes: Iterable[Change] | None) -> Judged:
        """One mutation: rejected whole if any part of it is, else taken group by group."""
        if changes is None:
            return _rejected(Rejected(Reason.UNREADABLE, "payload"), ())
        undo: dict[RowKey, Fields | None] = {}
        taken: list[Taken] = []
        unsettled: list[Unsettled] = []
        listed = list(changes)
        for change in listed:
            key = (change.table, change.row_id)
            decision = self._decide(change, key)
            if isinstance(decision, Rejected):
                self._undo(undo)
                return _rejected(decision, self._holds(listed))
            if isinstance(decision, Insert | Update):
                undo.setdefault(key, self.rows.get(key))
                self._take(key, decision)
                taken.append(Taken(key, change.kind, decision.fields))
            elif isinstance(decision, Conflict):
                unsettled += [Unsettled(key, clash) for clash in decision.clashes]
        return Judged(
            state=MutationState.CONFLICT if unsettled else MutationState.APPLIED,
            taken=tuple(taken),
            unsettled=tuple(unsettled),
            holds=tuple((one.key, one.clash.theirs) for one in unsettled),
        )

    def _decide(self, change: Change, key: RowKey) -> Decision:
        around = Around(self._knows, self._is_taken)
        return decide(change, specs().get(change.table), self.rows.get(key), around)

    def _knows(self, table: str, row_id: bytes) -> bool:
        return (table, row_id) in self.known or (table, row_id) in self.rows

    def _is_taken(self, spec: TableSpec, row_id: bytes, fields: Fields) -> bool:
        return any(
            self.holders.get((spec.name, columns), {}).get(
                tuple(fields[c] for c in columns), row_id
            )
            != row_id
            for columns in spec.uniques
        )

    def _take(self, key: RowKey, decision: Insert | Update) -> None:
        if isinstance(decision, Insert):
            self.inserted.add(key)
        self._put(key, {**self.rows.get(key, {}), **decision.fields})

    def _undo(self, undo: Mapping[RowKey, Fields | None]) -> None:
        for key, fields in undo.items():
            self._release(key)
            if fields is None:
                del self.rows[key]
                self.inserted.discard(key)
            else:
                self._put(key, fields)

    def _put(self, key: RowKey, fields: Fields) -> None:
        self._release(key)
        self.rows[key] = fields
        for columns in specs()[key[0]].uniques:
            held = self.holders.setdefault((key[0], columns), {})
            held[tuple(fields[c] for c in columns)] = key[1]

    def _release(self, key: RowKey) -> None:
        before = self.rows.get(key)
        for columns in specs()[key[0]].uniques if before is not None else ():
            held = self.holders.get((key[0], columns), {})
            values = tuple((before or {})[c] for c in columns)
            if held.get(values) == key[1]:  # somebody else may have taken it since
                del held[values]

    def _holds(self, changes: Iterable[Change]) -> tuple[tuple[RowKey, Fields], ...]:
        """What stands at the centre where a rejected mutation wanted something else."""
        held = []
        for change in changes:
            current = self.rows.get((change.table, change.row_id))
            if current is not None and not specs()[change.table].fact:
                fields = {n: current[n] for n in change.new if n in current}
                held.append(((change.table, change.row_id), fields))
        return tuple(held)


def _rejected(why: Rejected, holds: tuple[tuple[RowKey, Fields], ...]) -> Judged:
    return Judged(MutationState.REJECTED, why.reason.value, why.what, holds=holds)
