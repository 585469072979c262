"""Workbooks written cell by cell, as the tests need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.sheets.tables import MakeBook, Merges, Rows, write_book


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Write sheets to an .xlsx file in the test's folder."""

    def make(
        sheets: Mapping[str, Rows],
        merges: Merges | None = None,
        hidden: Sequence[str] = (),
        name: str = "台账.xlsx",
    ) -> Path:
        return write_book(tmp_path / name, sheets, merges, hidden)

    return make
