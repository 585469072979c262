"""A ledger begins whole, in an empty file, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.actions.here import Here
from inspector.actions.ledgers import import_ledger
from inspector.db import estate, journal, memory
from inspector.domain.drafts import Fault, Severity
from inspector.domain.estate import EstateCounts
from inspector.trouble import Trouble
from worlds import open_here, small_draft

FAULT = Fault("房间", 7, "F", "-3", "面积应为正数")
NOTE = Fault("房间", 8, "F", "", "没有面积", Severity.NOTE)


def _nothing_kept(here: Here) -> bool:
    return (
        here.ledger.ask(estate.county) is None
        and here.ledger.ask(estate.counts) == EstateCounts(0, 0, 0, 0, 0)
        and here.ledger.ask(journal.unsent).records == 0
        and here.ledger.ask(memory.copied) == (None, "")
    )


def test_a_draft_is_kept_with_where_it_came_from(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    done = import_ledger(here, replace(small_draft(), faults=(NOTE,)))

    assert done.counts == here.ledger.ask(estate.counts)
    assert done.changes.ledger
    county = here.ledger.ask(estate.county)
    assert county is not None
    assert county.place == "CN-339900"
    at, source = here.ledger.ask(memory.copied)
    assert at is not None
    assert source == "small.xlsx"
    assert here.ledger.ask(journal.unsent).records > 20
    here.ledger.close()


def test_one_refused_row_keeps_the_whole_ledger_out(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    with pytest.raises(Trouble, match="1 处不能导入"):
        import_ledger(here, replace(small_draft(), faults=(NOTE, FAULT)))
    assert _nothing_kept(here)
    here.ledger.close()


def test_a_workbook_without_rooms_is_no_ledger(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    with pytest.raises(Trouble, match="没有找到任何房间"):
        import_ledger(here, replace(small_draft(), rooms=(), occupancies=()))
    assert _nothing_kept(here)
    here.ledger.close()


def test_a_second_ledger_is_refused_and_the_first_untouched(here: Here) -> None:
    before = here.ledger.ask(estate.room_lines)
    with pytest.raises(Trouble, match="已有一份台账"):
        import_ledger(here, small_draft(9))
    assert here.ledger.ask(estate.room_lines) == before


@pytest.mark.parametrize("code", ["1", "33992", "33992x", "浙江"])
def test_a_division_code_that_is_none_is_refused(tmp_path: Path, code: str) -> None:
    here = open_here(tmp_path)
    with pytest.raises(Trouble, match="行政区划代码"):
        import_ledger(here, replace(small_draft(), county_code=code))
    assert _nothing_kept(here)
    here.ledger.close()


def test_without_a_division_code_the_nations_rules_apply(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    import_ledger(here, replace(small_draft(), county_code=""))
    county = here.ledger.ask(estate.county)
    assert county is not None
    assert county.place == "CN"
    here.ledger.close()


def test_a_crash_in_the_middle_leaves_the_file_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = open_here(tmp_path)

    def pulled_plug(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("inspector.db.memory.note_copied", pulled_plug)
    with pytest.raises(KeyboardInterrupt):
        import_ledger(here, small_draft())
    assert _nothing_kept(here)
    here.ledger.close()
