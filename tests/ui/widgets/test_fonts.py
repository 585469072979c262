"""The shipped fonts carry every character of a name or a form, and may be embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
FONTS = sorted((HERE.parents[2] / "resources" / "fonts").glob("*.ttf"))
SIGNS = "①⑳㎡²³℃±×÷≤≥−–—…·▲●◆○→←↑↓›‹ⅠⅫαω％，。：；“”（）【】《》、？！￥〇№"
SPACES = "\u2007\u2009\u202f"
RARE_NAMES = "㛃䶮珺祎陈喆堃𬀩𬭎𫖮𬱖镕"


def standard_characters() -> str:
    lines = (HERE / "general_standard_characters.txt").read_text(encoding="utf-8").split()
    assert [len(line) for line in lines] == [3500, 3000, 1605]
    return "".join(lines)


def test_the_list_is_the_one_unihan_numbers() -> None:
    digest = hashlib.sha256(standard_characters().encode()).hexdigest()

    assert digest == "7a74be6ba0e31be97d5ccc3c93acc6a1329a8b97d99f3f476c18c93ca66dba9f"


def test_all_weights_are_shipped() -> None:
    assert [path.name for path in FONTS] == [
        "NotoSansSC-Bold.ttf",
        "NotoSansSC-Medium.ttf",
        "NotoSansSC-Regular.ttf",
        "NotoSansSC-SemiBold.ttf",
        "NotoSerifSC-Bold.ttf",
        "NotoSerifSC-Regular.ttf",
    ]


@pytest.fixture(scope="module", params=FONTS, ids=lambda path: path.stem)
def font(request: pytest.FixtureRequest) -> Iterator[TTFont]:
    with TTFont(request.param, lazy=True) as opened:
        yield opened


def test_every_standard_character_is_there(font: TTFont) -> None:
    wanted = standard_characters() + SIGNS + SPACES + RARE_NAMES
    cmap = font.getBestCmap()

    assert [character for character in wanted if ord(character) not in cmap] == []


def test_every_gb2312_character_is_there(font: TTFont) -> None:
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    wanted = {text for code in codes if (text := code.decode("gb2312", "ignore"))}

    assert len(wanted) == 6763
    assert {ord(text) for text in wanted} <= set(font.getBestCmap())


def test_outlines_are_truetype_and_may_be_embedded(font: TTFont) -> None:
    assert "glyf" in font
    assert "CFF " not in font
    assert font["OS/2"].fsType == 0


def test_figures_stand_under_one_another(font: TTFont) -> None:
    cmap = font.getBestCmap()
    widths = {font["hmtx"][cmap[ord(figure)]][0] for figure in "0123456789"}

    assert len(widths) == 1
    assert font["hmtx"][cmap[0x2007]][0] in widths


def test_each_file_is_small_enough_to_ship() -> None:
    assert max(path.stat().st_size for path in FONTS) < 4_100_000
