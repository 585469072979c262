"""The typefaces of the printed forms: how wide text is, and which cut holds a character.

A character that the asked-for cut lacks is taken from the next one that has it; one that
none has is trouble, named by its code point, and never a blank on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Self

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from inspector.reports.embedding import EmbeddedFont
from inspector.reports.operations import Face
from inspector.trouble import Trouble

_EM = 1000
_FALLBACKS = (Face.SERIF, Face.SANS)
_SHOWN_AT_MOST = 12


class MissingGlyphs(Trouble):
    """Characters that no font here can draw, so that the sheet would have had holes."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = tuple(sorted(set(characters)))
        named = "、".join(
            f"{c}（U+{ord(c):04X}）" if c.isprintable() else f"U+{ord(c):04X}"
            for c in self.characters[:_SHOWN_AT_MOST]
        )
        more = " 等" if len(self.characters) > _SHOWN_AT_MOST else ""
        super().__init__(
            f"字体中没有以下 {len(self.characters)} 个字：{named}{more}。",
            "请核对姓名、单位或备注中的这些字；确属生僻字的，请联系管理员补充字体后再打印。",
        )


@dataclass(frozen=True, slots=True)
class Fonts:
    """One font for every `Face`; loaded once and used for every sheet."""

    by_face: Mapping[Face, EmbeddedFont]
    _chosen: dict[tuple[Face, str], Face | None] = field(default_factory=dict, repr=False)
    _advances: dict[tuple[Face, str], float] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls({face: _font(folder / f"{face.value}.ttf") for face in Face})

    def width(self, text: str, face: Face, size: float) -> float:
        return sum(self._advance(face, character) for character in text) * size / _EM

    def runs(self, text: str, face: Face) -> Iterator[tuple[Face, str]]:
        """The text in pieces that one cut can draw each, in their order."""
        for found, piece in groupby(text, lambda c: self.face_for(c, face)):
            yield found or face, "".join(piece)

    def missing(self, text: str) -> set[str]:
        return {c for c in set(text) if self.face_for(c, Face.SANS) is None}

    def face_for(self, character: str, face: Face) -> Face | None:
        """The wanted cut if it has the character, else the first fallback that has."""
        key = (face, character)
        if key not in self._chosen:
            code = ord(character)
            self._chosen[key] = next(
                (
                    f
                    for f in (face, *_FALLBACKS)
                    if code in self.by_face[f].face.charToGlyph
                ),
                None,
            )
        return self._chosen[key]

    def register(self) -> None:
        """Make these the fonts that reportlab's one registry knows by their names.

        It keeps the first font of a name for ever, even where the file is another.
        """
        for font in self.by_face.values():
            font.unregister()
            pdfmetrics.registerFont(font)

    def _advance(self, face: Face, character: str) -> float:
        key = (face, character)
        if key not in self._advances:
            found = self.face_for(character, face)
            widths = self.by_face[found or face].face.charWidths
            self._advances[key] = float(widths.get(ord(character), _EM))
        return self._advances[key]


def _font(path: Path) -> EmbeddedFont:
    try:
        return EmbeddedFont(path.stem, str(path), asciiReadable=False)
    except (OSError, TTFError) as bad:
        raise Trouble(
            f"打印字体 {path.name} 无法读取。", "请重新安装本程序，或把字体文件放回原处。"
        ) from bad
