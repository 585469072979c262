"""Where a plan's tags go: beside their walls, clear of the walls' ends and of one another.

Plain geometry in pixels; nothing here paints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

WALL = 5.0
"""How thick a wall is drawn, whatever the scale."""
_GAP = 6.0
_CLEAR_OF_WALL = WALL / 2 + 1.5
_CLEAR_OF_END = WALL / 2 + 3.0
_CLEAR_OF_TAG = 3.0
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.16, 0.84)
_STEP = 6
_STEPS_AWAY = (0.0, 1.0, 2.0)

Place = tuple[int, int]
"""Millimetres; x to the right, y down the screen."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A wall or a diagonal: its number (①), its reading as the meter shows it, its ends."""

    name: str
    value: str
    start: Place
    end: Place


@dataclass(frozen=True, slots=True)
class PlanPatch:
    """A part of the floor that does not count, with the words for it."""

    label: str
    corners: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PlanDrawing:
    """Everything a plan shows. `armed` and `suspect` are names of lines; `question` is what
    the person is asked about the suspect one."""

    walls: tuple[PlanLine, ...] = ()
    diagonals: tuple[PlanLine, ...] = ()
    deductions: tuple[PlanPatch, ...] = ()
    armed: str = ""
    suspect: str = ""
    question: str = ""

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        return self.walls + self.diagonals

    @property
    def closed(self) -> bool:
        """Do the walls, in their order, come back to where they began?"""
        following = (*self.walls[1:], *self.walls[:1])
        met = (a.end == b.start for a, b in zip(self.walls, following, strict=True))
        return bool(self.walls) and all(met)


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """One label in its place; `anchor` is what it speaks of, and `led` says that a thin
    line must lead there because the tag had to stand apart."""

    name: str
    text: str
    rect: QRectF
    anchor: QPointF
    led: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """From millimetres to pixels."""

    scale: float
    left: float
    top: float

    def point(self, place: Place) -> QPointF:
        return QPointF(self.left + place[0] * self.scale, self.top + place[1] * self.scale)

    def line(self, line: PlanLine) -> QLineF:
        return QLineF(self.point(line.start), self.point(line.end))


@dataclass(frozen=True, slots=True)
class PlanLayout:
    fit: Fit
    tags: tuple[PlacedTag, ...]


@dataclass
class _Board:
    """What is taken already, and what a tag keeps clear of if it can."""

    room: QRectF
    walls: list[QLineF]
    edges: list[QLineF]
    taken: list[QRectF] = field(default_factory=list)

    def put(self, size: QSizeF, anchor: QPointF, places: Iterable[QRectF]) -> QRectF:
        """Take the first of `places` that is free, or the nearest that is."""
        good = (r for r in places if self._clear(r) and self._in_sight(r, anchor))
        rect = next(good, None)
        rect = rect or self._nearest(size, anchor)
        self.taken.append(rect)
        return rect

    def _nearest(self, size: QSizeF, anchor: QPointF) -> QRectF:
        """Any place at all, the nearest first: clear of everything and in sight of what it
        speaks of; then out of sight; then on a wall; then on a wall's end. Never on another
        tag while there is room, and never left out."""
        spots = [rect for rect in _spots(self.room, size, anchor) if self._untaken(rect)]
        rules: tuple[Callable[[QRectF], bool], ...] = (
            lambda rect: self._clear(rect) and self._in_sight(rect, anchor),
            self._clear,
            self._clear_of_ends,
            lambda _rect: True,
        )
        found = (rect for rule in rules for rect in spots if rule(rect))
        return next(found, _centred(anchor, size))

    def _untaken(self, rect: QRectF) -> bool:
        apart = _grown(rect, _CLEAR_OF_TAG)
        return self.room.contains(rect) and not any(map(apart.intersects, self.taken))

    def _clear_of_ends(self, rect: QRectF) -> bool:
        around = _grown(rect, _CLEAR_OF_END)
        ends = (end for wall in self.walls for end in (wall.p1(), wall.p2()))
        return not any(map(around.contains, ends))

    def _clear(self, rect: QRectF) -> bool:
        around = _grown(rect, _CLEAR_OF_WALL)
        return (
            self._untaken(rect)
            and self._clear_of_ends(rect)
            and not any(crosses(around, wall) for wall in self.walls)
            and not any(crosses(rect, edge) for edge in self.edges)
        )

    def parted(self, rect: QRectF, area: QRectF) -> bool:
        """Does a wall, or more than a gap, stand between the words and their patch?"""
        between = QLineF(rect.center(), area.center())
        meeting = QLineF.IntersectionType.BoundedIntersection
        walled = any(between.intersects(wall)[0] == meeting for wall in self.walls)
        return walled or not _grown(rect, 3 * _GAP).intersects(area)

    def _in_sight(self, rect: QRectF, anchor: QPointF) -> bool:
        leader = QLineF(rect.center(), anchor)
        return not any(crosses(other, leader) for other in self.taken)


Measure = Callable[[str], QSizeF]
Outward = Callable[[QLineF], QPointF]


def lay_out(
    drawing: PlanDrawing, texts: dict[str, str], size: QSizeF, measure: Measure
) -> PlanLayout:
    """Fit the plan into `size` and place every tag; `texts` says what each line's reads.

    The suspect wall comes after the others: it has the question to carry, and gives way.
    """
    fit = _fitted(
        drawing, size, [measure(_head(texts[each.name])) for each in drawing.walls]
    )
    outlines = [[fit.point(each) for each in patch.corners] for patch in drawing.deductions]
    board = _Board(
        QRectF(QPointF(0, 0), size),
        [fit.line(wall) for wall in drawing.walls],
        [edge for outline in outlines for edge in _ring(outline)],
    )
    outward = _outward(drawing, fit)
    tags: list[PlacedTag] = []
    for wall in sorted(drawing.walls, key=lambda wall: wall.name == drawing.suspect):
        line, extent = fit.line(wall), measure(texts[wall.name])
        rect = board.put(extent, line.center(), _beside(line, extent, outward(line)))
        led = (
            distance(rect.center(), line)
            > _reach(outward(line), extent) + extent.height() / 2
        )
        tags.append(PlacedTag(wall.name, texts[wall.name], rect, line.center(), led))
    for patch, outline in zip(drawing.deductions, outlines, strict=True):
        area, extent = _bounds(outline), measure(patch.label)
        rect = board.put(extent, area.center(), _around(area, extent))
        led = board.parted(rect, area)
        tags.append(PlacedTag(patch.label, patch.label, rect, area.center(), led))
    for diagonal in drawing.diagonals:
        line, text = fit.line(diagonal), texts[diagonal.name]
        on_it = (_centred(line.pointAt(share), measure(text)) for share in _ALONG)
        rect = board.put(measure(text), line.center(), on_it)
        led = not crosses(rect, line)
        tags.append(PlacedTag(diagonal.name, text, rect, line.center(), led))
    return PlanLayout(fit, tuple(tags))


def _head(text: str) -> str:
    """The reading without the question under it: what the margins are reckoned for."""
    return text.split("\n", maxsplit=1)[0]


def _ring(points: Sequence[QPointF]) -> list[QLineF]:
    return list(map(QLineF, points, (*points[1:], *points[:1])))


def crosses(rect: QRectF, line: QLineF) -> bool:
    """Does any part of the line lie in the rectangle? (Clipping by Liang and Barsky.)"""
    low, high = 0.0, 1.0
    for step, before, after in (
        (line.dx(), line.x1() - rect.left(), rect.right() - line.x1()),
        (line.dy(), line.y1() - rect.top(), rect.bottom() - line.y1()),
    ):
        if step == 0:
            if before < 0 or after < 0:
                return False
            continue
        first, second = sorted((-before / step, after / step))
        low, high = max(low, first), min(high, second)
    return low <= high


def distance(point: QPointF, line: QLineF) -> float:
    """From a point to the nearest place on a line of finite length."""
    square = line.dx() ** 2 + line.dy() ** 2
    along = (point.x() - line.x1()) * line.dx() + (point.y() - line.y1()) * line.dy()
    share = 0.0 if square == 0 else min(1.0, max(0.0, along / square))
    return QLineF(point, line.pointAt(share)).length()


def _fitted(drawing: PlanDrawing, size: QSizeF, tags: Sequence[QSizeF]) -> Fit:
    """As large as it goes with one tag's room left all round."""
    bounds = _bounds(
        [QPointF(*end) for line in drawing.walls for end in (line.start, line.end)]
    )
    across = max((tag.width() for tag in tags), default=0.0) + 2 * _GAP + WALL
    down = max((tag.height() for tag in tags), default=0.0) + 2 * _GAP + WALL
    wide = max(size.width() - 2 * across, size.width() * 0.2)
    high = max(size.height() - 2 * down, size.height() * 0.2)
    scale = min(wide / max(bounds.width(), 1.0), high / max(bounds.height(), 1.0))
    return Fit(
        scale,
        size.width() / 2 - bounds.center().x() * scale,
        size.height() / 2 - bounds.center().y() * scale,
    )


def _bounds(points: Sequence[QPointF]) -> QRectF:
    xs = [point.x() for point in points] or [0.0]
    ys = [point.y() for point in points] or [0.0]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))


def _outward(drawing: PlanDrawing, fit: Fit) -> Outward:
    """Which way leads out of the room: by the ring's turn if it is closed, else away from
    the middle of what has been drawn."""
    points = [fit.point(end) for line in drawing.walls for end in (line.start, line.end)]
    middle = _bounds(points).center()
    turn = sum(
        wall.start[0] * wall.end[1] - wall.end[0] * wall.start[1] for wall in drawing.walls
    )

    def normal(line: QLineF) -> QPointF:
        length = line.length() or 1.0
        left = QPointF(line.dy() / length, -line.dx() / length)
        away = turn if drawing.closed else QPointF.dotProduct(left, line.center() - middle)
        return left if away >= 0 else -left

    return normal


def _reach(normal: QPointF, extent: QSizeF) -> float:
    """How far a tag's centre stands from its wall so that the tag just clears it."""
    half = abs(normal.x()) * extent.width() / 2 + abs(normal.y()) * extent.height() / 2
    return half + WALL / 2 + _GAP


def _beside(line: QLineF, extent: QSizeF, outward: QPointF) -> Iterator[QRectF]:
    """Outside first, as near as may be, then inside; along the wall from its middle."""
    reach = _reach(outward, extent)
    for side in (outward, -outward):
        for steps in _STEPS_AWAY:
            for share in _ALONG:
                offset = side * (reach + steps * extent.height())
                yield _centred(line.pointAt(share) + offset, extent)


def _around(area: QRectF, extent: QSizeF) -> Iterator[QRectF]:
    """In the patch if the words fit; else beside it; else above or below."""
    if area.width() >= extent.width() + _GAP and area.height() >= extent.height() + _GAP:
        yield _centred(area.center(), extent)
    across = QPointF((area.width() + extent.width()) / 2 + _GAP, 0)
    for shift in (0.0, 0.25, -0.25, 0.5, -0.5, 0.8, -0.8):
        level = area.center() + QPointF(0, shift * extent.height())
        yield _centred(level - across, extent)
        yield _centred(level + across, extent)
    down = QPointF(0, (area.height() + extent.height()) / 2 + _GAP)
    for shift in (0.0, 0.3, -0.3, 0.6, -0.6):
        upright = area.center() + QPointF(shift * extent.width(), 0)
        yield _centred(upright + down, extent)
        yield _centred(upright - down, extent)


def _spots(room: QRectF, size: QSizeF, anchor: QPointF) -> Iterator[QRectF]:
    across = range(0, max(1, int(room.width() - size.width())), _STEP)
    down = range(0, max(1, int(room.height() - size.height())), _STEP)
    rects = (QRectF(QPointF(x, y), size) for x in across for y in down)
    yield from sorted(rects, key=lambda rect: QLineF(rect.center(), anchor).length())


def _centred(centre: QPointF, size: QSizeF) -> QRectF:
    half = QPointF(size.width() / 2, size.height() / 2)
    return QRectF(centre - half, size)


def _grown(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(-by, -by, by, by)
