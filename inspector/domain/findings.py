"""认定: what an inspection found, and which of the three classes of rectification it takes.

The three classes are those of the Yunhe notice of 2022-12-02 (即时备案, 当场整改,
出方案限期整改); the kinds are separate findings, never one lump (domain rule 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from inspector.domain.area import Area


class FindingKind(Enum):
    OVER_LIMIT = "over_limit"
    SECOND_ROOM = "second_room"
    LEDGER_AREA = "ledger_area"
    UNLISTED_ROOM = "unlisted_room"
    OCCUPANT_DIFFERS = "occupant_differs"
    CHANGE_OF_USE = "change_of_use"
    TOILET = "toilet"
    IDLE = "idle"
    LEASE = "lease"
    NO_FINDING = "no_finding"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS: Mapping[FindingKind, str] = {
    FindingKind.OVER_LIMIT: "面积超标",
    FindingKind.SECOND_ROOM: "一人多室",
    FindingKind.LEDGER_AREA: "台账面积不实",
    FindingKind.UNLISTED_ROOM: "台账漏报",
    FindingKind.OCCUPANT_DIFFERS: "使用人与台账不符",
    FindingKind.CHANGE_OF_USE: "擅自改变用途",
    FindingKind.TOILET: "违规配备卫生间",
    FindingKind.IDLE: "闲置未封存",
    FindingKind.LEASE: "租用未经批准",
    FindingKind.NO_FINDING: "未发现问题",
}


class Rectification(Enum):
    """The class of a finding; NONE is the room that is as it should be."""

    FILE_AT_ONCE = "file_at_once"
    FIX_ON_SITE = "fix_on_site"
    FIX_BY_PLAN = "fix_by_plan"
    NONE = "none"

    @property
    def label(self) -> str:
        return _CLASSES[self]


_CLASSES: Mapping[Rectification, str] = {
    Rectification.FILE_AT_ONCE: "即时备案",
    Rectification.FIX_ON_SITE: "当场整改",
    Rectification.FIX_BY_PLAN: "出方案限期整改",
    Rectification.NONE: "无需整改",
}


class Method(Enum):
    """整改方式, tried in this order; works (工程改造) need an approval."""

    SWAP = "swap"
    SHARE = "share"
    WORKS = "works"

    @property
    def label(self) -> str:
        return {Method.SWAP: "调换", Method.SHARE: "合用", Method.WORKS: "工程改造"}[self]


class CaseState(Enum):
    """Where a finding stands on its way to closure."""

    FILED = "filed"
    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _CASES[self]


_CASES: Mapping[CaseState, str] = {
    CaseState.FILED: "已备案",
    CaseState.OPEN: "待整改",
    CaseState.DONE: "待复查",
    CaseState.CLOSED: "已销号",
}

FIRST_STATE: Mapping[Rectification, CaseState] = {
    Rectification.FILE_AT_ONCE: CaseState.FILED,
    Rectification.FIX_ON_SITE: CaseState.DONE,
    Rectification.FIX_BY_PLAN: CaseState.OPEN,
    Rectification.NONE: CaseState.CLOSED,
}

DEFAULT_DAYS = 30
"""Days to a deadline when nobody set one: a working value, not a rule of law."""


@dataclass(frozen=True, slots=True)
class Finding:
    id: UUID
    inspection_id: UUID
    room_id: UUID
    judgement_id: UUID | None
    kind: FindingKind
    rectification: Rectification
    note: str
    measured: Area | None
    limit: Area | None
    excess: Area | None
    method: Method | None
    deadline: date | None
    decided_by: str
    at: datetime

    @property
    def state(self) -> CaseState:
        return FIRST_STATE[self.rectification]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding on the board of rectification, with where it was found."""

    finding: Finding
    unit: str
    building: str
    room: str
    inspection: str
