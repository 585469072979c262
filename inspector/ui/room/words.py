"""How a room's figures read: the meter's digits, the plan, the lines of the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QCoreApplication

from inspector.actions.rounds import RoomPage
from inspector.domain.area import Area
from inspector.domain.assessment import Assessment
from inspector.domain.compliance import Outcome, Verdict
from inspector.domain.inspections import ReadingRecord
from inspector.domain.lengths import DIAGONALS, SLOT_LABELS, WALLS, Invalid
from inspector.domain.solutions import (
    Degenerate,
    Impossible,
    Model,
    Solution,
    Solved,
    Suspect,
    Underdetermined,
)
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.widgets.plan_layout import PlanDrawing, PlanLine
from inspector.ui.widgets.verdict import Kind, Spoken

SLOTS = (*WALLS, *DIAGONALS)
SIGNS: Mapping[str, str] = dict(zip(SLOTS, "①②③④⑤⑥", strict=True))
_EMPTY_ROOM = ((0, 0), (5200, 0), (5200, 3900), (0, 3900))
_KINDS: Mapping[Outcome, Kind] = {
    Outcome.WITHIN: Kind.WITHIN,
    Outcome.BORDERLINE: Kind.UNDECIDED,
    Outcome.OVER: Kind.OVER,
    Outcome.UNSET: Kind.UNSET,
    Outcome.INCOMPLETE: Kind.INCOMPLETE,
    Outcome.NOT_OFFICE: Kind.INCOMPLETE,
}
_THIN = "\u2009"


def _tr(text: str) -> str:
    return QCoreApplication.translate("RoomWords", text)


def whereabouts(page: RoomPage) -> Whereabouts:
    """The room, the way to it, and how far the round has come."""
    counter = ""
    if page.place >= 0:
        counter = _tr("第 {n} / {all} 间").format(n=page.place + 1, all=len(page.round))
    card = page.standing.card
    room = _tr("{number} 室").format(number=card.room.number)
    return Whereabouts(room, card.where, counter)


def wrong_edge(edge: str, agreed: str) -> str:
    return _tr("基准边是{0}，约定的是{1}：读数已放入待归位，请在测距仪上改正后重测").format(
        edge, agreed
    )


def metres(micrometres: int) -> str:
    """6.502: the digits on the meter, whole millimetres rounded half up, once."""
    millimetres = (micrometres + 500) // 1000
    return f"{millimetres // 1000}.{millimetres % 1000:03d}"


def wall_text(micrometres: int) -> str:
    """5 203: millimetres on the plan, a thin space before the last three."""
    metre, rest = divmod((micrometres + 500) // 1000, 1000)
    return f"{metre}{_THIN}{rest:03d}" if metre else str(rest)


def slot_text(slot: str) -> str:
    return f"{SIGNS.get(slot, '')} {SLOT_LABELS.get(slot, slot)}".strip()


def doubt_text(u: Area) -> str:
    """± 0.03: the expanded uncertainty, k = 2, never rounded down to nothing."""
    doubled = Decimal(2 * u.mm2) / 1_000_000
    shown = max(doubled.quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal("0.01"))
    return f"± {shown}"


def drawing(
    assessment: Assessment, readings: Sequence[ReadingRecord], armed: str
) -> PlanDrawing:
    """The plan as far as it is known: the adjusted outline, or a plain room to fill in."""
    solved = assessment.solved
    corners = solved.corners if solved and len(solved.corners) == 4 else _EMPTY_ROOM  # noqa: PLR2004 (a room's corners)
    at = list(corners)  # anticlockwise with y upward: the clockwise walk on a screen
    values = {r.slot: wall_text(r.micrometres) for r in readings if not r.withdrawn}
    walls = tuple(
        PlanLine(SIGNS[slot], values.get(slot, ""), at[n], at[(n + 1) % 4])
        for n, slot in enumerate(WALLS)
    )
    ends = {"diagonal1": (at[0], at[2]), "diagonal2": (at[1], at[3])}
    diagonals = tuple(
        PlanLine(SIGNS[slot], values.get(slot, ""), *ends[slot])
        for slot in DIAGONALS
        if slot in values or slot == armed
    )
    suspect, question = _suspicion(assessment.solution)
    return PlanDrawing(
        walls=walls,
        diagonals=diagonals,
        armed=SIGNS.get(armed, ""),
        suspect=suspect,
        question=question,
    )


def heading(assessment: Assessment, readings: Sequence[ReadingRecord]) -> str:
    """矩形 · 五读数: what the area is made of."""
    counting = sum(1 for reading in readings if not reading.withdrawn)
    solved = assessment.solved
    model = (solved.model if solved else Model.RECTANGLE).label
    return _tr("{model} · {count} 个读数").format(model=model, count=counting)


def closure(assessment: Assessment) -> tuple[str, str]:
    """What the chip beside the plan says of the checks, and its tone."""
    match assessment.solution:
        case Solved(redundancy=0):
            return _tr("无独立校核"), "undecided"
        case Solved() as solved if solved.misclosure_um is not None:
            gap = (solved.misclosure_um + 500) // 1000
            return _tr("闭合差 {gap} mm  在允许内").format(gap=gap), "within"
        case Suspect():
            return _tr("读数互相矛盾"), "undecided"
        case Impossible() | Invalid():
            return _tr("读数有误"), "undecided"
        case _:
            return _tr("读数不足"), "plain"


def advice(assessment: Assessment) -> str:
    """The sentence under the plan: which reading to take next, and why."""
    wanted = assessment.next
    reason = _reason(assessment.solution)
    if wanted is None:
        return reason
    take = _tr("请量 {slot}").format(slot=slot_text(wanted.slot))
    why = reason or wanted.reason
    return f"{take}：{why}" if why else take


def primary(outcome: Outcome, *, decided: bool, lacks_kind: bool) -> tuple[str, bool]:
    """What the primary action says, and whether it can be pressed."""
    if decided:
        return _tr("确认认定，下一间 ›"), True
    if lacks_kind:
        return _tr("请选择认定事项"), False
    if outcome is Outcome.OVER:
        return _tr("请选定整改分类"), False
    return _tr("暂存，下一间 ›"), True


def spoken(assessment: Assessment) -> Spoken:
    """The verdict for its panel: figure, then the reasons, each on its line."""
    verdict = assessment.verdict
    kind = _KINDS[verdict.outcome]
    if verdict.outcome is Outcome.NOT_OFFICE:
        return Spoken(kind, "", (verdict.outcome.label,))
    figure = f"{verdict.excess.m2_text()} ㎡" if verdict.outcome is Outcome.OVER else ""
    return Spoken(kind, figure, tuple(_reasons(verdict)))


def _reasons(verdict: Verdict) -> list[str]:
    measured, limit = verdict.case.measured, verdict.limit
    if measured is None or limit is None:
        return list(verdict.missing) or [str(step) for step in verdict.explanation[:2]]
    doubt = doubt_text(measured.u).removeprefix("± ")
    first = _tr("{area} − {limit}，不确定度 {doubt}").format(
        area=measured.area.m2_text(), limit=limit.m2_text(), doubt=doubt
    )
    second = {
        Outcome.OVER: _tr("两侧界限均超过限额"),
        Outcome.WITHIN: _tr("两侧界限均在限额之内"),
        Outcome.BORDERLINE: _tr("限额落在不确定度之内，须复测"),
    }.get(verdict.outcome, "")
    return [line for line in (first, second) if line]


def _reason(solution: Solution) -> str:
    match solution:
        case Suspect() as suspect if suspect.nameable:
            found = suspect.suspects[0]
            return _tr("{slot} 与其余读数相差 {gap} mm").format(
                slot=slot_text(found.slot), gap=abs(found.error_um) // 1000
            )
        case Suspect():
            return _tr("读数互相矛盾，还分不清是哪一个")
        case Underdetermined(reason=reason) | Impossible(reason=reason):
            return reason
        case Degenerate(reason=reason) | Invalid(reason=reason):
            return reason
        case _:
            return ""


def _suspicion(solution: Solution) -> tuple[str, str]:
    if isinstance(solution, Suspect) and solution.nameable:
        found = solution.suspects[0]
        meant = solution.did_you_mean_um
        question = _tr("是否为 {value}？").format(value=wall_text(meant)) if meant else ""
        return SIGNS.get(found.slot, ""), question
    return "", ""
