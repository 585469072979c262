"""院落楼座: courtyards and their buildings, and which building a row means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from inspector.domain.drafts import BuildingDraft, CourtyardDraft, Fault
from inspector.sheets import cells
from inspector.sheets.columns import Field
from inspector.sheets.grid import Cell
from inspector.sheets.headers import Table
from inspector.sheets.lines import Line, lines_of, same

_FLOORS = "地上层数应为 1 至 150 的整数"
_MOST_FLOORS = 150
_YEAR = "年份应为四位数，如 1998"
_PLACE_PARTS = re.compile(r"\s*[-－—–/>›、,，\s]+\s*")
_THREE_PARTS, _TWO_PARTS = 3, 2


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row says it stands; empty text where it says nothing."""

    courtyard: str
    building: str
    floor: str


@dataclass(slots=True)
class Buildings:
    """The courtyards and buildings read so far."""

    courtyards: dict[str, CourtyardDraft] = field(default_factory=dict)
    drafts: dict[tuple[str, str], BuildingDraft] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    declared: bool = False
    readable: bool = True
    _of_name: dict[str, list[BuildingDraft]] = field(default_factory=dict)

    def add(self, draft: BuildingDraft, address: str = "") -> BuildingDraft:
        """Keep the building, under its courtyard's first spelling."""
        yard = self.courtyards.setdefault(
            same(draft.courtyard), CourtyardDraft(draft.courtyard, address)
        )
        if address and not yard.address:
            self.courtyards[same(yard.name)] = CourtyardDraft(yard.name, address)
        draft = replace(draft, courtyard=yard.name)
        self.drafts[same(draft.courtyard), same(draft.name)] = draft
        self._of_name.setdefault(same(draft.name), []).append(draft)
        return draft

    def find(self, courtyard: str, building: str) -> BuildingDraft | None:
        """The building meant; without a courtyard, the only one of that name."""
        found = self.matching(courtyard, building)
        return found[0] if len(found) == 1 else None

    def matching(self, courtyard: str, building: str) -> list[BuildingDraft]:
        if not courtyard:
            return self._of_name.get(same(building), [])
        found = self.drafts.get((same(courtyard), same(building)))
        return [] if found is None else [found]


def read_buildings(tables: Iterable[Table], faults: list[Fault]) -> Buildings:
    buildings = Buildings()
    for table in tables:
        buildings.declared = True
        if table.missing():
            buildings.readable = False
            continue
        for line in lines_of(table, faults):
            _read_building(line, buildings)
    return buildings


def _read_building(line: Line, buildings: Buildings) -> None:
    address = line.text(Field.ADDRESS)
    by = Field.COURTYARD if Field.COURTYARD in line.table.where else Field.ADDRESS
    courtyard = line.need(by, cells.label, "院落名称")
    name = line.need(Field.BUILDING, cells.label, "楼座名称")
    floors = line.read(Field.FLOORS_ABOVE, _floors, _FLOORS)
    year = line.read(Field.YEAR, cells.year, _YEAR)
    high_rise = line.read(Field.HIGH_RISE, cells.yes_no, "应填“是”或“否”")
    if not courtyard or not name:
        return
    key = same(courtyard), same(name)
    if key in buildings.places:
        line.refuse(Field.BUILDING, f"楼座重复，{buildings.places[key]}已有此楼座")
        return
    buildings.places[key] = line.place
    if not line.refused:
        draft = BuildingDraft(
            courtyard=courtyard,
            name=name,
            floors_above=floors,
            year=year,
            structure=line.text(Field.STRUCTURE),
            high_rise=bool(high_rise),
        )
        buildings.add(draft, address)


def _floors(cell: Cell) -> int | None:
    floors = cells.whole(cell)
    if floors is not None and not 0 < floors <= _MOST_FLOORS:
        raise ValueError(f"not a number of floors: {floors}")
    return floors


def spot_of(line: Line) -> Spot:
    """Columns of their own, else the parts of 房间位置 such as 行政中心-1号楼-3层."""
    spot = Spot(
        line.text(Field.COURTYARD), line.text(Field.BUILDING), line.text(Field.FLOOR)
    )
    place = line.text(Field.PLACE)
    if spot.building or not place:
        return spot
    parts = [part for part in _PLACE_PARTS.split(place) if part]
    if len(parts) >= _THREE_PARTS:
        return Spot(parts[0], parts[1], spot.floor or parts[2])
    if len(parts) == _TWO_PARTS and cells.floor_or_none(parts[1]):
        return Spot(spot.courtyard, parts[0], spot.floor or parts[1])
    if len(parts) == _TWO_PARTS:
        return Spot(parts[0], parts[1], spot.floor)
    return Spot(spot.courtyard, place, spot.floor)


def building_of(line: Line, spot: Spot, buildings: Buildings) -> BuildingDraft | None:
    """The building a room's row means; a county without a table of buildings gets them
    from its rooms."""
    found = buildings.find(spot.courtyard, spot.building)
    by = Field.BUILDING if Field.BUILDING in line.table.where else Field.PLACE
    if found is not None:
        return found
    if (same(spot.courtyard), same(spot.building)) in buildings.places:
        line.refused = True  # its own row has the fault
        return None
    if not spot.courtyard and len(buildings.matching("", spot.building)) > 1:
        line.refuse(by, "有多个院落有此楼座，请填写院落名称")
    elif buildings.declared:
        if buildings.readable:
            line.refuse(by, "“院落楼座”表中没有此楼座，请核对院落和楼座名称")
        line.refused = True
    else:
        return buildings.add(BuildingDraft(spot.courtyard or spot.building, spot.building))
    return None
