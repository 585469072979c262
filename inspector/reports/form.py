"""The parts that forms are made of: label and value, headed tables, tables in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.reports.operations import Line, Operation
from inspector.reports.setting import Align, Fragment, Typesetter, stacked
from inspector.reports.style import Style, Voice
from inspector.reports.table import PIECE, Cell, Strip, row, under


@dataclass(frozen=True, slots=True)
class Value:
    """Text for a cell, a paragraph for each line feed."""

    text: str
    voice: Voice
    align: Align = Align.LEFT
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    wide: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Form:
    """A style and a typesetter together: what every part needs to be set."""

    style: Style
    setter: Typesetter

    def inner(self, wide: float) -> float:
        """The room for text in a cell."""
        return wide - 2 * self.style.pad_x

    def cell(self, value: Value, wide: float, *, label: bool = False) -> Cell:
        """A label is shaded, and stands whole in the first piece of a parted row."""
        lines = self.setter.paragraph(
            value.text, value.voice, self.inner(wide), value.align, struck=value.struck
        )
        return Cell(wide, lines, shaded=label, whole=label)

    def label(self, text: str, wide: float) -> Cell:
        return self.cell(Value(text, self.style.label, Align.CENTRE), wide, label=True)

    def pairs(
        self,
        pairs: Sequence[tuple[str, Value]],
        label: float,
        *,
        shares: Sequence[float] = (),
        first: bool = False,
    ) -> list[Strip]:
        """One row of labels and values; the values share what the labels leave."""
        left = self.style.measure - label * len(pairs)
        parts = shares or [1 / len(pairs)] * len(pairs)
        cells: list[Cell] = []
        for (text, value), part in zip(pairs, parts, strict=True):
            cells += [self.label(text, label), self.cell(value, left * part)]
        return row(cells, self.style, first=first)

    def wide(
        self,
        text: str,
        label: float,
        fragments: Sequence[Fragment],
        *,
        limit: float = PIECE,
    ) -> list[Strip]:
        """One label and everything that stands beside it."""
        cells = [
            self.label(text, label),
            Cell(self.style.measure - label, tuple(fragments)),
        ]
        return row(cells, self.style, limit=limit)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
    ) -> list[Strip]:
        """A table across the page whose head comes again on every page."""
        head = row([self.label(c.title, c.wide) for c in columns], self.style, first=True)
        strips: list[Strip] = []
        for values in rows:
            cells = [self.cell(v, c.wide) for v, c in zip(values, columns, strict=True)]
            strips += row(cells, self.style)
        return under(head, strips)

    def inside_head(self, columns: Sequence[Column]) -> Fragment:
        """The head of a table that stands in a cell."""
        voice = self.style.label
        return self.inside([Value(c.title, voice, Align.CENTRE) for c in columns], columns)

    def inside(self, values: Sequence[Value], columns: Sequence[Column]) -> Fragment:
        """One row of a table that stands in a cell, with the rule below it."""
        style = self.style
        cells = [
            self.setter.paragraph(
                v.text, v.voice, self.inner(c.wide), v.align, struck=v.struck
            )
            for v, c in zip(values, columns, strict=True)
        ]
        height = max(stacked(lines) for lines in cells) + 2 * style.pad_y * 0.6
        operations: list[Operation] = []
        x = 0.0
        for lines, column in zip(cells, columns, strict=True):
            y = (height - stacked(lines)) / 2
            if x:
                operations.append(Line(x, 0, x, height, style.hairline, style.grid))
            for line in lines:
                operations += line.moved(x + style.pad_x, y)
                y += line.height
            x += column.wide
        operations.append(Line(0, height, x, height, style.hairline, style.grid))
        return Fragment(height, tuple(operations))
