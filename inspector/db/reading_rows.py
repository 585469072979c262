"""A reading between its columns and its value, with what was discarded beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector.db.meter_tables import ReadingDiscardedRow
from inspector.db.tables import ReadingRow
from inspector.domain.inspections import Discarded, Instrument, ReadingRecord, Source


def reading_row(inspection_id: UUID | None, reading: ReadingRecord) -> ReadingRow:
    meter = reading.instrument
    return ReadingRow(
        id=reading.id,
        inspection_id=inspection_id,
        measurement_id=reading.measurement_id,
        slot=reading.slot,
        micrometres=reading.micrometres,
        source=reading.source.value,
        family=meter.family,
        model=meter.model,
        serial=meter.serial,
        codec_version=meter.codec_version,
        meter_id=meter.meter_id,
        certificate=meter.certificate,
        certificate_until=meter.certificate_until,
        correction_um=meter.correction_um,
        uncertainty_um=meter.uncertainty_um,
        edge=reading.edge,
        counter=reading.counter,
        raw=reading.raw,
        device_time=reading.device_time,
        tilt_udeg=reading.tilt_udeg,
        operator=reading.operator,
        at=reading.at,
    )


def reading_record(
    row: ReadingRow,
    discarded: tuple[Discarded, ...],
    withdrawn: str = "",
    measurement_id: UUID | None = None,
    slot: str = "",
) -> ReadingRecord:
    """The place of a reading that came out of the tray is given from outside."""
    return ReadingRecord(
        id=row.id,
        measurement_id=measurement_id or row.measurement_id,
        slot=slot or row.slot,
        micrometres=row.micrometres,
        source=Source(row.source),
        instrument=_instrument(row),
        edge=row.edge,
        counter=row.counter,
        raw=row.raw,
        operator=row.operator,
        at=row.at,
        withdrawn=withdrawn,
        device_time=row.device_time,
        tilt_udeg=row.tilt_udeg,
        discarded=discarded,
    )


def discarded_of(
    session: Session, readings: Collection[UUID]
) -> dict[UUID, tuple[Discarded, ...]]:
    """In the order in which they came; one statement for all the readings."""
    found: dict[UUID, list[Discarded]] = defaultdict(list)
    rows = session.scalars(
        select(ReadingDiscardedRow)
        .where(ReadingDiscardedRow.reading_id.in_(readings))
        .order_by(ReadingDiscardedRow.at, ReadingDiscardedRow.id)
    )
    for row in rows:
        found[row.reading_id].append(Discarded(row.raw, row.length_um, row.reason, row.at))
    return {reading: tuple(found[reading]) for reading in readings}


def _instrument(row: ReadingRow) -> Instrument:
    return Instrument(
        family=row.family,
        model=row.model,
        serial=row.serial,
        codec_version=row.codec_version,
        meter_id=row.meter_id,
        certificate=row.certificate,
        certificate_until=row.certificate_until,
        correction_um=row.correction_um,
        uncertainty_um=row.uncertainty_um,
    )
