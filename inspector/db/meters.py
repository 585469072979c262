"""The registry of meters: records, their certificates, checks, and where each was met."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspector.db.local_tables import MeterSeenRow
from inspector.db.meter_tables import MeterCheckRow, MeterRow
from inspector.domain.meters import Certificate, MeterCheck, MeterRecord


def add_meter(session: Session, meter: MeterRecord) -> None:
    """What the record says of its last meeting is kept by `note_seen`, not here."""
    row = MeterRow(
        id=meter.id,
        family=meter.family,
        address=meter.address,
        name=meter.name,
        model=meter.model,
        serial=meter.serial,
        edge_declared=meter.edge_declared,
        retired=meter.retired,
    )
    _write_certificate(row, meter.certificate)
    session.add(row)
    session.flush()


def meters(session: Session) -> list[MeterRecord]:
    """In use before retired, then in the order in which they were met first."""
    rows = session.execute(
        select(MeterRow, MeterSeenRow)
        .outerjoin(MeterSeenRow, MeterSeenRow.meter_id == MeterRow.id)
        .order_by(MeterRow.retired, MeterRow.id)
    )
    return [_meter(row, seen) for row, seen in rows]


def get_meter(session: Session, meter_id: UUID) -> MeterRecord:
    row = session.get_one(MeterRow, meter_id)
    return _meter(row, session.get(MeterSeenRow, meter_id))


def find_meter(
    session: Session, family: str, address: str, serial: str
) -> MeterRecord | None:
    """The meter of this make with the serial number, else at the address.

    One that says another serial number is another meter, wherever it is met. Where two
    computers each made a record of it, the one in use with a certificate is taken, then
    the older: every computer finds the same one.
    """
    either = []
    if serial:
        either.append(MeterRow.serial == serial)
    if address:
        either += [MeterRow.address == address, MeterSeenRow.address == address]
    if not either:
        return None
    rows = session.execute(
        select(MeterRow, MeterSeenRow)
        .outerjoin(MeterSeenRow, MeterSeenRow.meter_id == MeterRow.id)
        .where(MeterRow.family == family, or_(*either))
        .order_by(MeterRow.retired, MeterRow.certificate == "", MeterRow.id)
    )
    known = [_meter(row, seen) for row, seen in rows]
    same = [one for one in known if serial and one.serial == serial]
    near = [one for one in known if not (serial and one.serial)]
    return next(iter([*same, *near]), None)


def fill_identity(
    session: Session, meter_id: UUID, name: str, model: str, serial: str
) -> None:
    """What was not known of a meter yet; what is known stays, so that two computers to
    which it gives different names do not rename it in turn for ever."""
    row = session.get_one(MeterRow, meter_id)
    row.name = row.name or name
    row.model = row.model or model
    row.serial = row.serial or serial


def set_certificate(
    session: Session, meter_id: UUID, certificate: Certificate | None
) -> None:
    _write_certificate(session.get_one(MeterRow, meter_id), certificate)


def set_edge(session: Session, meter_id: UUID, edge: str) -> None:
    session.get_one(MeterRow, meter_id).edge_declared = edge


def set_retired(session: Session, meter_id: UUID, *, retired: bool) -> None:
    session.get_one(MeterRow, meter_id).retired = retired


def note_seen(session: Session, meter_id: UUID, address: str, at: datetime) -> None:
    """Stays on this computer: it is no change of the registry."""
    session.merge(MeterSeenRow(meter_id=meter_id, address=address, at=at))


def add_check(session: Session, check: MeterCheck) -> None:
    session.add(
        MeterCheckRow(
            id=check.id,
            meter_id=check.meter_id,
            known_um=check.known_um,
            shown_um="\n".join(str(um) for um in check.shown_um),
            correction_um=check.correction_um,
            tolerance_um=check.tolerance_um,
            operator=check.operator,
            at=check.at,
        )
    )


def last_check(session: Session, meter_id: UUID) -> MeterCheck | None:
    row = session.scalar(
        select(MeterCheckRow)
        .where(MeterCheckRow.meter_id == meter_id)
        .order_by(MeterCheckRow.at.desc(), MeterCheckRow.id.desc())
        .limit(1)
    )
    return None if row is None else _check(row)


def _write_certificate(row: MeterRow, known: Certificate | None) -> None:
    row.certificate = known.number if known else ""
    row.certificate_issued = known.issued if known else None
    row.certificate_until = known.valid_until if known else None
    row.correction_um = known.correction_um if known else 0
    row.uncertainty_um = known.uncertainty_um if known else 0


def _meter(row: MeterRow, seen: MeterSeenRow | None) -> MeterRecord:
    return MeterRecord(
        id=row.id,
        family=row.family,
        address=seen.address if seen else row.address,
        name=row.name,
        model=row.model,
        serial=row.serial,
        edge_declared=row.edge_declared,
        certificate=_certificate(row),
        last_seen=seen.at if seen else None,
        retired=row.retired,
    )


def _certificate(row: MeterRow) -> Certificate | None:
    """None also where another computer sent a number without its days."""
    issued, until = row.certificate_issued, row.certificate_until
    if not row.certificate or issued is None or until is None:
        return None
    return Certificate(
        number=row.certificate,
        issued=issued,
        valid_until=until,
        correction_um=row.correction_um,
        uncertainty_um=row.uncertainty_um,
    )


def _check(row: MeterCheckRow) -> MeterCheck:
    return MeterCheck(
        id=row.id,
        meter_id=row.meter_id,
        at=row.at,
        known_um=row.known_um,
        shown_um=tuple(int(um) for um in row.shown_um.split("\n")),
        operator=row.operator,
        correction_um=row.correction_um,
        tolerance_um=row.tolerance_um,
    )
