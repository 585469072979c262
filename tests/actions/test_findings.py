"""Decisions rest on conclusions; what the readings do not show cannot be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.db import findings, inspections, rounds
from inspector.domain.compliance import Outcome
from inspector.domain.findings import CaseState, FindingKind, Method, Rectification
from inspector.trouble import Trouble
from worlds import measure, rooms, visit

OVER = (5203, 3904, 5199, 3903, 6505)
WITHIN = (4500, 3600, 4500, 3600, 5763)
BY_PLAN = Decision(
    FindingKind.OVER_LIMIT,
    Rectification.FIX_BY_PLAN,
    method=Method.SWAP,
    deadline=date(2026, 12, 23),
)


def test_a_finding_carries_the_conclusion_it_rests_on(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER)

    finding = decide(here, inspection.id, room, BY_PLAN).finding

    judgement = here.ledger.ask(inspections.judgements, inspection.id)[room]
    assert finding.judgement_id == judgement.id
    assert (finding.measured, finding.limit) == (judgement.area, judgement.limit)
    assert judgement.outcome is Outcome.OVER
    assert judgement.pack_sha256 == here.rulebook.sha256
    assert finding.state is CaseState.OPEN


def test_over_the_limit_cannot_be_found_where_it_was_not_measured(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *WITHIN)

    with pytest.raises(Trouble, match="不是“超标”"):
        decide(here, inspection.id, room, BY_PLAN)

    assert here.ledger.ask(findings.findings, inspection.id) == []


def test_an_unmeasured_room_cannot_be_over(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    with pytest.raises(Trouble, match="不是“超标”"):
        decide(here, inspection.id, room, BY_PLAN)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(FindingKind.IDLE, Rectification.FIX_BY_PLAN), "整改方式或期限"),
        (Decision(FindingKind.IDLE, Rectification.FIX_ON_SITE, note=" "), "说明整改情况"),
    ],
)
def test_a_decision_without_what_its_class_needs_is_refused(
    here: Here, decision: Decision, words: str
) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    with pytest.raises(Trouble, match=words):
        decide(here, inspection.id, room, decision)


def test_deciding_again_supersedes_and_both_stay(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER)
    decide(here, inspection.id, room, BY_PLAN)
    filed = Decision(FindingKind.OVER_LIMIT, Rectification.FILE_AT_ONCE, note="待调整")
    decide(here, inspection.id, room, filed)

    [standing] = here.ledger.ask(findings.findings, inspection.id)
    assert standing.rectification is Rectification.FILE_AT_ONCE
    assert standing.state is CaseState.FILED


def test_a_room_may_have_findings_of_different_kinds(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER)
    decide(here, inspection.id, room, BY_PLAN)
    idle = Decision(FindingKind.IDLE, Rectification.FIX_ON_SITE, note="当场清退")
    decide(here, inspection.id, room, idle)

    kinds = [f.kind for f in here.ledger.ask(findings.findings, inspection.id)]
    assert kinds == [FindingKind.OVER_LIMIT, FindingKind.IDLE]


def test_the_round_and_the_board_show_what_was_decided(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    measure(here, inspection, cards[0].room.id, *OVER)
    decide(here, inspection.id, cards[0].room.id, BY_PLAN)
    fine = Decision(FindingKind.NO_FINDING, Rectification.NONE)
    decide(here, inspection.id, cards[2].room.id, fine)

    progress = here.ledger.ask(rounds.round_of, inspection.id)
    assert [p.done for p in progress] == [True, False, True, False, False, False]
    assert (progress[0].readings, progress[0].outcome) == (5, Outcome.OVER)
    [line] = here.ledger.ask(findings.finding_lines)
    assert (line.room, line.building, line.unit) == ("301", "主楼", "云溪县教育局")
    unit = next(u for u in here.ledger.ask(rounds.unit_progress) if u.inspection_id)
    assert (unit.rooms, unit.offices, unit.done, unit.findings) == (6, 5, 2, 1)
    assert here.ledger.ask(rounds.outcomes, inspection.id)[Outcome.OVER] == 1


def test_a_room_that_was_only_begun_may_still_be_found_idle(here: Here) -> None:
    """What has nothing to do with the area does not wait for it."""
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, 5203)
    idle = Decision(FindingKind.IDLE, Rectification.FIX_ON_SITE, note="当场清退")

    finding = decide(here, inspection.id, room, idle).finding

    assert (finding.judgement_id, finding.measured) == (None, None)


@pytest.mark.parametrize("kind", [FindingKind.OVER_LIMIT, FindingKind.NO_FINDING])
def test_a_room_that_was_only_begun_is_neither_over_nor_fine(
    here: Here, kind: FindingKind
) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, 5203)
    with pytest.raises(Trouble, match="不足以计算面积"):
        decide(here, inspection.id, room, Decision(kind, Rectification.FILE_AT_ONCE))
    assert here.ledger.ask(findings.findings, inspection.id) == []


def test_two_walls_alone_never_accuse_anybody(here: Here) -> None:
    """Over by the figures, but nothing checks them: a swapped digit would stand as fact."""
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER[:2])

    with pytest.raises(Trouble, match="没有独立校核"):
        decide(here, inspection.id, room, BY_PLAN)

    assert here.ledger.ask(findings.findings, inspection.id) == []


def test_one_decision_replaces_all_that_two_devices_decided(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *OVER)
    mine = decide(here, inspection.id, room, BY_PLAN).finding
    theirs = replace(mine, id=here.new_id(), decided_by="王珺祎")
    with here.ledger.pull() as session:
        findings.add_finding(session, theirs)
    assert len(here.ledger.ask(findings.findings, inspection.id)) == 2

    last = decide(here, inspection.id, room, BY_PLAN).finding

    assert here.ledger.ask(findings.findings, inspection.id) == [last]
