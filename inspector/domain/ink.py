"""Handwriting as whole numbers, so that what was signed can be hashed and drawn again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InkPoint:
    """Where the pen was (0.01 mm from the field's top left), how hard (0 to 1000),
    and how many milliseconds after the field's first touch."""

    x: int
    y: int
    pressure: int
    ms: int


@dataclass(frozen=True, slots=True)
class Stroke:
    points: tuple[InkPoint, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """One signature: its strokes, and the size of the field in 0.01 mm."""

    strokes: tuple[Stroke, ...]
    width: int
    height: int

    @property
    def is_empty(self) -> bool:
        return not any(stroke.points for stroke in self.strokes)
