"""The hash that ink is bound to: every fact moves it, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

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
from inspector.domain.findings import Finding, FindingKind, Method, Rectification
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

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROOM, VISIT = UUID(int=1), UUID(int=2)
READING = ReadingRecord(
    id=UUID(int=10),
    measurement_id=UUID(int=11),
    slot="wall1",
    micrometres=5_203_000,
    source=Source.BLE,
    instrument=Instrument("leica", "D2", "", 1),
    edge="",
    counter=None,
    raw=b"",
    operator="陈㛃",
    at=AT,
)
JUDGEMENT = Judgement(
    id=UUID(int=12),
    measurement_id=UUID(int=11),
    room_id=ROOM,
    area=Area(20_300_000),
    u=Area(15_000),
    redundancy=3,
    model="rectangle",
    engine=1,
    outcome=Outcome.OVER,
    limit=Area(18_000_000),
    excess=Area(2_300_000),
    pack="cn-2674-2014",
    pack_sha256="a" * 64,
    threshold=Area(0),
    explanation=(),
    at=AT,
)
FINDING = Finding(
    id=UUID(int=13),
    inspection_id=VISIT,
    room_id=ROOM,
    judgement_id=JUDGEMENT.id,
    kind=FindingKind.OVER_LIMIT,
    rectification=Rectification.FIX_BY_PLAN,
    note="两人合用",
    measured=JUDGEMENT.area,
    limit=JUDGEMENT.limit,
    excess=JUDGEMENT.excess,
    method=Method.SWAP,
    deadline=date(2026, 12, 23),
    decided_by="陈㛃",
    at=AT,
)
PERSON = Occupant(UUID(int=4), "王珺祎", "X_KE_1", "正科级", "局长", True, False)  # noqa: FBT003
CARD = RoomCard(
    Room(
        ROOM,
        UUID(int=5),
        UUID(int=3),
        "301",
        RoomUse.OFFICE,
        "办公室",
        Area(17_800_000),
        RoomState.IN_USE,
    ),
    "县府大院",
    "主楼",
    "3层",
    3,
    UUID(int=3),
    "教育局",
    "county",
    (PERSON,),
)
PHOTO = SheetPhoto(
    Photo(UUID(int=14), VISIT, ROOM, "b" * 64, 9, "image/jpeg", "门牌", AT), b""
)
CONTENT = SheetContent(
    county=County("339900", "云溪县", "CN-339900"),
    unit=Unit(UUID(int=3), "教育局", "jyj", "county", "机关", (), 20, "赵明", "钱多"),
    inspection=Inspection(
        VISIT,
        UUID(int=3),
        "教育局",
        "339900-A-001",
        "二组",
        ("陈㛃", "王珺祎"),
        "李䶮",
        AT,
        False,  # noqa: FBT003
    ),
    rooms=(
        SheetRoom(
            card=CARD,
            measurement=Measurement(UUID(int=11), VISIT, ROOM, 1, AT, (READING,)),
            judgement=JUDGEMENT,
            corners=(),
            findings=(FINDING,),
            checks=(
                CheckAnswer(ROOM, Check.TOILET_INSIDE, False, AT),  # noqa: FBT003
                CheckAnswer(ROOM, Check.OTHER_OFFICE, True, AT),  # noqa: FBT003
            ),
            photos=(PHOTO,),
        ),
    ),
    signatures=(),
    policy="建设标准 1.0.0；阈值 0.00 ㎡",
    made=AT,
)

Change = Callable[[SheetRoom], SheetRoom]


def _with(change: Change) -> SheetContent:
    return replace(CONTENT, rooms=(change(CONTENT.rooms[0]),))


def _room(**values: object) -> Change:
    return lambda room: replace(room, **values)  # type: ignore[arg-type]


def _carded(**values: object) -> Change:
    return _room(card=replace(CARD, **values))  # type: ignore[arg-type]


def _recorded(**values: object) -> Change:
    return _carded(room=replace(CARD.room, **values))  # type: ignore[arg-type]


def _seated(**values: object) -> Change:
    return _carded(occupants=(replace(PERSON, **values),))  # type: ignore[arg-type]


def _read(**values: object) -> Change:
    readings = (replace(READING, **values),)  # type: ignore[arg-type]
    return lambda room: replace(
        room, measurement=Measurement(UUID(int=11), VISIT, ROOM, 1, AT, readings)
    )


def _found(**values: object) -> Change:
    return _room(findings=(replace(FINDING, **values),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        _carded(courtyard="东院"),
        _carded(building="附楼"),
        _carded(floor="4层"),
        _carded(unit="财政局"),
        _carded(occupants=()),
        _recorded(number="302"),
        _recorded(use=RoomUse.SERVICE),
        _recorded(use_text="会议室"),
        _recorded(ledger_area=Area(17_800_001)),
        _recorded(ledger_area=None),
        _recorded(state=RoomState.IDLE),
        _seated(name="王珺袆"),
        _seated(rank="X_KE_2"),
        _seated(rank_text="副科级"),
        _seated(post="副局长"),
        _seated(counted=False),
        _seated(other_rooms=("305",)),
        _read(micrometres=5_203_001),
        _read(slot="wall2"),
        _read(source=Source.MANUAL),
        _read(withdrawn="瞄准有误"),
        _room(measurement=None),
        _room(judgement=None),
        _room(judgement=replace(JUDGEMENT, area=Area(20_300_001))),
        _room(judgement=replace(JUDGEMENT, u=Area(15_001))),
        _room(judgement=replace(JUDGEMENT, outcome=Outcome.BORDERLINE)),
        _room(judgement=replace(JUDGEMENT, limit=None)),
        _room(judgement=replace(JUDGEMENT, pack_sha256="c" * 64)),
        _room(findings=()),
        _found(note="三人合用"),
        _found(method=Method.WORKS),
        _found(method=None),
        _found(deadline=date(2027, 1, 1)),
        _found(deadline=None),
        _found(rectification=Rectification.FILE_AT_ONCE),
        _room(checks=()),
        _room(photos=()),
        _room(photos=(replace(PHOTO, photo=replace(PHOTO.photo, caption="内景")),)),
    ],
)
def test_every_fact_of_a_room_moves_the_hash(change: Change) -> None:
    assert content_sha256(_with(change)) != content_sha256(CONTENT)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CONTENT, county=replace(CONTENT.county, name="云和县")),
        replace(CONTENT, unit=replace(CONTENT.unit, responsible="孙丽")),
        replace(CONTENT, inspection=replace(CONTENT.inspection, inspectors=("陈㛃",))),
        replace(CONTENT, inspection=replace(CONTENT.inspection, escort="")),
        replace(CONTENT, policy="建设标准 1.0.1；阈值 0.00 ㎡"),
        replace(CONTENT, rooms=()),
    ],
)
def test_every_fact_of_the_visit_moves_the_hash(changed: SheetContent) -> None:
    assert content_sha256(changed) != content_sha256(CONTENT)


def test_the_printing_and_the_signing_do_not() -> None:
    signed = Signature(
        UUID(int=20), VISIT, Role.ESCORT, "李䶮", None, "不在场", "d" * 64, AT
    )
    later = replace(CONTENT, made=datetime(2027, 1, 1, tzinfo=UTC), signatures=(signed,))
    pictured = _with(_room(photos=(replace(PHOTO, jpeg=b"\xff\xd8"),)))
    turned = _with(lambda room: replace(room, checks=room.checks[::-1]))
    drawn = _with(_room(corners=((0, 0), (5200, 0), (5200, 3900))))

    for same in (later, pictured, turned, drawn):
        assert content_sha256(same) == content_sha256(CONTENT)


def test_no_text_can_pass_for_another_fact() -> None:
    """A line break in a note, or a comma in a name, is only that."""
    two = replace(FINDING, id=UUID(int=99))
    one = content_sha256(_with(_found(note=f'x"]\n["finding","{two.id}"')))
    assert one != content_sha256(_with(_room(findings=(replace(FINDING, note="x"), two))))
    inspection = CONTENT.inspection
    joined = replace(CONTENT, inspection=replace(inspection, inspectors=("陈㛃、王珺祎",)))
    assert content_sha256(joined) != content_sha256(CONTENT)
