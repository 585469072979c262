"""人员使用情况: people with rank and post, and the rooms they sit in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from inspector.domain.drafts import Fault, OccupancyDraft, PersonDraft, RoomKey, UnitDraft
from inspector.domain.ranks import Level, RankReading, ranks_of, read_rank
from inspector.sheets import cells
from inspector.sheets.buildings import Buildings, spot_of
from inspector.sheets.columns import Field, Kind
from inspector.sheets.headers import Table
from inspector.sheets.lines import Line, lines_of, same
from inspector.sheets.rooms import Rooms, split_numbers
from inspector.sheets.units import Units, derived_unit
from inspector.sheets.words import NOT_COUNTED

_UNKNOWN_RANK = "无法识别"
"""How `domain.ranks` begins its note on a wording that no table holds."""

_CHIEF = re.compile(
    r"(?<!副)(?:县委|区委|市委|旗委)书记|(?<!副)(?:县长|区长|市长|旗长)(?!助理)"
)
_CHIEF_RANKS = frozenset({"X_1", "M_1"})
_NAMES = re.compile(r"[、,，;；/]")

Who = tuple[str, str, str]
"""Unit, name and key: what an occupancy refers to a person by."""


@dataclass(slots=True)
class People:
    """The people read so far and where they sit."""

    drafts: dict[Who, PersonDraft] = field(default_factory=dict)
    occupancies: dict[tuple[Who, RoomKey], OccupancyDraft] = field(default_factory=dict)
    _named: dict[tuple[str, str], list[PersonDraft]] = field(default_factory=dict)
    _numbered: dict[str, PersonDraft] = field(default_factory=dict)
    _rooms: dict[Who, list[RoomKey]] = field(default_factory=dict)

    def namesakes(self, unit: str, name: str) -> list[PersonDraft]:
        return self._named.get((unit, name), [])

    def numbered(self, number: str) -> PersonDraft | None:
        return self._numbered.get(number) if number else None

    def add(self, person: PersonDraft, number: str) -> None:
        self.drafts[person.unit, person.name, person.key] = person
        self._named.setdefault((person.unit, person.name), []).append(person)
        if number:
            self._numbered[number] = person

    def seat(self, person: PersonDraft, room: RoomKey, remark: str) -> list[RoomKey]:
        """Put a person in a room; the answer is the rooms the person had before."""
        who = person.unit, person.name, person.key
        self.occupancies.setdefault((who, room), OccupancyDraft(*who, room, remark))
        rooms = self._rooms.setdefault(who, [])
        others = [other for other in rooms if other != room]
        if room not in rooms:
            rooms.append(room)
        return others


@dataclass(frozen=True, slots=True)
class Known:
    """What the people's rows refer to."""

    units: Units
    buildings: Buildings
    rooms: Rooms


def read_people(tables: Iterable[Table], known: Known, faults: list[Fault]) -> People:
    people = People()
    for table in tables:
        if table.missing():
            continue
        last: list[PersonDraft] = []
        for line in lines_of(table, faults):
            if not _goes_on(line, last):
                last = []
            last = _read_line(line, last, people, known)
    return people


def _goes_on(line: Line, last: list[PersonDraft]) -> bool:
    """Whether a line only adds a room to the person above it."""
    own = (Field.NAME, Field.RANK, Field.POST, Field.KEY)
    return (
        bool(last)
        and line.table.kind is Kind.PEOPLE
        and not any(line.text(each) for each in own)
        and same(line.text(Field.UNIT)) in {"", same(last[0].unit)}
        and bool(line.text(Field.ROOM))
    )


def _read_line(
    line: Line, last: list[PersonDraft], people: People, known: Known
) -> list[PersonDraft]:
    """The people of the line, after seating them; nobody where the line is refused."""
    found = last or _people_of(line, people, known)
    rooms = _rooms_of(line, found[0].unit, known) if found else []
    if line.refused:
        return last
    for person in found:
        who = person.unit, person.name, person.key
        if who not in people.drafts:
            people.add(person, cells.identifier(line.text(Field.KEY)))
        for room in rooms:
            _seat(line, person, room, people)
    return found


def _seat(line: Line, person: PersonDraft, room: RoomKey, people: People) -> None:
    others = people.seat(person, room, line.text(Field.REMARK))
    if others:
        numbers = "、".join(f"{other.building} {other.number}" for other in others)
        line.note(Field.ROOM, f"一人多室：{person.name}另有 {numbers}")


def _people_of(line: Line, people: People, known: Known) -> list[PersonDraft]:
    names = _names(line)
    unit = _unit(line, known.units) if names else None
    if unit is None:
        return []
    return [_person(line, unit, name, people) for name in names]


def _person(line: Line, unit: UnitDraft, name: str, people: People) -> PersonDraft:
    """The person as first met, if this line speaks of the same one; else a new one, told
    from namesakes by number or, without numbers, by a running mark."""
    number = cells.identifier(line.text(Field.KEY))
    post = line.text(Field.POST)
    held = _met_before(line, (unit.name, name, number), people)
    if held is not None:
        return held
    namesakes = len(people.namesakes(unit.name, name))
    rank, counted = _rank(line, unit)
    chief = line.read(Field.CHIEF, cells.yes_no, "应填“是”或“否”")
    if chief is None:
        chief = rank.code in _CHIEF_RANKS and bool(_CHIEF.search(post))
    return PersonDraft(
        unit=unit.name,
        name=name,
        key=number or (str(namesakes + 1) if namesakes else ""),
        rank=rank.code,
        rank_text=rank.text,
        post=post,
        counted=counted,
        party_gov_chief=chief,
    )


def _met_before(line: Line, who: Who, people: People) -> PersonDraft | None:
    unit, name, number = who
    held = people.numbered(number)
    if held is not None:
        if (held.unit, held.name) != (unit, name):
            line.refuse(Field.KEY, f"工号重复，{held.unit}“{held.name}”已用此工号")
        return held
    rank, post = line.text(Field.RANK), line.text(Field.POST)
    for other in () if number else people.namesakes(unit, name):
        if rank in {"", other.rank_text} and post in {"", other.post}:
            return other
    return None


def _names(line: Line) -> list[str]:
    """One name; several only where a room's own row lists its occupants."""
    if line.table.kind is Kind.PEOPLE:
        name = line.need(Field.NAME, cells.name_of_person, "姓名")
        return [name] if name else []
    words = line.text(Field.NAME)
    return [cells.name_of_person(part) for part in _NAMES.split(words) if part.strip()]


def _unit(line: Line, units: Units) -> UnitDraft | None:
    name = line.need(Field.UNIT, cells.label, "单位名称")
    found = units.find(name) if name else None
    if found is not None or not name:
        return found
    if not units.declared:
        units.add(derived_unit(name))
        return units.find(name)
    if units.readable and not units.is_refused(name):
        line.refuse(Field.UNIT, "“单位及编制情况”表中没有此单位")
    line.refused = True
    return None


def _rank(line: Line, unit: UnitDraft) -> tuple[RankReading, bool]:
    """The rank in an organ of the unit's level, and whether the person counts; people
    outside the count may have any wording."""
    level = Level(unit.level)
    words = line.text(Field.RANK)
    reading = _read_rank(words, level)
    counted = not NOT_COUNTED.search(line.text(Field.COUNTED) or words)
    if not counted or reading.code is not None:
        return reading, counted
    if reading.note.startswith(_UNKNOWN_RANK):
        line.refuse(Field.RANK, f"{level.label}机关的职级应为{_labels(level)}")
    else:
        line.note(Field.RANK, f"{reading.note}，该房间将无法判定是否超标")
    return reading, counted


@lru_cache(maxsize=1024)
def _read_rank(words: str, level: Level) -> RankReading:
    return read_rank(words, level)


def _labels(level: Level) -> str:
    return "、".join(rank.label for rank in ranks_of(level))


def _rooms_of(line: Line, unit: str, known: Known) -> list[RoomKey]:
    """The rooms the line gives; one that is not in the ledger is a fault."""
    words = cells.identifier(line.text(Field.ROOM))
    if not words:
        return []
    if line.table.kind is Kind.PEOPLE and not known.rooms.readable:
        return []
    whole = _candidates(line, words, unit, known)
    numbers = [words] if whole else split_numbers(words)
    found = (_room(line, number, unit, known) for number in numbers)
    return [key for key in found if key is not None and key in known.rooms.drafts]


def _room(line: Line, number: str, unit: str, known: Known) -> RoomKey | None:
    keys = _candidates(line, number, unit, known)
    if len(keys) == 1:
        return keys[0]
    if line.table.kind is not Kind.PEOPLE or _is_in_refused_building(line, known):
        return None
    if keys:
        line.refuse(Field.ROOM, "有几个房间是这个号码，请写明院落、楼座和楼层")
    else:
        line.refuse(Field.ROOM, f"“办公用房明细”表中没有房间 {number}")
    return None


def _is_in_refused_building(line: Line, known: Known) -> bool:
    spot = spot_of(line)
    declared = (same(spot.courtyard), same(spot.building)) in known.buildings.places
    return declared and known.buildings.find(spot.courtyard, spot.building) is None


def _candidates(line: Line, number: str, unit: str, known: Known) -> list[RoomKey]:
    """The rooms that may be meant, by building if one is named, else by the unit."""
    spot = spot_of(line)
    if spot.building:
        buildings = known.buildings.matching(spot.courtyard, spot.building)
        keys = [
            key
            for each in buildings
            for key in known.rooms.candidates(
                (same(each.courtyard), same(each.name)), number
            )
        ]
    else:
        keys = known.rooms.of_unit(unit, number)
    floor = cells.floor_or_none(spot.floor)
    return keys if floor is None else [key for key in keys if key.floor == floor[0]]
