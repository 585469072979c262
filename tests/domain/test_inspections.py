"""What counts of a measurement, and which answers raise a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from inspector.domain.inspections import (
    Check,
    Instrument,
    Measurement,
    ReadingRecord,
    Source,
)

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KEPT = ReadingRecord(
    id=UUID(int=1),
    measurement_id=UUID(int=2),
    slot="wall1",
    micrometres=5_203_000,
    source=Source.KEYBOARD,
    instrument=Instrument("", "", "", 0),
    edge="",
    counter=None,
    raw=b"",
    operator="陈㛃",
    at=AT,
)
ASIDE = replace(KEPT, id=UUID(int=3), withdrawn="瞄准有误")


def test_what_was_set_aside_stays_but_does_not_count() -> None:
    measurement = Measurement(UUID(int=2), UUID(int=4), UUID(int=5), 1, AT, (ASIDE, KEPT))
    assert measurement.readings == (ASIDE, KEPT)
    assert measurement.counting == (KEPT,)


def test_each_question_has_one_answer_that_raises_none() -> None:
    assert {check for check in Check if check.expected} == {
        Check.OCCUPANTS_MATCH,
        Check.PLATE_MATCHES,
    }


def test_only_practice_and_replay_measure_no_wall() -> None:
    assert {source for source in Source if not source.real} == {
        Source.PRACTICE,
        Source.REPLAY,
    }


def test_a_certificate_corrects_what_the_meter_showed_and_runs_out() -> None:
    meter = replace(
        KEPT.instrument, certificate_until=date(2026, 11, 22), correction_um=-400
    )
    late = replace(KEPT, instrument=meter)

    assert (late.micrometres, late.corrected_um) == (5_203_000, 5_202_600)
    assert not late.expired_on(date(2026, 11, 22))
    assert late.expired_on(date(2026, 11, 23))
    assert not replace(late, source=Source.REPLAY).expired_on(date(2026, 11, 23))
    assert not KEPT.expired_on(date(2026, 11, 23))
