"""A county's workbook becomes a `LedgerDraft`: what it holds, and what is wrong in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.domain.drafts import Fault, LedgerDraft, Severity, SheetRead
from inspector.sheets import cells
from inspector.sheets.buildings import Buildings, read_buildings
from inspector.sheets.columns import LABELS, Field, Kind, plain_title
from inspector.sheets.grid import Book, Grid, Progress, open_book, stopped
from inspector.sheets.headers import Table, find_tables
from inspector.sheets.people import Known, People, read_people
from inspector.sheets.rooms import Rooms, read_rooms
from inspector.sheets.totals import check_totals
from inspector.sheets.units import Units, read_units

_TITLE_ROWS = 15
_NAME = re.compile(r"(?:行政区划名称|行政区划|县区名称|填报地区)(?:\(.*?\))?:?(.*)")
_CODE = re.compile(r"(?:行政区划代码|区划代码|行政区代码)(?:\(.*?\))?:?(.*)")
_TITLE = re.compile(r"([\u4e00-\u9fff]{1,10}?[县市区旗])(?:党政机关|机关|办公用房|办公室)")
_PLACE = re.compile(r"行政|代码|[,;(]")
_FEW_ROWS = 5


def read_ledger(path: Path, *, progress: Progress | None = None) -> LedgerDraft:
    """Read the whole file. `progress(done, all)` is called between its parts and stops
    the reading by answering False. Trouble only where the file cannot be read at all."""
    book = open_book(path, progress)
    faults: list[Fault] = []
    tables = _tables(book, faults)
    county = _county(book.grids)
    content = _content(tables, county[0], faults)
    if not county[0]:
        faults.append(_of_workbook("没有找到行政区划名称", Severity.NOTE))
    if progress is not None and not progress(len(book.grids) + 1, len(book.grids) + 1):
        raise stopped()
    return LedgerDraft(
        source=path.name,
        source_sha256=hashlib.sha256(book.data).hexdigest(),
        county_name=county[0],
        county_code=county[1],
        units=tuple(content.units.drafts.values()),
        courtyards=tuple(content.buildings.courtyards.values()),
        buildings=tuple(content.buildings.drafts.values()),
        rooms=tuple(content.rooms.drafts.values()),
        people=tuple(content.people.drafts.values()),
        occupancies=tuple(content.people.occupancies.values()),
        sheets=tuple(_sheet_reads(book, tables)),
        faults=_in_order(faults, book.grids),
    )


@dataclass(frozen=True, slots=True)
class _Content:
    units: Units
    buildings: Buildings
    rooms: Rooms
    people: People


def _tables(book: Book, faults: list[Fault]) -> list[Table]:
    tables: list[Table] = []
    for grid in book.grids:
        if grid.hidden:
            if grid.rows:
                faults.append(
                    _of_sheet(grid.name, "隐藏的工作表没有读取，需要时请取消隐藏")
                )
            continue
        found = find_tables(grid)
        if not found and len(grid.rows) > _FEW_ROWS and grid.width > _FEW_ROWS:
            faults.append(_of_sheet(grid.name, "没有找到表头，这张工作表没有读取"))
        tables.extend(found)
    for table in tables:
        _check_columns(table, faults)
        check_totals(table, faults)
    return tables


def _content(tables: Sequence[Table], county: str, faults: list[Fault]) -> _Content:
    units = read_units(_of(tables, Kind.UNITS), faults)
    units.index(county)
    buildings = read_buildings(_of(tables, Kind.BUILDINGS), faults)
    rooms = read_rooms(_of(tables, Kind.ROOMS), units, buildings, faults)
    rooms.readable = rooms.readable and rooms.declared and buildings.readable
    if not rooms.declared:
        faults.append(
            _of_workbook("没有找到办公用房明细表（应有楼座、房间号、使用面积、使用单位）")
        )
    named = list(_of(tables, Kind.PEOPLE))
    people = read_people(
        named or [table for table in _of(tables, Kind.ROOMS) if Field.NAME in table.where],
        Known(units, buildings, rooms),
        faults,
    )
    return _Content(units, buildings, rooms, people)


def _of(tables: Iterable[Table], kind: Kind) -> list[Table]:
    return [table for table in tables if table.kind is kind]


def _check_columns(table: Table, faults: list[Fault]) -> None:
    """A table without a column it needs is refused as a whole, with one fault for each."""
    shown = "、".join(column.title for column in table.columns)
    for group in table.missing():
        words = "或".join(f"“{LABELS[each]}”" for each in group)
        faults.append(
            Fault(
                sheet=table.grid.name,
                row=table.header[-1] + 1,
                column="",
                read=f"现有列：{shown}",
                expected=f"缺少{words}列，这张表没有读取",
            )
        )


def _of_sheet(sheet: str, expected: str) -> Fault:
    return Fault(sheet, 0, "", "（整张工作表）", expected, Severity.NOTE)


def _of_workbook(expected: str, severity: Severity = Severity.REFUSED) -> Fault:
    return Fault("", 0, "", "（整个工作簿）", expected, severity)


def _sheet_reads(book: Book, tables: Sequence[Table]) -> Iterable[SheetRead]:
    """One entry a table; a sheet without one is named with no rows."""
    for grid in book.grids:
        own = [table for table in tables if table.grid is grid]
        if not own:
            yield SheetRead(grid.name, (), (), 0)
        for table in own:
            mapping = (
                (column.title, column.meaning.field.value)
                for column in table.columns
                if column.meaning is not None
            )
            header = tuple(row + 1 for row in table.header)
            yield SheetRead(grid.name, header, tuple(mapping), len(table.lines))


def _in_order(faults: Iterable[Fault], grids: Sequence[Grid]) -> tuple[Fault, ...]:
    """As a reader goes through the file; one told twice is said once."""
    order = {grid.name: number for number, grid in enumerate(grids)}

    def place(fault: Fault) -> tuple[int, int, int, str]:
        sheet = order.get(fault.sheet, -1)
        return sheet, fault.row, len(fault.column), fault.column

    return tuple(sorted(dict.fromkeys(faults), key=place))


def _county(grids: Sequence[Grid]) -> tuple[str, str]:
    """Name and code of the county from labelled cells, else the name from a title."""
    name = code = titled = ""
    for grid in grids:
        for row in grid.rows[:_TITLE_ROWS]:
            words = [plain_title(cells.text(cell)) for cell in row if cell != ""]
            name = name or _labelled(_NAME, words)
            code = code or _digits(_labelled(_CODE, words))
            title = next(filter(None, map(_TITLE.search, words)), None)
            titled = titled or (title[1] if title else "")
    return _PLACE.split(name)[0] or titled, code


def _labelled(pattern: re.Pattern[str], words: list[str]) -> str:
    """What stands behind a label, in its own cell or in the next one written."""
    for index, word in enumerate(words):
        found = pattern.fullmatch(word)
        if found is not None:
            return found[1] or next(iter(words[index + 1 :]), "")
    return ""


def _digits(words: str) -> str:
    found = re.search(r"\d{6}(?:\d{3}|\d{6})?", words)
    return found[0] if found else ""
