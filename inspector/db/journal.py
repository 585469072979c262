"""From triggers to mutations: what an action changed becomes numbered, hashed payloads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from inspector.db import canonical
from inspector.db.local_tables import JournalRow, MutationRow, UploadRow
from inspector.db.tables import Base, PhotoRow
from inspector.db.triggers import binary_columns
from inspector.db.types import milliseconds
from inspector.domain.mutations import (
    Act,
    Change,
    ChangeKind,
    Fields,
    Mutation,
    MutationState,
    Unsent,
)

MOST_CHANGES = 1_000
"""An action that changes more is cut into several mutations of one transaction."""

_NO_CHAIN = bytes(32)


def take_pen(session: Session, mode: str | None) -> None:
    session.execute(text("UPDATE pen SET mode = :mode WHERE id = 1"), {"mode": mode})


def fold(session: Session, act: Act) -> list[int]:
    """Number what the triggers saw since the last action; returns the new numbers."""
    rows = session.scalars(
        select(JournalRow).where(JournalRow.cmid == 0).order_by(JournalRow.n)
    ).all()
    cmid, chain = _last(session)
    numbers = []
    for start in range(0, len(rows), MOST_CHANGES):
        part = rows[start : start + MOST_CHANGES]
        cmid += 1
        payload = canonical.payload_of([_change(row) for row in part])
        digest = canonical.digest_of(act.name, act.person, milliseconds(act.at), payload)
        chain = canonical.next_chain(chain, digest)
        session.add(_row(cmid, act, payload, digest, chain))
        for row in part:
            row.cmid = cmid
        numbers.append(cmid)
    session.flush()
    return numbers


def queued(session: Session, most: int, most_bytes: int) -> list[Mutation]:
    """The oldest mutations that the centre has not answered, in order; always at least
    one if there is any, however large."""
    rows = session.scalars(
        select(MutationRow)
        .where(MutationRow.state == MutationState.QUEUED.value)
        .order_by(MutationRow.cmid)
        .limit(most)
    )
    taken: list[Mutation] = []
    size = 0
    for row in rows:
        size += len(row.payload)
        if taken and size > most_bytes:
            break
        taken.append(_mutation(row))
    return taken


def chain_before(session: Session, cmid: int) -> bytes:
    """The device's chain hash just before this number."""
    row = session.get(MutationRow, cmid - 1)
    return _NO_CHAIN if row is None else row.chain


def settle(
    session: Session, cmid: int, state: MutationState, result: str, seq: int
) -> None:
    """What the centre answered; the mutation itself is never deleted here."""
    session.execute(
        update(MutationRow)
        .where(MutationRow.cmid == cmid)
        .values(state=state.value, result=result, seq=seq)
    )


def mutations(session: Session, state: MutationState, most: int = 500) -> list[Mutation]:
    rows = session.scalars(
        select(MutationRow)
        .where(MutationRow.state == state.value)
        .order_by(MutationRow.cmid)
        .limit(most)
    )
    return [_mutation(row) for row in rows]


def unsent(session: Session) -> Unsent:
    """Counts for the status bar: changed records and photos not yet at the centre."""
    queued_numbers = select(MutationRow.cmid).where(
        MutationRow.state == MutationState.QUEUED.value
    )
    records = session.scalar(
        select(func.count()).select_from(
            select(JournalRow.tbl, JournalRow.row_id)
            .where(JournalRow.cmid.in_(queued_numbers))
            .distinct()
            .subquery()
        )
    )
    photos = session.scalar(
        select(func.count(PhotoRow.sha256.distinct())).where(
            PhotoRow.sha256.not_in(select(UploadRow.sha256))
        )
    )
    return Unsent(
        records=records or 0,
        photos=photos or 0,
        conflicts=_count(session, MutationState.CONFLICT),
        rejected=_count(session, MutationState.REJECTED),
    )


def records_of(session: Session, first: int, last: int) -> int:
    """How many rows the mutations from `first` to `last` changed."""
    changed = select(JournalRow.tbl, JournalRow.row_id).where(
        JournalRow.cmid.between(first, last)
    )
    found = session.scalar(select(func.count()).select_from(changed.distinct().subquery()))
    return found or 0


def last_saved(session: Session) -> datetime | None:
    """When the last action was kept."""
    return session.scalar(select(MutationRow.at).order_by(MutationRow.cmid.desc()).limit(1))


def _count(session: Session, state: MutationState) -> int:
    found = session.scalar(
        select(func.count())
        .select_from(MutationRow)
        .where(MutationRow.state == state.value)
    )
    return found or 0


def _last(session: Session) -> tuple[int, bytes]:
    row = session.execute(
        select(MutationRow.cmid, MutationRow.chain)
        .order_by(MutationRow.cmid.desc())
        .limit(1)
    ).first()
    return (0, _NO_CHAIN) if row is None else (row[0], row[1])


def _row(cmid: int, act: Act, payload: bytes, digest: bytes, chain: bytes) -> MutationRow:
    return MutationRow(
        cmid=cmid,
        action=act.name,
        person=act.person,
        at=act.at,
        payload=payload,
        digest=digest,
        chain=chain,
        state=MutationState.QUEUED.value,
        result="",
        seq=None,
    )


def _mutation(row: MutationRow) -> Mutation:
    return Mutation(
        cmid=row.cmid,
        action=row.action,
        person=row.person,
        at=row.at,
        payload=row.payload,
        digest=row.digest,
        chain=row.chain,
        state=MutationState(row.state),
        result=row.result,
    )


def _change(row: JournalRow) -> Change:
    binary = binary_columns(Base.metadata.tables[row.tbl])
    return Change(
        table=row.tbl,
        row_id=row.row_id,
        kind=ChangeKind(row.kind),
        group=row.grp,
        base=None if row.base is None else _fields(row.base, binary),
        new=_fields(row.new, binary),
    )


def _fields(found: str, binary: Sequence[str] | frozenset[str]) -> Fields:
    fields: Fields = json.loads(found)
    return {
        name: bytes.fromhex(value) if name in binary and isinstance(value, str) else value
        for name, value in fields.items()
    }
