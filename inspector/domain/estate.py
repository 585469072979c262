"""The ledger's nouns: courtyards, buildings, floors, rooms, units, people, who sits where.

The hierarchy 院落 -> 楼座 -> 楼层 -> 房间 is that of the provincial systems
(facts: Anhui 2020, national statistics tables).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from inspector.domain.area import Area


class RoomUse(Enum):
    """用途: the classes of 2674号 articles 9 and 10."""

    OFFICE = "office"
    SERVICE = "service"
    EQUIPMENT = "equipment"
    ANCILLARY = "ancillary"
    TECHNICAL = "technical"
    UNSTATED = "unstated"

    @property
    def label(self) -> str:
        return _USES[self]


_USES: Mapping[RoomUse, str] = {
    RoomUse.OFFICE: "办公室",
    RoomUse.SERVICE: "服务用房",
    RoomUse.EQUIPMENT: "设备用房",
    RoomUse.ANCILLARY: "附属用房",
    RoomUse.TECHNICAL: "技术业务用房",
    RoomUse.UNSTATED: "未注明",
}


class RoomState(Enum):
    """房间状态; 闲置 is given to no unit, 空置 is given to a unit and unused."""

    IN_USE = "in_use"
    IDLE = "idle"
    VACANT = "vacant"
    LET = "let"
    LENT = "lent"
    SEALED = "sealed"
    REPAIR = "repair"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES: Mapping[RoomState, str] = {
    RoomState.IN_USE: "在用",
    RoomState.IDLE: "闲置",
    RoomState.VACANT: "空置",
    RoomState.LET: "出租",
    RoomState.LENT: "出借",
    RoomState.SEALED: "封存",
    RoomState.REPAIR: "维修",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its posts (编制): `posts` maps rank codes to approved numbers."""

    id: UUID
    name: str
    initials: str
    level: str
    kind: str
    posts: tuple[tuple[str, int], ...]
    posts_total: int
    responsible: str
    office_head: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Courtyard:
    id: UUID
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Building:
    id: UUID
    courtyard_id: UUID
    name: str
    floors_above: int | None
    year: int | None
    structure: str
    high_rise: bool


@dataclass(frozen=True, slots=True)
class Floor:
    id: UUID
    building_id: UUID
    label: str
    level: int


@dataclass(frozen=True, slots=True)
class Room:
    id: UUID
    floor_id: UUID
    unit_id: UUID | None
    number: str
    use: RoomUse
    use_text: str
    ledger_area: Area | None
    state: RoomState
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`rank` is a rank code of `domain.ranks`, or None where the ledger is silent."""

    id: UUID
    unit_id: UUID
    name: str
    initials: str
    rank: str | None
    rank_text: str
    post: str
    counted: bool
    party_gov_chief: bool


@dataclass(frozen=True, slots=True)
class Occupancy:
    id: UUID
    room_id: UUID
    person_id: UUID
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Occupant:
    """A person as the room page shows them; `other_rooms` are the numbers of the other
    rooms that the ledger gives to the same person."""

    person_id: UUID
    name: str
    rank: str | None
    rank_text: str
    post: str
    counted: bool
    party_gov_chief: bool
    other_rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomCard:
    """One room with everything the ledger says of it, joined for reading."""

    room: Room
    courtyard: str
    building: str
    floor: str
    floor_level: int
    unit_id: UUID | None
    unit: str
    unit_level: str
    occupants: tuple[Occupant, ...]

    @property
    def where(self) -> tuple[str, ...]:
        """单位 › 楼座 › 楼层, as the top of the room page shows it."""
        return (self.unit or "未分配单位", self.building, self.floor)


@dataclass(frozen=True, slots=True)
class County:
    """Whose ledger this is; the code is the administrative division code (GB/T 2260)."""

    code: str
    name: str
    place: str
    """The jurisdiction that `standards` resolves, such as 浙江省."""


@dataclass(frozen=True, slots=True)
class RoomLine:
    """One row of the ledger's table: what fits on a line."""

    id: UUID
    unit_id: UUID | None
    unit: str
    courtyard: str
    building: str
    floor: str
    number: str
    use: RoomUse
    use_text: str
    ledger_area: Area | None
    occupants: str
    state: RoomState
    remark: str


@dataclass(frozen=True, slots=True)
class EstateCounts:
    units: int
    courtyards: int
    buildings: int
    rooms: int
    people: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit sits: one building, with how many of its rooms are the unit's."""

    building_id: UUID
    courtyard: str
    building: str
    rooms: int
