"""Which limit is in force for whom, where and when: exactly one row, or a refusal.

A value is looked up by (level of the organ, rank, place, date). Two rows that answer, or
a hole between two, are refused when the packs are put together, with both clauses in the
sentence, so that no verdict ever rests on a silent choice (DMN's hit policy "unique").
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from inspector.domain.ranks import Level
from inspector.domain.standards import (
    Certainty,
    Kind,
    Limit,
    Missing,
    Pack,
    PackRefused,
    Purpose,
    Toilet,
    Unset,
    chain,
)

Key = tuple[Level, str]


class Rulebook:
    """Packs that are in force together: the nation's and those of the places below it."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(sorted(packs, key=lambda pack: (len(pack.place), pack.id)))
        rows = [row for pack in self.packs for row in pack.limits]
        self._by_id = {row.id: row for row in rows}
        self._by_key: dict[Key, list[Limit]] = defaultdict(list)
        for row in rows:
            self._by_key[row.level, row.rank].append(row)
        faults = [*self._wrong_packs(), *_doubles(rows)]
        if not faults:
            faults = [*self._wrong_overrides(), *self._not_unique(), *self._gaps()]
        if faults:
            raise PackRefused(faults)

    @cached_property
    def id(self) -> str:
        """Every pack with its version, as stamped on a verdict."""
        return "+".join(f"{pack.id}@{pack.version}" for pack in self.packs)

    @cached_property
    def sha256(self) -> str:
        """One pack's own hash, or the hash over the hashes of several in this order."""
        if len(self.packs) == 1:
            return self.packs[0].sha256
        joined = "\n".join(pack.sha256 for pack in self.packs)
        return hashlib.sha256(joined.encode()).hexdigest()

    def limit_for(self, level: Level, rank: str, place: str, on: date) -> Limit | Unset:
        """The one row in force for such a person in such a place on that day."""
        row = next(iter(self._candidates((level, rank), chain(place), on)), None)
        if row is None:
            return Unset(level, rank, place, on, Missing.NO_ROW, None)
        if row.area is None:
            delegated = row.certainty is Certainty.DELEGATED
            missing = Missing.DELEGATED if delegated else Missing.NOT_ENTERED
            return Unset(level, rank, place, on, missing, row)
        return row

    def toilet_for(self, place: str) -> Toilet | None:
        """The rule on private toilets of the nearest place that has one."""
        places = chain(place)
        rules = [
            rule for pack in self.packs if pack.place in places for rule in pack.toilets
        ]
        return rules[-1] if rules else None

    def _candidates(self, key: Key, places: Sequence[str], on: date) -> list[Limit]:
        rows = [
            row
            for row in self._by_key.get(key, ())
            if row.place in places and row.in_force(on)
        ]
        overridden = {row.overrides for row in rows}
        return [row for row in rows if row.id not in overridden]

    def _wrong_packs(self) -> Iterator[str]:
        for pack in self.packs:
            if pack.purpose is not Purpose.JUDGE:
                yield f"《{pack.title}》{pack.purpose.label}，不能作为判定依据。"

    def _wrong_overrides(self) -> Iterator[str]:
        for row in self._by_id.values():
            if row.overrides:
                base = self._by_id.get(row.overrides)
                yield from _wrong_override(row, base)
                yield from self._circle(row)

    def _circle(self, row: Limit) -> Iterator[str]:
        seen: list[Limit] = []
        at: Limit | None = row
        while at is not None and at not in seen:
            seen.append(at)
            at = self._by_id.get(at.overrides)
        if at is row:
            yield f"几条规定互相替代：{'；'.join(map(_describe, seen))}。"

    def _not_unique(self) -> Iterator[str]:
        for (level, rank), rows in self._by_key.items():
            for place in sorted({row.place for row in rows}):
                yield from self._clashes((level, rank), place)

    def _clashes(self, key: Key, place: str) -> Iterator[str]:
        rows, places = self._by_key[key], chain(place)
        told: set[frozenset[str]] = set()
        for on in _turning_days(rows):
            found = self._candidates(key, places, on)
            ids = frozenset(row.id for row in found)
            if len(found) > 1 and ids not in told:
                told.add(ids)
                both = "；".join(map(_describe, found))
                yield f"{place} 自 {on} 起同一职级有两条并行的限额：{both}。"

    def _gaps(self) -> Iterator[str]:
        for rows in self._by_key.values():
            for place in sorted({row.place for row in rows}):
                here = sorted((r for r in rows if r.place == place), key=lambda r: r.since)
                for old, new in pairwise(here):
                    if old.until and old.until + timedelta(days=1) < new.since:
                        yield f"两条限额之间有空档：{_describe(old)}；{_describe(new)}。"


def _doubles(rows: Sequence[Limit]) -> Iterator[str]:
    first: dict[str, Limit] = {}
    for row in rows:
        if row.id in first:
            both = f"{_describe(first[row.id])}；{_describe(row)}"
            yield f"编号 {row.id} 出现两次：{both}。"
        first.setdefault(row.id, row)


def _wrong_override(row: Limit, base: Limit | None) -> Iterator[str]:
    """Why a row may not stand in for the one it names."""
    if base is None:
        yield f"{_describe(row)} 要替代的 {row.overrides} 不存在。"
        return
    both = f"{_describe(row)}；{_describe(base)}"
    if (row.level, row.rank) != (base.level, base.rank):
        yield f"替代的不是同一职级：{both}。"
    if base.place not in chain(row.place)[:-1] and base.place != row.place:
        yield f"只能替代本地或上级的规定：{both}。"
    if row.kind is Kind.FILLS and base.area is not None:
        yield f"上级已有数值，不能按授权另定：{both}。"
    if row.area is None:
        return
    cap = base.area or base.ceiling
    if row.kind is not Kind.LOOSER and cap is not None and row.area > cap:
        yield f"数值宽于上级规定而未注明从宽的依据：{both}。"


def _turning_days(rows: Sequence[Limit]) -> list[date]:
    """Every day on which the set of rows in force may change."""
    ends = {row.until + timedelta(days=1) for row in rows if row.until}
    return sorted({row.since for row in rows} | ends)


def _describe(row: Limit) -> str:
    value = "未设定" if row.area is None else f"{row.area.m2_text()}㎡"
    span = f"{row.since} 至 {row.until or '今'}"
    return f"{row.rank_label} {value}（{row.citation}，{row.place}，{span}）"
