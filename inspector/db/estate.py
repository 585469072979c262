"""Reading the ledger: the county, its units, places, rooms, and who sits where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from inspector.db.tables import (
    BuildingRow,
    CountyRow,
    CourtyardRow,
    FloorRow,
    OccupancyRow,
    PersonRow,
    RoomRow,
    UnitRow,
)
from inspector.domain.estate import (
    County,
    EstateCounts,
    Occupant,
    Place,
    Room,
    RoomCard,
    RoomLine,
    RoomState,
    RoomUse,
    Unit,
)
from inspector.domain.ranks import RANKS

_PLACED = (
    select(RoomRow, FloorRow, BuildingRow, CourtyardRow, UnitRow)
    .join(FloorRow, FloorRow.id == RoomRow.floor_id)
    .join(BuildingRow, BuildingRow.id == FloorRow.building_id)
    .join(CourtyardRow, CourtyardRow.id == BuildingRow.courtyard_id)
    .outerjoin(UnitRow, UnitRow.id == RoomRow.unit_id)
)
_WALKING = (BuildingRow.name, FloorRow.level, RoomRow.number, RoomRow.id)

Placed = tuple[RoomRow, FloorRow, BuildingRow, CourtyardRow, UnitRow | None]
PlacedQuery = Select[RoomRow, FloorRow, BuildingRow, CourtyardRow, UnitRow]


def county(session: Session) -> County | None:
    """Whose ledger this is; None while the ledger is empty."""
    row = session.scalars(select(CountyRow).limit(1)).first()
    return None if row is None else County(code=row.code, name=row.name, place=row.place)


def counts(session: Session) -> EstateCounts:
    tables = (UnitRow, CourtyardRow, BuildingRow, RoomRow, PersonRow)
    found = [
        session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    ]
    return EstateCounts(*found)


def units(session: Session) -> list[Unit]:
    """Every unit in the order of the workbook it came from, which is the order that the
    county writes its units in (ids rise with time). Two statements, however many."""
    rows = session.scalars(
        select(UnitRow).options(selectinload(UnitRow.posts)).order_by(UnitRow.id)
    )
    return [_unit(row) for row in rows]


def get_unit(session: Session, unit_id: UUID) -> Unit:
    query = (
        select(UnitRow).options(selectinload(UnitRow.posts)).where(UnitRow.id == unit_id)
    )
    return _unit(session.scalars(query).one())


def places_of(session: Session, unit_id: UUID) -> list[Place]:
    """The buildings in which a unit has rooms, with their number."""
    found = session.execute(
        select(BuildingRow.id, CourtyardRow.name, BuildingRow.name, func.count(RoomRow.id))
        .join(FloorRow, FloorRow.building_id == BuildingRow.id)
        .join(RoomRow, RoomRow.floor_id == FloorRow.id)
        .join(CourtyardRow, CourtyardRow.id == BuildingRow.courtyard_id)
        .where(RoomRow.unit_id == unit_id)
        .group_by(BuildingRow.id, CourtyardRow.name, BuildingRow.name)
        .order_by(CourtyardRow.name, BuildingRow.name)
    )
    return [Place(*row) for row in found]


def rooms_of(session: Session, unit_id: UUID) -> list[RoomCard]:
    """A unit's rooms in walking order: building, floor, number."""
    return _cards(session, _PLACED.where(RoomRow.unit_id == unit_id).order_by(*_WALKING))


def room_card(session: Session, room_id: UUID) -> RoomCard:
    return _cards(session, _PLACED.where(RoomRow.id == room_id))[0]


def search(session: Session, words: str, most: int = 12) -> list[RoomCard]:
    """Rooms by number, or by a name, or by the pinyin initials of a person or unit.

    A room whose number begins with the words comes before one whose occupant matches.
    """
    words = words.strip()
    if not words:
        return []
    begins = f"{_escaped(words)}%"
    holds = f"%{_escaped(words)}%"
    seated = select(OccupancyRow.room_id).join(
        PersonRow, PersonRow.id == OccupancyRow.person_id
    )
    named = seated.where(
        or_(
            PersonRow.initials.like(f"{_escaped(words.lower())}%", escape="\\"),
            PersonRow.name.like(begins, escape="\\"),
        )
    )
    by_number = RoomRow.number.like(begins, escape="\\")
    by_unit = or_(
        UnitRow.initials.like(f"{_escaped(words.lower())}%", escape="\\"),
        UnitRow.name.like(holds, escape="\\"),
    )
    found: dict[UUID, RoomCard] = {}
    for condition in (by_number, RoomRow.id.in_(named), by_unit):
        query = _PLACED.where(condition, RoomRow.id.not_in(list(found)))
        query = query.order_by(*_WALKING).limit(most - len(found))
        found |= {card.room.id: card for card in _cards(session, query)}
        if len(found) >= most:
            break
    return list(found.values())


def room_lines(session: Session) -> list[RoomLine]:
    """The whole ledger as lines. Two statements, however many rooms."""
    seated: dict[UUID, list[str]] = defaultdict(list)
    pairs = session.execute(
        select(OccupancyRow.room_id, PersonRow.name)
        .join(PersonRow, PersonRow.id == OccupancyRow.person_id)
        .order_by(PersonRow.name)
    )
    for room_id, name in pairs:
        seated[room_id].append(name)
    placed = session.execute(_PLACED.order_by(UnitRow.id, *_WALKING))
    return [_line(row, seated) for row in placed]


def _cards(session: Session, query: PlacedQuery) -> list[RoomCard]:
    placed: list[Placed] = list(session.execute(query))
    people = _occupants(session, [row[0].id for row in placed])
    return [_card(row, tuple(people[row[0].id])) for row in placed]


def _occupants(session: Session, rooms: Sequence[UUID]) -> dict[UUID, list[Occupant]]:
    """Who sits in each room, the highest rank first; whose rank is unknown, last."""
    found: dict[UUID, list[Occupant]] = defaultdict(list)
    if not rooms:
        return found
    pairs = session.execute(
        select(OccupancyRow.room_id, PersonRow)
        .join(PersonRow, PersonRow.id == OccupancyRow.person_id)
        .where(OccupancyRow.room_id.in_(rooms))
        .order_by(PersonRow.name, PersonRow.id)
    ).all()
    others = _rooms_of_people(session, {person.id for _, person in pairs})
    for room_id, person in sorted(pairs, key=lambda pair: _order(pair[1].rank)):
        elsewhere = tuple(n for r, n in others[person.id] if r != room_id)
        found[room_id].append(_occupant(person, elsewhere))
    return found


def _rooms_of_people(
    session: Session, people: Iterable[UUID]
) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = session.execute(
        select(OccupancyRow.person_id, RoomRow.id, RoomRow.number)
        .join(RoomRow, RoomRow.id == OccupancyRow.room_id)
        .where(OccupancyRow.person_id.in_(list(people)))
        .order_by(RoomRow.number)
    )
    for person_id, room_id, number in rows:
        found[person_id].append((room_id, number))
    return found


def _order(rank: str | None) -> int:
    known = RANKS.get(rank or "")
    return len(RANKS) if known is None else known.order


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _unit(row: UnitRow) -> Unit:
    return Unit(
        id=row.id,
        name=row.name,
        initials=row.initials,
        level=row.level,
        kind=row.kind,
        posts=tuple((posts.rank, posts.number) for posts in row.posts),
        posts_total=row.posts_total,
        responsible=row.responsible,
        office_head=row.office_head,
        remark=row.remark,
    )


def _room(row: RoomRow) -> Room:
    return Room(
        id=row.id,
        floor_id=row.floor_id,
        unit_id=row.unit_id,
        number=row.number,
        use=RoomUse(row.use),
        use_text=row.use_text,
        ledger_area=row.ledger_area,
        state=RoomState(row.state),
        remark=row.remark,
    )


def _card(placed: Placed, occupants: tuple[Occupant, ...]) -> RoomCard:
    room, floor, building, courtyard, unit = placed
    return RoomCard(
        room=_room(room),
        courtyard=courtyard.name,
        building=building.name,
        floor=floor.label,
        floor_level=floor.level,
        unit_id=room.unit_id,
        unit=unit.name if unit else "",
        unit_level=unit.level if unit else "",
        occupants=occupants,
    )


def _line(placed: Placed, seated: dict[UUID, list[str]]) -> RoomLine:
    room, floor, building, courtyard, unit = placed
    return RoomLine(
        id=room.id,
        unit_id=room.unit_id,
        unit=unit.name if unit else "",
        courtyard=courtyard.name,
        building=building.name,
        floor=floor.label,
        number=room.number,
        use=RoomUse(room.use),
        use_text=room.use_text,
        ledger_area=room.ledger_area,
        occupants="、".join(seated.get(room.id, ())),
        state=RoomState(room.state),
        remark=room.remark,
    )


def _occupant(row: PersonRow, elsewhere: tuple[str, ...]) -> Occupant:
    return Occupant(
        person_id=row.id,
        name=row.name,
        rank=row.rank,
        rank_text=row.rank_text,
        post=row.post,
        counted=row.counted,
        party_gov_chief=row.party_gov_chief,
        other_rooms=elsewhere,
    )
