"""Outcomes of a visit come back as they were kept; what was superseded stays, unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspector.actions.here import Here
from inspector.db import canonical, findings
from inspector.db.tables import FindingRow
from inspector.domain.area import Area
from inspector.domain.findings import (
    CaseState,
    Finding,
    FindingKind,
    Method,
    Rectification,
)
from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.domain.inspections import Inspection, Photo, PrintedSheet, Role, Signature
from statements import selects
from worlds import rooms, visit

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
INK = Ink((Stroke((InkPoint(10, 20, 500, 0), InkPoint(30, 25, 700, 16))),), 6000, 2000)


def _finding(
    here: Here,
    inspection: Inspection,
    room: UUID,
    way: Rectification = Rectification.FIX_BY_PLAN,
    deadline: date | None = date(2026, 12, 23),
) -> Finding:
    return Finding(
        id=here.new_id(),
        inspection_id=inspection.id,
        room_id=room,
        judgement_id=None,
        kind=FindingKind.OVER_LIMIT,
        rectification=way,
        note="两人合用",
        measured=Area(20_300_000),
        limit=Area(18_000_000),
        excess=Area(2_300_000),
        method=Method.SWAP if way is Rectification.FIX_BY_PLAN else None,
        deadline=deadline,
        decided_by="陈㛃",
        at=here.now(),
    )


def _keep(here: Here, finding: Finding, *replaces: Finding) -> Finding:
    with here.ledger.write(here.act("test")) as session:
        findings.add_finding(session, finding)
        for old in replaces:
            findings.replace_finding(session, here.new_id(), old.id, finding)
    return finding


def test_a_finding_comes_back_as_it_was_decided(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    by_plan = _keep(here, _finding(here, inspection, room))
    filed = _keep(
        here, _finding(here, inspection, room, Rectification.FILE_AT_ONCE, deadline=None)
    )
    assert here.ledger.ask(findings.findings, inspection.id) == [by_plan, filed]
    assert [f.state for f in (by_plan, filed)] == [CaseState.OPEN, CaseState.FILED]


def test_what_was_superseded_stays_in_the_file_and_leaves_the_list(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    first = _keep(here, _finding(here, inspection, room))
    other_device = _keep(here, _finding(here, inspection, room))
    assert here.ledger.ask(findings.findings, inspection.id) == [first, other_device]
    third = _keep(here, _finding(here, inspection, room), first, other_device)

    def kept(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(FindingRow)) or 0

    assert here.ledger.ask(findings.findings, inspection.id) == [third]
    assert here.ledger.ask(kept) == 3


def test_the_board_holds_what_asks_for_something_the_most_urgent_first(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    late = _finding(here, inspection, cards[0].room.id, deadline=date(2027, 1, 31))
    soon = _finding(here, inspection, cards[1].room.id, deadline=date(2026, 12, 1))
    fine = _finding(here, inspection, cards[3].room.id, Rectification.NONE, None)
    for finding in (late, soon, fine):
        _keep(here, finding)
    with selects(here.ledger) as sent:
        lines = here.ledger.ask(findings.finding_lines)

    assert [line.finding for line in lines] == [soon, late]
    assert (lines[0].unit, lines[0].building, lines[0].room) == (
        "云溪县教育局",
        "主楼",
        "302",
    )
    assert lines[0].inspection == inspection.number
    assert len(sent) == 1


def test_photos_signatures_and_sheets_come_back_as_they_were_kept(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    photo = Photo(
        here.new_id(), inspection.id, room, "a" * 64, 1234, "image/jpeg", "门牌", AT
    )
    signed = Signature(
        here.new_id(), inspection.id, Role.INSPECTOR, "陈㛃", INK, "", "b" * 64, AT
    )
    refused = Signature(
        here.new_id(), inspection.id, Role.ESCORT, "李䶮", None, "不在场", "b" * 64, AT
    )
    sheet = PrintedSheet(here.new_id(), inspection.id, "c" * 64, "b" * 64, 9000, 3, AT)
    with here.ledger.write(here.act("test")) as session:
        findings.add_photo(session, photo)
        findings.add_signature(session, signed)
        findings.add_signature(session, refused)
        findings.add_sheet(session, sheet)

    ask = here.ledger.ask
    assert ask(findings.photos, inspection.id) == [photo]
    assert ask(findings.signatures, inspection.id) == [signed, refused]
    assert ask(findings.sheets, inspection.id) == [sheet]
    other = visit(here).id
    assert ask(findings.photos, other) == []
    assert ask(findings.signatures, other) == []
    assert ask(findings.sheets, other) == []


points = st.builds(
    InkPoint,
    st.integers(-(2**31), 2**31),
    st.integers(-(2**31), 2**31),
    st.integers(0, 1000),
    st.integers(0, 2**40),
)
inks = st.builds(
    Ink,
    st.lists(st.builds(Stroke, st.lists(points, max_size=5).map(tuple)), max_size=4).map(
        tuple
    ),
    st.integers(0, 2**31),
    st.integers(0, 2**31),
)


@given(inks)
def test_ink_is_bytes_and_back(ink: Ink) -> None:
    assert canonical.ink_of(canonical.ink_bytes(ink)) == ink


def test_no_bytes_are_no_ink_and_wrong_bytes_are_refused() -> None:
    assert canonical.ink_of(b"") is None
    with pytest.raises(ValueError, match="array"):
        canonical.ink_of(b"\x01")
