"""The faults of a ledger as a workbook: a list, and the refused rows ready to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from inspector.domain.drafts import Fault, LedgerDraft, Severity
from inspector.sheets import cells
from inspector.sheets.grid import Cell, Grid, open_book
from inspector.sheets.headers import filled_cells
from inspector.trouble import Trouble

_LIST = "问题清单"
_HEADS = ("序号", "工作表", "行", "列", "读到的内容", "应为", "处理")
_WIDTHS = (6, 24, 8, 6, 40, 60, 10)
_REMARK = "需更正的问题"
_COLUMN_WIDTH = 14
_LONGEST_NAME = 31
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Equal faults give equal bytes: the file does not say when it was made."""


def write_faults(draft: LedgerDraft, target: Path, *, source: Path | None = None) -> None:
    """Write every fault as a list; with the source at hand also each refused row under
    its own headings, with what is to be corrected in a last column."""
    book = Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{draft.source}问题清单", "created": _CREATED})
    grids = {} if source is None else {g.name: g for g in open_book(source).grids}
    _write_list(book, draft.faults, _LIST if _LIST not in grids else f"{_LIST}（汇总）")
    for name, rows in _refused_rows(draft).items():
        header = _header_of(draft, name)
        if name in grids and not set(rows) <= set(header):
            _write_rows(book, grids[name], header, rows)
    try:
        book.close()
    except (XlsxWriterException, OSError) as failed:
        raise Trouble(
            f"无法写入“{target.name}”。",
            "请确认该文件没有被其他程序打开、磁盘没有写满，或换一个位置保存。",
        ) from failed


def _write_list(book: Workbook, faults: Sequence[Fault], name: str) -> None:
    head, body = _formats(book)
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, (words, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, head)
    for row, fault in enumerate(faults, start=1):
        place = str(fault.row) if fault.row else ""
        sheet.write_number(row, 0, row, body)
        shown = (fault.sheet, place, fault.column, fault.read, fault.expected)
        for column, words in enumerate((*shown, fault.severity.label), start=1):
            sheet.write_string(row, column, words, body)
    sheet.autofilter(0, 0, max(1, len(faults)), len(_HEADS) - 1)


def _formats(book: Workbook) -> tuple[object, object]:
    box = {"border": 1, "text_wrap": True, "valign": "top"}
    return book.add_format({**box, "bold": True, "bg_color": "#F2F2F2"}), book.add_format(
        box
    )


def _refused_rows(draft: LedgerDraft) -> Mapping[str, Mapping[int, list[str]]]:
    """By sheet and 0-based row, what is to be corrected there; headings stand apart."""
    found: dict[str, dict[int, list[str]]] = {}
    for fault in draft.faults:
        if fault.severity is Severity.REFUSED and fault.row > 0:
            words = (
                f"{fault.column}列：{fault.expected}" if fault.column else fault.expected
            )
            found.setdefault(fault.sheet, {}).setdefault(fault.row - 1, []).append(words)
    return found


def _header_of(draft: LedgerDraft, name: str) -> tuple[int, ...]:
    own = (read.header_rows for read in draft.sheets if read.name == name)
    return tuple(row - 1 for row in next(own, ()))


def _write_rows(
    book: Workbook, grid: Grid, header: tuple[int, ...], rows: Mapping[int, list[str]]
) -> None:
    head, body = _formats(book)
    sheet = book.add_worksheet(grid.name[:_LONGEST_NAME])
    sheet.set_column(0, grid.width - 1, _COLUMN_WIDTH)
    sheet.set_column(grid.width, grid.width, 3 * _COLUMN_WIDTH)
    sheet.freeze_panes(len(header), 0)
    _write_header(sheet, grid, header, head)
    filled = filled_cells(grid)
    for place, row in enumerate(sorted(set(rows) - set(header)), start=len(header)):
        for column, cell in enumerate(grid.rows[row]):
            _write(sheet, (place, column), filled.get((row, column), cell), body)
        sheet.write_string(place, grid.width, "；".join(rows[row]), body)


def _write_header(
    sheet: Worksheet, grid: Grid, header: tuple[int, ...], look: object
) -> None:
    """The headings with their merged cells, moved up to the top."""
    for place, row in enumerate(header):
        for column, cell in enumerate(grid.rows[row]):
            _write(sheet, (place, column), cell, look)
    taken: set[tuple[int, int]] = set()
    for span in grid.spans:
        places = {
            (row, column)
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
            if row in header
        }
        inside = span.top in header and span.bottom in header
        if inside and len(places) > 1 and taken.isdisjoint(places):
            taken |= places
            top = header[0]
            shown = cells.text(grid.rows[span.top][span.left])
            sheet.merge_range(
                span.top - top, span.left, span.bottom - top, span.right, shown, look
            )
    sheet.write_string(0, grid.width, _REMARK, look)


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, look: object) -> None:
    """Text stays text (0301, credit codes); only what was a number is one."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(*at, cell, look)
    elif isinstance(cell, date | time | timedelta):
        sheet.write_string(*at, str(cell), look)
    elif cell == "":
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_string(*at, cells.text(cell), look)
