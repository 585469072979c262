"""The room as it was measured: heavy walls, dashed diagonals, hatched deductions, and a tag
on every reading. What it shows can also be read out, and every line picked by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.ui import theme
from inspector.ui.widgets.plan_layout import (
    WALL,
    PlacedTag,
    PlanDrawing,
    PlanLayout,
    PlanLine,
    distance,
    lay_out,
)

_PAD = QSizeF(16, 6)
_GLOW = 17
_REACH = 24
"""How near a wall a finger must come to mean it."""
_HATCH = 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class PlanView(QWidget):
    picked = Signal(str)
    """The name (①) of the wall or diagonal a person pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = PlanDrawing()
        self._layout: PlanLayout | None = None
        self._cursor = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("房间平面"))

    def draw(self, drawing: PlanDrawing) -> None:
        self._drawing = drawing
        if self._cursor not in {line.name for line in drawing.lines}:
            self._cursor = ""
        if self.hasFocus():
            self._begin_cursor()
        self.setAccessibleDescription(self.spoken())
        self._forget_layout()

    def drawing(self) -> PlanDrawing:
        return self._drawing

    def spoken(self) -> str:
        """The plan in words, for a screen reader and for the list beside the plan."""
        lines = [self.tag_text(line) for line in self._drawing.lines]
        return "；".join([*lines, *(patch.label for patch in self._drawing.deductions)])

    def tag_text(self, line: PlanLine) -> str:
        drawing = self._drawing
        value = line.value
        if line.name == drawing.armed and not value:
            value = self.tr("待测")
        text = f"{line.name} {value}".strip()
        if line.name != drawing.suspect:
            return text
        return f"{text} ？\n{drawing.question}".rstrip()

    def layout_now(self) -> PlanLayout:
        if self._layout is None:
            texts = {line.name: self.tag_text(line) for line in self._drawing.lines}
            size = QSizeF(self.width(), self.height())
            self._layout = lay_out(self._drawing, texts, size, self._measured)
        return self._layout

    def _font(self) -> QFont:
        return theme.current().font(theme.TYPE.tag, QFont.Weight.DemiBold)

    def _measured(self, text: str) -> QSizeF:
        metrics = QFontMetricsF(self._font())
        lines = text.split("\n")
        wide = max(metrics.horizontalAdvance(line) for line in lines)
        high = metrics.ascent() * 1.05 * len(lines)
        return QSizeF(wide, high) + _PAD

    def _begin_cursor(self) -> None:
        if not self._cursor and self._drawing.lines:
            self._cursor = self._drawing.armed or self._drawing.lines[0].name

    def _forget_layout(self) -> None:
        self._layout = None
        self.update()

    def _pointed_at(self, at: QPointF) -> str:
        """A tag first, with a finger's margin; else the nearest line within reach."""
        layout = self.layout_now()
        names = {line.name for line in self._drawing.lines}
        for tag in layout.tags:
            grow = max(0.0, (theme.TARGET.plain - tag.rect.height()) / 2)
            if tag.name in names and tag.rect.adjusted(-4, -grow, 4, grow).contains(at):
                return tag.name
        reach = [
            (distance(at, layout.fit.line(line)), line.name) for line in self._drawing.lines
        ]
        near = min(reach, default=(_REACH + 1.0, ""))
        return near[1] if near[0] <= _REACH else ""

    # Painting, from the ground up.
    def _paint_floor(self, painter: QPainter, layout: PlanLayout) -> None:
        worn, drawing = theme.current(), self._drawing
        if drawing.closed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.colour("accent_soft"))
            painter.drawPolygon(
                QPolygonF([layout.fit.point(wall.start) for wall in drawing.walls])
            )
        for patch in drawing.deductions:
            shape = QPolygonF([layout.fit.point(corner) for corner in patch.corners])
            self._paint_patch(painter, shape)

    def _paint_patch(self, painter: QPainter, shape: QPolygonF) -> None:
        worn = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.colour("surface"))
        painter.drawPolygon(shape)
        painter.save()
        path = QPainterPath()
        path.addPolygon(shape)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(worn.colour("muted"), 1.2))
        area = shape.boundingRect()
        for offset in range(0, int(area.width() + area.height()) + _HATCH, _HATCH):
            foot = QPointF(area.left() + offset, area.top())
            painter.drawLine(foot, foot + QPointF(-area.height(), area.height()))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(worn.colour("ink"), 2))
        painter.drawPolygon(shape)

    def _paint_walls(self, painter: QPainter, layout: PlanLayout) -> None:
        """Glows under all walls, so that no corner is smeared."""
        worn, drawing = theme.current(), self._drawing
        marks = {drawing.armed: "accent", drawing.suspect: "undecided"}
        for line in drawing.lines:
            if line.name in marks:
                glow = worn.colour(marks[line.name])
                glow.setAlphaF(0.28 if line.name == drawing.armed else 0.9)
                wide = _GLOW if line.name == drawing.armed else WALL + 7
                cap = Qt.PenCapStyle.RoundCap
                if line in drawing.diagonals:
                    wide, cap = WALL + 5, Qt.PenCapStyle.FlatCap
                painter.setPen(_pen(glow, wide, cap))
                painter.drawLine(layout.fit.line(line))
        for wall in drawing.walls:
            armed = wall.name == drawing.armed
            colour = worn.colour("accent" if armed else "ink" if wall.value else "muted")
            pen = _pen(colour, WALL, Qt.PenCapStyle.SquareCap)
            if not wall.value and not armed:
                pen = _pen(colour, 2, Qt.PenCapStyle.FlatCap, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(layout.fit.line(wall))
        for diagonal in drawing.diagonals:
            cap = Qt.PenCapStyle.FlatCap
            painter.setPen(_pen(worn.colour("accent"), 2, cap, Qt.PenStyle.DashLine))
            painter.drawLine(layout.fit.line(diagonal))

    def _paint_tag(self, painter: QPainter, tag: PlacedTag) -> None:
        worn, drawing = theme.current(), self._drawing
        ink, paper, edge = (
            worn.colour("ink"),
            worn.colour("surface"),
            QPen(Qt.PenStyle.NoPen),
        )
        if tag.name == drawing.suspect:
            ink, paper = worn.tone("undecided")
            edge = QPen(ink, 1.5)
        elif tag.name == drawing.armed:
            ink, paper = worn.colour("on_accent"), worn.colour("accent")
        elif tag.name == tag.text:
            ink = worn.colour("muted")
        if self.hasFocus() and tag.name == self._cursor:
            edge = QPen(worn.colour("accent"), 2)
        painter.setPen(edge)
        painter.setBrush(paper)
        painter.drawRoundedRect(tag.rect, theme.RADIUS.tag, theme.RADIUS.tag)
        painter.setPen(ink)
        self._paint_lines(painter, tag)

    def _paint_lines(self, painter: QPainter, tag: PlacedTag) -> None:
        lines = tag.text.split("\n")
        high = (tag.rect.height() - _PAD.height()) / len(lines)
        for number, line in enumerate(lines):
            top = tag.rect.top() + _PAD.height() / 2 + number * high
            box = QRectF(tag.rect.left(), top, tag.rect.width(), high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line)

    # Qt's own names from here on.
    def sizeHint(self) -> QSize:
        return QSize(506, 420)

    def minimumSizeHint(self) -> QSize:
        worn = theme.current()
        return QSize(worn.px(320), worn.px(150))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_layout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._forget_layout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._begin_cursor()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = [line.name for line in self._drawing.lines]
        key = Qt.Key(event.key())
        if key in _STEPS and names:
            at = names.index(self._cursor) if self._cursor in names else -1
            self._cursor = names[(at + _STEPS[key]) % len(names)]
            self.update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._cursor:
            self.picked.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        name = self._pointed_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and name:
            self._cursor = name
            self.picked.emit(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        layout = self.layout_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_floor(painter, layout)
        self._paint_walls(painter, layout)
        painter.setPen(QPen(theme.current().colour("muted"), 1))
        painter.drawLines(
            [QLineF(tag.anchor, tag.rect.center()) for tag in layout.tags if tag.led]
        )
        painter.setFont(self._font())
        for tag in layout.tags:
            self._paint_tag(painter, tag)


def _pen(
    colour: QColor,
    width: float,
    cap: Qt.PenCapStyle,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> QPen:
    return QPen(colour, width, style, cap, Qt.PenJoinStyle.MiterJoin)
