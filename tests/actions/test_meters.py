"""What a person does with the registry of meters, and what each deed leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from inspector.actions import meters
from inspector.actions.here import Here
from inspector.db import journal
from inspector.db import meters as registry
from inspector.domain.inspections import Instrument
from inspector.domain.meters import Caution, Certificate, CheckOutcome, MeterRecord
from inspector.trouble import Trouble
from worlds import BEGUN, Clock, open_here

CERTIFICATE = Certificate("JL-1", date(2026, 3, 1), date(2027, 2, 28), 400, 3_000)
KNOWN = 3_000_000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(tmp_path: Path, clock: Clock) -> Iterator[Here]:
    here = open_here(tmp_path, clock)
    yield here
    here.ledger.close()


def meet(here: Here, serial: str = "77", address: str = "AA:BB") -> MeterRecord:
    return meters.meet_meter(here, "leica", address, "DISTO 77", "D2", serial)


def actions(here: Here) -> list[str]:
    return [m.action for m in here.ledger.ask(journal.queued, 500, 1 << 24)]


def test_a_meter_is_registered_when_it_is_met_first(here: Here) -> None:
    met = meet(here)

    assert met.last_seen == BEGUN + timedelta(seconds=2)
    assert replace(met, last_seen=None) == MeterRecord(
        met.id, "leica", "AA:BB", "DISTO 77", "D2", "77"
    )
    assert meters.meters(here) == [met]


def test_meeting_it_again_is_noted_here_and_sends_nothing(here: Here) -> None:
    first = meet(here)
    for address in ("AA:BB", "EE:FF"):
        again = meet(here, address=address)

    assert again == replace(first, address="EE:FF", last_seen=again.last_seen)
    assert again.last_seen is not None
    assert first.last_seen is not None
    assert again.last_seen > first.last_seen
    assert actions(here) == ["meet_meter"]


def test_a_serial_number_that_is_learned_later_belongs_to_the_same_meter(
    here: Here,
) -> None:
    first = meters.meet_meter(here, "bosch", "AA:BB", "", "", "")
    again = meters.meet_meter(here, "bosch", "AA:BB", "Bosch GLM", "GLM 50 C", "12")

    assert (again.id, again.model, again.serial) == (first.id, "GLM 50 C", "12")
    assert actions(here) == ["meet_meter", "meet_meter"]


def test_a_meter_without_address_and_number_could_never_be_known_again(here: Here) -> None:
    with pytest.raises(Trouble, match="无法登记") as refused:
        meters.meet_meter(here, "keyboard", "", "键盘", "", "")
    assert "序列号" in refused.value.advice
    assert meters.meters(here) == []


def test_a_certificate_is_kept_and_a_wrong_one_taken_back(here: Here) -> None:
    met = meet(here)
    kept = meters.keep_certificate(here, met.id, replace(CERTIFICATE, number=" JL-1 "))

    assert kept.record.certificate == CERTIFICATE
    assert kept.changes.meters
    assert meters.keep_certificate(here, met.id, None).record.certificate is None


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (replace(CERTIFICATE, number="  "), "没有填写证书编号"),
        (replace(CERTIFICATE, valid_until=date(2026, 2, 28)), "有效期早于发证日期"),
        (replace(CERTIFICATE, issued=date(2026, 11, 24)), "发证日期晚于今天"),
        (replace(CERTIFICATE, correction_um=10_001), "修正值超过"),
        (replace(CERTIFICATE, correction_um=-10_001), "修正值超过"),
        (replace(CERTIFICATE, uncertainty_um=-1), "不确定度"),
        (replace(CERTIFICATE, uncertainty_um=10_001), "不确定度"),
    ],
)
def test_an_unlikely_certificate_is_refused_in_words(
    here: Here, wrong: Certificate, what: str
) -> None:
    met = meet(here)
    with pytest.raises(Trouble, match=what):
        meters.keep_certificate(here, met.id, wrong)
    assert meters.meters(here)[0].certificate is None


def test_an_edge_is_declared_and_a_meter_retired_and_brought_back(here: Here) -> None:
    met = meet(here)

    assert meters.declare_edge(here, met.id, "后沿").record.edge_declared == "后沿"
    assert meters.retire_meter(here, met.id).record.retired
    assert not meters.retire_meter(here, met.id, retired=False).record.retired
    assert actions(here)[1:] == ["declare_edge", "retire_meter", "retire_meter"]


def test_a_check_is_judged_by_the_certificate_of_its_day(here: Here) -> None:
    met = meet(here)
    meters.keep_certificate(here, met.id, CERTIFICATE)
    kept = meters.keep_check(here, met.id, KNOWN, [KNOWN - 3_400, KNOWN + 2_600])
    meters.keep_certificate(here, met.id, None)

    assert kept.check.outcome is CheckOutcome.PASSED
    assert (kept.check.correction_um, kept.check.tolerance_um) == (400, 3_000)
    assert (kept.check.operator, kept.changes.meters) == ("陈㛃", True)
    assert here.ledger.ask(registry.last_check, met.id) == kept.check


def test_a_check_without_a_certificate_is_held_to_two_millimetres(here: Here) -> None:
    met = meet(here)
    check = meters.keep_check(here, met.id, KNOWN, [KNOWN, KNOWN + 2_001]).check
    assert check.outcome is CheckOutcome.FAILED
    assert (check.correction_um, check.tolerance_um) == (0, 2_000)


@pytest.mark.parametrize(
    ("known", "shown", "what"),
    [
        (KNOWN, [KNOWN], "不足两次"),
        (KNOWN, [KNOWN, 0], "须大于零"),
        (0, [KNOWN, KNOWN], "须大于零"),
    ],
)
def test_a_check_that_says_nothing_is_not_kept(
    here: Here, known: int, shown: list[int], what: str
) -> None:
    met = meet(here)
    with pytest.raises(Trouble, match=what):
        meters.keep_check(here, met.id, known, shown)
    assert here.ledger.ask(registry.last_check, met.id) is None


def test_a_meter_is_ready_for_the_chinese_day_on_which_it_was_checked(
    here: Here, clock: Clock
) -> None:
    """23:59 in Beijing is still the same day, though London is hours behind."""
    met = meet(here)
    assert [*meters.standing_of(here, met.id).cautions] == [
        Caution.NO_CERTIFICATE,
        Caution.NOT_CHECKED_TODAY,
    ]
    meters.keep_certificate(here, met.id, CERTIFICATE)
    meters.keep_check(here, met.id, KNOWN, [KNOWN, KNOWN])
    clock.at = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    assert [*meters.standing_of(here, met.id).cautions] == []
    clock.at = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert [*meters.standing_of(here, met.id).cautions] == [Caution.NOT_CHECKED_TODAY]


def test_a_reading_says_all_of_its_meter_by_itself(here: Here) -> None:
    met = meet(here)
    record = meters.keep_certificate(here, met.id, CERTIFICATE).record

    assert meters.instrument_of(record, 3) == Instrument(
        "leica", "D2", "77", 3, met.id, "JL-1", date(2027, 2, 28), 400, 3_000
    )
    bare = replace(record, certificate=None, model="")
    assert meters.instrument_of(bare, 3) == Instrument("leica", "DISTO 77", "77", 3, met.id)
    silent = replace(record, certificate=replace(CERTIFICATE, uncertainty_um=0))
    assert meters.instrument_of(silent, 3).uncertainty_um is None
