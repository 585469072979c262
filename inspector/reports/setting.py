"""Text set in lines: fragments that a cell stacks and a page break may part."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from inspector.reports.breaking import break_lines
from inspector.reports.fonts import Fonts
from inspector.reports.operations import Line, Operation, Text
from inspector.reports.style import Voice

_STRIKE_WIDTH = 0.5
_STRIKE_HEIGHT = 0.33
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD]
)


class Align(Enum):
    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Fragment:
    """A strip of a cell that no page break may enter; drawn from (0, 0) at its top left."""

    height: float
    operations: tuple[Operation, ...] = ()

    def moved(self, right: float, down: float) -> Iterator[Operation]:
        return (operation.moved(right, down) for operation in self.operations)


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Sets text in the given fonts; `hang` is how far a stop may stand out of its line."""

    fonts: Fonts
    hang: float = 0.0

    def lines(self, text: str, voice: Voice, width: float) -> tuple[str, ...]:
        def measure(piece: str) -> float:
            return self.width(piece, voice)

        return break_lines(plain(text), width, measure, hang=self.hang)

    def width(self, text: str, voice: Voice) -> float:
        return self.fonts.width(text, voice.face, voice.size)

    def paragraph(
        self,
        text: str,
        voice: Voice,
        width: float,
        align: Align = Align.LEFT,
        *,
        struck: bool = False,
    ) -> tuple[Fragment, ...]:
        """One fragment a line; empty text is no fragment at all."""
        if not text:
            return ()
        return tuple(
            self._line(line, voice, width, align, struck=struck)
            for line in self.lines(text, voice, width)
        )

    def run(self, text: str, voice: Voice, x: float, y: float) -> Text:
        """Text that the caller knows to fit, on the baseline `y`."""
        return Text(x, y, plain(text), voice.face, voice.size, voice.grey)

    def items(
        self,
        texts: Sequence[str],
        voice: Voice,
        width: float,
        gap: float,
        *,
        even: bool = False,
    ) -> tuple[Fragment, ...]:
        """Side by side, on a new line when full; an item is parted where none holds it.

        `even` items stand in columns, each as wide as the widest.
        """
        widest = max((self.width(text, voice) for text in texts), default=0.0)
        rows: list[list[Text]] = [[]]
        x = 0.0
        for text in texts:
            lines = self.lines(text, voice, width)
            needed = max(self.width(line, voice) for line in lines)
            if rows[-1] and (x + needed > width or len(lines) > 1):
                rows.append([])
                x = 0.0
            for number, line in enumerate(lines):
                if number:
                    rows.append([])
                rows[-1].append(self.run(line, voice, x, voice.baseline))
            x += (widest if even else self.width(lines[-1], voice)) + gap
        return tuple(Fragment(voice.line, tuple(row)) for row in rows if row)

    def _line(
        self, line: str, voice: Voice, width: float, align: Align, *, struck: bool
    ) -> Fragment:
        shown = line.rstrip(" ")
        if not shown:
            return Fragment(voice.line)
        used = self.width(shown, voice)
        x = max(0.0, width - used) * align.value
        text = self.run(shown, voice, x, voice.baseline)
        if not struck:
            return Fragment(voice.line, (text,))
        y = voice.baseline - voice.size * _STRIKE_HEIGHT
        return Fragment(voice.line, (text, Line(x, y, x + used, y, _STRIKE_WIDTH)))


def plain(text: str) -> str:
    """Without characters that show nothing; tabs and the like become one space each."""
    return "".join(
        " " if unicodedata.category(c) == "Cc" and c != "\n" else c
        for c in text.replace("\r\n", "\n").translate(_INVISIBLE)
    )


def stacked(fragments: Sequence[Fragment]) -> float:
    return sum(fragment.height for fragment in fragments)
