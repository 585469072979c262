"""What one room's page needs, read in one go; and where the person is, kept as they go."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from inspector.actions.here import Here
from inspector.actions.measure import Measuring, look
from inspector.db import findings, inspections, memory, rounds
from inspector.domain.findings import Finding
from inspector.domain.inspections import (
    Check,
    CheckAnswer,
    Inspection,
    Photo,
    RoomProgress,
)


@dataclass(frozen=True, slots=True)
class RoomPage:
    inspection: Inspection
    standing: Measuring
    round: tuple[RoomProgress, ...]
    checks: dict[Check, CheckAnswer]
    photos: tuple[Photo, ...]
    finding: Finding | None

    @property
    def place(self) -> int:
        """Which room of the round this is, from 0; -1 for a room outside it."""
        rooms = [progress.room_id for progress in self.round]
        room_id = self.standing.card.room.id
        return rooms.index(room_id) if room_id in rooms else -1

    def neighbour(self, step: int) -> UUID | None:
        """The room before (-1) or after (1) this one in walking order."""
        place = self.place + step
        return self.round[place].room_id if 0 <= place < len(self.round) else None


def open_room(here: Here, inspection_id: UUID, room_id: UUID) -> RoomPage:
    """Everything of a room in an inspection; reads only."""
    ledger = here.ledger
    answers = ledger.ask(inspections.checks, inspection_id)
    found = [
        f for f in ledger.ask(findings.findings, inspection_id) if f.room_id == room_id
    ]
    photos = [p for p in ledger.ask(findings.photos, inspection_id) if p.room_id == room_id]
    return RoomPage(
        inspection=ledger.ask(inspections.get_inspection, inspection_id),
        standing=look(here, inspection_id, room_id),
        round=tuple(ledger.ask(rounds.round_of, inspection_id)),
        checks=answers.get(room_id, {}),
        photos=tuple(photos),
        finding=found[-1] if found else None,
    )


def latest_inspection(here: Here, unit_id: UUID) -> UUID | None:
    """The visit that is under way, or was last, at a unit."""
    found = here.ledger.ask(inspections.inspections, unit_id)
    return found[0].id if found else None


def remember_room(here: Here, inspection_id: UUID, room_id: UUID) -> None:
    """The page to return to after a crash or tomorrow."""
    with here.ledger.note() as session:
        memory.remember(session, inspection=str(inspection_id), room=str(room_id))


def last_room(here: Here) -> tuple[UUID, UUID] | None:
    """Inspection and room of the page that was open last, if they still exist."""
    kept = here.ledger.ask(memory.recall)
    if "inspection" not in kept or "room" not in kept:
        return None
    known = {inspection.id for inspection in here.ledger.ask(inspections.inspections)}
    inspection_id = UUID(kept["inspection"])
    return (inspection_id, UUID(kept["room"])) if inspection_id in known else None
