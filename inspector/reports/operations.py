"""What can be drawn on a page, as frozen values; PDF is one reader of them, OFD another.

Points of 1/72 inch from the page's top left corner, y downward. Greys: 0 black, 1 white.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

POINTS_PER_MM = 72 / 25.4


class Face(Enum):
    """A cut of a typeface; its value is the file's name without the ending."""

    SANS = "NotoSansSC-Regular"
    SANS_MEDIUM = "NotoSansSC-Medium"
    SANS_BOLD = "NotoSansSC-SemiBold"
    SERIF = "NotoSerifSC-Regular"
    SERIF_BOLD = "NotoSerifSC-Bold"


@dataclass(frozen=True, slots=True)
class Text:
    """One run on a baseline; `x` is its left end, `angle` turns it anticlockwise."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    grey: float = 0.0
    angle: float = 0.0

    def moved(self, right: float, down: float) -> Text:
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    grey: float = 0.0
    dashes: tuple[float, ...] = ()

    def moved(self, right: float, down: float) -> Line:
        return Line(
            self.x1 + right,
            self.y1 + down,
            self.x2 + right,
            self.y2 + down,
            self.width,
            self.grey,
            self.dashes,
        )


@dataclass(frozen=True, slots=True)
class Rectangle:
    """`fill` is a grey or None; `line` is the width of its outline, 0 for none."""

    x: float
    y: float
    width: float
    height: float
    fill: float | None = None
    line: float = 0.0
    grey: float = 0.0

    def moved(self, right: float, down: float) -> Rectangle:
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[tuple[float, float], ...]
    fill: float | None = None
    line: float = 0.0
    grey: float = 0.0

    def moved(self, right: float, down: float) -> Polygon:
        return replace(self, points=tuple((x + right, y + down) for x, y in self.points))


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG as it is, never decoded on the way to the file."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes

    def moved(self, right: float, down: float) -> Picture:
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class InkStroke:
    """One stroke of a pen: x, y and the width of the line at that point."""

    points: tuple[tuple[float, float, float], ...]

    def moved(self, right: float, down: float) -> InkStroke:
        return InkStroke(tuple((x + right, y + down, width) for x, y, width in self.points))


Operation: TypeAlias = Text | Line | Rectangle | Polygon | Picture | InkStroke


@dataclass(frozen=True, slots=True)
class Document:
    """Pages of one size, and what the file says of itself."""

    width: float
    height: float
    pages: tuple[tuple[Operation, ...], ...]
    title: str
    subject: str
    author: str
