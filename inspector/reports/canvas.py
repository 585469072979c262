"""Draws operations on a reportlab canvas; the only place that turns y around."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import singledispatchmethod
from io import BytesIO
from itertools import pairwise

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from inspector.reports.fonts import Fonts
from inspector.reports.operations import (
    Document,
    InkStroke,
    Line,
    Operation,
    Picture,
    Polygon,
    Rectangle,
    Text,
)

_ROUND = 1
_INK_STEPS = 12
"""Widths of ink per point: strokes are cut where the rounded width changes."""


class Jpeg(ImageReader):
    """A JPEG that is copied into the file byte for byte; nothing here decodes it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._dataA = None

    def getRGBData(self) -> bytes:  # noqa: N802 (reportlab asks this for the name's digest)
        return self.data

    def jpeg_fh(self) -> BytesIO:  # type: ignore[override] # the stub knows only None
        return BytesIO(self.data)


class Pen:
    """One page's worth of drawing state on a canvas."""

    def __init__(self, canvas: Canvas, document: Document, fonts: Fonts) -> None:
        self._canvas = canvas
        self._height = document.height
        self._fonts = fonts

    def page(self, operations: tuple[Operation, ...]) -> None:
        self._canvas.setLineCap(_ROUND)
        self._canvas.setLineJoin(_ROUND)
        for operation in operations:
            self.draw(operation)
        self._canvas.showPage()

    @singledispatchmethod
    def draw(self, operation: Operation) -> None:
        raise TypeError(f"not a draw operation: {operation!r}")

    @draw.register
    def _(self, text: Text) -> None:
        run = self._canvas.beginText()
        angle = math.radians(text.angle)
        across, up = math.cos(angle), math.sin(angle)
        run.setTextTransform(across, up, -up, across, text.x, self._height - text.y)
        run.setFillGray(text.grey)
        for face, piece in self._fonts.runs(text.text, text.face):
            run.setFont(self._fonts.by_face[face].fontName, text.size)
            run.textOut(piece)
        self._canvas.drawText(run)

    @draw.register
    def _(self, line: Line) -> None:
        self._stroke(line.width, line.grey)
        self._canvas.setDash(list(line.dashes))
        self._canvas.line(line.x1, self._height - line.y1, line.x2, self._height - line.y2)
        self._canvas.setDash([])

    @draw.register
    def _(self, box: Rectangle) -> None:
        self._stroke(box.line, box.grey)
        self._canvas.setFillGray(box.fill if box.fill is not None else 0)
        self._canvas.rect(
            box.x,
            self._height - box.y - box.height,
            box.width,
            box.height,
            stroke=int(box.line > 0),
            fill=int(box.fill is not None),
        )

    @draw.register
    def _(self, shape: Polygon) -> None:
        self._stroke(shape.line, shape.grey)
        self._canvas.setFillGray(shape.fill if shape.fill is not None else 0)
        path = self._canvas.beginPath()
        (x, y), *others = shape.points
        path.moveTo(x, self._height - y)
        for x, y in others:
            path.lineTo(x, self._height - y)
        path.close()
        self._canvas.drawPath(
            path, stroke=int(shape.line > 0), fill=int(shape.fill is not None)
        )

    @draw.register
    def _(self, picture: Picture) -> None:
        self._canvas.drawImage(
            Jpeg(picture.jpeg),
            picture.x,
            self._height - picture.y - picture.height,
            picture.width,
            picture.height,
        )

    @draw.register
    def _(self, stroke: InkStroke) -> None:
        for width, points in _of_one_width(stroke):
            self._stroke(width, 0)
            path = self._canvas.beginPath()
            path.moveTo(points[0][0], self._height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, self._height - y)
            self._canvas.drawPath(path)

    def _stroke(self, width: float, grey: float) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeGray(grey)


def _of_one_width(
    stroke: InkStroke,
) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """The stroke in runs whose width rounds to the same step, each joined to the next.

    A touch without movement is a line from a point to itself: a dot, by its round caps.
    """
    points = stroke.points if len(stroke.points) > 1 else stroke.points * 2
    run: list[tuple[float, float]] = []
    current = 0
    for (x1, y1, width1), (x2, y2, width2) in pairwise(points):
        step = max(1, round((width1 + width2) / 2 * _INK_STEPS))
        if run and step != current:
            yield current / _INK_STEPS, run
            run = []
        current = step
        run = [*run, (x2, y2)] if run else [(x1, y1), (x2, y2)]
    if run:
        yield current / _INK_STEPS, run
