"""The inspection sheet: gathered, signed, and written as a PDF whose hash is kept."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from inspector.actions.changes import Changes
from inspector.actions.evidence import paper_jpeg
from inspector.actions.filing import write_whole
from inspector.actions.here import CHINA, Here
from inspector.db import estate, findings, inspections
from inspector.db.ledger import Session
from inspector.domain.assessment import Rules, assess
from inspector.domain.estate import County, RoomCard
from inspector.domain.findings import Finding
from inspector.domain.ink import Ink
from inspector.domain.inspections import (
    CheckAnswer,
    Judgement,
    Measurement,
    Photo,
    PrintedSheet,
    Role,
    Signature,
)
from inspector.domain.sheet import SheetContent, SheetPhoto, SheetRoom, content_sha256
from inspector.reports.fonts import Fonts
from inspector.reports.preview import page_count
from inspector.reports.sheet import render_sheet
from inspector.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Signed:
    signature: Signature
    changes: Changes


@dataclass(frozen=True, slots=True)
class Printed:
    path: Path
    sheet: PrintedSheet
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Kept:
    """Everything of one inspection by room, read once. The measurement of a room is the
    one that its judgement rests on; the last one, where nothing was concluded."""

    measurements: dict[UUID, Measurement]
    judgements: dict[UUID, Judgement]
    findings: dict[UUID, list[Finding]]
    checks: dict[UUID, tuple[CheckAnswer, ...]]
    photos: dict[UUID, list[Photo]]


def gather(here: Here, inspection_id: UUID) -> SheetContent:
    """All that the sheet of one inspection says; reads only."""
    content = here.ledger.ask(_content, here, inspection_id)
    return replace(content, rooms=tuple(_pictured(here, room) for room in content.rooms))


def sign(
    here: Here, inspection_id: UUID, role: Role, name: str, ink: Ink, content: str
) -> Signed:
    """Keep a signature with the hash of what was shown when it was written.

    Raises `Trouble` when the sheet has changed since `content` was shown: nobody signs
    what they did not see.
    """
    if ink.is_empty:
        raise Trouble("签字栏是空的。", "请在签字栏内手写签名，或登记拒签原因。")
    return _keep(here, inspection_id, content, (role, name, ink, ""))


def refuse_to_sign(
    here: Here, inspection_id: UUID, role: Role, name: str, reason: str, content: str
) -> Signed:
    """Keep that somebody would not sign, and why."""
    if not reason.strip():
        raise Trouble("没有填写拒签原因。", "请写明拒签原因，由检查人员签字证明。")
    return _keep(here, inspection_id, content, (role, name, None, reason.strip()))


def write_sheet(here: Here, inspection_id: UUID, fonts: Fonts) -> Printed:
    """Write the sheet as a PDF and keep its hash. What was printed before stays, so that
    every hash that was kept has its file."""
    content = gather(here, inspection_id)
    data = render_sheet(content, fonts)
    earlier = len(here.ledger.ask(findings.sheets, inspection_id))
    again = f" 第{earlier + 1}次" if earlier else ""
    number = re.sub(r"[^\w-]", "_", content.inspection.number)  # may come from elsewhere
    name = f"现场核查记录表 {number}{again}.pdf"
    target = here.home.sheets / name
    write_whole(target, data, "记录表没有写成文件。")
    sheet = PrintedSheet(
        id=here.new_id(),
        inspection_id=inspection_id,
        sha256=hashlib.sha256(data).hexdigest(),
        content_sha256=content_sha256(content),
        size=len(data),
        pages=page_count(data),
        at=here.now(),
    )
    with here.ledger.write(here.act("write_sheet")) as session:
        findings.add_sheet(session, sheet)
    return Printed(target, sheet, Changes(inspections=frozenset({inspection_id})))


def _keep(
    here: Here,
    inspection_id: UUID,
    content: str,
    signed: tuple[Role, str, Ink | None, str],
) -> Signed:
    role, name, ink, refused = signed
    with here.ledger.write(here.act("sign")) as session:
        if content_sha256(_content(session, here, inspection_id)) != content:
            raise Trouble("记录表的内容已有变化。", "请重新核对后再签字。")
        signature = Signature(
            id=here.new_id(),
            inspection_id=inspection_id,
            role=role,
            name=name.strip(),
            ink=ink,
            refused=refused,
            content_sha256=content,
            at=here.now(),
        )
        findings.add_signature(session, signature)
    return Signed(signature, Changes(inspections=frozenset({inspection_id})))


def _content(session: Session, here: Here, inspection_id: UUID) -> SheetContent:
    inspection = inspections.get_inspection(session, inspection_id)
    county = estate.county(session) or County("", "", "CN")
    kept = _kept(session, inspection_id)
    touched = {*kept.measurements, *kept.findings, *kept.checks, *kept.photos}
    cards = [
        c for c in estate.rooms_of(session, inspection.unit_id) if c.room.id in touched
    ]
    known = {card.room.id for card in cards}
    cards += [estate.room_card(session, room_id) for room_id in sorted(touched - known)]
    on = inspection.begun.astimezone(CHINA).date()
    rules = Rules(here.rulebook, here.policy, county.place, on)
    return SheetContent(
        county=county,
        unit=estate.get_unit(session, inspection.unit_id),
        inspection=inspection,
        rooms=tuple(_room(here, card, kept, rules) for card in cards),
        signatures=tuple(findings.signatures(session, inspection_id)),
        policy=_policy(here),
        made=here.now(),
    )


def _kept(session: Session, inspection_id: UUID) -> _Kept:
    by_room: dict[UUID, list[Finding]] = defaultdict(list)
    for finding in findings.findings(session, inspection_id):
        by_room[finding.room_id].append(finding)
    photos: dict[UUID, list[Photo]] = defaultdict(list)
    for photo in findings.photos(session, inspection_id):
        photos[photo.room_id].append(photo)
    answers = inspections.checks(session, inspection_id)
    measured = inspections.measurements(session, inspection_id)
    judged = inspections.judgements(session, inspection_id)
    behind = {judgement.measurement_id for judgement in judged.values()}
    return _Kept(
        measurements={m.room_id: m for m in measured}
        | {m.room_id: m for m in measured if m.id in behind},
        judgements=judged,
        findings=dict(by_room),
        checks={room_id: tuple(given.values()) for room_id, given in answers.items()},
        photos=dict(photos),
    )


def _room(here: Here, card: RoomCard, kept: _Kept, rules: Rules) -> SheetRoom:
    room_id = card.room.id
    measurement = kept.measurements.get(room_id)
    readings = measurement.readings if measurement else ()
    solved = assess(card, readings, rules).solved
    photos = kept.photos.get(room_id, ())
    return SheetRoom(
        card=card,
        measurement=measurement,
        judgement=kept.judgements.get(room_id),
        corners=solved.corners if solved else (),
        findings=tuple(kept.findings.get(room_id, ())),
        checks=kept.checks.get(room_id, ()),
        photos=tuple(SheetPhoto(photo, b"") for photo in photos),
    )


def _pictured(here: Here, room: SheetRoom) -> SheetRoom:
    """With the photos as they go on paper. What is signed does not depend on them, so a
    device to which a photo has not come yet signs the same content."""
    return replace(
        room,
        photos=tuple(
            replace(shown, jpeg=paper_jpeg(here.home.files / shown.photo.sha256))
            for shown in room.photos
        ),
    )


def _policy(here: Here) -> str:
    titles = "；".join(f"{pack.title} {pack.version}" for pack in here.rulebook.packs)
    return f"{titles}；阈值 {here.policy.threshold.m2_text()} ㎡"
