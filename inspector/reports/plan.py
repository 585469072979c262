"""The drawing of a room: its adjusted outline to a round scale, with every side's length.

A length stands along its wall, outside; where the wall is too short for it a letter
stands there, and the lengths of the letters follow below the drawing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from string import ascii_lowercase

from inspector.domain.lengths import DIAGONALS, SLOT_LABELS, WALLS
from inspector.domain.outlines import EDGES
from inspector.domain.solutions import Model
from inspector.reports.operations import POINTS_PER_MM, Line, Operation, Polygon, Text
from inspector.reports.setting import Align, Fragment, Typesetter
from inspector.reports.style import Style, Voice
from inspector.reports.wording import metres_of_mm

SCALES = (20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000)
_COARSEST = 1000
_OUTSIDE = 3.2
_INSIDE = 3.0
_BESIDE = 2.0
_MARGIN = 14.0
_CAPITALS = 0.72
"""How much of the size figures and letters stand above their line."""
_UPRIGHT = 90
_TOLERANCE = 0.5
_OFF_MIDDLE = 0.3
_NOWHERE = (0.0, 0.0)
_EDGES: Mapping[int, Mapping[str, tuple[int, int]]] = {
    3: EDGES[Model.TRIANGLE],
    4: EDGES[Model.QUADRILATERAL],
}

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Side:
    """One wall on paper: its ends, its real length, and the way out of the room."""

    start: Corner
    end: Corner
    length_mm: int
    out: Corner

    @property
    def drawn(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def middle(self) -> Corner:
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2

    @property
    def angle(self) -> float:
        """Along the wall and never upside down: read from below or from the right."""
        (x1, y1), (x2, y2) = self.start, self.end
        angle = math.degrees(math.atan2(y1 - y2, x2 - x1))
        if angle > _UPRIGHT + _TOLERANCE:
            return angle - 180
        return angle + 180 if angle <= -_UPRIGHT + _TOLERANCE else angle

    def place(self, text: str, away: float, voice: Voice, setter: Typesetter) -> Text:
        """Text along the wall, centred, its nearest edge `away` outside (or inside)."""
        angle = math.radians(self.angle)
        up = (-math.sin(angle), -math.cos(angle))
        towards = up[0] * self.out[0] + up[1] * self.out[1]
        if towards * away < 0:
            away += math.copysign(voice.size * _CAPITALS, away)
        half = setter.width(text, voice) / 2
        x = self.middle[0] + self.out[0] * away - half * math.cos(angle)
        y = self.middle[1] + self.out[1] * away + half * math.sin(angle)
        return Text(x, y, text, voice.face, voice.size, voice.grey, self.angle)


def room_plan(
    corners: Sequence[tuple[int, int]],
    slots: Collection[str],
    room: tuple[float, float],
    style: Style,
    setter: Typesetter,
) -> tuple[Fragment, ...]:
    """The drawing and its legend; `slots` are the readings taken, `room` is the paper."""
    voice = style.quiet
    wide, high = room
    if not corners:
        return setter.paragraph("读数未能形成房间轮廓", voice, wide, Align.CENTRE)
    scale = _scale(corners, wide - 2 * _MARGIN, high - 2 * _MARGIN)
    sides = _sides(corners, scale, wide, high)
    drawing: list[Operation] = [
        Polygon(tuple(side.start for side in sides), fill=style.shade, line=style.wall)
    ]
    short: list[str] = []
    for side in sides:
        length = metres_of_mm(side.length_mm)
        if setter.width(length, voice) > side.drawn - style.wall:
            letter = _letter(len(short))
            short.append(f"{letter} {length}")
            length = letter
        drawing.append(side.place(length, _OUTSIDE, voice, setter))
    drawing += _names(sides, voice, setter)
    drawing += _diagonals(sides, slots, style, setter)
    legend = (f"比例 1:{scale}", "边长为平差值，单位 m", *short)
    return (
        Fragment(high, tuple(drawing)),
        *setter.items(legend, voice, wide, style.gap),
    )


def _names(sides: Sequence[Side], voice: Voice, setter: Typesetter) -> Iterator[Text]:
    """Inside each wall the name that the readings call it by."""
    edges = _EDGES.get(len(sides), {})
    for slot, (start, _) in edges.items():
        name = SLOT_LABELS[slot]
        if slot in WALLS and setter.width(name, voice) * 2 < sides[start].drawn:
            yield sides[start].place(name, -_INSIDE, voice, setter)


def _diagonals(
    sides: Sequence[Side], slots: Collection[str], style: Style, setter: Typesetter
) -> Iterator[Operation]:
    """The measured diagonals, each named off the middle, where the two would meet."""
    edges = _EDGES.get(len(sides), {})
    for slot in DIAGONALS:
        if slot not in slots or slot not in edges:
            continue
        (x1, y1), (x2, y2) = (sides[corner].start for corner in edges[slot])
        yield Line(x1, y1, x2, y2, style.hairline * 2, style.grid, (3, 2))
        third = (x1 + (x2 - x1) * _OFF_MIDDLE, y1 + (y2 - y1) * _OFF_MIDDLE)
        half = Side((x1, y1), (2 * third[0] - x1, 2 * third[1] - y1), 0, _NOWHERE)
        name = SLOT_LABELS[slot]
        up = (-math.sin(math.radians(half.angle)), -math.cos(math.radians(half.angle)))
        yield replace(half, out=up).place(name, _BESIDE, style.quiet, setter)


def _scale(corners: Sequence[tuple[int, int]], wide: float, high: float) -> int:
    """The finest of the usual scales that the room fits the paper in."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    needed = max(
        (max(xs) - min(xs)) * POINTS_PER_MM / wide,
        (max(ys) - min(ys)) * POINTS_PER_MM / high,
    )
    coarser = math.ceil(needed / _COARSEST) * _COARSEST
    return next((scale for scale in SCALES if scale >= needed), coarser)


def _sides(
    corners: Sequence[tuple[int, int]], scale: int, wide: float, high: float
) -> list[Side]:
    """Drawn with y downward, as on screen: the walls run clockwise from 墙一 at the top,
    the way one walks round a room, and outside lies at the left."""
    unit = POINTS_PER_MM / scale
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left = wide / 2 - (max(xs) + min(xs)) / 2 * unit
    top = high / 2 - (max(ys) + min(ys)) / 2 * unit
    closed = [*corners, corners[0]]
    return [
        Side(
            (left + x1 * unit, top + y1 * unit),
            (left + x2 * unit, top + y2 * unit),
            round(math.dist((x1, y1), (x2, y2))),
            _left_hand(x2 - x1, y2 - y1),
        )
        for (x1, y1), (x2, y2) in pairwise(closed)
        if (x1, y1) != (x2, y2)
    ]


def _left_hand(x: int, y: int) -> Corner:
    """The unit vector to the left of a direction, on paper where y goes down."""
    length = math.hypot(x, y)
    return y / length, -x / length


def _letter(number: int) -> str:
    turns, rest = divmod(number, len(ascii_lowercase))
    return ascii_lowercase[rest] + (str(turns) if turns else "")
