"""How domain values are kept in columns: whole numbers, text and bytes, never floats.

What a column stores is exactly what a change carries over the wire: int, text, bytes or
nothing. So a change can be hashed, sent and applied without a second conversion.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, LargeBinary, String, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

from inspector.domain.area import Area

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Since 1970-01-01 UTC; a naive moment is refused, for it says nothing."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone says nothing")
    return (moment - _EPOCH) // _MILLISECOND


class AreaType(TypeDecorator[Area]):
    """An `Area` as whole square millimetres."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Area | None, dialect: Dialect) -> int | None:
        return None if value is None else value.mm2

    def process_result_value(self, value: int | None, dialect: Dialect) -> Area | None:
        return None if value is None else Area(value)


class MomentType(TypeDecorator[datetime]):
    """A moment as whole milliseconds since 1970-01-01 UTC; naive times are refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MILLISECOND


class DayType(TypeDecorator[date]):
    """A day as 2026-11-23 on every engine."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class IdType(TypeDecorator[UUID]):
    """A UUID as 16 bytes on SQLite, natively on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid())
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(
        self, value: UUID | None, dialect: Dialect
    ) -> UUID | bytes | None:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(
        self, value: UUID | bytes | None, dialect: Dialect
    ) -> UUID | None:
        return UUID(bytes=value) if isinstance(value, bytes) else value
