"""Findings, photos, signatures and sheets: the outcome of an inspection."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inspector.db import canonical
from inspector.db.tables import (
    BuildingRow,
    FindingReplacedRow,
    FindingRow,
    FloorRow,
    InspectionRow,
    PhotoRow,
    RoomRow,
    SheetRow,
    SignatureRow,
    UnitRow,
)
from inspector.domain.findings import (
    Finding,
    FindingKind,
    FindingLine,
    Method,
    Rectification,
)
from inspector.domain.inspections import Photo, PrintedSheet, Role, Signature


def add_finding(session: Session, finding: Finding) -> None:
    """Keep a finding. What it stands in place of is said by `replace_finding`."""
    session.add(
        FindingRow(
            id=finding.id,
            inspection_id=finding.inspection_id,
            room_id=finding.room_id,
            judgement_id=finding.judgement_id,
            kind=finding.kind.value,
            rectification=finding.rectification.value,
            note=finding.note,
            measured=finding.measured,
            limit=finding.limit,
            excess=finding.excess,
            method=None if finding.method is None else finding.method.value,
            deadline=finding.deadline,
            decided_by=finding.decided_by,
            at=finding.at,
        )
    )
    session.flush()


def replace_finding(
    session: Session, replacement_id: UUID, old_id: UUID, by: Finding
) -> None:
    """From now on `by` stands where the old finding stood; both stay on record."""
    session.add(
        FindingReplacedRow(id=replacement_id, finding_id=old_id, by_id=by.id, at=by.at)
    )


def findings(session: Session, inspection_id: UUID) -> list[Finding]:
    """What stands of an inspection: findings that no later one replaced, oldest first."""
    rows = session.scalars(
        select(FindingRow)
        .where(FindingRow.inspection_id == inspection_id, FindingRow.id.not_in(replaced()))
        .order_by(FindingRow.at, FindingRow.id)
    )
    return [_finding(row) for row in rows]


def finding_lines(session: Session) -> list[FindingLine]:
    """Every standing finding that asks for something, with its room and unit."""
    rows = session.execute(
        select(
            FindingRow, UnitRow.name, BuildingRow.name, RoomRow.number, InspectionRow.number
        )
        .join(InspectionRow, InspectionRow.id == FindingRow.inspection_id)
        .join(UnitRow, UnitRow.id == InspectionRow.unit_id)
        .join(RoomRow, RoomRow.id == FindingRow.room_id)
        .join(FloorRow, FloorRow.id == RoomRow.floor_id)
        .join(BuildingRow, BuildingRow.id == FloorRow.building_id)
        .where(
            FindingRow.rectification != Rectification.NONE.value,
            FindingRow.id.not_in(replaced()),
        )
        .order_by(FindingRow.deadline, FindingRow.at, FindingRow.id)
    )
    return [
        FindingLine(_finding(row), unit, building, room, inspection)
        for row, unit, building, room, inspection in rows
    ]


def add_photo(session: Session, photo: Photo) -> None:
    session.add(
        PhotoRow(
            id=photo.id,
            inspection_id=photo.inspection_id,
            room_id=photo.room_id,
            sha256=photo.sha256,
            size=photo.size,
            media_type=photo.media_type,
            caption=photo.caption,
            at=photo.at,
        )
    )


def photos(session: Session, inspection_id: UUID) -> list[Photo]:
    rows = session.scalars(
        select(PhotoRow)
        .where(PhotoRow.inspection_id == inspection_id)
        .order_by(PhotoRow.at, PhotoRow.id)
    )
    return [
        Photo(
            id=row.id,
            inspection_id=row.inspection_id,
            room_id=row.room_id,
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            caption=row.caption,
            at=row.at,
        )
        for row in rows
    ]


def add_signature(session: Session, signature: Signature) -> None:
    session.add(
        SignatureRow(
            id=signature.id,
            inspection_id=signature.inspection_id,
            role=signature.role.value,
            name=signature.name,
            ink=b"" if signature.ink is None else canonical.ink_bytes(signature.ink),
            refused=signature.refused,
            content_sha256=signature.content_sha256,
            at=signature.at,
        )
    )


def signatures(session: Session, inspection_id: UUID) -> list[Signature]:
    rows = session.scalars(
        select(SignatureRow)
        .where(SignatureRow.inspection_id == inspection_id)
        .order_by(SignatureRow.at, SignatureRow.id)
    )
    return [
        Signature(
            id=row.id,
            inspection_id=row.inspection_id,
            role=Role(row.role),
            name=row.name,
            ink=canonical.ink_of(row.ink),
            refused=row.refused,
            content_sha256=row.content_sha256,
            at=row.at,
        )
        for row in rows
    ]


def add_sheet(session: Session, sheet: PrintedSheet) -> None:
    session.add(
        SheetRow(
            id=sheet.id,
            inspection_id=sheet.inspection_id,
            sha256=sheet.sha256,
            content_sha256=sheet.content_sha256,
            size=sheet.size,
            pages=sheet.pages,
            at=sheet.at,
        )
    )


def sheets(session: Session, inspection_id: UUID) -> list[PrintedSheet]:
    rows = session.scalars(
        select(SheetRow)
        .where(SheetRow.inspection_id == inspection_id)
        .order_by(SheetRow.at, SheetRow.id)
    )
    return [
        PrintedSheet(
            id=row.id,
            inspection_id=row.inspection_id,
            sha256=row.sha256,
            content_sha256=row.content_sha256,
            size=row.size,
            pages=row.pages,
            at=row.at,
        )
        for row in rows
    ]


def replaced() -> Select[UUID | None]:
    """The findings that a later one superseded."""
    return select(FindingReplacedRow.finding_id)


def _finding(row: FindingRow) -> Finding:
    return Finding(
        id=row.id,
        inspection_id=row.inspection_id,
        room_id=row.room_id,
        judgement_id=row.judgement_id,
        kind=FindingKind(row.kind),
        rectification=Rectification(row.rectification),
        note=row.note,
        measured=row.measured,
        limit=row.limit,
        excess=row.excess,
        method=None if row.method is None else Method(row.method),
        deadline=row.deadline,
        decided_by=row.decided_by,
        at=row.at,
    )
