"""Beginning a visit, answering its check list."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from inspector.actions.changes import Changes
from inspector.actions.here import Here
from inspector.db import estate, inspections, memory
from inspector.domain.inspections import Check, CheckAnswer, Inspection
from inspector.trouble import Trouble

FEWEST_INSPECTORS = 2
"""检查人员不少于二人: the default signature block."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who comes: the team's name, at least two inspectors, and the unit's escort."""

    name: str
    inspectors: tuple[str, ...]
    escort: str


@dataclass(frozen=True, slots=True)
class Begun:
    inspection: Inspection
    changes: Changes


@dataclass(frozen=True, slots=True)
class Answered:
    answer: CheckAnswer
    changes: Changes


def begin_inspection(here: Here, unit_id: UUID, team: Team, *, practice: bool) -> Begun:
    """Begin a visit to a unit. A practice visit is marked on every page for ever."""
    people = tuple(dict.fromkeys(name.strip() for name in team.inspectors if name.strip()))
    if len(people) < FEWEST_INSPECTORS:
        raise Trouble("检查人员不足二人。", "请填写至少两名检查人员的姓名。")
    with here.ledger.write(here.act("begin_inspection")) as session:
        county = estate.county(session)
        code = county.code if county else ""
        running = inspections.count_inspections(session) + 1
        inspection = Inspection(
            id=here.new_id(),
            unit_id=unit_id,
            unit=estate.get_unit(session, unit_id).name,
            number=f"{code}-{memory.short_id(session)}-{running:03d}",
            team=team.name.strip(),
            inspectors=people,
            escort=team.escort.strip(),
            begun=here.now(),
            practice=practice,
        )
        inspections.add_inspection(session, inspection)
    return Begun(inspection, Changes(inspections=frozenset({inspection.id})))


def answer_check(
    here: Here, inspection_id: UUID, room_id: UUID, check: Check, *, answer: bool
) -> Answered:
    """Answer one question of a room; a later answer supersedes, the first one stays."""
    given = CheckAnswer(room_id, check, answer, here.now())
    with here.ledger.write(here.act("answer_check")) as session:
        inspections.add_check(session, here.new_id(), inspection_id, given)
    return Answered(given, Changes(rooms=frozenset({room_id})))
