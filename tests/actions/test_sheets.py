"""Nobody signs what they did not see, and what was printed stays as it was."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from functools import cache
from uuid import UUID

import pypdf
import pytest

from inspector.actions import measure as measuring
from inspector.actions import sheets
from inspector.actions.evidence import keep_photo
from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.actions.inspections import answer_check
from inspector.db import findings
from inspector.db.tables import PersonRow, RoomRow
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.domain.inspections import Check, Inspection, Role
from inspector.domain.sheet import content_sha256
from inspector.places import resources
from inspector.reports.fonts import Fonts
from inspector.trouble import Trouble
from photos import picture
from worlds import measure, rooms, taken, visit

OVER = (5203, 3904, 5199, 3903, 6505)
BY_PLAN = Decision(
    FindingKind.OVER_LIMIT,
    Rectification.FIX_BY_PLAN,
    method=Method.SWAP,
    deadline=date(2026, 12, 23),
)
INK = Ink((Stroke((InkPoint(500, 500, 500, 0), InkPoint(900, 700, 500, 20))),), 6000, 2000)


@cache
def _fonts() -> Fonts:
    return Fonts.load(resources() / "fonts")


@pytest.fixture
def visited(here: Here) -> Inspection:
    """A visit with a room over its limit, one with an answer, one with a photo."""
    inspection, cards = visit(here), rooms(here)
    measure(here, inspection, cards[0].room.id, *OVER)
    decide(here, inspection.id, cards[0].room.id, BY_PLAN)
    answer_check(here, inspection.id, cards[1].room.id, Check.OCCUPANTS_MATCH, answer=True)
    keep_photo(here, inspection.id, cards[3].room.id, picture())
    return inspection


def _shown(here: Here, inspection: Inspection) -> str:
    return content_sha256(sheets.gather(here, inspection.id))


def test_the_sheet_holds_the_rooms_that_were_touched_and_what_was_found(
    here: Here, visited: Inspection
) -> None:
    content = sheets.gather(here, visited.id)

    assert [room.card.room.number for room in content.rooms] == ["301", "302", "304"]
    first = content.rooms[0]
    assert first.judgement is not None
    assert first.measurement is not None
    assert first.judgement.measurement_id == first.measurement.id
    assert len(first.corners) == 4
    assert [f.kind for f in first.findings] == [FindingKind.OVER_LIMIT]
    assert content.rooms[1].corners == ()
    assert content.rooms[2].photos[0].jpeg.startswith(b"\xff\xd8")
    assert "党政机关办公用房建设标准" in content.policy


def test_a_sheet_of_an_empty_visit_says_so(here: Here) -> None:
    assert sheets.gather(here, visit(here).id).rooms == ()


def test_a_room_that_left_the_unit_stays_on_the_sheet(
    here: Here, visited: Inspection
) -> None:
    with here.ledger.write(here.act("test")) as session:
        session.get_one(RoomRow, rooms(here)[0].room.id).unit_id = None
    numbers = [r.card.room.number for r in sheets.gather(here, visited.id).rooms]
    assert sorted(numbers) == ["301", "302", "304"]


def test_the_readings_shown_are_those_the_conclusion_rests_on(
    here: Here, visited: Inspection
) -> None:
    """A second round that nobody concluded does not take the place of the first."""
    room = rooms(here)[0].room.id
    measuring.measure_again(here, visited.id, room)
    measure(here, visited, room, 5201)

    first = sheets.gather(here, visited.id).rooms[0]

    assert first.measurement is not None
    assert first.judgement is not None
    assert first.measurement.id == first.judgement.measurement_id
    assert len(first.measurement.readings) == 5


def test_signing_binds_ink_to_what_was_shown(here: Here, visited: Inspection) -> None:
    shown = _shown(here, visited)
    signed = sheets.sign(here, visited.id, Role.INSPECTOR, " 陈㛃 ", INK, shown)
    refused = sheets.refuse_to_sign(
        here, visited.id, Role.RESPONSIBLE, "赵明", " 有异议 ", shown
    )

    assert signed.signature.content_sha256 == shown
    assert (signed.signature.name, signed.signature.ink) == ("陈㛃", INK)
    assert (refused.signature.refused, refused.signature.ink) == ("有异议", None)
    assert signed.changes.inspections == {visited.id}
    kept = here.ledger.ask(findings.signatures, visited.id)
    assert kept == [signed.signature, refused.signature]
    assert _shown(here, visited) == shown


@pytest.mark.parametrize("ink", [Ink((), 10, 10), Ink((Stroke(()),), 10, 10)])
def test_an_empty_field_is_no_signature(here: Here, visited: Inspection, ink: Ink) -> None:
    with pytest.raises(Trouble, match="签字栏是空的"):
        sheets.sign(here, visited.id, Role.ESCORT, "李䶮", ink, _shown(here, visited))


def test_a_refusal_needs_its_reason(here: Here, visited: Inspection) -> None:
    with pytest.raises(Trouble, match="拒签原因"):
        sheets.refuse_to_sign(
            here, visited.id, Role.ESCORT, "李䶮", " ", _shown(here, visited)
        )


def _withdraw(here: Here, inspection: Inspection, room: UUID) -> None:
    standing = measuring.look(here, inspection.id, room)
    assert standing.measurement is not None
    reading = standing.measurement.readings[0].id
    measuring.withdraw_reading(here, inspection.id, room, reading, "瞄准有误")


def _promote(here: Here, _inspection: Inspection, room: UUID) -> None:
    person = next(c for c in rooms(here) if c.room.id == room).occupants[0].person_id
    with here.ledger.write(here.act("test")) as session:
        session.get_one(PersonRow, person).rank_text = "正处级"


def _move(here: Here, _inspection: Inspection, room: UUID) -> None:
    with here.ledger.write(here.act("test")) as session:
        session.get_one(RoomRow, room).use_text = "会议室"


def _photograph(here: Here, inspection: Inspection, room: UUID) -> None:
    keep_photo(here, inspection.id, room, picture(size=(64, 48)), "补拍")


def _add_reading(here: Here, inspection: Inspection, room: UUID) -> None:
    measuring.keep_reading(here, inspection.id, room, "diagonal2", taken(6505))


@pytest.mark.parametrize("change", [_withdraw, _promote, _move, _photograph, _add_reading])
def test_what_changed_after_it_was_shown_cannot_be_signed(
    here: Here, visited: Inspection, change: object
) -> None:
    shown = _shown(here, visited)
    assert callable(change)
    change(here, visited, rooms(here)[0].room.id)

    with pytest.raises(Trouble, match="已有变化"):
        sheets.sign(here, visited.id, Role.INSPECTOR, "陈㛃", INK, shown)

    assert here.ledger.ask(findings.signatures, visited.id) == []


def test_a_photo_that_has_not_come_yet_does_not_hinder_signing(
    here: Here, visited: Inspection
) -> None:
    shown = _shown(here, visited)
    for file in here.home.files.iterdir():
        file.unlink()

    content = sheets.gather(here, visited.id)
    assert content.rooms[2].photos[0].jpeg == b""
    assert content_sha256(content) == shown
    sheets.sign(here, visited.id, Role.INSPECTOR, "陈㛃", INK, shown)


def test_a_sheet_is_written_whole_with_its_hash(here: Here, visited: Inspection) -> None:
    printed = sheets.write_sheet(here, visited.id, _fonts())

    data = printed.path.read_bytes()
    assert printed.path.parent == here.home.sheets
    assert visited.number in printed.path.name
    assert printed.sheet.sha256 == hashlib.sha256(data).hexdigest()
    assert printed.sheet.content_sha256 == _shown(here, visited)
    assert printed.sheet.size == len(data)
    assert printed.sheet.pages == len(pypdf.PdfReader(printed.path).pages)
    assert here.ledger.ask(findings.sheets, visited.id) == [printed.sheet]


def test_what_was_printed_before_stays_under_its_own_hash(
    here: Here, visited: Inspection
) -> None:
    first = sheets.write_sheet(here, visited.id, _fonts())
    _withdraw(here, visited, rooms(here)[0].room.id)
    second = sheets.write_sheet(here, visited.id, _fonts())

    assert second.path != first.path
    for printed in (first, second):
        digest = hashlib.sha256(printed.path.read_bytes()).hexdigest()
        assert digest == printed.sheet.sha256
    assert first.sheet.content_sha256 != second.sheet.content_sha256


def test_a_sheet_that_cannot_be_written_leaves_no_record(
    here: Here, visited: Inspection
) -> None:
    here.home.sheets.rmdir()
    with pytest.raises(Trouble, match="没有写成文件"):
        sheets.write_sheet(here, visited.id, _fonts())
    assert here.ledger.ask(findings.sheets, visited.id) == []


def test_another_person_may_act(here: Here) -> None:
    assert replace(here, person="王珺祎") == here.as_person("王珺祎")
