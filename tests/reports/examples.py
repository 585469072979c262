"""Sheets with everything that a real visit may bring, made the same way every time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid5

from PIL import Image, ImageDraw

from inspector.domain.area import Area
from inspector.domain.compliance import Outcome
from inspector.domain.estate import (
    County,
    Occupant,
    Room,
    RoomCard,
    RoomState,
    RoomUse,
    Unit,
)
from inspector.domain.findings import Finding, FindingKind, Rectification
from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.domain.inspections import (
    Check,
    CheckAnswer,
    Inspection,
    Instrument,
    Judgement,
    Measurement,
    Photo,
    ReadingRecord,
    Role,
    Signature,
    Source,
)
from inspector.domain.sheet import SheetContent, SheetPhoto, SheetRoom, content_sha256
from inspector.reports.fonts import Fonts

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
SPACE = UUID("6f1f0a52-9a3c-5d11-8a53-0d5b0c7e21aa")
BEGUN = datetime(2026, 12, 23, 1, 10, tzinfo=UTC)
LEICA = Instrument("徕卡", "DISTO D2", "1052431877", 1)
BOSCH = Instrument("博世", "GLM 50 C", "", 1)
TYPED = Instrument("", "", "", 0)
RARE = ("王𬀩", "李䶮", "陈㛃")
PACK = "发改投资〔2014〕2674号（县级机关）"


def ident(text: str) -> UUID:
    return uuid5(SPACE, text)


@cache
def fonts() -> Fonts:
    return Fonts.load(FONTS)


def person(
    name: str, rank: str | None = "X_BELOW", text: str = "", **more: object
) -> Occupant:
    plain = Occupant(ident(name), name, rank, text, "", counted=True, party_gov_chief=False)
    return replace(plain, **more)  # type: ignore[arg-type]


def card(
    number: str, occupants: Sequence[Occupant], ledger: str | None, **more: object
) -> RoomCard:
    room = Room(
        id=ident(f"room {number}"),
        floor_id=ident("floor"),
        unit_id=ident("unit"),
        number=number,
        use=RoomUse.OFFICE,
        use_text="",
        ledger_area=Area.of_m2(ledger) if ledger else None,
        state=RoomState.IN_USE,
    )
    plain = RoomCard(
        room=room,
        courtyard="县府大院",
        building="主楼",
        floor=f"{number[0]}层",
        floor_level=3,
        unit_id=ident("unit"),
        unit=UNIT.name,
        unit_level="县级",
        occupants=tuple(occupants),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


UNIT = Unit(
    id=ident("unit"),
    name="青岚县教育体育局",
    initials="qlxjytyj",
    level="县级",
    kind="行政",
    posts=(("X_KE_1", 1), ("X_KE_2", 3), ("X_BELOW", 20)),
    posts_total=24,
    responsible="周延之",
    office_head="沈若谷",
)
COUNTY = County("331199", "青岚县", "浙江省")


def reading(room: str, slot: str, mm: int, order: int, **more: object) -> ReadingRecord:
    plain = ReadingRecord(
        id=ident(f"{room} {slot} {order}"),
        measurement_id=ident(f"measurement {room}"),
        slot=slot,
        micrometres=mm * 1000,
        source=Source.BLE,
        instrument=LEICA,
        edge="rear",
        counter=order,
        raw=b"",
        operator="陈㛃",
        at=BEGUN + timedelta(minutes=3, seconds=11 * order),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def measurement(room: str, readings: Sequence[ReadingRecord]) -> Measurement:
    ids = (ident(f"measurement {room}"), ident("inspection"), ident(f"room {room}"))
    return Measurement(*ids, 1, BEGUN, tuple(readings))


def judgement(
    room: str, m2: str, u: str, outcome: Outcome, limit: str | None, **more: object
) -> Judgement:
    area, allowed = Area.of_m2(m2), Area.of_m2(limit) if limit else None
    plain = Judgement(
        id=ident(f"judgement {room}"),
        measurement_id=ident(f"measurement {room}"),
        room_id=ident(f"room {room}"),
        area=area,
        u=Area.of_m2(u),
        redundancy=1,
        model="rectangle",
        engine=1,
        outcome=outcome,
        limit=allowed,
        excess=area - allowed if allowed and outcome is Outcome.OVER else None,
        pack=PACK,
        pack_sha256="4d7a1c09" * 8,
        threshold=Area(0),
        explanation=(
            "王𬀩，正科级，不超过 18.00 ㎡ 2674号 第十一条 表3 [两处以上出处]",
            f"实测 {m2} ㎡，U = {Area.of_m2(u) * 2}（k=2），以未修约值与限额比较。",
        ),
        at=BEGUN + timedelta(minutes=5),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def finding(
    room: str, kind: FindingKind, rectification: Rectification, **more: object
) -> Finding:
    plain = Finding(
        id=ident(f"finding {room} {kind.value}"),
        inspection_id=ident("inspection"),
        room_id=ident(f"room {room}"),
        judgement_id=ident(f"judgement {room}"),
        kind=kind,
        rectification=rectification,
        note="",
        measured=None,
        limit=None,
        excess=None,
        method=None,
        deadline=None,
        decided_by="陈㛃",
        at=BEGUN + timedelta(minutes=6),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@cache
def jpeg(wide: int, high: int, tone: int = 150) -> bytes:
    """A room with a window, as far as a few rectangles go."""
    picture = Image.new("RGB", (wide, high), (tone + 60, tone + 58, tone + 50))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((wide * 0.1, high * 0.15, wide * 0.45, high * 0.6), (200, 222, 240))
    pen.rectangle((wide * 0.55, high * 0.5, wide * 0.95, high * 0.9), (120, 92, 66))
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def photo(room: str, number: int, caption: str, data: bytes) -> SheetPhoto:
    at = BEGUN + timedelta(minutes=7, seconds=number)
    known = Photo(
        id=ident(f"photo {room} {number}"),
        inspection_id=ident("inspection"),
        room_id=ident(f"room {room}"),
        sha256=f"{number:064x}",
        size=len(data),
        media_type="image/jpeg",
        caption=caption,
        at=at,
    )
    return SheetPhoto(known, data)


def checks(room: str, answers: str) -> tuple[CheckAnswer, ...]:
    """One letter for each question: 是, 否, or - for none."""
    return tuple(
        CheckAnswer(ident(f"room {room}"), check, answer == "是", BEGUN)
        for check, answer in zip(Check, answers, strict=True)
        if answer != "-"
    )


def handwriting(seed: int, strokes: int = 9) -> Ink:
    """Loops and hooks with a pressure that swells and fades, in a field of 60 x 20 mm."""
    made = []
    for number in range(strokes):
        x0, y0 = (
            700 + number * 480 + 90 * math.sin(seed + number),
            950 + 260 * math.cos(seed * number),
        )
        points = []
        for step in range(40):
            t = step / 39
            turn = (seed % 3 + 1.3) * t * math.pi + number
            points.append(
                InkPoint(
                    x=round(x0 + 620 * t + 160 * math.sin(turn)),
                    y=round(y0 + 380 * math.sin(turn * 0.9) * (1 - t * 0.4)),
                    pressure=round(1000 * math.sin(math.pi * (0.08 + 0.9 * t)) ** 0.7),
                    ms=number * 400 + step * 8,
                )
            )
        made.append(Stroke(tuple(points)))
    made.append(Stroke((InkPoint(5400, 600, 900, 9000),)))
    return Ink(tuple(made), 6000, 2000)


def signed(content: SheetContent, *, refused: str = "") -> SheetContent:
    """The same sheet with everybody's hand on it; or with the unit refusing."""
    digest = content_sha256(content)
    people = [(Role.INSPECTOR, name) for name in content.inspection.inspectors]
    people += [(Role.ESCORT, content.inspection.escort)]
    people += [(Role.RESPONSIBLE, content.unit.responsible)]
    signatures = tuple(
        Signature(
            id=ident(f"signature {role.value} {name}"),
            inspection_id=content.inspection.id,
            role=role,
            name=name,
            ink=None if refused and role is Role.RESPONSIBLE else handwriting(number),
            refused=refused if role is Role.RESPONSIBLE else "",
            content_sha256=digest,
            at=BEGUN + timedelta(hours=3),
        )
        for number, (role, name) in enumerate(people, start=2)
    )
    return replace(content, signatures=signatures)


def content(rooms: Sequence[SheetRoom], **more: object) -> SheetContent:
    plain = SheetContent(
        county=COUNTY,
        unit=UNIT,
        inspection=Inspection(
            id=ident("inspection"),
            unit_id=UNIT.id,
            unit=UNIT.name,
            number="331199-07-0012",
            team="督查二组",
            inspectors=("陈㛃", "李䶮"),
            escort="沈若谷",
            begun=BEGUN,
            practice=False,
        ),
        rooms=tuple(rooms),
        signatures=(),
        policy="发改投资〔2014〕2674号《党政机关办公用房建设标准》，"
        "标准包 2026.2，条文未核对原文",
        made=datetime(2026, 12, 23, 5, 30, tzinfo=UTC),
    )
    return replace(plain, **more)  # type: ignore[arg-type]
