"""The outline that readings are put on: which corners a slot joins, and where to start.

A sketch fixes orientation, convexity and start values only, never a length.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from inspector.domain.adjust import Point, RightAngle
from inspector.domain.lengths import SLOTS
from inspector.domain.solutions import Model

Edge = tuple[int, int]

_QUADRILATERAL: Mapping[str, Edge] = {
    "wall1": (0, 1),
    "wall2": (1, 2),
    "wall3": (2, 3),
    "wall4": (3, 0),
    "diagonal1": (0, 2),
    "diagonal2": (1, 3),
}
EDGES: Mapping[Model, Mapping[str, Edge]] = {
    Model.RECTANGLE: {**_QUADRILATERAL, "span1": (0, 1), "span2": (1, 2)},
    Model.QUADRILATERAL: _QUADRILATERAL,
    Model.TRIANGLE: {"wall1": (0, 1), "wall2": (1, 2), "wall3": (2, 0)},
}
_SQUARE: tuple[Edge, ...] = ((0, 0), (1, 0), (1, 1), (0, 1))


@dataclass(frozen=True, slots=True)
class Outline:
    """What a person said of the room's shape before or beside the readings."""

    model: Model = Model.RECTANGLE
    sketch: tuple[tuple[int, int], ...] = ()
    """Corners anticlockwise, in any unit; empty for a convex room."""
    right_angles: tuple[RightAngle, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(slot for slot in SLOTS if slot in EDGES[self.model])

    @property
    def refusal(self) -> str:
        """Why the sketch cannot be used; empty if it can."""
        corners = 3 if self.model is Model.TRIANGLE else 4
        if not self.sketch:
            return ""
        if len(self.sketch) != corners:
            return f"草图应有{corners}个角"
        if crosses_itself(self.sketch):
            return "草图的边自相交"
        return "" if _twice_area(self.sketch) > 0 else "草图的角须按逆时针排列"


def start_corners(outline: Outline, mm: Mapping[str, float]) -> list[Point] | None:
    """Corners laid out from one triangle, or from two that share a side.

    `mm` gives every measured edge once: three of a triangle, at least five of a
    quadrilateral. None where a triangle cannot be closed.
    """
    if outline.model is Model.TRIANGLE:
        apex = _apex(mm["wall1"], mm["wall3"], mm["wall2"], 1)
        return apex and [(0.0, 0.0), (mm["wall1"], 0.0), apex]
    lengths = {frozenset(_QUADRILATERAL[slot]): value for slot, value in mm.items()}
    pairs = [frozenset(pair) for pair in combinations(range(4), 2)]
    open_pair = next((p for p in pairs if p not in lengths), frozenset((1, 3)))
    low, high = sorted(frozenset(range(4)) - open_pair)
    base = lengths[frozenset((low, high))]
    placed: dict[int, Point] = {low: (0.0, 0.0), high: (base, 0.0)}
    sketch = outline.sketch or _SQUARE
    for corner in sorted(open_pair):
        to_low, to_high = (
            lengths[frozenset((low, corner))],
            lengths[frozenset((high, corner))],
        )
        side = _turn(sketch[low], sketch[high], sketch[corner])
        apex = _apex(base, to_low, to_high, side)
        if apex is None:
            return None
        placed[corner] = apex
    return [placed[corner] for corner in range(4)]


def crosses_itself(corners: Sequence[Point] | Sequence[tuple[int, int]]) -> bool:
    """Two sides that are not neighbours meet."""
    count = len(corners)
    sides = [(corners[i], corners[(i + 1) % count]) for i in range(count)]
    apart = (
        (one, two)
        for (i, one), (j, two) in combinations(enumerate(sides), 2)
        if (j - i) % count not in (1, count - 1)
    )
    return any(_meet(*one, *two) for one, two in apart)


def _apex(base: float, to_start: float, to_end: float, side: int) -> Point | None:
    """Third corner of a triangle over a base on the x axis, to the left if side > 0."""
    along = (base**2 + to_start**2 - to_end**2) / (2 * base)
    square = to_start**2 - along**2
    return (along, math.copysign(math.sqrt(square), side)) if square > 0 else None


def _turn(a: Point, b: Point, c: Point) -> int:
    """1 if c lies to the left of the line from a to b, -1 to the right, 0 on it."""
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (cross > 0) - (cross < 0)


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) != _turn(a, b, d) and _turn(c, d, a) != _turn(c, d, b)


def _twice_area(corners: Sequence[Point]) -> float:
    return sum(
        a[0] * b[1] - b[0] * a[1]
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)
    )
