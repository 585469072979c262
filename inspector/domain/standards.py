"""Dated standards with their source document, as values; `rulebook` finds the one in force.

Every row carries its clause, its instrument, how certain it is and who compared it with
the paper original: unset by default, and then said as 未核对原文.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from inspector.domain.area import Area
from inspector.domain.ranks import RANKS, Level


class Certainty(Enum):
    """How well a figure is founded; none of these replaces a check against the original."""

    CONFIRMED = "confirmed"
    ONE_SOURCE = "one_source"
    UNCONFIRMED = "unconfirmed"
    DELEGATED = "delegated"
    UNSET = "unset"

    @property
    def label(self) -> str:
        return _CERTAINTIES[self]


_CERTAINTIES: Mapping[Certainty, str] = {
    Certainty.CONFIRMED: "两处以上出处",
    Certainty.ONE_SOURCE: "一处出处",
    Certainty.UNCONFIRMED: "无可引出处",
    Certainty.DELEGATED: "授权省级规定",
    Certainty.UNSET: "未设定",
}


class Kind(Enum):
    """How a row stands to the row it overrides."""

    BASE = "base"
    FILLS = "fills"
    STRICTER = "stricter"
    LOOSER = "looser"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS: Mapping[Kind, str] = {
    Kind.BASE: "基准",
    Kind.FILLS: "按授权规定",
    Kind.STRICTER: "从严",
    Kind.LOOSER: "从宽",
}


class Purpose(Enum):
    """What a pack may be used for."""

    JUDGE = "judge"
    RECOGNISE = "recognise"

    @property
    def label(self) -> str:
        return _PURPOSES[self]


_PURPOSES: Mapping[Purpose, str] = {
    Purpose.JUDGE: "判定依据",
    Purpose.RECOGNISE: "仅供识别旧台账",
}


class PackRefused(ValueError):
    """A standards file that must not be used; each fault is a sentence in Chinese."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Document:
    """An instrument (发文) or a place where its text was read."""

    id: str
    title: str
    number: str = ""
    issued: date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Who compared the row with the paper original, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Limit:
    """A usable-area limit for one person: one row of a pack.

    `area` is None where the row says that no value exists (delegated or unset); then
    `ceiling` may name what a value entered later must not exceed.
    """

    id: str
    level: Level
    rank: str
    area: Area | None
    since: date
    until: date | None
    place: str
    kind: Kind
    instrument: Document
    clause: str
    certainty: Certainty
    sources: tuple[str, ...]
    overrides: str = ""
    authority: str = ""
    ceiling: Area | None = None
    checked: Checked | None = None
    note: str = ""

    @property
    def citation(self) -> str:
        """《name》(number) clause, as it is printed beside a verdict."""
        number = f"（{self.instrument.number}）" if self.instrument.number else ""
        return f"《{self.instrument.title}》{number}{self.clause}"

    @property
    def flag(self) -> str:
        """What a reader must know before relying on the row; empty once it was checked."""
        doubt = "" if self.certainty is Certainty.CONFIRMED else self.certainty.label
        return "，".join(
            part for part in ("未核对原文", doubt) if part and not self.checked
        )

    @property
    def rank_label(self) -> str:
        return RANKS[self.rank].label

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class Missing(Enum):
    """Why there is no value."""

    NO_ROW = "no_row"
    DELEGATED = "delegated"
    NOT_ENTERED = "not_entered"

    @property
    def label(self) -> str:
        return _MISSING[self]


_MISSING: Mapping[Missing, str] = {
    Missing.NO_ROW: "标准表中没有这一行",
    Missing.DELEGATED: "国家标准授权省级规定，本地尚无规定可据",
    Missing.NOT_ENTERED: "本地规定的数值未录入",
}


@dataclass(frozen=True, slots=True)
class Unset:
    """No value is in force: there must be no verdict (标准未设定)."""

    level: Level
    rank: str
    place: str
    on: date
    missing: Missing
    row: Limit | None

    @property
    def citation(self) -> str:
        return self.row.citation if self.row else ""


@dataclass(frozen=True, slots=True)
class Toilet:
    """表3 注4: who may have a toilet of his own, and how large."""

    id: str
    most: Area
    ranks: frozenset[str]
    chief_ranks: frozenset[str]
    """Ranks entitled only as head of the Party committee or of the government."""
    clause: str
    certainty: Certainty
    note: str


@dataclass(frozen=True, slots=True)
class Note:
    """A rule in words beside the table (表3 注1 to 注4)."""

    id: str
    text: str
    clause: str
    certainty: Certainty
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One standards file, as it was read; `sha256` is that of its text."""

    id: str
    version: str
    title: str
    place: str
    place_name: str
    purpose: Purpose
    source: str
    sha256: str
    limits: tuple[Limit, ...]
    toilets: tuple[Toilet, ...]
    notes: tuple[Note, ...]
    documents: tuple[Document, ...]


NATION = "CN"
_PLACE = re.compile(r"CN(-\d{2}(\d{2}(\d{2}(\d{3})?)?)?)?")


def place_of(division: str) -> str:
    """The place of an administrative division code (GB/T 2260): 331125 is CN-331125."""
    code = division.removeprefix("CN-").removeprefix("CN")
    place = f"{NATION}-{code}" if code else NATION
    if not _PLACE.fullmatch(place):
        raise ValueError(f"not an administrative division code: {division!r}")
    return place


@cache
def chain(place: str) -> tuple[str, ...]:
    """The place and what it lies in, nation first: CN, CN-33, CN-3311, CN-331125."""
    if not _PLACE.fullmatch(place):
        raise ValueError(f"not a place: {place!r}")
    digits = place[3:]
    return (NATION, *(f"CN-{digits[:n]}" for n in (2, 4, 6, 9) if n <= len(digits)))
