"""Where the tables of a sheet are: title rows, merged headings, totals, notes, data.

Everything stands on `columns`: a row with several known titles is a header, and the
rows below it are data until the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from inspector.sheets import cells
from inspector.sheets.archive import MOST_CELLS
from inspector.sheets.columns import (
    HINTS,
    REQUIRED,
    TELLING,
    TITLES,
    Field,
    Kind,
    Meaning,
    is_known_title,
    meaning,
    plain_title,
    without_unit,
)
from inspector.sheets.grid import Cell, Grid, Span
from inspector.trouble import Trouble

_DEEPEST_HEADER = 4
_SEARCHED_FIRST = 40
_ENOUGH_TITLES = 3
_ENOUGH_WITH_SECOND_ROW = 2
_LEAD = 4
"""In how many leading columns totals and notes announce themselves."""

_TOTAL = re.compile(r"(?:本页|本表)?(?:合计|总计|小计|共计|总合计)|.*(?:小计|合计|总计)")
_NOTE = re.compile(
    r"(?:注|说明|备注|填表说明|填表人|制表人|审核人|复核人|经办人|单位负责人|负责人|联系电话"
    r"|填报日期|填报单位|填报人)[一二三\d]?[:：]"
)

Filled = Mapping[tuple[int, int], Cell]
"""Cells under a vertically merged cell, with the value the merged cell shows."""


@dataclass(frozen=True, slots=True)
class Column:
    """`title` is the whole heading, top to bottom; `unit` is what its brackets said."""

    index: int
    title: str
    meaning: Meaning | None
    unit: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet. All rows are 0-based; `lines` are its data rows."""

    grid: Grid
    kind: Kind
    header: tuple[int, ...]
    columns: tuple[Column, ...]
    where: Mapping[Field, int]
    posts: tuple[Column, ...]
    lines: tuple[int, ...]
    totals: tuple[int, ...]
    filled: Filled

    def missing(self) -> tuple[tuple[Field, ...], ...]:
        """The groups of columns of which the table has none."""
        held = set(self.where) | ({Field.POSTS} if self.posts else set())
        return tuple(group for group in REQUIRED[self.kind] if held.isdisjoint(group))

    def cell(self, row: int, column: int) -> Cell:
        found = self.grid.rows[row][column]
        return self.filled.get((row, column), "") if found == "" else found


def find_tables(grid: Grid) -> list[Table]:
    """The tables of a sheet, top to bottom; a sheet of prose has none."""
    headers = _headers(grid)
    if not headers:
        return []
    filled = filled_cells(grid)
    ends = [top for top, _ in headers[1:]] + [len(grid.rows)]
    found = (
        _table(grid, filled, header, end) for header, end in zip(headers, ends, strict=True)
    )
    return [table for table in found if table is not None]


def _headers(grid: Grid) -> list[tuple[int, int]]:
    tops = _spans_by_top(grid)
    headers: list[tuple[int, int]] = []
    after = 0
    for row in _places_for_headers(grid):
        if row >= after and _is_header(grid, row):
            bottom = _bottom(grid, tops, row)
            headers.append((row, bottom))
            after = bottom + 1
    return headers


def _places_for_headers(grid: Grid) -> Iterator[int]:
    """The first rows, and later those under a blank row or a title: a header in the
    middle of data would be a page's repeated one, and that repeats its first cells."""
    nearly_blank = grid.width - 1
    first: list[Cell] | None = None
    for row, values in enumerate(grid.rows):
        near = row < _SEARCHED_FIRST or grid.rows[row - 1].count("") >= nearly_blank
        again = first is not None and values[:3] == first
        if near or again:
            if first is None and _is_header(grid, row):
                first = values[:3]
            yield row


def _is_header(grid: Grid, row: int) -> bool:
    known = _known_titles(grid, row)
    if known >= _ENOUGH_TITLES:
        return True
    return (
        known >= _ENOUGH_WITH_SECOND_ROW
        and row + 1 < len(grid.rows)
        and _known_titles(grid, row + 1) >= _ENOUGH_WITH_SECOND_ROW
    )


def _known_titles(grid: Grid, row: int) -> int:
    """How many different titles the row holds; none if it holds figures or mostly prose."""
    written = [cell for cell in grid.rows[row] if cell != ""]
    if not all(isinstance(cell, str) for cell in written):
        return 0
    known = {cell for cell in written if is_known_title(cells.text(cell))}
    return len(known) if 2 * len(known) >= len(set(map(str, written))) else 0


def _spans_by_top(grid: Grid) -> Mapping[int, list[Span]]:
    tops: dict[int, list[Span]] = {}
    for span in grid.spans:
        tops.setdefault(span.top, []).append(span)
    return tops


def _bottom(grid: Grid, tops: Mapping[int, list[Span]], top: int) -> int:
    """A heading's last row: as deep as its merged cells, or its second row of titles."""
    deepest = min(top + _DEEPEST_HEADER, len(grid.rows)) - 1
    bottom = top
    row = top
    while row <= bottom:
        reach = [span.bottom for span in tops.get(row, ()) if span.bottom <= deepest]
        bottom = max([bottom, *reach])
        row += 1
    if bottom == top and top < deepest and _known_titles(grid, top + 1) > 1:
        bottom = top + 1
    return bottom


def filled_cells(grid: Grid) -> Filled:
    """What stands under merged cells of one column: a unit's name, a courtyard's."""
    filled: dict[tuple[int, int], Cell] = {}
    room = MOST_CELLS
    for span in grid.spans:
        if span.bottom == span.top or span.left != span.right or span.left >= grid.width:
            continue
        rows = range(span.top + 1, min(span.bottom + 1, len(grid.rows)))
        room -= len(rows)
        if room < 0:
            raise Trouble(
                f"工作表“{grid.name}”的合并单元格过多，已停止读取。",
                "请取消大范围的合并单元格，另存后再导入。",
            )
        if rows and grid.rows[span.top][span.left] != "":
            shown = grid.rows[span.top][span.left]
            filled.update(((row, span.left), shown) for row in rows)
    return filled


def _table(grid: Grid, filled: Filled, header: tuple[int, int], end: int) -> Table | None:
    top, bottom = header
    paths = _paths(grid, top, bottom)
    kind = _kind(grid, paths)
    if kind is None:
        return None
    columns = tuple(_column(index, path, kind) for index, path in paths.items())
    where = _where(columns)
    lines, totals = _body(grid, where, range(bottom + 1, end))
    posts = [c for c in columns if c.meaning and c.meaning.field is Field.POSTS]
    return Table(
        grid=grid,
        kind=kind,
        header=tuple(range(top, bottom + 1)),
        columns=columns,
        where=where,
        posts=tuple(posts),
        lines=lines,
        totals=totals,
        filled=filled,
    )


def _paths(grid: Grid, top: int, bottom: int) -> Mapping[int, tuple[str, ...]]:
    """Every titled column's headings from the group down to the column's own."""
    shown = [
        [cells.text(cell) for cell in grid.rows[row]] for row in range(top, bottom + 1)
    ]
    for span in grid.spans:
        if top <= span.top <= bottom and span.bottom <= bottom:
            words = shown[span.top - top][span.left]
            for row in range(span.top, span.bottom + 1):
                for column in range(span.left, min(span.right + 1, grid.width)):
                    shown[row - top][column] = words
    _spread_groups(shown)
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(grid.width):
        titles = [row[column] for row in shown if row[column]]
        if titles:
            paths[column] = tuple(dict.fromkeys(titles))
    return paths


def _spread_groups(shown: list[list[str]]) -> None:
    """A group's title that is not merged stands over its first column only."""
    for upper, lower in pairwise(shown):
        for column in range(1, len(upper)):
            if (
                not upper[column]
                and lower[column]
                and lower[column - 1] != upper[column - 1]
            ):
                upper[column] = upper[column - 1]


def _kind(grid: Grid, paths: Mapping[int, tuple[str, ...]]) -> Kind | None:
    """What the table is about: whose telling columns it has most of."""
    scores = {kind: _score(paths, kind) for kind in Kind}
    best = max(scores.values())
    leading = [kind for kind in Kind if scores[kind] == best]
    if best == 0:
        return None
    hinted = [kind for kind in leading if HINTS[kind].search(grid.name)]
    return (hinted or leading)[0]


def _score(paths: Mapping[int, tuple[str, ...]], kind: Kind) -> int:
    meanings = (meaning(path, kind) for path in paths.values())
    held = [found.field for found in meanings if found is not None]
    telling = [field for field in held if field in TELLING[kind]]
    posts = telling.count(Field.POSTS)
    return len(set(telling)) + max(0, posts - 1)


def _column(index: int, path: tuple[str, ...], kind: Kind) -> Column:
    title = "／".join("".join(words.split()) for words in path)
    unit = without_unit(plain_title(path[-1]))[1]
    return Column(index, title, meaning(path, kind), unit)


def _where(columns: tuple[Column, ...]) -> Mapping[Field, int]:
    """The column of each field; of two, the one whose title is the usual word for it."""
    best: dict[Field, tuple[int, int]] = {}
    for column in columns:
        if column.meaning is None or column.meaning.field is Field.POSTS:
            continue
        field, words = column.meaning.field, TITLES[column.meaning.field]
        usual = words.index(column.meaning.words) if column.meaning.words in words else 99
        best[field] = min(best.get(field, (100, 0)), (usual, column.index))
    return {field: index for field, (_, index) in best.items()}


def _body(
    grid: Grid, where: Mapping[Field, int], rows: range
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Data rows and totals rows; blank rows, titles and notes are neither."""
    held = set(where.values())
    lines: list[int] = []
    totals: list[int] = []
    for row in rows:
        values = grid.rows[row]
        written = len(values) - values.count("")
        if written == 0:
            continue
        lead = [
            cells.text(cell) for cell in values[:_LEAD] if isinstance(cell, str) and cell
        ]
        if any("计" in words and _TOTAL.fullmatch(plain_title(words)) for words in lead):
            totals.append(row)
        elif not (lead and _NOTE.match(lead[0])) and _has_data(values, held, written):
            lines.append(row)
    return tuple(lines), tuple(totals)


def _has_data(values: list[Cell], held: set[int], written: int) -> bool:
    """A serial number alone is a line left blank; one cell in the lead is a heading."""
    if written > _ENOUGH_TITLES:
        return True
    filled = [index for index, cell in enumerate(values) if cell != "" and index in held]
    return bool(filled) and not (written == 1 and filled[0] == 0)
