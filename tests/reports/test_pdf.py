"""Operations to PDF and back, read by tools that share no code with the writer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import cast

import pypdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]
import pytest
from pypdf.generic import DictionaryObject, PdfObject
from reportlab.pdfgen.canvas import Canvas

from inspector.reports.canvas import Pen
from inspector.reports.fonts import Fonts, MissingGlyphs
from inspector.reports.operations import (
    Document,
    Face,
    InkStroke,
    Line,
    Operation,
    Picture,
    Polygon,
    Rectangle,
    Text,
)
from inspector.reports.pdf import write_pdf
from tests.reports.examples import FONTS, fonts, jpeg


def document(*operations: Operation) -> Document:
    return Document(595.28, 841.89, (operations,), "标题", "编号 0012", "单位")


def objects(data: bytes, kind: int) -> Iterator[pdfium.PdfObject]:
    with pdfium.PdfDocument(data) as pdf:
        yield from pdf[0].get_objects(filter=[kind])


def entry(container: PdfObject, *keys: str) -> PdfObject:
    """What lies under the keys, every reference followed."""
    found: PdfObject | None = container.get_object()
    for key in keys:
        assert isinstance(found, DictionaryObject)
        found = found[key].get_object()
    assert found is not None
    return found


def embedded(data: bytes) -> dict[str, bool]:
    """Base font names, and whether a font file is in the document for each."""
    found = {}
    for page in pypdf.PdfReader(BytesIO(data)).pages:
        fonts_of_page = entry(page, "/Resources", "/Font")
        assert isinstance(fonts_of_page, DictionaryObject)
        for name in fonts_of_page:
            font = entry(fonts_of_page, name)
            assert isinstance(font, DictionaryObject)
            described = font.get("/FontDescriptor", DictionaryObject())
            file = entry(described, "/FontFile2") if described.get_object() else None
            found[str(font["/BaseFont"])] = file is not None
    return found


def test_rare_names_are_copied_out_as_they_were_put_in() -> None:
    said = "王𬀩 李䶮 陈㛃 20.31 ± 0.03 ㎡"
    data = write_pdf(document(Text(50, 50, said, Face.SERIF, 9)), fonts())

    assert pypdf.PdfReader(BytesIO(data)).pages[0].extract_text().strip() == said
    with pdfium.PdfDocument(data) as pdf:
        assert pdf[0].get_textpage().get_text_range().strip() == said


def test_every_han_character_of_the_font_is_copied_out_as_itself() -> None:
    """The 8,105 of 通用规范汉字表 are among them, 196 of these beyond U+FFFF."""
    known = fonts().by_face[Face.SERIF].face.charToGlyph
    han = "".join(chr(c) for c in sorted(known) if unicodedata.category(chr(c)) == "Lo")
    lines = [han[at : at + 100] for at in range(0, len(han), 100)]
    texts = [Text(20, 20 + n * 7, line, Face.SERIF, 5) for n, line in enumerate(lines)]
    data = write_pdf(document(*texts), fonts())

    assert len(han) > 8105
    with pdfium.PdfDocument(data) as pdf:
        copied = pdf[0].get_textpage().get_text_range()
    assert "".join(copied.split()) == han


def test_a_run_that_mixes_cuts_is_copied_out_in_order() -> None:
    loaded = Fonts.load(FONTS)
    loaded.by_face[Face.SANS].face.charToGlyph.pop(ord("晖"))
    data = write_pdf(document(Text(50, 50, "大晖小", Face.SANS, 9)), loaded)

    assert pypdf.PdfReader(BytesIO(data)).pages[0].extract_text().strip() == "大晖小"
    assert len(embedded(data)) == 2


def test_every_font_named_is_embedded_and_helvetica_is_not_named() -> None:
    text = Text(50, 50, "字", Face.SERIF, 9)
    found = embedded(write_pdf(document(text), fonts()))

    assert list(found) == ["/AAAAAA+NotoSerifSC-Regular"]
    assert all(found.values())
    assert b"Helvetica" not in write_pdf(document(text), fonts())


def test_reportlab_still_names_helvetica_by_default() -> None:
    """When this fails the first font's name need not be given any more."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.showPage()
    canvas.save()
    assert embedded(out.getvalue()) == {"/Helvetica": False}


def test_equal_documents_give_equal_bytes_also_from_fonts_loaded_again() -> None:
    made = document(
        Text(50, 50, "字𬀩", Face.SERIF, 9), Picture(9, 9, 40, 30, jpeg(80, 60))
    )
    assert write_pdf(made, fonts()) == write_pdf(made, fonts())
    assert write_pdf(made, fonts()) == write_pdf(made, Fonts.load(FONTS))


def test_what_the_file_says_of_itself() -> None:
    found = pypdf.PdfReader(BytesIO(write_pdf(document(), fonts())))

    assert found.metadata is not None
    assert found.metadata.title == "标题"
    assert found.metadata.subject == "编号 0012"
    assert found.metadata.author == "单位"
    assert str(found.root_object["/Lang"]) == "zh-CN"
    assert [round(float(side), 2) for side in found.pages[0].mediabox] == [
        0,
        0,
        595.28,
        841.89,
    ]


def test_a_jpeg_is_in_the_file_byte_for_byte() -> None:
    data = write_pdf(document(Picture(50, 60, 80, 60, jpeg(80, 60))), fonts())

    assert jpeg(80, 60) in data
    (shown,) = objects(data, pdfium_c.FPDF_PAGEOBJ_IMAGE)
    assert [round(edge) for edge in shown.get_bounds()] == [50, 842 - 120, 130, 842 - 60]


def test_shapes_stand_where_they_were_put() -> None:
    shapes: tuple[Operation, ...] = (
        Rectangle(10, 20, 30, 40, fill=0.5),
        Rectangle(10, 20, 30, 40, line=0.5),
        Polygon(((100, 100), (140, 100), (140, 130)), fill=0.9, line=1),
        Line(10, 300, 200, 300, 0.35, dashes=(3, 2)),
    )
    found = list(objects(write_pdf(document(*shapes), fonts()), pdfium_c.FPDF_PAGEOBJ_PATH))

    assert len(found) == 4
    left, bottom, right, top = found[0].get_bounds()
    assert (round(left), round(right)) == (10, 40)
    assert (round(842 - top), round(842 - bottom)) == (20, 60)


def test_ink_is_lines_whose_width_follows_the_pressure() -> None:
    swelling = InkStroke(tuple((10.0 + n, 100.0, 0.5 + n * 0.1) for n in range(20)))
    steady = InkStroke(tuple((10.0 + n, 200.0, 1.0) for n in range(20)))
    dot = InkStroke(((300, 300, 1.5),))

    def count(*strokes: InkStroke) -> int:
        data = write_pdf(document(*strokes), fonts())
        return len(list(objects(data, pdfium_c.FPDF_PAGEOBJ_PATH)))

    assert count(steady) == 1
    assert count(swelling) > 10
    assert count(dot) == 1
    assert count(InkStroke(())) == 0


def test_a_dot_of_ink_is_seen() -> None:
    data = write_pdf(document(InkStroke(((300, 300, 6.0),))), fonts())
    with pdfium.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=1).to_pil().convert("L")
    assert picture.getpixel((300, 300)) == 0


def test_missing_glyphs_stop_the_file_and_are_named_all_at_once() -> None:
    page = (
        Text(50, 50, "一\ue001", Face.SERIF, 9),
        Text(50, 70, "\U0001f600", Face.SANS, 9),
    )
    with pytest.raises(MissingGlyphs) as caught:
        write_pdf(document(*page), fonts())
    assert caught.value.characters == ("\ue001", "\U0001f600")


def test_an_unknown_operation_is_a_bug() -> None:
    pen = Pen(Canvas(BytesIO()), document(), fonts())
    with pytest.raises(TypeError, match="not a draw operation"):
        pen.draw(cast("Operation", "a word"))


@pytest.mark.parametrize(
    "operation",
    [
        Text(1, 2, "字", Face.SERIF, 9),
        Line(1, 2, 3, 4, 1),
        Rectangle(1, 2, 3, 4),
        Polygon(((1, 2), (3, 4))),
        Picture(1, 2, 3, 4, b""),
        InkStroke(((1, 2, 0.5),)),
    ],
)
def test_an_operation_moved_there_and_back_is_the_same(operation: Operation) -> None:
    assert operation.moved(10, 20) != operation
    assert operation.moved(10, 20).moved(-10, -20) == operation
