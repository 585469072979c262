"""Inspections and the facts kept on them. Everything here is added, nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from inspector.db.meter_tables import ReadingDiscardedRow
from inspector.db.reading_rows import discarded_of, reading_record, reading_row
from inspector.db.tables import (
    CheckRow,
    InspectionRow,
    JudgementRow,
    MeasurementRow,
    ReadingPlacedRow,
    ReadingRow,
    ReadingWithdrawnRow,
    UnitRow,
)
from inspector.domain.compliance import Outcome
from inspector.domain.inspections import (
    Check,
    CheckAnswer,
    Discarded,
    Inspection,
    Judgement,
    Measurement,
    ReadingRecord,
)


def add_inspection(session: Session, inspection: Inspection) -> None:
    session.add(
        InspectionRow(
            id=inspection.id,
            unit_id=inspection.unit_id,
            number=inspection.number,
            team=inspection.team,
            inspectors="\n".join(inspection.inspectors),
            escort=inspection.escort,
            begun=inspection.begun,
            practice=inspection.practice,
        )
    )


def inspections(session: Session, unit_id: UUID | None = None) -> list[Inspection]:
    """Newest first; of one unit, or of all."""
    query = select(InspectionRow, UnitRow.name).join(
        UnitRow, UnitRow.id == InspectionRow.unit_id
    )
    if unit_id is not None:
        query = query.where(InspectionRow.unit_id == unit_id)
    rows = session.execute(
        query.order_by(InspectionRow.begun.desc(), InspectionRow.id.desc())
    )
    return [_inspection(row, unit) for row, unit in rows]


def get_inspection(session: Session, inspection_id: UUID) -> Inspection:
    row, unit = session.execute(
        select(InspectionRow, UnitRow.name)
        .join(UnitRow, UnitRow.id == InspectionRow.unit_id)
        .where(InspectionRow.id == inspection_id)
    ).one()
    return _inspection(row, unit)


def count_inspections(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(InspectionRow)) or 0


def add_measurement(session: Session, measurement: Measurement) -> None:
    session.add(
        MeasurementRow(
            id=measurement.id,
            inspection_id=measurement.inspection_id,
            room_id=measurement.room_id,
            round=measurement.round,
            begun=measurement.begun,
        )
    )
    session.flush()


def add_reading(
    session: Session, inspection_id: UUID | None, reading: ReadingRecord
) -> None:
    """Without an inspection it belongs to none yet, and waits in the tray of each."""
    session.add(reading_row(inspection_id, reading))
    session.flush()


def add_discarded(
    session: Session, discarded_id: UUID, reading_id: UUID, discarded: Discarded
) -> None:
    """What came for the same field and did not count stays with the reading that did."""
    session.add(
        ReadingDiscardedRow(
            id=discarded_id,
            reading_id=reading_id,
            raw=discarded.raw,
            length_um=discarded.micrometres,
            reason=discarded.reason,
            at=discarded.at,
        )
    )


def add_placing(
    session: Session, placing_id: UUID, reading: ReadingRecord, operator: str, at: datetime
) -> None:
    """The tray's reading `reading.id` belongs to its measurement and slot from now on."""
    session.add(
        ReadingPlacedRow(
            id=placing_id,
            reading_id=reading.id,
            measurement_id=reading.measurement_id,
            slot=reading.slot,
            operator=operator,
            at=at,
        )
    )


def add_withdrawal(
    session: Session,
    withdrawal_id: UUID,
    reading_id: UUID,
    reason: str,
    by: tuple[str, datetime],
) -> None:
    """Set a reading aside for a reason; `by` is who and when."""
    session.add(
        ReadingWithdrawnRow(
            id=withdrawal_id, reading_id=reading_id, reason=reason, operator=by[0], at=by[1]
        )
    )


def latest_measurement(
    session: Session, inspection_id: UUID, room_id: UUID
) -> Measurement | None:
    """The last round of a room in this inspection, with all its readings."""
    rounds = measurements(session, inspection_id, [room_id])
    return rounds[-1] if rounds else None


def get_measurement(session: Session, measurement_id: UUID) -> Measurement:
    row = session.get_one(MeasurementRow, measurement_id)
    return _measurement(row, _readings(session, [row.id])[row.id])


def measurements(
    session: Session, inspection_id: UUID, rooms: Sequence[UUID] | None = None
) -> list[Measurement]:
    """All rooms of the inspection, or some; a room's rounds in their order, which a clock
    that was set back does not change."""
    query = select(MeasurementRow).where(MeasurementRow.inspection_id == inspection_id)
    if rooms is not None:
        query = query.where(MeasurementRow.room_id.in_(rooms))
    rows = session.scalars(query.order_by(MeasurementRow.round, MeasurementRow.begun)).all()
    readings = _readings(session, [row.id for row in rows])
    return [_measurement(row, readings[row.id]) for row in rows]


def tray(session: Session, inspection_id: UUID | None) -> list[ReadingRecord]:
    """待归位读数: readings that no field took and nobody has placed or set aside, with
    those that came while no room was open; without an inspection, these alone."""
    whose = or_(
        ReadingRow.inspection_id == inspection_id, ReadingRow.inspection_id.is_(None)
    )
    rows = session.scalars(
        select(ReadingRow).where(whose, *_waiting()).order_by(ReadingRow.at, ReadingRow.id)
    ).all()
    discarded = discarded_of(session, [row.id for row in rows])
    return [reading_record(row, discarded[row.id]) for row in rows]


def loose(session: Session) -> int:
    """How many readings wait that belong to no inspection."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ReadingRow)
            .where(ReadingRow.inspection_id.is_(None), *_waiting())
        )
        or 0
    )


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return (
        ReadingRow.measurement_id.is_(None),
        ReadingRow.id.not_in(select(ReadingPlacedRow.reading_id)),
        ReadingRow.id.not_in(select(ReadingWithdrawnRow.reading_id)),
    )


def get_reading(session: Session, reading_id: UUID) -> ReadingRecord:
    discarded = discarded_of(session, [reading_id])[reading_id]
    return reading_record(session.get_one(ReadingRow, reading_id), discarded)


def is_withdrawn(session: Session, reading_id: UUID) -> bool:
    return bool(_reasons(session, [reading_id]))


def last_reading_of(
    session: Session, inspection_id: UUID | None, raw: bytes
) -> UUID | None:
    """The latest reading that came as these bytes and was not set aside: of the visit, or
    still of none. Without an inspection, the latest of all that belong to none."""
    placed = select(ReadingPlacedRow.reading_id)
    here = placed.join(
        MeasurementRow, MeasurementRow.id == ReadingPlacedRow.measurement_id
    ).where(MeasurementRow.inspection_id == inspection_id)
    return session.scalar(
        select(ReadingRow.id)
        .where(
            or_(
                ReadingRow.inspection_id == inspection_id,
                and_(ReadingRow.inspection_id.is_(None), ReadingRow.id.not_in(placed)),
                and_(ReadingRow.inspection_id.is_(None), ReadingRow.id.in_(here)),
            ),
            ReadingRow.raw == raw,
            ReadingRow.id.not_in(select(ReadingWithdrawnRow.reading_id)),
        )
        .order_by(ReadingRow.at.desc(), ReadingRow.id.desc())
        .limit(1)
    )


def add_judgement(session: Session, judgement: Judgement) -> None:
    session.add(
        JudgementRow(
            id=judgement.id,
            measurement_id=judgement.measurement_id,
            room_id=judgement.room_id,
            area=judgement.area,
            u=judgement.u,
            redundancy=judgement.redundancy,
            model=judgement.model,
            engine=judgement.engine,
            outcome=judgement.outcome.value,
            limit=judgement.limit,
            excess=judgement.excess,
            pack=judgement.pack,
            pack_sha256=judgement.pack_sha256,
            threshold=judgement.threshold,
            explanation="\n".join(judgement.explanation),
            at=judgement.at,
        )
    )
    session.flush()


def judgements(session: Session, inspection_id: UUID) -> dict[UUID, Judgement]:
    """The last judgement of each room of an inspection."""
    rows = session.scalars(
        select(JudgementRow)
        .join(MeasurementRow, MeasurementRow.id == JudgementRow.measurement_id)
        .where(MeasurementRow.inspection_id == inspection_id)
        .order_by(MeasurementRow.round, JudgementRow.at, JudgementRow.id)
    )
    return {row.room_id: _judgement(row) for row in rows}


def add_check(
    session: Session, check_id: UUID, inspection_id: UUID, given: CheckAnswer
) -> None:
    session.add(
        CheckRow(
            id=check_id,
            inspection_id=inspection_id,
            room_id=given.room_id,
            question=given.check.value,
            answer=given.answer,
            at=given.at,
        )
    )


def checks(session: Session, inspection_id: UUID) -> dict[UUID, dict[Check, CheckAnswer]]:
    """The last answer to each question, by room."""
    found: dict[UUID, dict[Check, CheckAnswer]] = defaultdict(dict)
    rows = session.scalars(
        select(CheckRow)
        .where(CheckRow.inspection_id == inspection_id)
        .order_by(CheckRow.at, CheckRow.id)
    )
    for row in rows:
        check = Check(row.question)
        found[row.room_id][check] = CheckAnswer(row.room_id, check, row.answer, row.at)
    return dict(found)


def _readings(
    session: Session, measurement_ids: Iterable[UUID]
) -> dict[UUID, list[ReadingRecord]]:
    ids = set(measurement_ids)
    found: dict[UUID, list[ReadingRecord]] = defaultdict(list)
    if not ids:
        return found
    direct = session.execute(
        select(ReadingRow, ReadingRow.measurement_id, ReadingRow.slot).where(
            ReadingRow.measurement_id.in_(ids)
        )
    ).all()
    came = select(ReadingPlacedRow.reading_id).where(
        ReadingPlacedRow.measurement_id.in_(ids)
    )
    placed = session.execute(
        select(ReadingRow, ReadingPlacedRow.measurement_id, ReadingPlacedRow.slot)
        .join(ReadingPlacedRow, ReadingPlacedRow.reading_id == ReadingRow.id)
        .where(ReadingRow.id.in_(came))
        .order_by(ReadingPlacedRow.at, ReadingPlacedRow.id)
    ).all()
    first: dict[UUID, tuple[ReadingRow, UUID | None, str]] = {}
    for row, measurement_id, slot in (*direct, *placed):
        first.setdefault(row.id, (row, measurement_id, slot))
    reasons, discarded = _reasons(session, list(first)), discarded_of(session, list(first))
    for row, measurement_id, slot in sorted(
        first.values(), key=lambda found: (found[0].at, found[0].id)
    ):
        if measurement_id in ids:  # another device may have placed it elsewhere before
            why = reasons.get(row.id, "")
            found[measurement_id].append(
                reading_record(row, discarded[row.id], why, measurement_id, slot)
            )
    return found


def _reasons(session: Session, readings: Sequence[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(ReadingWithdrawnRow.reading_id, ReadingWithdrawnRow.reason)
        .where(ReadingWithdrawnRow.reading_id.in_(readings))
        .order_by(ReadingWithdrawnRow.at, ReadingWithdrawnRow.id)
    )
    first: dict[UUID, str] = {}
    for reading_id, reason in rows:
        first.setdefault(reading_id, reason)
    return first


def _inspection(row: InspectionRow, unit: str) -> Inspection:
    return Inspection(
        id=row.id,
        unit_id=row.unit_id,
        unit=unit,
        number=row.number,
        team=row.team,
        inspectors=tuple(name for name in row.inspectors.split("\n") if name),
        escort=row.escort,
        begun=row.begun,
        practice=row.practice,
    )


def _measurement(row: MeasurementRow, readings: Sequence[ReadingRecord]) -> Measurement:
    return Measurement(
        id=row.id,
        inspection_id=row.inspection_id,
        room_id=row.room_id,
        round=row.round,
        begun=row.begun,
        readings=tuple(readings),
    )


def _judgement(row: JudgementRow) -> Judgement:
    return Judgement(
        id=row.id,
        measurement_id=row.measurement_id,
        room_id=row.room_id,
        area=row.area,
        u=row.u,
        redundancy=row.redundancy,
        model=row.model,
        engine=row.engine,
        outcome=Outcome(row.outcome),
        limit=row.limit,
        excess=row.excess,
        pack=row.pack,
        pack_sha256=row.pack_sha256,
        threshold=row.threshold,
        explanation=tuple(row.explanation.split("\n")),
        at=row.at,
    )
