"""Certificates, checks of a known length, and what is said before a meter measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from inspector.domain.meters import (
    CHECK_TOLERANCE_UM,
    Caution,
    Certificate,
    CertificateState,
    CheckOutcome,
    MeterCheck,
    MeterRecord,
    certificate_state,
    check_tolerance_um,
    readiness,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CERTIFICATE = Certificate("JL-1", date(2026, 3, 1), date(2027, 2, 28), 400, 1_000)
METER = MeterRecord(
    UUID(int=1), "leica", "AA:BB", "DISTO 77", "D2", "77", certificate=CERTIFICATE
)
KNOWN = 3_000_000


def check(*millimetres: float, at: datetime = NOW, correction: int = 0) -> MeterCheck:
    shown = tuple(round(mm * 1000) for mm in millimetres)
    return MeterCheck(UUID(int=2), METER.id, at, KNOWN, shown, "陈㛃", correction)


def until(days: int) -> Certificate:
    return replace(CERTIFICATE, valid_until=TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (31, CertificateState.VALID),
        (30, CertificateState.EXPIRING),
        (0, CertificateState.EXPIRING),
        (-1, CertificateState.EXPIRED),
    ],
)
def test_a_certificate_holds_to_its_last_day_and_warns_a_month_before(
    days: int, state: CertificateState
) -> None:
    assert certificate_state(until(days), TODAY) is state


def test_only_a_valid_certificate_needs_no_advice() -> None:
    assert certificate_state(None, TODAY) is CertificateState.NONE
    assert [state for state in CertificateState if not state.advice] == [
        CertificateState.VALID
    ]
    assert all(caution.advice for caution in Caution)


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ((3000, 3002), CheckOutcome.PASSED),
        ((2998, 3000, 3001), CheckOutcome.PASSED),
        ((3000, 3002.05), CheckOutcome.FAILED),
        ((3000, 3120), CheckOutcome.FAILED),
        ((3120, 3118), CheckOutcome.WRONG_EDGE),
        ((2880, 2882), CheckOutcome.WRONG_EDGE),
        ((3080, 3200), CheckOutcome.WRONG_EDGE),
        ((3079, 3120), CheckOutcome.FAILED),
        ((2880, 3120), CheckOutcome.FAILED),
        ((3201, 3120), CheckOutcome.FAILED),
        ((3000,), CheckOutcome.TOO_FEW),
        ((), CheckOutcome.TOO_FEW),
    ],
)
def test_every_reading_of_the_known_length_must_hold(
    shown: tuple[float, ...], outcome: CheckOutcome
) -> None:
    found = check(*shown)
    assert found.outcome is outcome
    assert found.passed is (outcome is CheckOutcome.PASSED)


def test_a_check_is_judged_with_the_correction_of_its_day() -> None:
    assert not check(2997.5, 2997.5).passed
    assert check(2997.5, 2997.5, correction=600).passed
    assert check(2997.5, correction=600).deviations_um == (-1_900,)


def test_the_tolerance_is_never_finer_than_the_laboratory_or_two_millimetres() -> None:
    assert check_tolerance_um(None) == CHECK_TOLERANCE_UM
    assert check_tolerance_um(CERTIFICATE) == CHECK_TOLERANCE_UM
    assert check_tolerance_um(replace(CERTIFICATE, uncertainty_um=3_000)) == 3_000
    coarse = replace(check(3003, 2997), tolerance_um=3_000)
    assert coarse.passed


def test_a_meter_with_a_certificate_and_a_check_of_today_is_ready() -> None:
    assert readiness(METER, check(3000, 3001), TODAY) == []


def test_everything_that_is_wrong_is_said_at_once() -> None:
    bare = replace(METER, certificate=None, retired=True)
    assert readiness(bare, None, TODAY) == [
        Caution.RETIRED,
        Caution.NO_CERTIFICATE,
        Caution.NOT_CHECKED_TODAY,
    ]
    assert readiness(replace(METER, certificate=until(9)), check(3000, 3000), TODAY) == [
        Caution.EXPIRING
    ]
    assert readiness(replace(METER, certificate=until(-9)), check(1, 2), TODAY) == [
        Caution.EXPIRED,
        Caution.CHECK_FAILED,
    ]


def test_the_last_check_warns_until_a_better_one_and_counts_for_its_day_alone() -> None:
    yesterday = NOW - timedelta(days=1)
    assert readiness(METER, check(3000, 3000, at=yesterday), TODAY) == [
        Caution.NOT_CHECKED_TODAY
    ]
    assert readiness(METER, check(3120, 3120, at=yesterday), TODAY) == [
        Caution.NOT_CHECKED_TODAY,
        Caution.WRONG_EDGE,
    ]
    assert readiness(METER, check(3000), TODAY) == [Caution.NOT_CHECKED_TODAY]


def test_the_day_of_a_check_is_that_of_china() -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert check(3000, 3000, at=late).day == TODAY
    assert readiness(METER, check(3000, 3000, at=late), TODAY) == []
