"""A workbook as grids of cells from A1, with merged ranges and error cells kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from inspector.sheets.archive import MOST_CELLS, Errors, broken_file, check
from inspector.trouble import Trouble

MOST_SPANS = 100_000

Cell = int | float | str | bool | time | date | datetime | timedelta
Progress = Callable[[int, int], bool]
"""Called with (done, all); an answer of False stops the reading."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, all four 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows` start at A1 and are all equally long; indices are 0-based."""

    name: str
    hidden: bool
    rows: list[list[Cell]]
    spans: tuple[Span, ...] = ()
    errors: Errors = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file and the bytes they came from."""

    data: bytes
    grids: tuple[Grid, ...]


def open_book(path: Path, progress: Progress | None = None) -> Book:
    """Every worksheet of the file, told by its content and not by its name."""
    checked = check(path)
    return Book(checked.data, tuple(_grids(checked.data, checked.errors, progress)))


def _grids(
    data: bytes, errors: Mapping[str, Errors], progress: Progress | None
) -> Iterator[Grid]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            about = book.sheets_metadata
            for index, sheet in enumerate(about):
                if progress is not None and not progress(index, len(about) + 1):
                    raise stopped()
                if sheet.typ is SheetTypeEnum.WorkSheet:
                    hidden = sheet.visible is not SheetVisibleEnum.Visible
                    grid = book.get_sheet_by_index(index)
                    yield _grid(grid, errors.get(sheet.name, {}), hidden=hidden)
    except PasswordError as locked:
        raise Trouble(
            "工作簿设有打开密码。", "请用电子表格程序打开，去掉密码后另存，再导入。"
        ) from locked
    except CalamineError as broken:
        raise broken_file() from broken


def stopped() -> Trouble:
    return Trouble("读取已按要求停止。", "台账没有改动，需要时可重新导入。")


def _grid(sheet: CalamineSheet, errors: Errors, *, hidden: bool) -> Grid:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Trouble(
            f"工作表“{sheet.name}”的范围过大，已停止读取。",
            "请删去表格以外的行和列，另存后再导入。",
        )
    spans = sheet.merged_cell_ranges or []
    if len(spans) > MOST_SPANS:
        raise Trouble(
            f"工作表“{sheet.name}”有 {len(spans)} 处合并单元格，已停止读取。",
            "请取消不需要的合并单元格，另存后再导入。",
        )
    return Grid(
        name=sheet.name,
        hidden=hidden,
        rows=sheet.to_python(skip_empty_area=False),
        spans=tuple(Span(*first, *last) for first, last in spans),
        errors=errors,
    )
