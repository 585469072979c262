"""A visit begins with two inspectors and a number that no other device can give."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.actions.here import Here
from inspector.actions.inspections import Team, answer_check, begin_inspection
from inspector.actions.ledgers import import_ledger
from inspector.db import inspections, memory
from inspector.domain.inspections import Check
from inspector.trouble import Trouble
from worlds import TEAM, UNIT, open_here, rooms, small_draft, unit_id, visit


def test_a_visit_is_numbered_by_county_device_and_turn(here: Here) -> None:
    first, second = visit(here), visit(here)
    short = here.ledger.ask(memory.short_id)

    assert first.number == f"339900-{short}-001"
    assert second.number == f"339900-{short}-002"
    assert re.fullmatch(r"[0-9A-F]{6}", short)
    assert first.unit == UNIT


def test_names_are_trimmed_and_said_once(here: Here) -> None:
    team = Team(" 督查二组 ", (" 陈㛃", "陈㛃", "", "王珺祎 ", " "), " 李䶮 ")
    begun = begin_inspection(here, unit_id(here), team, practice=True)

    assert begun.inspection.team == "督查二组"
    assert begun.inspection.inspectors == ("陈㛃", "王珺祎")
    assert begun.inspection.escort == "李䶮"
    assert begun.inspection.practice
    assert begun.changes.inspections == {begun.inspection.id}


@pytest.mark.parametrize("names", [(), ("陈㛃",), ("陈㛃", "陈㛃 "), ("陈㛃", " ")])
def test_fewer_than_two_inspectors_begin_nothing(
    here: Here, names: tuple[str, ...]
) -> None:
    with pytest.raises(Trouble, match="不足二人"):
        begin_inspection(
            here, unit_id(here), replace(TEAM, inspectors=names), practice=False
        )
    assert here.ledger.ask(inspections.inspections) == []


def test_a_ledger_without_a_division_code_still_numbers_its_visits(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    import_ledger(here, replace(small_draft(), county_code=""))
    assert re.fullmatch(r"-[0-9A-F]{6}-001", visit(here).number)
    here.ledger.close()


def test_an_answer_is_kept_for_its_room(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[3].room.id
    done = answer_check(here, inspection.id, room, Check.PLATE_MATCHES, answer=False)

    assert done.changes.rooms == {room}
    kept = here.ledger.ask(inspections.checks, inspection.id)
    assert kept[room][Check.PLATE_MATCHES] == done.answer
    assert done.answer.answer is False
