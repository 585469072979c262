"""Faults go out as a workbook that can be corrected and read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from inspector.sheets.faults import write_faults
from inspector.sheets.ledger import read_ledger
from inspector.trouble import Trouble
from tests.sheets.tables import (
    PEOPLE,
    ROOMS,
    SOUND,
    MakeBook,
    changed,
    with_row,
    without_column,
)


def test_every_fault_is_listed(make_book: MakeBook, tmp_path: Path) -> None:
    source = make_book({**SOUND, "办公用房明细": changed(ROOMS, 1, 6, -3)})
    draft = read_ledger(source)
    write_faults(draft, tmp_path / "问题.xlsx")
    book = load_workbook(tmp_path / "问题.xlsx")
    assert book.sheetnames == ["问题清单"]
    listed = list(book["问题清单"].iter_rows(min_row=2, values_only=True))
    expected = "使用面积应为大于 0 的数，单位平方米（㎡）"
    assert listed == [(1, "办公用房明细", "2", "G", "-3", expected, "不能导入")]


def test_refused_rows_come_with_their_headings(make_book: MakeBook, tmp_path: Path) -> None:
    heading: list[list[object]] = [
        ["房屋", "", "", "", "", "", "", "", ""],
        list(ROOMS[0]),
    ]
    spoilt = changed(changed([*heading, *ROOMS[1:]], 2, 6, -3), 4, 2, "9号楼")
    rows = [list(row) for row in spoilt]
    rows[0] = ["序号", "院落名称", "房屋坐落", "", "", "", "", "", "备注"]
    rows[1][0] = rows[1][1] = ""
    merges = {"办公用房明细": ["C1:E1", "A1:A2", "B1:B2"]}
    source = make_book({**SOUND, "办公用房明细": rows}, merges)
    draft = read_ledger(source)
    write_faults(draft, tmp_path / "问题.xlsx", source=source)
    book = load_workbook(tmp_path / "问题.xlsx")
    sheet = book["办公用房明细"]
    shown = list(sheet.iter_rows(values_only=True))
    assert shown[0][-1] == "需更正的问题"
    assert [row[4] for row in shown[2:]] == [301, "0301"]
    assert [row[-1] for row in shown[2:]] == [
        "G列：使用面积应为大于 0 的数，单位平方米（㎡）",
        "C列：“院落楼座”表中没有此楼座，请核对院落和楼座名称",
    ]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert merged == {"C1:E1", "A1:A2", "B1:B2"}


def test_corrected_rows_can_be_read_again(make_book: MakeBook, tmp_path: Path) -> None:
    source = make_book(
        {**SOUND, "办公用房明细": changed(ROOMS, 1, 6, -3), "问题清单": PEOPLE[:1]}
    )
    out = tmp_path / "问题.xlsx"
    write_faults(read_ledger(source), out, source=source)
    book = load_workbook(out)
    assert book.sheetnames == ["问题清单（汇总）", "办公用房明细"]
    book["办公用房明细"]["G2"] = 17.8
    book.save(out)
    again = read_ledger(out)
    assert again.refused == ()
    assert [(room.key.number, str(room.ledger_area)) for room in again.rooms] == [
        ("301", "17.80 ㎡")
    ]


def test_a_missing_column_needs_no_sheet_of_rows(
    make_book: MakeBook, tmp_path: Path
) -> None:
    source = make_book({**SOUND, "办公用房明细": without_column(ROOMS, "房间号")})
    write_faults(read_ledger(source), tmp_path / "问题.xlsx", source=source)
    assert load_workbook(tmp_path / "问题.xlsx").sheetnames == ["问题清单"]


def test_dates_blanks_and_formulas_stay_what_they_were(
    make_book: MakeBook, tmp_path: Path
) -> None:
    row = (4, "行政中心", "1号楼", True, "0301", "办公室", -1, "", "=SUM(A1:A9)")
    source = make_book({**SOUND, "办公用房明细": with_row(ROOMS, *row)})
    write_faults(read_ledger(source), tmp_path / "问题.xlsx", source=source)
    sheet = load_workbook(tmp_path / "问题.xlsx")["办公用房明细"]
    values = next(sheet.iter_rows(min_row=2, values_only=True))
    assert values[:9] == (
        *(4, "行政中心", "1号楼", "是", "0301", "办公室", -1, None, "=SUM(A1:A9)"),
    )
    assert sheet["I2"].data_type != "f"


def test_equal_faults_give_equal_bytes(make_book: MakeBook, tmp_path: Path) -> None:
    draft = read_ledger(make_book({**SOUND, "办公用房明细": changed(ROOMS, 1, 6, -3)}))
    for name in ("甲.xlsx", "乙.xlsx"):
        write_faults(draft, tmp_path / name)
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()


def test_a_place_that_cannot_be_written(make_book: MakeBook, tmp_path: Path) -> None:
    draft = read_ledger(make_book(SOUND))
    with pytest.raises(Trouble, match="无法写入") as refused:
        write_faults(draft, tmp_path / "没有" / "问题.xlsx")
    assert "磁盘" in refused.value.advice
