"""A small sound ledger as rows, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]

Rows = Sequence[Sequence[object]]
Merges = Mapping[str, Sequence[str]]
MakeBook = Callable[..., Path]


@dataclass(frozen=True)
class Failed:
    """A cell whose formula failed, showing `words`."""

    words: str


UNITS: Rows = (
    ("序号", "单位名称", "单位级别", "类别", "县级正职", "正科级", "科级以下", "合计"),
    (1, "云溪县财政局", "县级", "行政机关", "", 1, 12, 13),
    (2, "石梁镇人民政府", "乡级", "行政机关", "", 2, 20, 22),
)
BUILDINGS: Rows = (
    (
        "序号",
        "院落名称",
        "地址坐落",
        "楼座名称",
        "建筑结构",
        "建造年份",
        "地上层数",
        "是否高层",
    ),
    (1, "行政中心", "行政路1号", "1号楼", "框架", "2012年", 6, "否"),
    (2, "行政中心", "行政路1号", "2号楼", "框架", 2013, 12, "是"),
)
ROOMS: Rows = (
    (
        "序号",
        "院落名称",
        "楼座名称",
        "楼层",
        "房间号",
        "用途",
        "使用面积（㎡）",
        "使用单位",
        "备注",
    ),
    (1, "行政中心", "1号楼", "3层", 301, "办公室", 17.8, "云溪县财政局", ""),
    (
        2,
        "行政中心",
        "1号楼",
        "三层",
        "302",
        "办公室",
        "１８．５",
        "云溪县财政局",
        "2人共用",
    ),
    (3, "行政中心", "2号楼", "3F", "0301", "会议室", "60㎡", "", ""),
)
PEOPLE: Rows = (
    ("序号", "使用单位", "姓名", "职务级别", "职务", "院落", "楼座", "房间号", "备注"),
    (1, "云溪县财政局", "王　珺", "正科级", "局长", "行政中心", "1号楼", "301", ""),
    (2, "云溪县财政局", "李䶮", "科员", "科员", "行政中心", "1号楼", 302, "共用"),
    (3, "云溪县财政局", "陈㛃", "科级以下", "干部", "行政中心", "1号楼", "302", "共用"),
)
COVER: Rows = (
    ("云溪县党政机关办公用房台账",),
    ("行政区划名称", "云溪县"),
    ("行政区划代码", "339921"),
)
SOUND: Mapping[str, Rows] = {
    "填表说明": COVER,
    "单位及编制情况": UNITS,
    "院落楼座": BUILDINGS,
    "办公用房明细": ROOMS,
    "人员使用情况": PEOPLE,
}


def changed(rows: Rows, row: int, column: int, value: object) -> Rows:
    """The table with one cell replaced; both counts from 0."""
    copy = [list(cells) for cells in rows]
    copy[row][column] = value
    return copy


def without_column(rows: Rows, title: str) -> Rows:
    index = list(rows[0]).index(title)
    return [[cell for i, cell in enumerate(cells) if i != index] for cells in rows]


def with_row(rows: Rows, *cells: object) -> Rows:
    return [*rows, cells]


def write_book(
    path: Path,
    sheets: Mapping[str, Rows],
    merges: Merges | None = None,
    hidden: Sequence[str] = (),
) -> Path:
    """Write sheets to an .xlsx file; `merges` are ranges such as A1:B2 by sheet."""
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
