"""Every character is drawn by some cut, or named as missing; text copies out exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfbase import ttfonts

from inspector.reports.embedding import to_unicode
from inspector.reports.fonts import Fonts, MissingGlyphs
from inspector.reports.operations import Face, Text
from inspector.reports.sheet import lay_out_sheet, render_sheet
from inspector.reports.style import Style
from inspector.trouble import Trouble
from tests.reports.examples import content, fonts, person
from tests.reports.visits import within

NO_FONT_HAS = "\U0001f600"


def test_width_is_the_sum_of_the_advances() -> None:
    assert fonts().width("办公", Face.SERIF, 9) == pytest.approx(18)
    digits = {fonts().width(d, Face.SERIF, 10) for d in "0123456789"}
    assert len(digits) == 1, "figures must stand in columns"


def test_rare_names_are_drawn_by_the_cut_asked_for() -> None:
    assert list(fonts().runs("王𬀩䶮㛃", Face.SERIF)) == [(Face.SERIF, "王𬀩䶮㛃")]


def test_a_character_the_cut_lacks_comes_from_the_next_that_has_it() -> None:
    known = fonts()
    plain = known.by_face[Face.SANS_BOLD].face.charToGlyph
    lost = plain.pop(ord("晖"))
    try:
        loaded = Fonts(known.by_face)
        assert list(loaded.runs("大晖小", Face.SANS_BOLD)) == [
            (Face.SANS_BOLD, "大"),
            (Face.SERIF, "晖"),
            (Face.SANS_BOLD, "小"),
        ]
        assert loaded.width("晖", Face.SANS_BOLD, 10) == pytest.approx(10)
        assert not loaded.missing("晖")
    finally:
        plain[ord("晖")] = lost


def test_what_no_font_has_is_missing_and_takes_a_square() -> None:
    assert fonts().missing(f"大{NO_FONT_HAS}") == {NO_FONT_HAS}
    assert fonts().width(NO_FONT_HAS, Face.SERIF, 10) == pytest.approx(10)
    assert list(fonts().runs(NO_FONT_HAS, Face.SERIF)) == [(Face.SERIF, NO_FONT_HAS)]


def test_missing_glyphs_names_each_with_its_code_point_and_says_what_to_do() -> None:
    trouble = MissingGlyphs([NO_FONT_HAS, "\ue000", NO_FONT_HAS])

    assert isinstance(trouble, Trouble)
    assert trouble.characters == ("\ue000", NO_FONT_HAS)
    assert "2 个字" in trouble.what
    assert "U+1F600" in trouble.what
    assert "U+E000" in trouble.what
    assert trouble.advice


def test_many_missing_glyphs_are_counted_and_not_all_shown() -> None:
    trouble = MissingGlyphs(chr(0xE000 + n) for n in range(40))
    assert "40 个字" in trouble.what
    assert " 等" in trouble.what


def test_a_missing_or_broken_font_file_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="无法读取"):
        Fonts.load(tmp_path)
    for face in Face:
        (tmp_path / f"{face.value}.ttf").write_bytes(b"not a font")
    with pytest.raises(Trouble, match="无法读取"):
        Fonts.load(tmp_path)


def test_signs_and_rare_names_of_a_sheet_can_be_drawn() -> None:
    assert not fonts().missing("𬀩䶮㛃𬭎𫖮㎡²±①▲●◆○…—“”〔〕×−℃")


def test_the_map_to_text_is_utf_16_in_blocks_of_a_hundred() -> None:
    subset = [0, *range(0x4E00, 0x4E00 + 150), 0x2C029]
    text = to_unicode(subset)

    assert "<01> <4E00>" in text
    assert "<97> <D870DC29>" in text
    assert "<00> <0000>" not in text
    assert text.count("100 beginbfchar") == 1
    assert text.count("51 beginbfchar") == 1


def test_reportlab_still_writes_five_digits_for_rare_characters() -> None:
    """When this fails the fault is mended upstream and `EmbeddedFont` can go."""
    assert "<2C029>" in ttfonts.makeToUnicodeCMap("F", [0x2C029])


def test_a_name_no_font_can_draw_is_trouble_and_not_a_blank() -> None:
    room = within()
    card = replace(room.card, occupants=(person("王\U0002a6d9"),))
    with pytest.raises(MissingGlyphs, match="U\\+2A6D9"):
        render_sheet(content((replace(room, card=card),)), fonts())


def test_characters_that_show_nothing_do_no_harm() -> None:
    room = within()
    card = replace(room.card, occupants=(person("王\u200b小\t明\ufeff"),))
    document = lay_out_sheet(content((replace(room, card=card),)), fonts(), Style())
    words = [op.text for op in document.pages[0] if isinstance(op, Text)]
    assert any(word.startswith("王小 明") for word in words)
