"""One data row while it is read: its cells by field, and the faults found in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from inspector.domain.drafts import Fault, Severity
from inspector.sheets import cells
from inspector.sheets.archive import letters
from inspector.sheets.columns import LABELS, Field
from inspector.sheets.grid import Cell
from inspector.sheets.headers import Table

Value = TypeVar("Value")

_LONGEST_QUOTE = 60
_BAD_FORMULA = "公式出错，请改为正确的内容"


@lru_cache(maxsize=16_384)
def same(name: str) -> str:
    """What two spellings of one name share: no blanks, no full-width forms."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def quote(words: str) -> str:
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"


class Line:
    """Reads one row; `refused` tells whether a fault keeps it out of the ledger."""

    __slots__ = ("_faults", "refused", "row", "table")

    def __init__(self, table: Table, row: int, faults: list[Fault]) -> None:
        self.table = table
        self.row = row
        self.refused = False
        self._faults = faults

    @property
    def place(self) -> str:
        """How a message names this row to its reader."""
        return f"工作表“{self.table.grid.name}”第 {self.row + 1} 行"

    def cell(self, field: Field) -> Cell:
        column = self.table.where.get(field)
        return "" if column is None else self.table.cell(self.row, column)

    def text(self, field: Field) -> str:
        """A proper name or wording; a mark such as / or 无 is as good as blank."""
        cell = self.cell(field)
        return "" if cells.is_nothing(cell) else cells.label(cell)

    def read(
        self, field: Field, reader: Callable[[Cell], Value | None], expected: str
    ) -> Value | None:
        """The cell's value; None where it is blank, or unreadable and thus a fault."""
        try:
            return reader(self.cell(field))
        except ValueError:
            self.refuse(field, expected)
            return None

    def need(
        self, field: Field, reader: Callable[[Cell], Value | None], expected: str
    ) -> Value | None:
        """As `read`, and a blank cell is a fault too."""
        if cells.is_nothing(self.cell(field)):
            if (self.row, self.table.where.get(field)) not in self.table.grid.errors:
                self.refuse(field, f"“{LABELS[field]}”不能为空", "（空）")
            return None
        return self.read(field, reader, expected)

    def refuse(self, field: Field, expected: str, read: str | None = None) -> None:
        self.refused = True
        self._add(self.table.where.get(field), expected, read, Severity.REFUSED)

    def note(self, field: Field, expected: str, read: str | None = None) -> None:
        self._add(self.table.where.get(field), expected, read, Severity.NOTE)

    def refuse_column(self, column: int, expected: str) -> None:
        self.refused = True
        self._add(column, expected, None, Severity.REFUSED)

    def refuse_errors(self) -> None:
        """A formula that failed reads as blank; it must not pass for one."""
        for column in self.table.columns:
            words = self.table.grid.errors.get((self.row, column.index))
            if words is not None and column.meaning is not None:
                self.refused = True
                self._add(column.index, _BAD_FORMULA, words, Severity.REFUSED)

    def _add(
        self, column: int | None, expected: str, read: str | None, severity: Severity
    ) -> None:
        if read is None:
            shown = "" if column is None else cells.text(self.table.cell(self.row, column))
            read = shown or "（空）"
        self._faults.append(
            Fault(
                sheet=self.table.grid.name,
                row=self.row + 1,
                column="" if column is None else letters(column),
                read=quote(read),
                expected=expected,
                severity=severity,
            )
        )


def lines_of(table: Table, faults: list[Fault]) -> Iterator[Line]:
    for row in table.lines:
        line = Line(table, row, faults)
        if table.grid.errors:
            line.refuse_errors()
        yield line
