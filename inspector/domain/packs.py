"""A standards file (TOML text) read strictly into a `Pack`: what is not known is refused.

A mis-nested or misspelt key that is silently ignored freezes a figure for years, so every
key must be known, every value must be of its type, and all faults are told at once.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from inspector.domain.area import ZERO, Area
from inspector.domain.ranks import RANKS, Level
from inspector.domain.standards import (
    Certainty,
    Checked,
    Document,
    Kind,
    Limit,
    Note,
    Pack,
    PackRefused,
    Purpose,
    Toilet,
    place_of,
)

SCHEMA = 1
T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@dataclass
class _Table:
    """One TOML table while it is read; what `take` has not asked for is a fault."""

    where: str
    raw: dict[str, Any]
    faults: list[str]
    asked: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.raw

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value under a key, or a harmless stand-in after a fault was noted."""
        self.asked.add(key)
        value = self.raw.get(key, default)
        if value is None:
            self.fault(f"缺少 {key}")
        elif type(value) is kind:
            return value
        else:
            self.fault(f"{key} 的值 {value!r} 类型不对")
        return date.min if kind is date else kind()  # type: ignore[return-value] # T is narrowed

    def words(self, key: str) -> tuple[str, ...]:
        found = self.take(key, list, [])
        if any(type(word) is not str for word in found):
            self.fault(f"{key} 只能列文字")
            return ()
        return tuple(found)

    def one_of(self, key: str, kinds: type[E], default: E | None = None) -> E:
        word = self.take(key, str, default.value if default else None)
        try:
            return kinds(word)
        except ValueError:
            known = "、".join(str(member.value) for member in kinds)
            self.fault(f"{key} 的值“{word}”不在 {known} 之中")
            return next(iter(kinds))

    def area(self, key: str) -> Area | None:
        """A figure in ㎡, written as text so that it stays exact; None where absent."""
        if not self.has(key):
            return None
        text = self.take(key, str)
        if not re.fullmatch(r"\d+(\.\d+)?", text) or Area.of_m2(text) == ZERO:
            self.fault(f"{key} 的值“{text}”不是平方米数")
            return None
        return Area.of_m2(text)

    def tables(self, key: str, read: Callable[[_Table], T]) -> list[T]:
        """Every table of an array, each checked for keys that nobody knows."""
        found = []
        for number, raw in enumerate(self.take(key, list, []), start=1):
            if not isinstance(raw, dict):
                self.fault(f"{key} 须写成 [[{key}]]")
                continue
            table = _Table(f"[[{key}]] 第 {number} 条", raw, self.faults)
            found.append(read(table))
            table.close()
        return found

    def close(self) -> None:
        for key in self.raw.keys() - self.asked:
            self.fault(f"不认识的键 {key}")

    def fault(self, what: str) -> None:
        self.faults.append(f"{self.where}：{what}。")


def parse_pack(text: str) -> Pack:
    """Read one standards file; PackRefused with every fault if any is found."""
    faults: list[str] = []
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        raise PackRefused((f"文件不是 TOML：{bad}。",)) from bad
    top = _Table("文件", raw, faults)
    if top.take("schema", int) != SCHEMA:
        top.fault(f"只认识 schema = {SCHEMA}")
    pack = _pack(top, hashlib.sha256(text.encode()).hexdigest())
    top.close()
    if faults:
        raise PackRefused(faults)
    return pack


def _pack(top: _Table, sha256: str) -> Pack:
    documents = top.tables("document", _document)
    by_id = {document.id: document for document in documents}
    if len(by_id) < len(documents):
        top.fault("document 的 id 有重复")
    place = _place(top, "place")
    return Pack(
        id=top.take("id", str),
        version=top.take("version", str),
        title=top.take("title", str),
        place=place,
        place_name=top.take("place_name", str),
        purpose=top.one_of("purpose", Purpose),
        source=top.take("source", str),
        sha256=sha256,
        limits=tuple(top.tables("limit", lambda table: _limit(table, by_id, place))),
        toilets=tuple(top.tables("toilet", _toilet)),
        notes=tuple(top.tables("note", lambda table: _note(table, by_id))),
        documents=tuple(documents),
    )


def _place(table: _Table, key: str) -> str:
    word = table.take(key, str)
    try:
        return place_of(word)
    except ValueError:
        table.fault(f"{key} 的值“{word}”不是行政区划代码")
        return "CN"


def _document(table: _Table) -> Document:
    return Document(
        id=table.take("id", str),
        title=table.take("title", str),
        number=table.take("number", str, ""),
        issued=table.take("issued", date) if table.has("issued") else None,
        where=table.take("where", str, ""),
    )


def _limit(table: _Table, documents: Mapping[str, Document], place: str) -> Limit:
    rank, level = _rank(table)
    certainty = table.one_of("certainty", Certainty)
    limit = Limit(
        id=table.take("id", str),
        level=level,
        rank=rank,
        area=table.area("value"),
        since=table.take("since", date),
        until=table.take("until", date) if table.has("until") else None,
        place=_place(table, "place") if table.has("place") else place,
        kind=table.one_of("kind", Kind, Kind.BASE),
        instrument=_cited(table, "instrument", documents),
        clause=table.take("clause", str),
        certainty=certainty,
        sources=_sources(table, documents),
        overrides=table.take("overrides", str, ""),
        authority=table.take("authority", str, ""),
        ceiling=table.area("ceiling"),
        checked=_checked(table),
        note=table.take("note", str, ""),
    )
    for what in _contradictions(limit):
        table.fault(what)
    return limit


def _contradictions(limit: Limit) -> list[str]:
    without_value = limit.certainty in (Certainty.DELEGATED, Certainty.UNSET)
    rules = (
        (without_value == (limit.area is not None), "有数值与 certainty 不一致"),
        (bool(limit.until and limit.until < limit.since), "until 早于 since"),
        ((limit.kind is Kind.BASE) == bool(limit.overrides), "kind 与 overrides 不一致"),
        (limit.kind is Kind.LOOSER and not limit.authority, "从宽须写明依据 authority"),
        (not (limit.sources or without_value), "缺少出处 sources"),
    )
    return [what for broken, what in rules if broken]


def _rank(table: _Table) -> tuple[str, Level]:
    level = table.one_of("level", Level)
    code = table.take("rank", str)
    if code not in RANKS or RANKS[code].level is not level:
        table.fault(f"{level.label}没有职级代码“{code}”")
    return code, level


def _sources(table: _Table, documents: Mapping[str, Document]) -> tuple[str, ...]:
    found = table.words("sources")
    for source in found:
        if source not in documents:
            table.fault(f"出处“{source}”没有列在 [[document]] 中")
    return found


def _cited(table: _Table, key: str, documents: Mapping[str, Document]) -> Document:
    name = table.take(key, str)
    if name not in documents:
        table.fault(f"{key}“{name}”没有列在 [[document]] 中")
    return documents.get(name, Document(name, name))


def _checked(table: _Table) -> Checked | None:
    by, on = table.has("checked_by"), table.has("checked_on")
    if by != on:
        table.fault("checked_by 与 checked_on 须同时填写")
    return (
        Checked(table.take("checked_by", str), table.take("checked_on", date))
        if by and on
        else None
    )


def _toilet(table: _Table) -> Toilet:
    ranks, chiefs = table.words("ranks"), table.words("chief_ranks")
    for code in (*ranks, *chiefs):
        if code not in RANKS:
            table.fault(f"没有职级代码“{code}”")
    most = table.area("most")
    if most is None:
        table.fault("缺少 most")
    return Toilet(
        id=table.take("id", str),
        most=most or ZERO,
        ranks=frozenset(ranks),
        chief_ranks=frozenset(chiefs),
        clause=table.take("clause", str),
        certainty=table.one_of("certainty", Certainty),
        note=table.take("note", str, ""),
    )


def _note(table: _Table, documents: Mapping[str, Document]) -> Note:
    return Note(
        id=table.take("id", str),
        text=table.take("text", str),
        clause=table.take("clause", str),
        certainty=table.one_of("certainty", Certainty),
        sources=_sources(table, documents),
    )
