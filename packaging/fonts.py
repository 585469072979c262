# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools"]
# ///
"""Cuts the shipped fonts out of the full Noto SC files; run once per font release.

    python packaging/fonts.py SANS_FOLDER SERIF_FOLDER UNIHAN [--fonts F] [--table T]

SANS_FOLDER and SERIF_FOLDER are the unpacked npm packages
`@expo-google-fonts/noto-sans-sc` and `@expo-google-fonts/noto-serif-sc`; UNIHAN is
`Unihan_OtherMappings.txt` or its .bz2 (Debian package `unicode-data`), whose field
kTGH numbers the 8,105 characters of 通用规范汉字表. Equal input gives equal bytes.
"""

from __future__ import annotations

import argparse
import bz2
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent

TABLE = Path("tests", "ui", "widgets", "general_standard_characters.txt")
LEVELS = (3500, 3000, 1605)
"""How many characters each of the three levels of 通用规范汉字表 has."""

BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1: ± ² ³ · × ÷ °
    (0x0370, 0x03FF),  # Greek
    (0x2010, 0x2027),  # dashes, quotation marks, … ·
    (0x2030, 0x203B),  # ‰ ′ ″ ‹ › ※
    (0x20AC, 0x20AC),  # €
    (0x2100, 0x2121),  # ℃ № ℡
    (0x2160, 0x217F),  # Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x22FF),  # mathematics: − ≤ ≥ ≈ ≠ √ ∠ ⊥
    (0x2460, 0x24FF),  # ① ⑴ ⒈
    (0x25A0, 0x25FF),  # ▲ ● ◆ ○ □ ■
    (0x2600, 0x2613),  # ★ ☆
    (0x2713, 0x2717),  # ✓ ✗
    (0x3000, 0x303F),  # CJK punctuation, 〇
    (0x3220, 0x3243),  # ㈠
    (0x3280, 0x32B0),  # ㊀
    (0x3380, 0x33DF),  # ㎜ ㎡ ㎥
    (0xFF01, 0xFFEE),  # full-width forms
)
SPACES = {0x2007: None, 0x2009: 0.2, 0x202F: 0.2}
"""Spaces the source fonts lack, in em; None is the width of a figure. The thin space
stands between Han and Latin, and between the thousands of a reading."""

KEPT_FEATURES = ("ccmp", "kern", "mark", "mkmk")


@dataclass(frozen=True)
class Cut:
    """One font file: where it comes from and what it is called here."""

    folder: str
    source: str
    target: str


SANS = (
    Cut("400Regular", "NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf"),
    Cut("500Medium", "NotoSansSC_500Medium.ttf", "NotoSansSC-Medium.ttf"),
    Cut("600SemiBold", "NotoSansSC_600SemiBold.ttf", "NotoSansSC-SemiBold.ttf"),
    Cut("700Bold", "NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf"),
)
SERIF = (
    Cut("400Regular", "NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf"),
    Cut("700Bold", "NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold.ttf"),
)


def general_standard_characters(unihan: Path) -> str:
    """通用规范汉字表 in its own order, from Unihan's kTGH (`2013:` and the number)."""
    data = unihan.read_bytes()
    text = (bz2.decompress(data) if unihan.suffix == ".bz2" else data).decode("utf-8")
    found = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:(\d+)", text, re.MULTILINE)
    ordered = sorted((int(number), chr(int(code, 16))) for code, number in found)
    if [number for number, _ in ordered] != list(range(1, sum(LEVELS) + 1)):
        raise SystemExit(f"{unihan}: kTGH does not number 1 to {sum(LEVELS)}")
    return "".join(character for _, character in ordered)


def gb2312() -> set[int]:
    """Every character GB 2312 can write, Han and symbols."""
    codes = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for code in codes if (text := code.decode("gb2312", "ignore"))}


def wanted(characters: str) -> set[int]:
    blocks = {code for first, last in BLOCKS for code in range(first, last + 1)}
    return {ord(character) for character in characters} | gb2312() | blocks


def cut(source: Path, target: Path, codes: set[int]) -> None:
    """Keep `codes`, drop hints, vertical setting and alternates, add the thin spaces."""
    options = Options()
    options.hinting = False
    options.layout_features = list(KEPT_FEATURES)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx", "VORG", "DSIG"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    level_figures(font)
    add_spaces(font)
    mark_as_cut(font)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


def add_spaces(font: TTFont) -> None:
    cmap = font.getBestCmap()
    figure = font["hmtx"][cmap[ord("0")]][0]
    for code, width in SPACES.items():
        name = f"uni{code:04X}"
        em = font["head"].unitsPerEm
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"][name] = Glyph()
        font["hmtx"][name] = (figure if width is None else round(width * em), 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def level_figures(font: TTFont) -> None:
    """Give all ten figures one width: Noto Serif has no `tnum`, and columns of areas
    must stand under one another in engines that know no features."""
    cmap, metrics, outlines = font.getBestCmap(), font["hmtx"], font["glyf"]
    names = [cmap[ord(figure)] for figure in "0123456789"]
    width = max(metrics[name][0] for name in names)
    for name in names:
        old, left = metrics[name]
        shift = (width - old) // 2
        glyph = outlines[name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        metrics[name] = (width, left + shift)


def mark_as_cut(font: TTFont) -> None:
    """Say in the version and unique name that the file is not the original."""
    for record in font["name"].names:
        if record.nameID in {3, 5}:
            record.string = f"{record.toUnicode()}; subset"


def write_table(characters: str, target: Path) -> None:
    """The list as data for the tests: one line a level."""
    first, second, _ = LEVELS
    lines = (
        characters[:first],
        characters[first : first + second],
        characters[first + second :],
    )
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sans", type=Path)
    parser.add_argument("serif", type=Path)
    parser.add_argument("unihan", type=Path)
    parser.add_argument("--fonts", type=Path, default=ROOT / "resources" / "fonts")
    parser.add_argument("--table", type=Path, default=ROOT / TABLE)
    given = parser.parse_args()
    given.fonts.mkdir(parents=True, exist_ok=True)
    characters = general_standard_characters(given.unihan)
    codes = wanted(characters)
    for package, cuts in ((given.sans, SANS), (given.serif, SERIF)):
        for each in cuts:
            cut(package / each.folder / each.source, given.fonts / each.target, codes)
    shutil.copyfile(given.sans / "LICENSE_FONT", given.fonts / "OFL-NotoSansSC.txt")
    shutil.copyfile(given.serif / "LICENSE_FONT", given.fonts / "OFL-NotoSerifSC.txt")
    write_table(characters, given.table)


if __name__ == "__main__":
    main()
