"""What the program can read back of a raw value that came from elsewhere.

A value of the right type may still be none that the program knows: a use of rooms, a
moment in the year 300000, an attachment's name that is a path. Kept once, such a row would
stop every device at every reading of it; so the centre refuses it and a device does not
take it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Column

from inspector.db import canonical
from inspector.db.types import DayType, MomentType
from inspector.domain.compliance import Outcome
from inspector.domain.estate import RoomState, RoomUse
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.inspections import Check, Role, Source

Read = Callable[[object], object]

_LAST_MS = 250_000_000_000_000
"""In the year 9892, and as far before 1970 as a calendar goes back: -60 000 000 000 000."""
_FIRST_MS = -60_000_000_000_000
_HASH = re.compile(r"[0-9a-f]{64}")


def reader_of(column: Column[object]) -> Read | None:
    """What reads a value of this column, raising ValueError; None where any will do."""
    if isinstance(column.type, MomentType):
        return _moment
    if isinstance(column.type, DayType):
        return _day
    return _READERS.get((column.table.name, column.name))


def _moment(value: object) -> object:
    if not isinstance(value, int) or not _FIRST_MS < value < _LAST_MS:
        raise ValueError("no moment of a calendar")
    return value


def _day(value: object) -> object:
    return date.fromisoformat(str(value))


def _hash(value: object) -> object:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ValueError("no hash")
    return value


def _ink(value: object) -> object:
    return canonical.ink_of(value) if isinstance(value, bytes) else None


def _lengths(value: object) -> object:
    return [int(line) for line in str(value).split("\n")]


_READERS: Mapping[tuple[str, str], Read] = {
    ("room", "use"): RoomUse,
    ("room", "state"): RoomState,
    ("reading", "source"): Source,
    ("meter_check", "shown_um"): _lengths,
    ("judgement", "outcome"): Outcome,
    ("finding", "kind"): FindingKind,
    ("finding", "rectification"): Rectification,
    ("finding", "method"): Method,
    ("check_answer", "question"): Check,
    ("photo", "sha256"): _hash,
    ("signature", "role"): Role,
    ("signature", "ink"): _ink,
}
