"""办公用房明细: rooms with their unit, use, area and state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from inspector.domain.area import ZERO, Area
from inspector.domain.drafts import BuildingDraft, Fault, RoomDraft, RoomKey
from inspector.domain.estate import RoomState, RoomUse
from inspector.sheets import cells
from inspector.sheets.buildings import Buildings, Spot, building_of, spot_of
from inspector.sheets.columns import Field, is_unit_of_area
from inspector.sheets.headers import Table
from inspector.sheets.lines import Line, lines_of, same
from inspector.sheets.units import Units, derived_unit

LARGEST_ROOM = Area.of_m2("3000")
"""A greater usable area in one room is a slip of the pen, or a sum."""

_AREA = "使用面积应为大于 0 的数，单位平方米（㎡）"
_ABSURD = "单间使用面积超过 3000 ㎡，请核对小数点和单位"
_FLOOR = "楼层应写作 3、3层、三层、负一层或 B1"
_STATE = "房间状态应为在用、闲置、空置、出租、出借、封存或维修"
_FLOOR_IN_NUMBER = re.compile(
    r"(?P<below>[Bb]|-|负)?[A-Za-z]?-?(?P<floor>\d{1,2})\d\d[A-Za-z]?"
)
_SEVERAL = re.compile(r"[、,，;；/]")
_ROOM_TAIL = ("室", "房间", "房", "号")

Site = tuple[str, str]
"""A building by the compared names of its courtyard and itself."""


@dataclass(slots=True)
class Rooms:
    """The rooms read so far, found by what a person's row says of them."""

    drafts: dict[RoomKey, RoomDraft] = field(default_factory=dict)
    places: dict[RoomKey, str] = field(default_factory=dict)
    declared: bool = False
    readable: bool = True
    _numbered: dict[tuple[Site, str], list[RoomKey]] = field(default_factory=dict)
    _of_unit: dict[tuple[str, str], list[RoomKey]] = field(default_factory=dict)

    def mention(self, key: RoomKey, place: str) -> None:
        """Remember that a row names this room, whether or not the row is accepted."""
        self.places[key] = place
        site = same(key.courtyard), same(key.building)
        for number in {key.number, _bare(key.number)}:
            self._numbered.setdefault((site, number), []).append(key)

    def candidates(self, site: Site, number: str) -> list[RoomKey]:
        """The rooms of a building with that number, or else with it written otherwise:
        spreadsheets drop the zero of 0301, and people add 室."""
        exact = [k for k in self._numbered.get((site, number), []) if k.number == number]
        return exact or self._numbered.get((site, _bare(number)), [])

    def add(self, room: RoomDraft) -> None:
        self.drafts[room.key] = room
        if room.unit:
            place = room.unit, _bare(room.key.number)
            self._of_unit.setdefault(place, []).append(room.key)

    def of_unit(self, unit: str, number: str) -> list[RoomKey]:
        """The unit's rooms of that number, for rows that name no building."""
        return self._of_unit.get((unit, _bare(number)), [])


@lru_cache(maxsize=16_384)
def _bare(number: str) -> str:
    plain = number.upper()
    for tail in _ROOM_TAIL:
        plain = plain.removesuffix(tail)
    return plain.lstrip("0") or plain


def split_numbers(words: str) -> list[str]:
    """301、302 are two rooms."""
    return [part for part in _SEVERAL.split(words) if part]


def read_rooms(
    tables: Iterable[Table], units: Units, buildings: Buildings, faults: list[Fault]
) -> Rooms:
    rooms = Rooms()
    for table in tables:
        rooms.declared = True
        if table.missing() or _other_unit(table, faults):
            rooms.readable = False
            continue
        for line in lines_of(table, faults):
            _read_room(line, rooms, units, buildings)
    return rooms


def _other_unit(table: Table, faults: list[Fault]) -> bool:
    """An area in 亩 or 万㎡ is not converted: the heading is a fault of its own."""
    index = table.where[Field.AREA]
    unit = next(column.unit for column in table.columns if column.index == index)
    if is_unit_of_area(unit):
        return False
    Line(table, table.header[-1], faults).refuse(
        Field.AREA, "使用面积的单位应为平方米（㎡）"
    )
    return True


def _read_room(line: Line, rooms: Rooms, units: Units, buildings: Buildings) -> None:
    number = line.need(Field.ROOM, cells.identifier, "房间号")
    spot = spot_of(line)
    floor = _floor(line, spot.floor, number or "")
    building = _building(line, spot, buildings)
    area = _area(line)
    unit = _unit(line, units)
    state = _state(line, unit)
    if not number or building is None:
        return
    if floor is None:  # its people must not be told that there is no such room
        rooms.mention(RoomKey(building.courtyard, building.name, "", number), line.place)
        return
    key = RoomKey(building.courtyard, building.name, floor[0], number)
    if key in rooms.places:
        _repeated(line, key, area, rooms)
        return
    rooms.mention(key, line.place)
    if line.refused:
        return
    use, use_text = _use(line)
    room = RoomDraft(
        key=key,
        floor_level=floor[1],
        unit=unit,
        use=use,
        use_text=use_text,
        ledger_area=area,
        state=state,
        remark=line.text(Field.REMARK),
    )
    rooms.add(room)


def _repeated(line: Line, key: RoomKey, area: Area | None, rooms: Rooms) -> None:
    """Where a table names occupants, a shared room stands on a line for each of them."""
    first = rooms.drafts.get(key)
    shared = Field.NAME in line.table.where and line.text(Field.NAME)
    if shared and (first is None or area is None or first.ledger_area == area):
        return
    line.refuse(
        Field.ROOM,
        f"同一楼座同一楼层的房间号不能重复，{rooms.places[key]}已有此房间",
    )


def _building(line: Line, spot: Spot, buildings: Buildings) -> BuildingDraft | None:
    if spot.building:
        return building_of(line, spot, buildings)
    by = Field.BUILDING if Field.BUILDING in line.table.where else Field.PLACE
    line.refuse(by, "“楼座”不能为空", "（空）")
    return None


def _floor(line: Line, words: str, number: str) -> tuple[str, int] | None:
    """The floor as stated, else as the room's number tells it: 1203 is on the 12th."""
    by = Field.FLOOR if Field.FLOOR in line.table.where else Field.ROOM
    try:
        stated = cells.floor(words)
    except ValueError:
        line.refuse(by, _FLOOR, words)
        return None
    if stated is not None or not number:
        return stated
    found = _FLOOR_IN_NUMBER.fullmatch(number)
    if found is None or int(found["floor"]) == 0:
        line.refuse(by, f"未写明楼层。{_FLOOR}")
        return None
    return cells.floor(("B" if found["below"] else "") + found["floor"])


def _area(line: Line) -> Area | None:
    area = line.read(Field.AREA, cells.area, _AREA)
    if area is None:
        if not line.refused and cells.is_nothing(line.cell(Field.AREA)):
            line.note(Field.AREA, "未填使用面积，核查时将无法与实测对照", "（空）")
    elif area <= ZERO:
        line.refuse(Field.AREA, _AREA)
    elif area > LARGEST_ROOM:
        line.refuse(Field.AREA, _ABSURD)
    return area


def _unit(line: Line, units: Units) -> str | None:
    """The unit's name as its own table spells it; blank is a room given to no unit."""
    name = line.text(Field.UNIT)
    found = units.find(name) if name else None
    if not name or found is not None:
        return None if found is None else found.name
    if not units.declared:
        units.add(derived_unit(name))
        return name
    if units.readable and not units.is_refused(name):
        line.refuse(Field.UNIT, "“单位及编制情况”表中没有此单位")
    line.refused = True
    return None


def _state(line: Line, unit: str | None) -> RoomState:
    stated = line.text(Field.STATE)
    if not stated:
        return RoomState.IN_USE if unit else RoomState.IDLE
    state = cells.state(stated)
    if state is None:
        line.refuse(Field.STATE, _STATE)
        return RoomState.IN_USE
    if state is RoomState.IDLE and unit:
        line.note(Field.STATE, "已分配给单位而未使用的房间按“空置”登记")
        return RoomState.VACANT
    return state


def _use(line: Line) -> tuple[RoomUse, str]:
    """The class by the stated kind, else by the room's name; the wording is kept."""
    stated, detail = line.text(Field.USE), line.text(Field.USE_DETAIL)
    use = cells.use(stated)
    if use is RoomUse.UNSTATED:
        use = cells.use(detail)
    if use is RoomUse.UNSTATED and (stated or detail):
        line.note(
            Field.USE, "用途不能归入办公室、服务、设备、附属或技术业务用房，按未注明登记"
        )
    return use, detail or stated
