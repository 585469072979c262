"""A ledger as a workbook gave it: rows with natural keys and no ids yet, and faults.

`sheets` makes a draft, the window shows it, and one action keeps it whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from inspector.domain.area import Area
from inspector.domain.estate import RoomState, RoomUse


class Severity(Enum):
    """Whether a fault keeps the ledger out, or is only shown."""

    REFUSED = "refused"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {Severity.REFUSED: "不能导入", Severity.NOTE: "提示"}[self]


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read, where it stands, and what was expected. `row` and `column`
    are as the spreadsheet program shows them (1-based row, letters); row 0 is the sheet."""

    sheet: str
    row: int
    column: str
    read: str
    expected: str
    severity: Severity = Severity.REFUSED


@dataclass(frozen=True, slots=True)
class UnitDraft:
    name: str
    level: str
    kind: str
    posts: tuple[tuple[str, int], ...]
    posts_total: int
    responsible: str = ""
    office_head: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CourtyardDraft:
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class BuildingDraft:
    courtyard: str
    name: str
    floors_above: int | None = None
    year: int | None = None
    structure: str = ""
    high_rise: bool = False


@dataclass(frozen=True, slots=True)
class RoomKey:
    """What names a room in a workbook: 院落, 楼座, 楼层, 房号."""

    courtyard: str
    building: str
    floor: str
    number: str


@dataclass(frozen=True, slots=True)
class RoomDraft:
    key: RoomKey
    floor_level: int
    unit: str | None
    use: RoomUse
    use_text: str
    ledger_area: Area | None
    state: RoomState
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """`key` tells two people of one name apart within a unit (工号, or a running mark)."""

    unit: str
    name: str
    key: str
    rank: str | None
    rank_text: str
    post: str
    counted: bool
    party_gov_chief: bool


@dataclass(frozen=True, slots=True)
class OccupancyDraft:
    unit: str
    name: str
    key: str
    room: RoomKey
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """How one sheet was understood: where its header is, which title fills which field."""

    name: str
    header_rows: tuple[int, ...]
    mapping: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class LedgerDraft:
    source: str
    source_sha256: str
    county_name: str
    county_code: str
    units: tuple[UnitDraft, ...] = ()
    courtyards: tuple[CourtyardDraft, ...] = ()
    buildings: tuple[BuildingDraft, ...] = ()
    rooms: tuple[RoomDraft, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    occupancies: tuple[OccupancyDraft, ...] = ()
    sheets: tuple[SheetRead, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def refused(self) -> tuple[Fault, ...]:
        return tuple(f for f in self.faults if f.severity is Severity.REFUSED)

    @property
    def notes(self) -> tuple[Fault, ...]:
        return tuple(f for f in self.faults if f.severity is Severity.NOTE)
