"""一间不超: verdicts to the square millimetre, and nobody accused on a guess."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.area import ZERO, Area
from inspector.domain.compliance import (
    Case,
    Measured,
    Occupant,
    Outcome,
    Policy,
    ToiletOutcome,
    Verdict,
    compare,
    judge,
    judge_toilet,
)
from inspector.domain.packs import parse_pack
from inspector.domain.ranks import Level
from inspector.domain.rulebook import Rulebook

FOLDER = Path(__file__).parents[2] / "resources" / "standards"
BOOK = Rulebook(
    parse_pack((FOLDER / name).read_text(encoding="utf-8"))
    for name in ("national-2674-2014.toml", "zhejiang.toml")
)
CHIEF = Occupant("甲", "X_KE_1", Level.COUNTY)
DEPUTY = Occupant("乙", "X_KE_2", Level.COUNTY)
STAFF = Occupant("丙", "X_BELOW", Level.COUNTY)
HEAD = Occupant("丁", "X_1", Level.COUNTY, party_gov_chief=True)
TOWN = Occupant("戊", "T_1", Level.TOWNSHIP)
STRICT = Policy()
CITED = "《党政机关办公用房建设标准》（发改投资〔2014〕2674号）第十一条 表3"


def _measured(m2: str, u: str = "0.01", redundancy: int = 3) -> Measured:
    return Measured(Area.of_m2(m2), Area.of_m2(u), redundancy)


def _judge(
    *occupants: Occupant,
    measured: Measured | None,
    office: bool = True,
    policy: Policy = STRICT,
) -> Verdict:
    case = Case("CN-331125", date(2025, 6, 1), office, measured, occupants)
    return judge(case, BOOK, policy)


def _said(verdict: Verdict) -> str:
    return "\n".join(map(str, verdict.explanation))


def test_t01_a_section_chief_in_18_square_metres() -> None:
    """With no uncertainty the limit itself is within it."""
    verdict = _judge(CHIEF, measured=_measured("18.00", "0"))
    assert (verdict.outcome, verdict.limit) == (Outcome.WITHIN, Area.of_m2("18"))
    assert verdict.excess == ZERO


def test_t03_two_share_21_square_metres_by_their_limits() -> None:
    verdict = _judge(DEPUTY, STAFF, measured=_measured("21.00", "0"))
    assert (verdict.outcome, verdict.limit) == (Outcome.WITHIN, Area.of_m2("21"))
    assert [share.area for share in verdict.shares] == [Area.of_m2("12"), Area.of_m2("9")]
    assert [share.excess for share in verdict.shares] == [ZERO, ZERO]
    assert "12.00 + 9.00 = 21.00 ㎡" in _said(verdict)


def test_t05_rest_room_and_toilet_count_and_the_toilet_is_judged_apart() -> None:
    verdict = _judge(HEAD, measured=_measured("34.5"))
    assert verdict.outcome is Outcome.OVER
    assert verdict.excess == Area.of_m2("4.5")
    rule = BOOK.toilet_for("CN-331125")
    assert rule is not None
    size = Area.of_m2("6.5")
    assert judge_toilet(size, [HEAD], rule) is ToiletOutcome.TOO_LARGE
    assert size - rule.most == Area.of_m2("0.5")


def test_a_toilet_needs_the_post_and_not_the_rank_alone() -> None:
    rule = BOOK.toilet_for("CN-331125")
    assert rule is not None
    congress_head = Occupant("己", "X_1", Level.COUNTY)
    governor = Occupant("庚", "P_1", Level.PROVINCE)
    retired = Occupant("辛", "P_1", Level.PROVINCE, counted=False)
    six = Area.of_m2("6")
    assert judge_toilet(six, [HEAD], rule) is ToiletOutcome.ALLOWED
    assert judge_toilet(six, [CHIEF, governor], rule) is ToiletOutcome.ALLOWED
    for nobody in ([congress_head], [retired], [CHIEF], []):
        assert judge_toilet(six, nobody, rule) is ToiletOutcome.NOT_ENTITLED


LIMIT = Area.of_m2("18")
U = Area(12_042)


@pytest.mark.parametrize(
    ("mm2", "outcome"),
    [
        (18_000_000 - 24_084, Outcome.WITHIN),
        (18_000_000 - 24_083, Outcome.BORDERLINE),
        (18_000_000, Outcome.BORDERLINE),
        (18_000_000 + 24_084, Outcome.BORDERLINE),
        (18_000_000 + 24_085, Outcome.OVER),
    ],
)
def test_the_borders_are_sharp_to_the_square_millimetre(mm2: int, outcome: Outcome) -> None:
    verdict = _judge(CHIEF, measured=Measured(Area(mm2), U, 0))
    assert verdict.outcome is outcome
    assert verdict.excess == (Area(24_085) if outcome is Outcome.OVER else ZERO)


@pytest.mark.parametrize(
    ("m2", "outcome", "excess"),
    [
        ("19.02", Outcome.OVER, "1.02"),  # the amount is counted from the limit
        ("19.01", Outcome.BORDERLINE, "1.01"),
        ("18.98", Outcome.WITHIN, "0.98"),
        (
            "18.01",
            Outcome.WITHIN,
            "0",
        ),  # never "over by 0.01" beside an uncertainty of 0.02
        ("17.00", Outcome.WITHIN, "0"),
    ],
)
def test_a_threshold_decides_the_flag_and_never_the_amount(
    m2: str, outcome: Outcome, excess: str
) -> None:
    policy = Policy(Area.of_m2("1"), "某政办〔2020〕1号")
    measured = _measured(m2, "0.009999" if m2 == "19.02" else "0.01")
    verdict = _judge(CHIEF, measured=measured, policy=policy)
    assert verdict.outcome is outcome
    assert verdict.excess == Area.of_m2(excess)
    assert "某政办〔2020〕1号" in _said(verdict)
    assert "18.00 + 1.00 = 19.00 ㎡" in _said(verdict)


def test_a_threshold_needs_its_document() -> None:
    with pytest.raises(ValueError, match="document"):
        Policy(Area.of_m2("1"))
    with pytest.raises(ValueError, match="at least"):
        Policy(Area(-1), "x")
    with pytest.raises(ValueError, match="at least"):
        Policy(k=0)


def test_the_reasoning_can_be_followed_line_by_line() -> None:
    verdict = _judge(CHIEF, measured=Measured(Area.of_m2("18.225"), U, 0))
    sums = "18.225 − 0.024084 = 18.200916 > 18.00 ㎡"
    assert [str(step) for step in verdict.explanation] == [
        f"甲：县级机关正科级，使用面积限额18.00 ㎡ {CITED} [未核对原文]",
        "实测使用面积18.23 ㎡，不确定度 ±0.02 ㎡（k=2），无独立校核",
        f"面积减不确定度仍大于限额，超标 {sums} 按未修约值判定，k=2",
        "超出限额 18.225 − 18.00 = 0.225 ㎡",
    ]
    assert verdict.pack == BOOK.id
    assert verdict.pack_sha256 == BOOK.sha256


def test_a_borderline_room_shows_both_ends() -> None:
    verdict = _judge(CHIEF, measured=Measured(Area.of_m2("18"), U, 2))
    assert "17.975916 ≤ 18.00 < 18.024084 ㎡" in _said(verdict)
    assert "多余观测2个" in _said(verdict)


def test_shares_over_the_limit_fall_on_each_in_proportion() -> None:
    verdict = _judge(DEPUTY, STAFF, measured=_measured("23.1"))
    assert verdict.outcome is Outcome.OVER
    assert [share.area for share in verdict.shares] == [
        Area.of_m2("13.2"),
        Area.of_m2("9.9"),
    ]
    assert [share.excess for share in verdict.shares] == [
        Area.of_m2("1.2"),
        Area.of_m2("0.9"),
    ]
    assert Area.total(share.excess for share in verdict.shares) == verdict.excess
    assert "丙分摊9.90 ㎡" in _said(verdict)


def test_those_who_do_not_count_are_named_and_left_out() -> None:
    hired = Occupant("壬", None, Level.COUNTY, counted=False)
    verdict = _judge(CHIEF, hired, measured=_measured("17"))
    assert (verdict.outcome, verdict.limit) == (Outcome.WITHIN, Area.of_m2("18"))
    assert verdict.shares == ()
    assert "壬不计入限额" in _said(verdict)


@pytest.mark.parametrize(
    ("occupants", "measured", "missing"),
    [
        ((), _measured("17"), ("没有计入限额的使用人",)),
        (
            (Occupant("壬", "X_KE_1", Level.COUNTY, counted=False),),
            _measured("40"),
            ("没有计入限额的使用人",),
        ),
        ((Occupant("癸", None, Level.COUNTY), CHIEF), _measured("90"), ("癸的职级不明",)),
        ((CHIEF,), None, ("房间尚未测量",)),
        ((Occupant("癸", None, Level.COUNTY),), None, ("癸的职级不明", "房间尚未测量")),
        ((TOWN,), None, ("房间尚未测量",)),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_judged(
    occupants: tuple[Occupant, ...], measured: Measured | None, missing: tuple[str, ...]
) -> None:
    verdict = _judge(*occupants, measured=measured)
    assert verdict.outcome is Outcome.INCOMPLETE
    assert verdict.missing == missing
    assert verdict.excess == ZERO
    assert all(word in _said(verdict) for word in missing)


def test_the_limit_is_known_before_the_room_is_measured() -> None:
    assert _judge(DEPUTY, STAFF, measured=None).limit == Area.of_m2("21")


def test_an_unset_standard_never_accuses_however_large_the_room() -> None:
    verdict = _judge(CHIEF, TOWN, measured=_measured("300"))
    assert (verdict.outcome, verdict.limit, verdict.excess) == (Outcome.UNSET, None, ZERO)
    assert "原则上不超过24.00 ㎡" in _said(verdict)
    assert "标准表中没有这一行" in _said(
        _judge(Occupant("癸", "OLD", Level.COUNTY), measured=_measured("9"))
    )


def test_a_room_that_is_no_office_has_no_limit_by_persons() -> None:
    verdict = _judge(CHIEF, measured=_measured("300"), office=False)
    assert (verdict.outcome, verdict.limit) == (Outcome.NOT_OFFICE, None)
    assert verdict.excess == ZERO


def test_words_and_signs_are_those_of_the_design() -> None:
    assert {o.label: o.sign for o in Outcome} == {
        "合规": "●",
        "临界须复测": "◆",
        "超标": "▲",
        "标准未设定": "○",
        "数据不全": "…",
        "非办公室，不按人定限": "–",
    }
    assert all(outcome.label for outcome in ToiletOutcome)


areas = st.integers(0, 60_000_000)


@given(areas, st.integers(0, 100_000), areas, st.integers(0, 2_000_000))
def test_the_rule_is_symmetric_and_monotone(
    area: int, u: int, limit: int, bar: int
) -> None:
    policy = Policy(Area(bar), "文号")
    order = [Outcome.WITHIN, Outcome.BORDERLINE, Outcome.OVER]

    def at(mm2: int) -> int:
        return order.index(compare(Measured(Area(mm2), Area(u), 0), Area(limit), policy))

    assert at(area) <= at(area + 1)
    exact = compare(Measured(Area(area), ZERO, 0), Area(limit), policy)
    assert exact is not Outcome.BORDERLINE
    assert compare(Measured(Area(area), Area(u), 0), Area(limit), policy) in (
        exact,
        Outcome.BORDERLINE,
    )


@given(st.lists(st.sampled_from([CHIEF, DEPUTY, STAFF]), min_size=1, max_size=5), areas)
def test_an_excess_is_never_smaller_than_its_uncertainty(
    occupants: list[Occupant], area: int
) -> None:
    verdict = _judge(*occupants, measured=Measured(Area(area), Area(15_000), 1))
    assert verdict.excess == ZERO or verdict.excess > Area(30_000)
    assert (verdict.outcome is Outcome.OVER) == (verdict.excess > ZERO)
    if verdict.shares:
        assert Area.total(share.area for share in verdict.shares) == Area(area)


def test_speed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.perf_counter()
    for _ in range(200):
        verdict = _judge(DEPUTY, STAFF, measured=_measured("23.1"))
    spent = (time.perf_counter() - began) * 5
    with capsys.disabled():
        sys.stdout.write(f"\njudge: {spent:.3f} ms a room ")
    assert verdict.outcome is Outcome.OVER
