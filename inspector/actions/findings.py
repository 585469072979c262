"""认定: the person decides; the program only proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspector.actions.changes import Changes
from inspector.actions.here import Here
from inspector.actions.measure import Measuring, conclude, standing_of
from inspector.db import findings
from inspector.domain.compliance import Outcome
from inspector.domain.findings import Finding, FindingKind, Method, Rectification
from inspector.domain.inspections import Judgement
from inspector.trouble import Trouble

_OF_AREA = frozenset({FindingKind.OVER_LIMIT, FindingKind.NO_FINDING})
"""The two that answer the same question: they supersede each other."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the person decided of a room. `method` and `deadline` belong to 限期整改."""

    kind: FindingKind
    rectification: Rectification
    note: str = ""
    method: Method | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    finding: Finding
    changes: Changes


def decide(here: Here, inspection_id: UUID, room_id: UUID, decision: Decision) -> Decided:
    """Keep a decision with the conclusion it rests on; every earlier one of the same kind
    is superseded and stays."""
    _refuse_unfit(decision)
    with here.ledger.write(here.act("decide")) as session:
        judgement = None
        if _rests_on_area(decision, standing_of(session, here, inspection_id, room_id)):
            judgement = conclude(session, here, inspection_id, room_id)
        _refuse_unproven(decision, judgement)
        _refuse_unchecked(decision, judgement)
        finding = _finding(here, (inspection_id, room_id), decision, judgement)
        standing = findings.findings(session, inspection_id)
        findings.add_finding(session, finding)
        for earlier in standing:
            if earlier.room_id == room_id and _same(earlier, decision):
                findings.replace_finding(session, here.new_id(), earlier.id, finding)
    return Decided(
        finding,
        Changes(rooms=frozenset({room_id}), inspections=frozenset({inspection_id})),
    )


def _refuse_unfit(decision: Decision) -> None:
    by_plan = decision.rectification is Rectification.FIX_BY_PLAN
    if by_plan and (decision.deadline is None or decision.method is None):
        raise Trouble("出方案限期整改还缺整改方式或期限。", "请选定整改方式并填写期限。")
    if decision.rectification is Rectification.FIX_ON_SITE and not decision.note.strip():
        raise Trouble(
            "当场整改须说明整改情况。", "请写明当场做了什么，并拍摄整改后的照片。"
        )


def _rests_on_area(decision: Decision, standing: Measuring) -> bool:
    """Of a room that was begun but not measured out, only what has nothing to do with its
    area (闲置, 改变用途) may be found; the rest is refused until the area is known."""
    begun = standing.measurement is not None and bool(standing.measurement.counting)
    return begun and (standing.assessment.solved is not None or decision.kind in _OF_AREA)


def _refuse_unproven(decision: Decision, judgement: Judgement | None) -> None:
    """面积超标 may only be found where the conclusion says so: never a false accusation."""
    if decision.kind is FindingKind.OVER_LIMIT and (
        judgement is None or judgement.outcome is not Outcome.OVER
    ):
        raise Trouble(
            "实测结论不是“超标”，不能认定面积超标。", "请复测，或选择与事实相符的认定。"
        )


def _refuse_unchecked(decision: Decision, judgement: Judgement | None) -> None:
    """Two sides alone can hide any gross error (geometry facts, section 5): they may say
    that a room looks over the limit, but not find it."""
    over = decision.kind is FindingKind.OVER_LIMIT
    if over and judgement is not None and judgement.redundancy == 0:
        raise Trouble(
            "读数没有独立校核，不能据此认定面积超标。",
            "请补量其余墙面和一条对角线后再认定。",
        )


def _same(finding: Finding, decision: Decision) -> bool:
    return finding.kind is decision.kind or {finding.kind, decision.kind} <= _OF_AREA


def _finding(
    here: Here, where: tuple[UUID, UUID], decision: Decision, judgement: Judgement | None
) -> Finding:
    return Finding(
        id=here.new_id(),
        inspection_id=where[0],
        room_id=where[1],
        judgement_id=judgement.id if judgement else None,
        kind=decision.kind,
        rectification=decision.rectification,
        note=decision.note.strip(),
        measured=judgement.area if judgement else None,
        limit=judgement.limit if judgement else None,
        excess=judgement.excess if judgement else None,
        method=decision.method,
        deadline=decision.deadline,
        decided_by=here.person,
        at=here.now(),
    )
