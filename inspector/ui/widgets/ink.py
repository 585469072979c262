"""A field to sign in: strokes from pen, finger or mouse, as whole numbers on paper.

The field has a size on paper (0.01 mm) and is shown at whatever size there is; a point is
where it falls on the paper, so a signature prints the same from every screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEventPoint,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.ui import theme

WIDTH, HEIGHT = 6000, 2400
"""60 by 24 mm: a signature line of the inspection sheet."""

_CANCELLED = QEvent.Type.TouchCancel
_EVEN = 500
"""The pressure of a tool that cannot feel any, in thousandths."""
_FINEST, _BROADEST = 20, 90
"""The stroke's width with no pressure and with all of it, in 0.01 mm."""


class InkField(QWidget):
    changed = Signal(object)
    """The `Ink` as it stands, after every stroke, undo and clearing."""

    def __init__(
        self,
        name: str,
        *,
        width: int = WIDTH,
        height: int = HEIGHT,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paper = (width, height)
        self._clock = clock
        self._strokes: list[tuple[InkPoint, ...]] = []
        self._wet: list[InkPoint] = []
        self._tool = ""
        self._began: float | None = None
        self._sealed = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def ink(self) -> Ink:
        return Ink(tuple(map(Stroke, self._strokes)), *self._paper)

    def show_ink(self, ink: Ink, *, sealed: bool = True) -> None:
        """Show a signature given before; a sealed one takes no further stroke."""
        self._paper = (ink.width, ink.height)
        self._strokes = [stroke.points for stroke in ink.strokes]
        self._sealed = sealed
        self._wet, self._tool = [], ""
        last = max((p.ms for stroke in self._strokes for p in stroke), default=None)
        self._began = None if last is None else self._clock() - last / 1000
        self.updateGeometry()
        self.update()

    @Slot()
    def undo_stroke(self) -> None:
        if self._strokes and not self._sealed:
            self._strokes.pop()
            self._tell()

    @Slot()
    def clear(self) -> None:
        if self._strokes and not self._sealed:
            self._strokes.clear()
            self._tell()

    def _tell(self) -> None:
        if not self._strokes:
            self._began = None
        self.update()
        self.changed.emit(self.ink())

    def _sheet(self) -> QRectF:
        """The paper within the widget: as large as it goes, in its own proportions."""
        width, height = self._paper
        scale = min(self.width() / width, self.height() / height)
        wide, high = width * scale, height * scale
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def _point(self, at: QPointF, pressure: float) -> InkPoint:
        sheet, (width, height) = self._sheet(), self._paper
        now = self._clock()
        if self._began is None:
            self._began = now
        return InkPoint(
            x=min(width, max(0, round((at.x() - sheet.x()) * width / sheet.width()))),
            y=min(height, max(0, round((at.y() - sheet.y()) * height / sheet.height()))),
            pressure=min(1000, max(0, round(pressure * 1000))),
            ms=round((now - self._began) * 1000),
        )

    def _begin(self, tool: str, at: QPointF, pressure: float) -> None:
        """A second tool while one writes is a palm or an echo: it writes nothing."""
        if self._tool == tool:  # its lifting was never told
            self._end(tool)
        if self._sealed or self._tool:
            return
        self._tool = tool
        self._wet = [self._point(at, pressure)]
        self.update()

    def _go_on(self, tool: str, at: QPointF, pressure: float) -> None:
        if tool != self._tool:
            return
        point = self._point(at, pressure)
        last = self._wet[-1]
        if (point.x, point.y) != (last.x, last.y):
            self._wet.append(point)
            self.update()

    def _end(self, tool: str) -> None:
        if tool != self._tool:
            return
        self._tool = ""
        self._strokes.append(tuple(self._wet))
        self._wet = []
        self._tell()

    def _touched(self, event: QTouchEvent) -> None:
        """Each finger is a tool of its own; its pressure counts only where it is felt."""
        states = QEventPoint.State
        for finger in event.points():
            tool, at, pressure = (
                f"finger {finger.id()}",
                finger.position(),
                finger.pressure(),
            )
            felt = pressure if 0 < pressure < 1 else _EVEN / 1000
            if finger.state() == states.Pressed:
                self._begin(tool, at, felt)
            elif finger.state() == states.Released or event.type() == _CANCELLED:
                self._end(tool)
            else:
                self._go_on(tool, at, felt)

    # Qt's own names from here on.
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() == QEvent.Type.TabletPress:
            self._begin("pen", event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on("pen", event.position(), event.pressure())
        else:
            self._end("pen")
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin("mouse", event.position(), _EVEN / 1000)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on("mouse", event.position(), _EVEN / 1000)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end("mouse")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.matches(QKeySequence.StandardKey.Undo)
            or event.key() == Qt.Key.Key_Backspace
        ):
            self.undo_stroke()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def heightForWidth(self, width: int) -> int:
        return round(width * self._paper[1] / self._paper[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, sheet = theme.current(), self._sheet()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus() and not self._sealed
        border = QPen(worn.colour("accent" if focused else "line"), 2 if focused else 1)
        painter.setPen(border)
        painter.setBrush(worn.colour("surface"))
        round_corner = theme.RADIUS.card
        painter.drawRoundedRect(sheet.adjusted(1, 1, -1, -1), round_corner, round_corner)
        base = sheet.bottom() - sheet.height() * 0.2
        inset = theme.SPACE.l
        painter.setPen(QPen(worn.colour("line"), 1))
        painter.drawLine(
            QPointF(sheet.left() + inset, base), QPointF(sheet.right() - inset, base)
        )
        if not self._strokes and not self._wet:
            painter.setPen(worn.colour("muted"))
            painter.setFont(worn.font(theme.TYPE.label))
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, self.accessibleName())
        self._draw_strokes(painter, sheet)

    def _draw_strokes(self, painter: QPainter, sheet: QRectF) -> None:
        """On paper's own scale, so that widths are millimetres here and in print."""
        painter.translate(sheet.topLeft())
        scale = sheet.width() / self._paper[0]
        painter.scale(scale, scale)
        pen = QPen(theme.current().colour("ink"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        for points in (*self._strokes, tuple(self._wet)):
            for start, end in zip(points, points[1:] or points, strict=False):
                pen.setWidthF(_FINEST + (_BROADEST - _FINEST) * end.pressure / 1000)
                painter.setPen(pen)
                if start == end:
                    painter.drawPoint(start.x, start.y)
                else:
                    painter.drawLine(start.x, start.y, end.x, end.y)
