"""What one action changed, as values that can be hashed, sent and applied elsewhere.

A change carries field groups of one row: `base` is what stood there before (compared by
the centre), `new` what the person left. Values are int, text, bytes or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

Value = int | str | bytes | None
Fields = Mapping[str, Value]


class ChangeKind(Enum):
    INSERT = "insert"
    UPDATE = "update"

    @property
    def label(self) -> str:
        return {ChangeKind.INSERT: "新增", ChangeKind.UPDATE: "修改"}[self]


class MutationState(Enum):
    """Where a mutation is on its way to the centre."""

    QUEUED = "queued"
    APPLIED = "applied"
    CONFLICT = "conflict"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES: Mapping[MutationState, str] = {
    MutationState.QUEUED: "未上报",
    MutationState.APPLIED: "已上报",
    MutationState.CONFLICT: "需确认",
    MutationState.REJECTED: "中心未接受",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field group of one row; an insert carries the whole row as group `*`."""

    table: str
    row_id: bytes
    kind: ChangeKind
    group: str
    base: Fields | None
    new: Fields


@dataclass(frozen=True, slots=True)
class Mutation:
    """One action of one person on one device. `cmid` is dense per device: 1, 2, 3 ..."""

    cmid: int
    action: str
    person: str
    at: datetime
    payload: bytes
    digest: bytes
    chain: bytes
    state: MutationState
    result: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be written: which action, by whom, when."""

    name: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unsent:
    """What is not yet at the centre: records and photos are counted apart."""

    records: int
    photos: int
    conflicts: int = 0
    rejected: int = 0
