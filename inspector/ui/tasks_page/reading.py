"""What the task page reads, each in one go, and how its lines are put together."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from inspector.actions.here import Here
from inspector.actions.inspections import Team
from inspector.actions.rounds import last_room
from inspector.db import estate, inspections, journal, memory, rounds
from inspector.domain.area import Area
from inspector.domain.estate import Place, RoomCard, RoomUse
from inspector.domain.inspections import Inspection, RoomProgress, UnitProgress


class UnitState(Enum):
    """How far a unit's latest visit has come."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class UnitLine:
    progress: UnitProgress
    initials: str = ""
    practice: bool = False

    @property
    def state(self) -> UnitState:
        if self.progress.inspection_id is None:
            return UnitState.NOT_BEGUN
        all_done = self.progress.done >= self.progress.rooms
        return UnitState.DONE if all_done else UnitState.UNDER_WAY

    def answers_to(self, words: str) -> bool:
        """By a part of the name, or the beginning of its pinyin initials."""
        plain = words.strip().lower()
        return plain in self.progress.name.lower() or self.initials.startswith(plain)


@dataclass(frozen=True, slots=True)
class Readiness:
    """出发前检查: may we leave the office with this machine?"""

    ledger_at: datetime | None
    ledger_source: str
    unchecked: int
    """How many limits nobody has compared with the paper original."""
    limits: int
    free_bytes: int
    last_saved: datetime | None
    now: datetime

    @property
    def clock_runs_back(self) -> bool:
        """The machine's clock stands before what it has already recorded."""
        return self.last_saved is not None and self.now < self.last_saved


@dataclass(frozen=True, slots=True)
class RoomStop:
    """One room on the way; `progress` is None while no visit has begun."""

    room_id: UUID
    number: str
    building: str
    floor: str
    use: str
    office: bool
    people: tuple[str, ...]
    area: Area | None
    progress: RoomProgress | None = None

    @property
    def done(self) -> bool:
        return self.progress is not None and self.progress.done


@dataclass(frozen=True, slots=True)
class UnitPage:
    unit_id: UUID
    places: tuple[Place, ...]
    rooms: tuple[RoomStop, ...]
    inspection: Inspection | None
    last: UUID | None
    """The room that was open last in this visit."""

    @property
    def next_room(self) -> RoomStop | None:
        """Where to go on: the room left open, or the first that has no finding yet."""
        waiting = [stop for stop in self.rooms if not stop.done]
        left = [stop for stop in waiting if stop.room_id == self.last]
        return next(iter(left or waiting), None)


@dataclass(frozen=True, slots=True)
class Round:
    """All units, and what is offered when the next visit begins."""

    units: tuple[UnitLine, ...]
    team: Team
    readiness: Readiness
    page: UnitPage | None
    """Of the unit that was asked for, else of the one where the person was last."""

    @property
    def current(self) -> UnitLine | None:
        wanted = self.page.unit_id if self.page else None
        return next((u for u in self.units if u.progress.unit_id == wanted), None)


def read_round(here: Here, wanted: UUID | None = None) -> Round:
    ledger = here.ledger
    visits = ledger.ask(inspections.inspections)
    practice = {visit.id for visit in visits if visit.practice}
    initials = {unit.id: unit.initials for unit in ledger.ask(estate.units)}
    lines = [
        UnitLine(
            progress=progress,
            initials=initials.get(progress.unit_id, ""),
            practice=progress.inspection_id in practice,
        )
        for progress in ledger.ask(rounds.unit_progress)
    ]
    line = _chosen(lines, wanted or _last_unit(here, visits))
    page = None
    if line is not None:
        page = read_unit(here, line.progress.unit_id, line.progress.inspection_id)
    return Round(
        units=tuple(lines),
        team=_team(visits),
        readiness=_readiness(here),
        page=page,
    )


def _chosen(lines: Sequence[UnitLine], wanted: UUID | None) -> UnitLine | None:
    found = [line for line in lines if line.progress.unit_id == wanted]
    return next(iter(found or lines), None)


def _last_unit(here: Here, visits: Sequence[Inspection]) -> UUID | None:
    """Where the person was, else the unit whose visit was begun last."""
    last = last_room(here)
    found = [visit for visit in visits if last and visit.id == last[0]]
    return next((visit.unit_id for visit in found or visits), None)


def read_unit(here: Here, unit_id: UUID, inspection_id: UUID | None) -> UnitPage:
    ledger = here.ledger
    places = tuple(ledger.ask(estate.places_of, unit_id))
    if inspection_id is None:
        cards = ledger.ask(estate.rooms_of, unit_id)
        return UnitPage(
            unit_id, places, tuple(_of_card(card) for card in cards), None, None
        )
    last = last_room(here)
    return UnitPage(
        unit_id=unit_id,
        places=places,
        rooms=tuple(
            _of_progress(progress)
            for progress in ledger.ask(rounds.round_of, inspection_id)
        ),
        inspection=ledger.ask(inspections.get_inspection, inspection_id),
        last=last[1] if last and last[0] == inspection_id else None,
    )


def _team(visits: Sequence[Inspection]) -> Team:
    """The team that came last comes again. Whoever sits at the machine is no inspector
    for that: the names go on a paper that people sign."""
    if visits:
        return Team(visits[0].team, visits[0].inspectors, "")
    return Team("", (), "")


def _readiness(here: Here) -> Readiness:
    at, source = here.ledger.ask(memory.copied)
    limits = [row for pack in here.rulebook.packs for row in pack.limits]
    return Readiness(
        ledger_at=at,
        ledger_source=source,
        unchecked=sum(row.checked is None for row in limits),
        limits=len(limits),
        free_bytes=shutil.disk_usage(here.home.folder).free,
        last_saved=here.ledger.ask(journal.last_saved),
        now=here.now(),
    )


def _of_card(card: RoomCard) -> RoomStop:
    room = card.room
    return RoomStop(
        room_id=room.id,
        number=room.number,
        building=card.building,
        floor=card.floor,
        use=room.use_text or room.use.label,
        office=room.use is RoomUse.OFFICE,
        people=tuple(person.name for person in card.occupants),
        area=room.ledger_area,
    )


def _of_progress(progress: RoomProgress) -> RoomStop:
    return RoomStop(
        room_id=progress.room_id,
        number=progress.number,
        building=progress.building,
        floor=progress.floor,
        use=progress.use_text or progress.use.label,
        office=progress.use is RoomUse.OFFICE,
        people=progress.occupants,
        area=progress.ledger_area,
        progress=progress,
    )
