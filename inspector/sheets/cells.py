"""A cell becomes a value: text stays text, numbers are exact, nothing is guessed.

A blank cell is None or empty text; what cannot be read raises ValueError, and the caller
says where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from inspector.domain.area import Area
from inspector.domain.estate import RoomState, RoomUse
from inspector.sheets.grid import Cell
from inspector.sheets.words import STATES, USES

_REMEMBERED = 16_384
"""Ledgers say the same words on thousands of lines; each is worked out once."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b-\x1f]")
_DASHES = str.maketrans({"－": "-", "−": "-", "—": "-", "–": "-", "，": ",", "．": "."})
_NOTHING = frozenset({"", "-", "--", "/", "\\", "无", "空", "N/A", "n/a"})
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|[+-]?\.\d+")
_AREA_TAIL = re.compile(r"(?:m2|平方米|平米|平方)$", re.IGNORECASE)
_COUNT_TAIL = re.compile(r"[人名个间层座]$")
_LOST_INTEGER = re.compile(r"\d+\.0+")
_HAN_NAME = re.compile(r"[^\x00-\x7f·]+")

Kind = TypeVar("Kind")

_HIGHEST_FLOOR = 150
_LONGEST_NUMBER = 24
_FIGURES = "零一二三四五六七八九"
_FLOOR = re.compile(
    r"(?P<below>负|地下|-|B|b)?第?(?P<number>\d+|[零〇一二两三四五六七八九十]+)(?:层|楼|F|f)?"
)


def text(cell: Cell) -> str:
    """What the spreadsheet shows, without outer blanks; 301.0 is 301, True is 是."""
    if isinstance(cell, str):
        return _visible(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat().removesuffix("T00:00:00")
    return str(cell)


@lru_cache(maxsize=_REMEMBERED)
def _visible(words: str) -> str:
    return _INVISIBLE.sub("", words).strip()


def identifier(cell: Cell) -> str:
    """A room number, staff number or code: half-width, no blanks, its zeros kept."""
    return _identifier(text(cell))


@lru_cache(maxsize=_REMEMBERED)
def _identifier(words: str) -> str:
    plain = "".join(words.translate(_HALF_WIDTH).split())
    return plain.split(".")[0] if _LOST_INTEGER.fullmatch(plain) else plain


def label(cell: Cell) -> str:
    """A proper name or free wording on one line; letters and figures half-width."""
    return _label(text(cell))


@lru_cache(maxsize=_REMEMBERED)
def _label(words: str) -> str:
    return " ".join(words.translate(_HALF_WIDTH).split())


def name_of_person(cell: Cell) -> str:
    """Ledgers pad names of two characters: 张　三 is 张三; characters are not altered."""
    plain = label(cell)
    return "".join(plain.split()) if _HAN_NAME.fullmatch(plain.replace(" ", "")) else plain


def is_nothing(cell: Cell) -> bool:
    """Blank, or one of the marks people write for a blank."""
    return isinstance(cell, str) and _is_nothing(cell)


@lru_cache(maxsize=_REMEMBERED)
def _is_nothing(words: str) -> bool:
    return _visible(words).translate(_DASHES).replace("--", "-") in _NOTHING


def number(cell: Cell) -> Decimal | None:
    """A number as it reads; full-width figures and thousands commas are understood."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    if is_nothing(cell):
        return None
    plain = "".join(unicodedata.normalize("NFKC", text(cell).translate(_DASHES)).split())
    return _decimal(plain)


def area(cell: Cell) -> Area | None:
    """A floor area in ㎡, with or without its unit."""
    if isinstance(cell, str) and not is_nothing(cell):
        plain = "".join(
            unicodedata.normalize("NFKC", text(cell).translate(_DASHES)).split()
        )
        return Area.of_m2(_decimal(_AREA_TAIL.sub("", plain)))
    found = number(cell)
    return None if found is None else Area.of_m2(found)


def whole(cell: Cell) -> int | None:
    """A count; 12.0 is 12, 12.5 is an error, ５人 is 5."""
    if isinstance(cell, str) and not is_nothing(cell):
        plain = unicodedata.normalize("NFKC", text(cell))
        found: Decimal | None = number(_COUNT_TAIL.sub("", plain))
    else:
        found = number(cell)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise ValueError(f"not a whole number: {cell!r}")
    return int(found)


def year(cell: Cell) -> int | None:
    """A year out of 1998, 1998年, 1998-06 or a date."""
    if isinstance(cell, datetime | date):
        return cell.year
    if is_nothing(cell):
        return None
    found = re.match(r"(1[89]\d\d|20\d\d)(?!\d)", identifier(cell))
    if found is None:
        raise ValueError(f"not a year: {cell!r}")
    return int(found[1])


def yes_no(cell: Cell) -> bool | None:
    plain = label(cell)
    if plain in {"是", "有", "√", "✓", "Y", "y", "1"}:
        return True
    if plain in {"否", "×", "N", "n", "0"}:
        return False
    if is_nothing(cell):
        return None
    raise ValueError(f"neither yes nor no: {cell!r}")


def floor(cell: Cell) -> tuple[str, int] | None:
    """The floor's one spelling and its level: 三层, 3F and 3 are 3层; B1 is 地下1层."""
    plain = identifier(cell)
    if not plain:
        return None
    level = _floor_level(plain)
    if level is None:
        raise ValueError(f"not a floor: {cell!r}")
    return (f"{level}层" if level > 0 else f"地下{-level}层"), level


def floor_or_none(cell: Cell) -> tuple[str, int] | None:
    """As `floor`, where the wording is only a hint and need not be one."""
    try:
        return floor(cell)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _floor_level(plain: str) -> int | None:
    found = _FLOOR.fullmatch(plain.translate(_DASHES))
    if found is None:
        return None
    level = _han_number(found["number"])
    return (
        None if not 0 < level <= _HIGHEST_FLOOR else (-level if found["below"] else level)
    )


def _han_number(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    plain = digits.replace("〇", "零").replace("两", "二")
    if "十" not in plain:
        return int("".join(str(_FIGURES.index(figure)) for figure in plain))
    tens, _, ones = plain.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return 10 * (_FIGURES.index(tens) if tens else 1) + (
        _FIGURES.index(ones) if ones else 0
    )


@lru_cache(maxsize=4096)
def use(words: str) -> RoomUse:
    """用途 by the longest known word it contains (2674号 articles 9 and 10)."""
    return _longest(words, USES) or RoomUse.UNSTATED


@lru_cache(maxsize=1024)
def state(words: str) -> RoomState | None:
    return _longest(words, STATES)


def _longest(words: str, table: Mapping[str, Kind]) -> Kind | None:
    found = [word for word in table if word in words]
    return table[max(found, key=len)] if found else None


def _decimal(plain: str) -> Decimal:
    if not _NUMBER.fullmatch(plain) or len(plain) > _LONGEST_NUMBER:
        raise ValueError(f"not a number: {plain!r}")
    return Decimal(plain.replace(",", ""))
