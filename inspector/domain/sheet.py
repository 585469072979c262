"""现场核查记录表 as values: everything that one printed sheet says, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inspector.domain.estate import County, RoomCard, Unit
from inspector.domain.findings import Finding
from inspector.domain.inspections import (
    CheckAnswer,
    Inspection,
    Judgement,
    Measurement,
    Photo,
    Signature,
)

_Plain = str | int | bool | None


@dataclass(frozen=True, slots=True)
class SheetPhoto:
    """A photo with the JPEG that goes on paper, empty where its file is not at hand; the
    original stays untouched on disk."""

    photo: Photo
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class SheetRoom:
    """One room of the sheet. `corners` is the adjusted outline in whole millimetres,
    counter-clockwise, empty where no area could be formed."""

    card: RoomCard
    measurement: Measurement | None
    judgement: Judgement | None
    corners: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...]
    checks: tuple[CheckAnswer, ...]
    photos: tuple[SheetPhoto, ...]


@dataclass(frozen=True, slots=True)
class SheetContent:
    county: County
    unit: Unit
    inspection: Inspection
    rooms: tuple[SheetRoom, ...]
    signatures: tuple[Signature, ...]
    policy: str
    """The standards pack in words: name, version, whether checked against the original."""
    made: datetime


def content_sha256(content: SheetContent) -> str:
    """The hash that signatures bind to: every fact on the sheet, but neither the
    signatures themselves nor when it was printed.

    A fact of the ledger never changes, so its id stands for it; what can change (the
    ledger's rows, a reading's being set aside) is written out. One JSON array a line, so
    that no text can pass for another line.
    """
    digest = hashlib.sha256()
    for fact in _facts(content):
        line = json.dumps(fact, ensure_ascii=False, separators=(",", ":"))
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _facts(content: SheetContent) -> Iterator[tuple[_Plain, ...]]:
    county, unit, inspection = content.county, content.unit, content.inspection
    yield "sheet/1", county.code, county.name, str(inspection.id), inspection.number
    yield "unit", str(unit.id), unit.name, unit.responsible
    yield "people", inspection.team, *inspection.inspectors, inspection.escort
    yield "policy", content.policy
    for room in content.rooms:
        yield from _ledger_facts(room.card)
        yield from _room_facts(room)


def _ledger_facts(card: RoomCard) -> Iterator[tuple[_Plain, ...]]:
    room = card.room
    place = (card.courtyard, card.building, card.floor, room.number)
    area = room.ledger_area.mm2 if room.ledger_area else None
    yield "room", str(room.id), *place, card.unit, room.use_text, room.use.value, area
    yield "state", room.state.value
    for one in card.occupants:
        rank = (one.rank, one.rank_text, one.post, one.counted)
        yield "occupant", str(one.person_id), one.name, *rank, *one.other_rooms


def _room_facts(room: SheetRoom) -> Iterator[tuple[_Plain, ...]]:
    if room.measurement:
        for r in room.measurement.readings:
            yield "reading", str(r.id), r.slot, r.micrometres, r.source.value, r.withdrawn
    if room.judgement:
        j = room.judgement
        limit = j.limit.mm2 if j.limit else None
        yield "judgement", str(j.id), j.area.mm2, j.u.mm2, j.outcome.value, limit
        yield "pack", j.pack, j.pack_sha256
    for finding in room.findings:
        due = finding.deadline.isoformat() if finding.deadline else None
        method = finding.method.value if finding.method else None
        kind, way = finding.kind.value, finding.rectification.value
        yield "finding", str(finding.id), kind, way, method, due, finding.note
    for answer in sorted(room.checks, key=lambda a: a.check.value):
        yield "check", answer.check.value, answer.answer
    for shown in room.photos:
        yield "photo", str(shown.photo.id), shown.photo.sha256, shown.photo.caption
