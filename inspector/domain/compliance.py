"""一间不超: is this office within the sum of its occupants' limits, beyond doubt?

The decision compares unrounded areas and is symmetric: whoever says 超标 and whoever
says 合规 both carry the burden of k standard uncertainties (k = 2); between them lies
临界须复测. The threshold of a local document decides the flag and never the amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from inspector.domain.area import ZERO, Area
from inspector.domain.ranks import RANKS, Level
from inspector.domain.rulebook import Rulebook
from inspector.domain.standards import Limit, Toilet, Unset


class Outcome(Enum):
    WITHIN = "within"
    BORDERLINE = "borderline"
    OVER = "over"
    UNSET = "unset"
    INCOMPLETE = "incomplete"
    NOT_OFFICE = "not_office"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def sign(self) -> str:
        """The shape that goes with the word, so that colour is never alone."""
        return _LABELS[self][1]


_LABELS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.WITHIN: ("合规", "●"),
    Outcome.BORDERLINE: ("临界须复测", "◆"),
    Outcome.OVER: ("超标", "▲"),
    Outcome.UNSET: ("标准未设定", "○"),
    Outcome.INCOMPLETE: ("数据不全", "…"),
    Outcome.NOT_OFFICE: ("非办公室，不按人定限", "–"),
}


@dataclass(frozen=True, slots=True)
class Occupant:
    """`level` is that of the organ; `counted` is false for the seconded, hired, retired."""

    name: str
    rank: str | None
    level: Level
    counted: bool = True
    party_gov_chief: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """`u` is one standard uncertainty; redundancy 0 means 无独立校核."""

    area: Area
    u: Area
    redundancy: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What the deploying unit decided; a threshold needs the document that sets it."""

    threshold: Area = ZERO
    document: str = ""
    k: int = 2

    def __post_init__(self) -> None:
        if self.threshold < ZERO or self.k < 1:
            raise ValueError("a threshold is at least 0, k at least 1")
        if self.threshold > ZERO and not self.document:
            raise ValueError("a threshold needs the number of the document that sets it")


@dataclass(frozen=True, slots=True)
class Case:
    """One room on the day of its inspection."""

    place: str
    on: date
    office: bool
    measured: Measured | None
    occupants: tuple[Occupant, ...]
    unclear: tuple[str, ...] = ()
    """What the ledger leaves open of the room, in words; each keeps a verdict back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the reasoning; `clause` and `arithmetic` are empty where none applies."""

    text: str
    clause: str = ""
    arithmetic: str = ""
    flag: str = ""

    def __str__(self) -> str:
        parts = (self.text, self.arithmetic, self.clause, self.flag and f"[{self.flag}]")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Share:
    """What one occupant answers for: the room's area split by limits, not by heads."""

    name: str
    limit: Area
    area: Area
    excess: Area


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judgement says, with all that it rests on.

    `excess` is claimed only where it is beyond doubt (area - k u > limit); at 合规 it can
    be above zero only under a threshold. `limit` is None while it cannot be known.
    """

    outcome: Outcome
    case: Case
    policy: Policy
    limit: Area | None
    limits: tuple[tuple[str, Area], ...]
    """Name and limit of each occupant who counts and whose limit is known."""
    excess: Area
    shares: tuple[Share, ...]
    missing: tuple[str, ...]
    explanation: tuple[Step, ...]
    pack: str
    pack_sha256: str


@dataclass(frozen=True, slots=True)
class _Basis:
    """The limits found for the occupants who count, and what could not be found."""

    limits: tuple[tuple[Occupant, Limit], ...]
    unset: tuple[Unset, ...]
    missing: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def limit(self) -> Area | None:
        known = self.limits and not self.unset and not self.missing
        return Area.total(_value(row) for _, row in self.limits) if known else None

    @property
    def named(self) -> tuple[tuple[str, Area], ...]:
        return tuple((occupant.name, _value(row)) for occupant, row in self.limits)


def judge(case: Case, rulebook: Rulebook, policy: Policy) -> Verdict:
    """Judge one room against the sum of the limits of the occupants who count.

    What is missing is said before any comparison, and nobody is accused on a guess: an
    unknown rank, an empty room or an unset standard yields neither 超标 nor 合规.
    """
    if not case.office:
        step = Step("该房间不作办公室使用，不按人核定面积限额")
        found = _Found(Outcome.NOT_OFFICE, None, (step,))
    else:
        found = _weigh(case.measured, _basis(case, rulebook), policy)
    return Verdict(
        outcome=found.outcome,
        case=case,
        policy=policy,
        limit=found.limit,
        limits=found.limits,
        excess=found.excess,
        shares=found.shares,
        missing=found.missing,
        explanation=found.steps,
        pack=rulebook.id,
        pack_sha256=rulebook.sha256,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    outcome: Outcome
    limit: Area | None
    steps: tuple[Step, ...]
    excess: Area = ZERO
    shares: tuple[Share, ...] = ()
    missing: tuple[str, ...] = ()
    limits: tuple[tuple[str, Area], ...] = ()


def _basis(case: Case, rulebook: Rulebook) -> _Basis:
    limits: list[tuple[Occupant, Limit]] = []
    unset: list[Unset] = []
    missing: list[str] = list(case.unclear)
    steps: list[Step] = []
    for occupant in case.occupants:
        if not occupant.counted:
            steps.append(Step(f"{occupant.name}不计入限额（借调、聘用、退休等）"))
            continue
        if occupant.rank is None:
            missing.append(f"{occupant.name}的职级不明")
            continue
        row = rulebook.limit_for(occupant.level, occupant.rank, case.place, case.on)
        steps.append(_limit_step(occupant, occupant.rank, row))
        if isinstance(row, Limit):
            limits.append((occupant, row))
        else:
            unset.append(row)
    if not (limits or unset or missing):
        missing.append("没有计入限额的使用人")
    return _Basis(tuple(limits), tuple(unset), tuple(missing), tuple(steps))


def _weigh(measured: Measured | None, basis: _Basis, policy: Policy) -> _Found:
    limit, steps = basis.limit, list(basis.steps)
    if limit is not None and len(basis.limits) > 1:
        steps.append(_sum_step(basis))
    missing = (*basis.missing, *(() if measured else ("房间尚未测量",)))
    if missing or measured is None:
        steps.append(Step(f"数据不全，不作结论：{'；'.join(missing)}"))
        return _Found(
            Outcome.INCOMPLETE, limit, tuple(steps), missing=missing, limits=basis.named
        )
    steps.append(_measured_step(measured, policy))
    if limit is None:
        steps.append(Step("限额未设定，不作合规或超标的结论"))
        return _Found(Outcome.UNSET, None, tuple(steps), limits=basis.named)
    outcome = compare(measured, limit, policy)
    steps += _outcome_steps(outcome, measured, limit, policy)
    sure = measured.area - measured.u * policy.k > limit
    excess = measured.area - limit if sure else ZERO
    shares = _shares(basis, measured.area) if len(basis.limits) > 1 else ()
    steps += _share_steps(shares)
    return _Found(outcome, limit, tuple(steps), excess, shares, limits=basis.named)


def compare(measured: Measured, limit: Area, policy: Policy) -> Outcome:
    """Where A - k u to A + k u lies to the bar, limit + threshold; nothing is rounded."""
    guard, bar = measured.u * policy.k, limit + policy.threshold
    if measured.area + guard <= bar:
        return Outcome.WITHIN
    return Outcome.OVER if measured.area - guard > bar else Outcome.BORDERLINE


def _value(row: Limit) -> Area:
    """The row's figure; `limit_for` never returns a row without one."""
    assert row.area is not None
    return row.area


def _shares(basis: _Basis, area: Area) -> tuple[Share, ...]:
    """S31, S33: by each one's limit; an equal split would accuse the lower rank wrongly."""
    values = [_value(row) for _, row in basis.limits]
    parts = area.split(values)
    return tuple(
        Share(occupant.name, value, part, max(ZERO, part - value))
        for (occupant, _), value, part in zip(basis.limits, values, parts, strict=True)
    )


def _limit_step(occupant: Occupant, code: str, row: Limit | Unset) -> Step:
    rank = RANKS[code].label if code in RANKS else code
    who = f"{occupant.name}：{occupant.level.label}机关{rank}"
    if isinstance(row, Unset):
        ceiling = row.row.ceiling if row.row else None
        most = f"（原则上不超过{ceiling}）" if ceiling else ""
        return Step(f"{who}，限额未设定：{row.missing.label}{most}", row.citation)
    return Step(f"{who}，使用面积限额{_value(row)}", row.citation, flag=row.flag)


def _sum_step(basis: _Basis) -> Step:
    values = [_value(row) for _, row in basis.limits]
    text = " + ".join(_exact(value) for value in values)
    arithmetic = f"{text} = {_exact(Area.total(values))} ㎡"
    return Step("合用房间的限额为各使用人限额之和", "", arithmetic, "一处出处")


def _measured_step(measured: Measured, policy: Policy) -> Step:
    check = f"多余观测{measured.redundancy}个" if measured.redundancy else "无独立校核"
    guard = f"不确定度 ±{measured.u * policy.k}（k={policy.k}）"
    return Step(f"实测使用面积{measured.area}，{guard}，{check}")


_WORDS: Mapping[Outcome, str] = {
    Outcome.WITHIN: "面积加不确定度不大于{bar}，合规",
    Outcome.OVER: "面积减不确定度仍大于{bar}，超标",
    Outcome.BORDERLINE: "{bar}落在不确定度范围内，临界，须复测",
}


def _outcome_steps(
    outcome: Outcome, measured: Measured, limit: Area, policy: Policy
) -> list[Step]:
    steps, bar = [], limit + policy.threshold
    if policy.threshold > ZERO:
        text = "超出部分大于认定阈值才认定超标，阈值不减少超标数额"
        arithmetic = f"{_exact(limit)} + {_exact(policy.threshold)} = {_exact(bar)} ㎡"
        steps.append(Step(text, policy.document, arithmetic))
    guard = measured.u * policy.k
    low, high = measured.area - guard, measured.area + guard
    up = f"{_exact(measured.area)} + {_exact(guard)} = {_exact(high)}"
    down = f"{_exact(measured.area)} − {_exact(guard)} = {_exact(low)}"
    arithmetic = {
        Outcome.WITHIN: f"{up} ≤ {_exact(bar)} ㎡",
        Outcome.OVER: f"{down} > {_exact(bar)} ㎡",
        Outcome.BORDERLINE: f"{_exact(low)} ≤ {_exact(bar)} < {_exact(high)} ㎡",
    }[outcome]
    words = _WORDS[outcome].format(bar="限额加阈值" if policy.threshold > ZERO else "限额")
    steps.append(Step(words, f"按未修约值判定，k={policy.k}", arithmetic))
    if low > limit:
        parts = (measured.area, limit, measured.area - limit)
        arithmetic = "{} − {} = {} ㎡".format(*map(_exact, parts))
        steps.append(Step("超出限额", "", arithmetic))
    return steps


def _share_steps(shares: tuple[Share, ...]) -> list[Step]:
    return [
        Step(f"按限额比例分摊，{share.name}分摊{share.area}，限额{share.limit}")
        for share in shares
    ]


def _exact(area: Area) -> str:
    """To the mm², so that the printed arithmetic comes out; at least two decimals."""
    whole, rest = area.m2_text(6).split(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"


class ToiletOutcome(Enum):
    """表3 注4 asks two questions; they are findings of their own, apart from the area."""

    ALLOWED = "allowed"
    TOO_LARGE = "too_large"
    NOT_ENTITLED = "not_entitled"

    @property
    def label(self) -> str:
        return _TOILETS[self]


_TOILETS: Mapping[ToiletOutcome, str] = {
    ToiletOutcome.ALLOWED: "可配备卫生间",
    ToiletOutcome.TOO_LARGE: "卫生间超过规定面积",
    ToiletOutcome.NOT_ENTITLED: "不得配备卫生间",
}


def judge_toilet(size: Area, occupants: Sequence[Occupant], rule: Toilet) -> ToiletOutcome:
    """A toilet counts inside the room's limit anyway; this asks who may have one at all."""
    entitled = any(
        occupant.counted
        and (
            occupant.rank in rule.ranks
            or (occupant.party_gov_chief and occupant.rank in rule.chief_ranks)
        )
        for occupant in occupants
    )
    if not entitled:
        return ToiletOutcome.NOT_ENTITLED
    return ToiletOutcome.TOO_LARGE if size > rule.most else ToiletOutcome.ALLOWED
