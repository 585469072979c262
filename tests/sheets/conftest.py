"""Workbooks written cell by cell, as the tests need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from tests.sheets.tables import Failed, MakeBook, Merges, Rows


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Write sheets to an .xlsx file; `merges` are ranges such as A1:B2 by sheet."""

    def make(
        sheets: Mapping[str, Rows],
        merges: Merges | None = None,
        hidden: Sequence[str] = (),
        name: str = "台账.xlsx",
    ) -> Path:
        path = tmp_path / name
        book = Workbook(str(path), {"strings_to_formulas": False})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            if title in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, Failed):
                        sheet.write_formula(row, column, "=1/0", None, cell.words)
                    else:
                        sheet.write(row, column, cell)
            for place in (merges or {}).get(title, ()):
                sheet.merge_range(place, "")
                first = place.split(":")[0]
                row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
                sheet.write(row, column, rows[row][column])
        book.close()
        return path

    return make
