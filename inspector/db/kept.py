"""Whether a fact that was shown as saved is in the file: what a kill test asks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector.db.tables import (
    Base,
    CheckRow,
    FindingRow,
    InspectionRow,
    PhotoRow,
    ReadingRow,
    SheetRow,
    SignatureRow,
)

_KINDS: dict[str, type[Base]] = {
    "inspection": InspectionRow,
    "reading": ReadingRow,
    "check": CheckRow,
    "finding": FindingRow,
    "photo": PhotoRow,
    "signature": SignatureRow,
    "sheet": SheetRow,
}


def is_kept(session: Session, kind: str, row_id: UUID) -> bool:
    """`kind` is one of inspection, reading, check, finding, photo, signature, sheet."""
    table = _KINDS[kind].__table__
    return (
        session.execute(select(table.c.id).where(table.c.id == row_id)).first() is not None
    )
