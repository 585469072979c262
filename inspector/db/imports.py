"""Keeping a ledger that a workbook gave: ids are made here, in the workbook's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from inspector.db.tables import (
    Base,
    BuildingRow,
    CountyRow,
    CourtyardRow,
    FloorRow,
    OccupancyRow,
    PersonRow,
    PostsRow,
    RoomRow,
    UnitRow,
)
from inspector.domain.drafts import LedgerDraft, PersonDraft, RoomDraft, RoomKey, UnitDraft
from inspector.domain.estate import County

Initials = Callable[[str], str]


@dataclass
class _Known:
    """Natural key -> id, as the rows come."""

    units: dict[str, UUID] = field(default_factory=dict)
    courtyards: dict[str, UUID] = field(default_factory=dict)
    buildings: dict[tuple[str, str], UUID] = field(default_factory=dict)
    floors: dict[tuple[str, str, str], UUID] = field(default_factory=dict)
    rooms: dict[RoomKey, UUID] = field(default_factory=dict)
    people: dict[tuple[str, str, str], UUID] = field(default_factory=dict)


def keep_draft(
    session: Session,
    draft: LedgerDraft,
    county: County,
    new_id: Callable[[], UUID],
    initials: Initials,
) -> None:
    """Add a whole draft to an empty ledger, parents before children."""
    known = _Known()
    session.add(
        CountyRow(id=new_id(), code=county.code, name=county.name, place=county.place)
    )
    for step in (_units, _places, _rooms, _people, _seats):
        for _, rows in groupby(step(draft, known, new_id, initials), key=type):
            session.add_all(rows)
            session.flush()  # parents before children: the rows know ids, not objects


def _units(
    draft: LedgerDraft, known: _Known, new_id: Callable[[], UUID], initials: Initials
) -> Iterator[Base]:
    for unit in draft.units:
        known.units[unit.name] = new_id()
        yield _unit_row(known.units[unit.name], unit, initials)
    for unit in draft.units:
        for rank, number in unit.posts:
            yield PostsRow(
                id=new_id(), unit_id=known.units[unit.name], rank=rank, number=number
            )


def _places(
    draft: LedgerDraft, known: _Known, new_id: Callable[[], UUID], _: Initials
) -> Iterator[Base]:
    for courtyard in draft.courtyards:
        known.courtyards[courtyard.name] = new_id()
        yield CourtyardRow(
            id=known.courtyards[courtyard.name],
            name=courtyard.name,
            address=courtyard.address,
        )
    for building in draft.buildings:
        key = (building.courtyard, building.name)
        known.buildings[key] = new_id()
        yield BuildingRow(
            id=known.buildings[key],
            courtyard_id=known.courtyards[building.courtyard],
            name=building.name,
            floors_above=building.floors_above,
            year=building.year,
            structure=building.structure,
            high_rise=building.high_rise,
        )


def _rooms(
    draft: LedgerDraft, known: _Known, new_id: Callable[[], UUID], _: Initials
) -> Iterator[Base]:
    for room in draft.rooms:
        place = (room.key.courtyard, room.key.building, room.key.floor)
        if place not in known.floors:
            known.floors[place] = new_id()
            yield FloorRow(
                id=known.floors[place],
                building_id=known.buildings[place[:2]],
                label=room.key.floor,
                level=room.floor_level,
            )
    for room in draft.rooms:
        known.rooms[room.key] = new_id()
        yield _room_row(room, known)


def _people(
    draft: LedgerDraft, known: _Known, new_id: Callable[[], UUID], initials: Initials
) -> Iterator[Base]:
    for person in draft.people:
        key = (person.unit, person.name, person.key)
        known.people[key] = new_id()
        yield _person_row(known.people[key], known.units[person.unit], person, initials)


def _seats(
    draft: LedgerDraft, known: _Known, new_id: Callable[[], UUID], _: Initials
) -> Iterator[Base]:
    for seat in draft.occupancies:
        yield OccupancyRow(
            id=new_id(),
            room_id=known.rooms[seat.room],
            person_id=known.people[seat.unit, seat.name, seat.key],
            remark=seat.remark,
        )


def _unit_row(unit_id: UUID, unit: UnitDraft, initials: Initials) -> UnitRow:
    return UnitRow(
        id=unit_id,
        name=unit.name,
        initials=initials(unit.name),
        level=unit.level,
        kind=unit.kind,
        posts_total=unit.posts_total,
        responsible=unit.responsible,
        office_head=unit.office_head,
        remark=unit.remark,
    )


def _room_row(room: RoomDraft, known: _Known) -> RoomRow:
    key = room.key
    return RoomRow(
        id=known.rooms[key],
        floor_id=known.floors[key.courtyard, key.building, key.floor],
        unit_id=None if room.unit is None else known.units[room.unit],
        number=key.number,
        use=room.use.value,
        use_text=room.use_text,
        ledger_area=room.ledger_area,
        state=room.state.value,
        remark=room.remark,
    )


def _person_row(
    person_id: UUID, unit_id: UUID, person: PersonDraft, initials: Initials
) -> PersonRow:
    return PersonRow(
        id=person_id,
        unit_id=unit_id,
        name=person.name,
        initials=initials(person.name),
        rank=person.rank,
        rank_text=person.rank_text,
        post=person.post,
        counted=person.counted,
        party_gov_chief=person.party_gov_chief,
    )
