"""单位及编制情况: units with their posts per rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inspector.domain.drafts import Fault, UnitDraft
from inspector.domain.ranks import RANKS, Level, read_level, read_rank
from inspector.sheets import cells
from inspector.sheets.columns import Field
from inspector.sheets.grid import Cell
from inspector.sheets.headers import Table
from inspector.sheets.lines import Line, lines_of, same

_MOST_POSTS = 100_000
_COUNT = "编制数应为不小于 0 的整数"
_TOWNSHIPS = ("乡", "镇", "街道办事处", "街道", "乡人民政府", "镇人民政府")
_PREFIXES = ("中国共产党", "中共")


@dataclass(slots=True)
class Units:
    """The units read so far, found by any usual spelling of their names."""

    drafts: dict[str, UnitDraft] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    declared: bool = False
    readable: bool = True
    """False if there is a table of units that could not be read at all."""
    _short: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> UnitDraft | None:
        key = same(name)
        return self.drafts.get(key) or self.drafts.get(self._short.get(key, ""))

    def is_refused(self, name: str) -> bool:
        return same(name) in self.refused

    def add(self, draft: UnitDraft) -> None:
        self.drafts[same(draft.name)] = draft

    def index(self, county: str) -> None:
        """Let 财政局 and 县财政局 find 云溪县财政局, where only one unit is meant."""
        counts: Counter[str] = Counter()
        shorts: dict[str, str] = {}
        for key in self.drafts:
            for short in _shorts(key, county):
                counts[short] += 1
                shorts[short] = key
        self._short = {s: key for s, key in shorts.items() if counts[s] == 1}


def _shorts(key: str, county: str) -> set[str]:
    plain = key
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    if county and plain.startswith(county):
        rest = plain.removeprefix(county)
        return {plain, rest, county[-1] + rest} - {key}
    return {plain} - {key}


def read_units(tables: Iterable[Table], faults: list[Fault]) -> Units:
    units = Units()
    for table in tables:
        units.declared = True
        if table.missing():
            units.readable = False
            continue
        for line in lines_of(table, faults):
            _read_unit(line, units)
    return units


def _read_unit(line: Line, units: Units) -> None:
    name = line.need(Field.UNIT, cells.label, "单位名称")
    level = _level(line, name or "")
    posts = _posts(line, level)
    total = line.read(Field.POSTS_TOTAL, _count, _COUNT)
    if name is None or name == "":
        return
    key = same(name)
    if key in units.places:
        line.refuse(Field.UNIT, f"单位重复，{units.places[key]}已有此单位")
        return
    units.places[key] = line.place
    if line.refused:
        units.refused.add(key)
        return
    units.add(_draft(line, name, level, (posts, total)))


def _draft(
    line: Line, name: str, level: Level, held: tuple[Mapping[str, int], int | None]
) -> UnitDraft:
    posts, total = held
    added = sum(posts.values())
    if total is not None and posts and total != added:
        line.note(Field.POSTS_TOTAL, f"各级编制数相加为 {added}")
    return UnitDraft(
        name=name,
        level=level.value,
        kind=line.text(Field.KIND),
        posts=tuple((code, posts[code]) for code in RANKS if code in posts),
        posts_total=added if total is None else total,
        responsible=cells.name_of_person(line.text(Field.RESPONSIBLE)),
        office_head=cells.name_of_person(line.text(Field.OFFICE_HEAD)),
        remark=line.text(Field.REMARK),
    )


def _level(line: Line, name: str) -> Level:
    """The level as stated, or as the name and the columns with posts tell it."""
    stated = line.text(Field.LEVEL)
    if stated:
        level = read_level(stated)
        if level is not None:
            return level
        line.refuse(Field.LEVEL, "单位级别应为中央、省级、市级、县级或乡级")
    return level_of_name(name)


def derived_unit(name: str) -> UnitDraft:
    """A unit that the workbook names and nowhere declares: its posts are unknown."""
    return UnitDraft(name, level_of_name(name).value, "", (), 0)


def level_of_name(name: str) -> Level:
    return Level.TOWNSHIP if same(name).endswith(_TOWNSHIPS) else Level.COUNTY


def _posts(line: Line, level: Level) -> Mapping[str, int]:
    """Posts per rank code of the unit's level; a column of another level must be blank
    or mean a rank that this level has too."""
    posts: Counter[str] = Counter()
    for column in line.table.posts:
        cell = line.table.cell(line.row, column.index)
        if cell == "" or column.meaning is None:
            continue
        try:
            number = _count(cell)
        except ValueError:
            line.refuse_column(column.index, _COUNT)
            continue
        code = read_rank(column.meaning.words, level).code
        if number and code is None:
            line.refuse_column(
                column.index, f"{level.label}单位没有“{column.meaning.words}”编制"
            )
        elif number is not None and code is not None:
            posts[code] += number
    return posts


def _count(cell: Cell) -> int | None:
    number = cells.whole(cell)
    if number is not None and not 0 <= number <= _MOST_POSTS:
        raise ValueError(f"not a number of posts: {number}")
    return number
