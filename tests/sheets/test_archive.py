"""Files that are not what they seem are refused before a parser sees them."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from inspector.sheets import archive, grid
from inspector.sheets.archive import column_of, letters
from inspector.sheets.ledger import read_ledger
from inspector.trouble import Trouble
from tests.sheets.tables import SOUND, MakeBook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
WORD = OLE + bytes(600) + "WordDocument".encode("utf-16-le")
EMPTY_BOOK = OLE + bytes(600) + "Workbook".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("\ufeff<!DOCTYPE html><html>".encode(), "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "网页"),
        ("单位,房间\n财政局,301\n".encode(), "文本文件"),
        (bytes(range(256)) * 4, "不是电子表格"),
        (b"PK\x03\x04 broken", "已损坏"),
        (ENCRYPTED, "打开密码"),
        (WORD, "没有工作簿"),
        (EMPTY_BOOK, "已损坏"),
    ],
)
def test_other_files_under_a_workbooks_name(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    with pytest.raises(Trouble, match=says) as refused:
        read_ledger(path)
    assert refused.value.advice


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook(make_book: MakeBook, kept: float) -> None:
    path = make_book(SOUND)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(Trouble, match="已损坏或不完整"):
        read_ledger(path)


def test_no_damaged_byte_brings_down_the_reader(make_book: MakeBook) -> None:
    """Every file with some bytes overwritten is read or refused, never an exception."""
    path = make_book(SOUND)
    data = path.read_bytes()
    for start in range(0, len(data), 97):
        path.write_bytes(data[:start] + b"\xff\x00\x7f" + data[start + 3 :])
        with suppress(Trouble):
            assert read_ledger(path).source == path.name


def _zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_archives_that_are_no_workbook(tmp_path: Path) -> None:
    cases = {
        "word/document.xml": "不是电子表格",
        "content.xml": ".ods",
        "xl/workbook.bin": "xlsb",
    }
    for name, says in cases.items():
        with pytest.raises(Trouble, match=says):
            read_ledger(_zip(tmp_path / "某.xlsx", {name: b"<x/>"}))


def test_a_bomb_is_not_inflated(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_INFLATED", 3_000_000)
    path = make_book(SOUND)
    parts = _parts(path)
    _zip(path, {**parts, "xl/media/zeros.bin": bytes(4_000_000)})
    with pytest.raises(Trouble, match="展开后过大"):
        read_ledger(path)


def test_a_part_that_lies_about_its_size(make_book: MakeBook) -> None:
    path = make_book(SOUND)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(BytesIO(bytes(data))) as made:
        size = made.getinfo("xl/sharedStrings.xml").file_size
    entry = data.rindex(b"xl/sharedStrings.xml")
    place = data.index(size.to_bytes(4, "little"), entry - 46)
    data[place : place + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(Trouble, match="已损坏"):
        read_ledger(path)


def test_a_password_on_the_archive(make_book: MakeBook) -> None:
    path = make_book(SOUND)
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Trouble, match="密码"):
        read_ledger(path)


def test_a_cell_at_the_end_of_the_world(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "序号"
    sheet["XFD1048576"] = "。"
    book.save(tmp_path / "远.xlsx")
    with pytest.raises(Trouble, match="1048576 行、16384 列"):
        read_ledger(tmp_path / "远.xlsx")


def test_an_old_workbook_that_spans_too_much(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 5)
    with pytest.raises(Trouble, match="范围过大"):
        read_ledger(make_book(SOUND))


def test_a_file_too_large(make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_book(SOUND)
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with pytest.raises(Trouble, match="文件太大"):
        read_ledger(path)


def test_a_file_that_is_gone_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到"):
        read_ledger(tmp_path / "无.xlsx")
    with pytest.raises(Trouble, match="无法读取"):
        read_ledger(tmp_path)


def test_content_decides_and_not_the_name(make_book: MakeBook, tmp_path: Path) -> None:
    for name in ("台账.xls", "台账.et", "台账"):
        renamed = tmp_path / name
        shutil.copy(make_book(SOUND), renamed)
        assert len(read_ledger(renamed).rooms) == 3


def test_parts_named_from_the_root(make_book: MakeBook) -> None:
    path = make_book(SOUND)
    parts = _parts(path)
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        b'Target="worksheets', b'Target="/xl/worksheets'
    )
    _zip(path, parts)
    assert len(read_ledger(path).rooms) == 3


def test_a_workbook_without_its_sheets_is_broken(make_book: MakeBook) -> None:
    path = make_book(SOUND)
    parts = _parts(path)
    del parts["xl/worksheets/sheet4.xml"]
    _zip(path, parts)
    with pytest.raises(Trouble, match="已损坏"):
        read_ledger(path)


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")]
)
def test_columns_as_spreadsheets_name_them(index: int, name: str) -> None:
    assert letters(index) == name
    assert column_of(name) == index


def test_reading_can_be_watched_and_stopped(make_book: MakeBook) -> None:
    seen: list[tuple[int, int]] = []

    def watch(done: int, whole: int) -> bool:
        seen.append((done, whole))
        return True

    path = make_book(SOUND)
    read_ledger(path, progress=watch)
    assert seen == [(number, 6) for number in (0, 1, 2, 3, 4, 6)]
    for limit in (0, 3, 6):
        with pytest.raises(Trouble, match="停止") as stopped:
            read_ledger(path, progress=lambda done, _, limit=limit: done < limit)  # type: ignore[misc]
        assert "没有改动" in stopped.value.advice


def test_the_source_is_named_and_hashed(make_book: MakeBook) -> None:
    path = make_book(SOUND, name="甲.xlsx")
    draft = read_ledger(path)
    assert draft.source == "甲.xlsx"
    assert len(draft.source_sha256) == 64
    assert os.fspath(path) not in draft.source


def _with_sheet_part(path: Path, old: bytes, new: bytes) -> Path:
    parts = _parts(path)
    assert old in parts["xl/worksheets/sheet4.xml"]
    sheet = parts["xl/worksheets/sheet4.xml"].replace(old, new)
    return _zip(path, {**parts, "xl/worksheets/sheet4.xml": sheet})


@pytest.mark.parametrize(
    "cell",
    [
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>",
        b'<row r="900000"><c s="0" r="zz900000"><v>1</v></c></row></sheetData>',
        b'<row r="1000000">' + b"<c><v>1</v></c>" * 60 + b"</row></sheetData>",
    ],
)
def test_far_cells_written_in_unusual_ways(make_book: MakeBook, cell: bytes) -> None:
    path = _with_sheet_part(make_book(SOUND), b"</sheetData>", cell)
    with pytest.raises(Trouble, match="范围达到"):
        read_ledger(path)


def test_sheets_that_are_no_xml(make_book: MakeBook) -> None:
    path = _with_sheet_part(make_book(SOUND), b"</sheetData>", b"</nonsense><<<")
    with pytest.raises(Trouble, match="已损坏"):
        read_ledger(path)


def test_declared_entities_are_not_expanded(make_book: MakeBook) -> None:
    path = make_book(SOUND)
    parts = _parts(path)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    book = parts["xl/workbook.xml"].replace(b"<workbook", bomb + b"<workbook")
    _zip(path, {**parts, "xl/workbook.xml": book})
    with pytest.raises(Trouble, match="已损坏"):
        read_ledger(path)


def test_a_hundred_thousand_merged_cells(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid, "MOST_SPANS", 1)
    merges = {"办公用房明细": ["H2:H3", "I2:I3"]}
    with pytest.raises(Trouble, match="2 处合并单元格"):
        read_ledger(make_book(SOUND, merges))


def test_chart_sheets_are_passed_over(tmp_path: Path, make_book: MakeBook) -> None:
    book = load_workbook(make_book(SOUND))
    chart = BarChart()
    chart.add_data(Reference(book["办公用房明细"], min_col=7, min_row=1, max_row=4))
    book.create_chartsheet("图表").add_chart(chart)
    book.save(tmp_path / "图.xlsx")
    draft = read_ledger(tmp_path / "图.xlsx")
    assert "图表" not in {read.name for read in draft.sheets}
    assert draft.faults == ()
