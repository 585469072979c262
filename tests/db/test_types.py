"""What a column keeps comes back as it was, on every engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url
from sqlalchemy.types import TypeDecorator

from inspector.db.types import AreaType, DayType, IdType, MomentType
from inspector.domain.area import Area

ENGINES = tuple(
    make_url(url).get_dialect()() for url in ("sqlite://", "postgresql+psycopg://")
)


def _round_trip(kind: TypeDecorator[Any], value: object, engine: Any) -> object:
    stored = kind.process_bind_param(value, engine)
    return kind.process_result_value(stored, engine)


@given(st.integers(-(2**62), 2**62))
def test_areas(mm2: int) -> None:
    for engine in ENGINES:
        assert _round_trip(AreaType(), Area(mm2), engine) == Area(mm2)


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_to_the_millisecond(moment: datetime) -> None:
    at = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    for engine in ENGINES:
        assert _round_trip(MomentType(), at, engine) == at


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    china = timezone(timedelta(hours=8))
    at = datetime(2026, 11, 23, 9, 0, tzinfo=china)
    assert _round_trip(MomentType(), at, ENGINES[0]) == at


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        MomentType().process_bind_param(datetime(2026, 11, 23), ENGINES[0])  # noqa: DTZ001


@given(st.dates())
def test_days(day: date) -> None:
    for engine in ENGINES:
        assert _round_trip(DayType(), day, engine) == day


def test_ids_are_bytes_on_sqlite_and_native_on_postgresql() -> None:
    row_id = uuid4()
    assert IdType().process_bind_param(row_id, ENGINES[0]) == row_id.bytes
    assert IdType().process_bind_param(row_id, ENGINES[1]) == row_id
    for engine in ENGINES:
        assert _round_trip(IdType(), row_id, engine) == row_id
    assert "UUID" in str(IdType().load_dialect_impl(ENGINES[1])).upper()
    assert "BLOB" in str(IdType().load_dialect_impl(ENGINES[0]).compile(ENGINES[0])).upper()


def test_nothing_stays_nothing() -> None:
    for kind in (AreaType(), MomentType(), DayType(), IdType()):
        for engine in ENGINES:
            assert _round_trip(kind, None, engine) is None


def test_a_uuid_made_of_bytes_is_the_same() -> None:
    row_id = UUID(int=7)
    assert IdType().process_result_value(row_id.bytes, ENGINES[0]) == row_id
