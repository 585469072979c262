"""What the signing page reads in one go: the sheet's content, who signs, what is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from inspector.actions.here import Here
from inspector.actions.rounds import last_room
from inspector.actions.sheets import gather
from inspector.db import findings, inspections, rounds
from inspector.domain.findings import Rectification
from inspector.domain.inspections import (
    Inspection,
    PrintedSheet,
    Role,
    RoomProgress,
    Signature,
)
from inspector.domain.sheet import SheetContent, SheetRoom, content_sha256


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person signs. `changed`: the sheet is not what they signed any more."""

    role: Role
    name: str
    signature: Signature | None = None
    changed: bool = False

    @property
    def settled(self) -> bool:
        return self.signature is not None and not self.changed


@dataclass(frozen=True, slots=True)
class SheetPage:
    content: SheetContent
    sha256: str
    undecided: tuple[RoomProgress, ...]
    printed: PrintedSheet | None
    """The sheet that was made last."""
    file: Path

    @property
    def inspection(self) -> Inspection:
        return self.content.inspection

    @property
    def decided(self) -> tuple[SheetRoom, ...]:
        return tuple(room for room in self.content.rooms if room.findings)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for role in Role for place in _places(role, self))

    @property
    def up_to_date(self) -> bool:
        """The file says all that is known: no fact and no signature came after it."""
        if self.printed is None or self.printed.content_sha256 != self.sha256:
            return False
        signed: list[datetime] = [s.at for s in self.content.signatures]
        return all(at <= self.printed.at for at in signed) and self.file.exists()


def read_sheet(here: Here, inspection_id: UUID) -> SheetPage:
    content = gather(here, inspection_id)
    stops = here.ledger.ask(rounds.round_of, inspection_id)
    decided = {room.card.room.id for room in content.rooms if room.findings}
    printed = here.ledger.ask(findings.sheets, inspection_id)
    number = content.inspection.number
    return SheetPage(
        content=content,
        sha256=content_sha256(content),
        undecided=tuple(stop for stop in stops if stop.room_id not in decided),
        printed=printed[-1] if printed else None,
        file=here.home.sheets / f"现场核查记录表 {number}.pdf",
    )


def latest_inspection(here: Here) -> UUID | None:
    """The visit that the person was on last, else the newest one."""
    last = last_room(here)
    if last is not None:
        return last[0]
    visits = here.ledger.ask(inspections.inspections)
    return visits[0].id if visits else None


def classes(room: SheetRoom) -> tuple[Rectification, ...]:
    found = (finding.rectification for finding in room.findings)
    return tuple(dict.fromkeys(c for c in found if c is not Rectification.NONE))


def _places(role: Role, page: SheetPage) -> list[Place]:
    """One place for everybody expected; whoever signed instead takes the next free one."""
    latest = {s.name: s for s in page.content.signatures if s.role is role}
    expected = _expected(role, page.content)
    named = [(name, latest.pop(name, None)) for name in expected]
    others = list(latest.values())
    for number, (_, signature) in enumerate(named):
        if signature is None and others:
            instead = others.pop(0)
            named[number] = (instead.name, instead)
    named += [(signature.name, signature) for signature in others]
    return [_place(role, name, signature, page.sha256) for name, signature in named]


def _place(role: Role, name: str, signature: Signature | None, sha256: str) -> Place:
    changed = signature is not None and signature.content_sha256 != sha256
    return Place(role, name, signature, changed)


def _expected(role: Role, content: SheetContent) -> Sequence[str]:
    return {
        Role.INSPECTOR: content.inspection.inspectors,
        Role.ESCORT: (content.inspection.escort,),
        Role.RESPONSIBLE: (content.unit.responsible,),
    }[role]
