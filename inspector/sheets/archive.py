"""What a file really is, and whether it is safe to open: by content, before any parser.

python-calamine inflates whatever it is given and lays a sheet out as a dense rectangle,
so an archive bomb and a lone cell in XFD1048576 are stopped here.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from inspector.trouble import Trouble

MOST_BYTES = 100_000_000
"""The largest file opened; a ledger of 100,000 rows and 15 columns has 8 MB."""
MOST_INFLATED = 600_000_000
MOST_PARTS = 5_000
MOST_CELLS = 8_000_000
"""The largest rectangle a sheet may span: 200,000 rows of 40 columns."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|table|meta|\?xml|head|body)", re.IGNORECASE
)

_NARROW = 26
"""Columns A to Z are not looked for: no sheet of that width is too wide."""

_SAVE_AS = "请用电子表格程序打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
_AGAIN = "请向报送单位重新索取文件，或用电子表格程序打开修复后另存为 .xlsx。"

_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br=[\"'](\d+)")
_WIDE = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br=[\"']([A-Za-z]{2,7})\d")
_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_PLACELESS = re.compile(rb"<(?:\w+:)?(?:c|row)\b(?![^<>]*\br=)")
_CELL_START = re.compile(rb"<(?:\w+:)?c\b")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^<>]*\bt=["']e["'])[^<>]*?\br=["']([A-Za-z]{1,3})(\d+)["'][^<>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<>]*</(?:\w+:)?f>)?"""
    rb"""<(?:\w+:)?v>([^<>]*)</"""
)
_NS = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
}

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ElementTree.ParseError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
"""What `zipfile` and its decompressors raise on damaged archives."""

Errors = Mapping[tuple[int, int], str]
"""Where formula errors stand (0-based row, column) and what they say, such as #REF!."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be handed to the parser, with the error cells the parser hides."""

    data: bytes
    errors: Mapping[str, Errors]


def check(path: Path) -> Checked:
    """Read a workbook's bytes, or say what the file is instead."""
    data = _bytes_of(path)
    if data.startswith(_ZIP):
        return Checked(data, _check_zip(data))
    if data.startswith(_OLE):
        _check_ole(data)
        return Checked(data, {})
    raise _not_a_workbook(data)


def letters(column: int) -> str:
    """A column as spreadsheet programs name it: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_of(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Trouble(
                f"文件太大（{size // 1_000_000} MB），超过 {MOST_BYTES // 1_000_000} MB。",
                "请删去图片和无关工作表，或按院落拆成几个文件后分别导入。",
            )
        return path.read_bytes()
    except FileNotFoundError as gone:
        raise Trouble(
            f"找不到文件“{path.name}”。", "请确认文件没有被移动或改名。"
        ) from gone
    except OSError as failed:
        raise Trouble(
            f"无法读取文件“{path.name}”。",
            "请确认它没有被其他程序占用、有读取权限，必要时先复制到本机再导入。",
        ) from failed


def _not_a_workbook(data: bytes) -> Trouble:
    if not data:
        return Trouble("文件是空的。", "请向报送单位重新索取文件。")
    head = data[:4096]
    if head.startswith(b"%PDF"):
        return Trouble(
            "这是 PDF 文件，不是电子表格。", "请索取原始的 Excel 或 WPS 表格文件。"
        )
    if _MARKUP.search(head):
        return Trouble("这是网页（HTML 或 XML）文件，只是用了表格的扩展名。", _SAVE_AS)
    if b"\0" not in head:
        return Trouble("这是文本文件，不是电子表格。", _SAVE_AS)
    return Trouble("文件不是电子表格，或文件头已损坏。", _AGAIN)


def _check_ole(data: bytes) -> None:
    if _ENCRYPTED in data:
        raise _locked()
    if not any(name in data for name in _BOOKS):
        raise Trouble("文件里没有工作簿，可能是 Word 等其他文档。", _SAVE_AS)


def _locked() -> Trouble:
    return Trouble("工作簿设有打开密码。", "请用电子表格程序打开，去掉密码后另存，再导入。")


def _check_zip(data: bytes) -> Mapping[str, Errors]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive)
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise _other_archive(names)
            for name in names:
                if not name.startswith("xl/worksheets/"):
                    _inflate(archive, name)
            return _check_sheets(archive)
    except _BROKEN as broken:
        raise broken_file() from broken


def broken_file() -> Trouble:
    return Trouble("工作簿已损坏或不完整，读不出内容。", _AGAIN)


def _other_archive(names: set[str]) -> Trouble:
    if "xl/workbook.bin" in names or "content.xml" in names:
        return Trouble("这种工作簿格式（.xlsb 或 .ods）暂不能直接导入。", _SAVE_AS)
    return Trouble("这是压缩包或其他文档，不是电子表格。", "请解压后选择其中的表格文件。")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _locked()
    inflated = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or inflated > MOST_INFLATED:
        raise Trouble(
            f"工作簿展开后过大（{inflated // 1_000_000} MB、{len(parts)} 个部分）。",
            "正常台账不会这样大。请核实文件来源，或只保留台账工作表后另存再导入。",
        )


def _inflate(archive: zipfile.ZipFile, name: str) -> bytes:
    """The part whole: `zipfile` stops at the declared size and checks the CRC, so a part
    that lies about its size ends here as broken."""
    return archive.read(name)


def _check_sheets(archive: zipfile.ZipFile) -> Mapping[str, Errors]:
    errors: dict[str, Errors] = {}
    for sheet, part in _sheet_parts(archive).items():
        xml = _inflate(archive, part)
        _check_extent(sheet, xml)
        if found := _errors_in(xml):
            errors[sheet] = found
    return errors


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds which sheet: names from the workbook, parts from its relations."""
    book = _parsed(_inflate(archive, "xl/workbook.xml"))
    relations = _parsed(_inflate(archive, "xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    parts: dict[str, str] = {}
    for sheet in book.iterfind("m:sheets/m:sheet", _NS):
        target = targets.get(sheet.get(_NS["r"] + "id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part.startswith("xl/worksheets/"):
            parts[sheet.get("name", "")] = part
    return parts


def _parsed(xml: bytes) -> ElementTree.Element:
    if b"<!" in xml.replace(b"<!--", b""):  # no writer declares entities; a bomb does
        raise broken_file()
    return ElementTree.fromstring(xml)


def _check_extent(sheet: str, xml: bytes) -> None:
    """The rectangle its cells span, whether they say where they stand or not."""
    rows = max((int(number) for number in _ROW.findall(xml)), default=0)
    named = {name.decode("ascii").upper() for name in set(_WIDE.findall(xml))}
    width = max((column_of(name) + 1 for name in named), default=_NARROW)
    if _PLACELESS.search(xml):
        parts = _ROW_START.split(xml)
        rows = max(rows, len(parts) - 1)
        width = max(width, *(len(_CELL_START.findall(part)) for part in parts))
    if rows * width > MOST_CELLS:
        raise Trouble(
            f"工作表“{sheet}”的范围达到 {rows} 行、{width} 列，已停止读取。",
            "多半是很远的单元格里有零星内容或格式。请删去表格以外的行和列，另存后再导入。",
        )


def _errors_in(xml: bytes) -> Errors:
    if b't="e"' not in xml and b"t='e'" not in xml:
        return {}
    return {
        (int(row) - 1, column_of(name.decode("ascii").upper())): text.decode(
            "utf-8", "replace"
        )
        for name, row, text in _ERROR.findall(xml)
    }
