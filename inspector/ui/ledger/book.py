"""The whole ledger in memory, prepared for finding: plain Python, for any thread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from inspector.actions.pinyin import initials
from inspector.domain.area import ZERO, Area
from inspector.domain.estate import RoomLine

UNASSIGNED = "未分配单位"
_APART = "\x1f"
_DIGITS = re.compile(r"(\d+)")

Branch = tuple[str, ...]
"""A path in the tree, from the top; empty is everything."""
SortKey = tuple[object, ...]


class Arrangement(Enum):
    """By what the tree hangs; the label is on the switch."""

    UNITS = "按单位"
    PLACES = "按位置"

    @property
    def label(self) -> str:
        return self.value


class Field(Enum):
    """The table's columns, in their order."""

    NUMBER = "房号"
    BUILDING = "楼座"
    FLOOR = "楼层"
    USE = "用途"
    OCCUPANTS = "使用人"
    AREA = "台账面积"
    STATE = "状态"
    REMARK = "备注"

    @property
    def label(self) -> str:
        return self.value


FIELDS = tuple(Field)

_TEXTS: dict[Field, Callable[[RoomLine], str]] = {
    Field.NUMBER: lambda line: line.number,
    Field.BUILDING: lambda line: line.building,
    Field.FLOOR: lambda line: line.floor,
    Field.USE: lambda line: line.use_text or line.use.label,
    Field.OCCUPANTS: lambda line: line.occupants,
    Field.AREA: lambda line: "" if line.ledger_area is None else line.ledger_area.m2_text(),
    Field.STATE: lambda line: line.state.label,
    Field.REMARK: lambda line: line.remark,
}


def text_of(line: RoomLine, field: Field) -> str:
    return _TEXTS[field](line)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen. `filters` hold what was typed under each column's title."""

    arrangement: Arrangement = Arrangement.UNITS
    branch: Branch = ()
    words: str = ""
    filters: tuple[tuple[Field, str], ...] = ()
    sort: Field | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows of the book in the order asked for, with the sum of their ledger areas."""

    rows: Sequence[int]
    area: Area


@dataclass(frozen=True, slots=True)
class Book:
    lines: Sequence[RoomLine]
    keys: Sequence[str]
    """What typed words are looked for in: number, unit, people and initials, folded."""
    branches: dict[Arrangement, dict[Branch, int]]
    """Every branch of each tree with the number of its rooms, parents before children."""
    county: str = ""


def open_book(lines: Sequence[RoomLine], county: str = "") -> Book:
    known: dict[str, str] = {}

    def short(name: str) -> str:
        if name not in known:
            known[name] = initials(name)
        return known[name]

    return Book(
        lines,
        [_key(line, short) for line in lines],
        {arrangement: _branches(lines, arrangement) for arrangement in Arrangement},
        county,
    )


def choose(book: Book, wish: Wish) -> Chosen:
    """One pass over 100,000 lines is some tens of milliseconds; run it on the worker."""
    rows: Sequence[int] = range(len(book.lines))
    lines = book.lines
    if wish.branch:
        deep = len(wish.branch)
        rows = [
            row
            for row in rows
            if path_of(lines[row], wish.arrangement)[:deep] == wish.branch
        ]
    if words := wish.words.strip().lower():
        begins = _APART + words
        rows = [row for row in rows if begins in book.keys[row]]
    for field, typed in wish.filters:
        fits = _test(field, typed)
        rows = [row for row in rows if fits(lines[row])]
    if wish.sort is not None:
        field = wish.sort
        rows = sorted(
            rows, key=lambda row: sort_key(lines[row], field), reverse=wish.descending
        )
    return Chosen(rows, Area.total(lines[row].ledger_area or ZERO for row in rows))


def path_of(line: RoomLine, arrangement: Arrangement) -> Branch:
    if arrangement is Arrangement.UNITS:
        return (line.unit or UNASSIGNED, f"{line.courtyard} {line.building}")
    return (line.courtyard, line.building, line.floor)


def natural(text: str) -> SortKey:
    """9 before 10, and 3层 before 12层."""
    parts = _DIGITS.split(text)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def sort_key(line: RoomLine, field: Field) -> SortKey:
    if field is Field.AREA:
        area = line.ledger_area
        return (-1 if area is None else area.mm2,)
    return natural(text_of(line, field))


def _key(line: RoomLine, short: Callable[[str], str]) -> str:
    names = line.occupants.split("、") if line.occupants else []
    parts = [line.number, line.unit, *names, *map(short, names)]
    if line.unit:
        parts.append(short(line.unit))
    return (_APART + _APART.join(parts)).lower()


def _branches(lines: Sequence[RoomLine], arrangement: Arrangement) -> dict[Branch, int]:
    counted: Counter[Branch] = Counter()
    for line in lines:
        path = path_of(line, arrangement)
        for deep in range(1, len(path) + 1):
            counted[path[:deep]] += 1
    ordered = sorted(
        counted, key=lambda path: (path[0] == UNASSIGNED, tuple(map(natural, path)))
    )
    return {path: counted[path] for path in ordered}


def _test(field: Field, typed: str) -> Callable[[RoomLine], bool]:
    """What was typed in a column: a part of its text; for areas also >18 or <9.5."""
    words = typed.strip().lower()
    bound = _bound(words) if field is Field.AREA else None
    if bound is not None:
        sign, limit = bound
        return lambda line: (
            line.ledger_area is not None
            and (line.ledger_area > limit if sign == ">" else line.ledger_area < limit)
        )
    return lambda line: words in text_of(line, field).lower()


def _bound(words: str) -> tuple[str, Area] | None:
    words = words.replace("＞", ">").replace("＜", "<")
    if words[:1] not in {">", "<"}:
        return None
    try:
        return words[0], Area.of_m2(Decimal(words[1:].strip()))
    except (InvalidOperation, ValueError):
        return None
