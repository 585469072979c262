"""The round: a unit's rooms in walking order, with what has been done in each."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspector.db import estate, findings, inspections
from inspector.db.tables import FindingRow, RoomRow
from inspector.domain.compliance import Outcome
from inspector.domain.estate import RoomUse
from inspector.domain.findings import Rectification
from inspector.domain.inspections import RoomProgress, UnitProgress


def round_of(session: Session, inspection_id: UUID) -> list[RoomProgress]:
    """Every room of the inspected unit and how far it has come."""
    inspection = inspections.get_inspection(session, inspection_id)
    counted: Counter[UUID] = Counter()
    for measurement in inspections.measurements(session, inspection_id):
        counted[measurement.room_id] = len(measurement.counting)
    judged = inspections.judgements(session, inspection_id)
    decided = {finding.room_id for finding in findings.findings(session, inspection_id)}
    return [
        RoomProgress(
            room_id=card.room.id,
            number=card.room.number,
            building=card.building,
            floor=card.floor,
            use=card.room.use,
            use_text=card.room.use_text,
            occupants=tuple(person.name for person in card.occupants),
            ledger_area=card.room.ledger_area,
            readings=counted[card.room.id],
            outcome=judged[card.room.id].outcome if card.room.id in judged else None,
            done=card.room.id in decided,
        )
        for card in estate.rooms_of(session, inspection.unit_id)
    ]


def unit_progress(session: Session) -> list[UnitProgress]:
    """Every unit with its offices, and what its latest inspection has come to."""
    offices = dict(
        session.execute(
            select(RoomRow.unit_id, func.count())
            .where(RoomRow.use == RoomUse.OFFICE.value)
            .group_by(RoomRow.unit_id)
        ).all()
    )
    rooms = dict(
        session.execute(
            select(RoomRow.unit_id, func.count()).group_by(RoomRow.unit_id)
        ).all()
    )
    latest: dict[UUID, tuple[UUID, str]] = {}
    for inspection in reversed(inspections.inspections(session)):
        latest[inspection.unit_id] = (inspection.id, inspection.number)
    done = _done(session)
    return [
        UnitProgress(
            unit_id=unit.id,
            name=unit.name,
            kind=unit.kind,
            rooms=rooms.get(unit.id, 0),
            offices=offices.get(unit.id, 0),
            inspection_id=latest[unit.id][0] if unit.id in latest else None,
            number=latest[unit.id][1] if unit.id in latest else "",
            done=done.get(latest[unit.id][0], (0, 0))[0] if unit.id in latest else 0,
            findings=done.get(latest[unit.id][0], (0, 0))[1] if unit.id in latest else 0,
        )
        for unit in estate.units(session)
    ]


def outcomes(session: Session, inspection_id: UUID) -> Counter[Outcome]:
    """How often each outcome was concluded in an inspection."""
    judged = inspections.judgements(session, inspection_id).values()
    return Counter(judgement.outcome for judgement in judged)


def _done(session: Session) -> dict[UUID, tuple[int, int]]:
    """Inspection -> rooms decided, rooms where a finding that stands asks for something."""
    decided = session.execute(
        select(
            FindingRow.inspection_id, func.count(FindingRow.room_id.distinct())
        ).group_by(FindingRow.inspection_id)
    )
    asking = dict(
        session.execute(
            select(FindingRow.inspection_id, func.count(FindingRow.room_id.distinct()))
            .where(
                FindingRow.rectification != Rectification.NONE.value,
                FindingRow.id.not_in(findings.replaced()),
            )
            .group_by(FindingRow.inspection_id)
        ).all()
    )
    return {found: (rooms, asking.get(found, 0)) for found, rooms in decided}
