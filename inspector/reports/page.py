"""Strips put on pages, and what stands on every page: head, foot, page x of y, 练习."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspector.reports.operations import Line, Operation, Text
from inspector.reports.setting import Align, Typesetter
from inspector.reports.style import Style
from inspector.reports.table import Strip

_HEAD_GAP = 7.0
_FOOT_GAP = 5.0
_TILT = 35.0
_CUT_SHORT = "…"
_CUT = 0.01
"""Rounding that a sum of heights may carry, in points."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words around the type area; `notes` is the policy line, as long as it needs."""

    left: str
    right: str
    mark: str
    notes: str
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The height that strips may fill on one page, and where it begins."""

    top: float
    height: float


def pages(
    strips: Sequence[Strip], furniture: Furniture, style: Style, setter: Typesetter
) -> tuple[tuple[Operation, ...], ...]:
    """All pages, each with its furniture; the watermark lies under everything."""
    notes = setter.paragraph(furniture.notes, style.quiet, style.measure)
    foot = _FOOT_GAP + style.quiet.line * (1 + len(notes))
    frame = Frame(style.top, style.height - style.top - style.bottom - foot - _FOOT_GAP)
    bodies = paginate(strips, frame)
    made = []
    for number, body in enumerate(bodies, start=1):
        page: list[Operation] = [*_watermark(furniture.watermark, style, setter), *body]
        page += _head(furniture, style, setter)
        y = style.height - style.bottom - foot
        numbered = f"第 {number} 页　共 {len(bodies)} 页"
        page += _foot((furniture.mark, numbered), y, style, setter)
        y += _FOOT_GAP + style.quiet.line
        for line in notes:
            page += line.moved(style.left, y)
            y += line.height
        made.append(tuple(page))
    return tuple(made)


def paginate(strips: Sequence[Strip], frame: Frame) -> list[list[Operation]]:
    """Fill pages from the top; what is kept together goes to the next page as a whole.

    Where no page holds a group it gives strips from its front, so that its end, which
    may be the signatures, stays together.
    """
    column = _Column(frame)
    for group in _groups(strips):
        while len(group) > 1 and _height(group) > frame.height:
            column.add(group.pop(0))
        if not column.empty and not column.holds(_height(group) - _repeated(group)):
            column.turn()
        for strip in group:
            column.add(strip)
    return column.finished()


def _groups(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _height(group: Sequence[Strip]) -> float:
    """What the group takes on a page of its own."""
    return sum(strip.height for strip in group) + _repeated(group)


def _repeated(group: Sequence[Strip]) -> float:
    return sum(head.height for head in group[0].repeat)


class _Column:
    """The pages so far and how far down the last one is filled."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._pages: list[list[Operation]] = [[]]
        self._grounds: list[list[Operation]] = [[]]
        self._used = 0.0
        self._last: Strip | None = None

    @property
    def empty(self) -> bool:
        return self._last is None

    def holds(self, height: float) -> bool:
        return self._used + height <= self._frame.height + _CUT

    def turn(self) -> None:
        self._close()
        self._pages.append([])
        self._grounds.append([])
        self._used, self._last = 0.0, None

    def add(self, strip: Strip) -> None:
        if not self.empty and not self.holds(strip.height):
            self.turn()
        if self.empty:
            if strip.blank:
                return
            for head in strip.repeat:
                self._draw(replace(head, repeat=()))
        self._draw(strip)

    def finished(self) -> list[list[Operation]]:
        self._close()
        both = zip(self._grounds, self._pages, strict=True)
        return [[*ground, *page] for ground, page in both if page]

    def _draw(self, strip: Strip) -> None:
        if not self.holds(strip.height):
            raise ValueError(f"a strip of {strip.height:.0f} pt fits on no page")
        drawn = (*strip.operations, *(strip.opening if self.empty else ()))
        self._put(self._pages, drawn, self._used)
        self._put(self._grounds, strip.ground, self._used)
        self._used += strip.height
        self._last = strip

    def _close(self) -> None:
        if self._last is not None:
            self._put(self._pages, self._last.closing, self._used)

    def _put(
        self, layers: list[list[Operation]], operations: Sequence[Operation], down: float
    ) -> None:
        y = self._frame.top + down
        layers[-1] += [operation.moved(0, y) for operation in operations]


def _head(furniture: Furniture, style: Style, setter: Typesetter) -> Iterator[Operation]:
    y = style.top - _HEAD_GAP
    yield from _two((furniture.left, furniture.right), y - style.quiet.line, style, setter)


def _foot(
    texts: tuple[str, str], y: float, style: Style, setter: Typesetter
) -> Iterator[Operation]:
    right = style.left + style.measure
    yield Line(style.left, y, right, y, style.hairline, style.grid)
    yield from _two(texts, y + _FOOT_GAP, style, setter)


def _two(
    texts: tuple[str, str], y: float, style: Style, setter: Typesetter
) -> Iterator[Operation]:
    """One text at the left edge and one at the right; the left one is cut by a … ."""
    left, right = texts
    free = style.measure - setter.width(right, style.quiet) - style.gap
    first, *more = setter.lines(left, style.quiet, free)
    if more:
        free -= setter.width(_CUT_SHORT, style.quiet)
        first = setter.lines(left, style.quiet, free)[0] + _CUT_SHORT
    yield setter.run(first, style.quiet, style.left, y + style.quiet.baseline)
    for line in setter.paragraph(right, style.quiet, style.measure, Align.RIGHT):
        yield from line.moved(style.left, y)


def _watermark(text: str, style: Style, setter: Typesetter) -> Iterator[Operation]:
    if not text:
        return
    voice = style.watermark
    tilt = math.radians(_TILT)
    along, up = setter.width(text, voice) / 2, voice.size * 0.36
    x = style.width / 2 - along * math.cos(tilt) + up * math.sin(tilt)
    y = style.height / 2 + along * math.sin(tilt) + up * math.cos(tilt)
    yield Text(x, y, text, voice.face, voice.size, voice.grey, _TILT)
