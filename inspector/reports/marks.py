"""Marks that no font holds: ticked boxes, dates to fill in, and handwriting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from inspector.domain.ink import Ink, InkPoint
from inspector.reports.operations import (
    POINTS_PER_MM,
    InkStroke,
    Line,
    Operation,
    Rectangle,
)
from inspector.reports.setting import Fragment, Typesetter
from inspector.reports.style import Voice
from inspector.reports.wording import local

_BOX = 0.82
_TICK = ((0.18, 0.5), (0.42, 0.76), (0.86, 0.14))
_THIN_MM = 0.16
_THICK_MM = 0.62
_PRESSED_FULLY = 1000
_PER_MM = 100
_GAP = 2.5
_YEAR, _MONTH = 26.0, 17.0


def box(x: float, y: float, size: float, *, ticked: bool) -> Iterator[Operation]:
    """A box whose lower edge stands on the baseline `y`."""
    side = size * _BOX
    top = y - side + size * 0.04
    yield Rectangle(x, top, side, side, line=0.5)
    if ticked:
        corners = [(x + side * across, top + side * down) for across, down in _TICK]
        for (x1, y1), (x2, y2) in pairwise(corners):
            yield Line(x1, y1, x2, y2, 1.1)


def choice(
    words: str, voice: Voice, width: float, setter: Typesetter, *, answer: bool | None
) -> Fragment:
    """The question at the left, 是 and 否 with their boxes at the right of `width`."""
    operations: list[Operation] = [setter.run(words, voice, 0, voice.baseline)]
    one = voice.size * (_BOX + 1) + _GAP
    x = width - 2 * one - voice.size
    for word, meant in (("是", True), ("否", False)):
        operations += box(x, voice.baseline, voice.size, ticked=answer is meant)
        after = x + voice.size * _BOX + _GAP
        operations.append(setter.run(word, voice, after, voice.baseline))
        x += one + voice.size
    return Fragment(voice.line, tuple(operations))


def date_field(
    at: datetime | None, voice: Voice, right: float, y: float, setter: Typesetter
) -> Iterator[Operation]:
    """年 月 日 with room for the pen, ending at `right`; figures in it where known."""
    day = local(at) if at else None
    figures = (str(day.year), str(day.month), str(day.day)) if day else ("", "", "")
    x = right - voice.size * 3 - _YEAR - 2 * _MONTH
    for room, figure, word in zip(
        (_YEAR, _MONTH, _MONTH), figures, ("年", "月", "日"), strict=True
    ):
        if figure:
            start = x + room - setter.width(figure, voice) - _GAP
            yield setter.run(figure, voice, start, y)
        yield setter.run(word, voice, x + room, y)
        x += room + voice.size


def handwriting(ink: Ink, x: float, y: float, wide: float, high: float) -> list[InkStroke]:
    """The strokes as they lay in the pen's field, fitted into a box and never enlarged."""
    field_wide = ink.width / _PER_MM * POINTS_PER_MM
    field_high = ink.height / _PER_MM * POINTS_PER_MM
    if not field_wide or not field_high:
        return []
    scale = min(wide / field_wide, high / field_high, 1.0)
    left = x + (wide - field_wide * scale) / 2
    top = y + (high - field_high * scale) / 2
    unit = POINTS_PER_MM / _PER_MM * scale
    return [
        InkStroke(
            tuple((left + p.x * unit, top + p.y * unit, _width(p) * scale) for p in points)
        )
        for points in _written(ink)
    ]


def _written(ink: Ink) -> Sequence[tuple[InkPoint, ...]]:
    return [stroke.points for stroke in ink.strokes if stroke.points]


def _width(point: InkPoint) -> float:
    pressed = min(max(point.pressure, 0), _PRESSED_FULLY) / _PRESSED_FULLY
    return (_THIN_MM + (_THICK_MM - _THIN_MM) * pressed) * POINTS_PER_MM
