"""The round of one visit, and what each unit's latest visit has come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.db import rounds
from inspector.domain.compliance import Outcome
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.inspections import UnitProgress
from statements import selects
from worlds import OTHER, UNIT, measure, rooms, small_ledger, visit

OVER = (5203, 3904, 5199, 3903, 6505)
WITHIN = (4500, 3600, 4500, 3600, 5763)
FINE = Decision(FindingKind.NO_FINDING, Rectification.NONE)
FILED = Decision(FindingKind.OVER_LIMIT, Rectification.FILE_AT_ONCE)
BY_PLAN = Decision(
    FindingKind.OVER_LIMIT,
    Rectification.FIX_BY_PLAN,
    method=Method.SWAP,
    deadline=date(2026, 12, 23),
)


def _unit(here: Here, name: str = UNIT) -> UnitProgress:
    return next(u for u in here.ledger.ask(rounds.unit_progress) if u.name == name)


def test_a_round_that_was_just_begun(here: Here) -> None:
    found = here.ledger.ask(rounds.round_of, visit(here).id)

    assert [p.number for p in found] == ["301", "302", "303", "304", "305", "306"]
    assert {(p.readings, p.outcome, p.done) for p in found} == {(0, None, False)}
    assert found[2].use_text == "会议室"
    assert set(found[1].occupants) == {"李䶮1", "赵明1"}


def test_readings_and_outcomes_are_those_of_this_visit(here: Here) -> None:
    first, card = visit(here), rooms(here)[0]
    measure(here, first, card.room.id, *OVER)
    decide(here, first.id, card.room.id, BY_PLAN)
    second = visit(here)

    assert here.ledger.ask(rounds.round_of, second.id)[0].readings == 0
    assert here.ledger.ask(rounds.outcomes, second.id) == {}
    assert here.ledger.ask(rounds.outcomes, first.id) == {Outcome.OVER: 1}
    assert _unit(here).inspection_id == second.id
    assert (_unit(here).done, _unit(here).findings) == (0, 0)


@pytest.mark.parametrize("number", [3, 40])
def test_a_round_takes_as_many_statements_however_many_rooms(
    tmp_path: Path, number: int
) -> None:
    here = small_ledger(tmp_path, number)
    inspection = visit(here)
    for card in rooms(here)[:3]:
        measure(here, inspection, card.room.id, *OVER)
    with selects(here.ledger) as sent:
        here.ledger.ask(rounds.round_of, inspection.id)
    assert len(sent) == 11
    here.ledger.close()


def test_a_unit_that_nobody_visited(here: Here) -> None:
    other = _unit(here, OTHER)
    assert (other.rooms, other.offices, other.inspection_id) == (0, 0, None)
    assert (other.number, other.done, other.findings) == ("", 0, 0)


def test_a_finding_that_was_superseded_asks_for_nothing_any_more(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER)
    decide(here, inspection.id, room, BY_PLAN)
    assert (_unit(here).done, _unit(here).findings) == (1, 1)

    decide(here, inspection.id, room, FINE)

    assert (_unit(here).done, _unit(here).findings) == (1, 0)


def test_two_findings_in_one_room_are_one_room(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER)
    decide(here, inspection.id, room, FILED)
    idle = Decision(FindingKind.IDLE, Rectification.FIX_ON_SITE, note="当场清退")
    decide(here, inspection.id, room, idle)

    assert (_unit(here).done, _unit(here).findings) == (1, 1)


def test_units_take_as_many_statements_however_many_there_are(here: Here) -> None:
    visit(here)
    with selects(here.ledger) as sent:
        here.ledger.ask(rounds.unit_progress)
    assert len(sent) == 7


def test_the_readings_counted_are_those_of_the_last_round(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *WITHIN)
    assert here.ledger.ask(rounds.round_of, inspection.id)[0].readings == 5
