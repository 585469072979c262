"""The figure a room is about: as large as anything in the window, on one base line
with its unit, and with what we do not know of it in a lighter voice."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.ui import theme

_GAP = 6
_SMALLEST = 24


class Hero(QWidget):
    """Its height never changes with its figure: nothing moves when a reading arrives."""

    def __init__(
        self, caption: str = "", *, at_right: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caption, self._figure, self._unit, self._doubt = caption, "", "", ""
        self._at_right = at_right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    def set_caption(self, caption: str) -> None:
        self._caption = caption
        self._tell()

    def set_figure(self, figure: str, unit: str = "", doubt: str = "") -> None:
        """`figure` exactly as the meter shows it; `doubt` is "± 0.03" or nothing."""
        self._figure, self._unit, self._doubt = figure, unit, doubt
        self._tell()

    def clear(self) -> None:
        self.set_figure("")

    def spoken(self) -> str:
        figure = self._figure or self.tr("尚无")
        return " ".join(filter(None, (self._caption, figure, self._doubt, self._unit)))

    def _tell(self) -> None:
        self.setAccessibleName(self.spoken())
        self.updateGeometry()
        self.update()

    def _tail(self) -> str:
        return f"{self._doubt} {self._unit}".strip()

    def _fitting(self, room: float) -> QFont:
        """The hero size, or, where the window is narrow, the largest that still fits."""
        size = theme.TYPE.hero
        while True:
            font = theme.current().font(size, QFont.Weight.Medium)
            if (
                size <= _SMALLEST
                or QFontMetricsF(font).horizontalAdvance(self._figure) <= room
            ):
                return font
            size -= 4

    # Qt's own names from here on.
    def sizeHint(self) -> QSize:
        worn = theme.current()
        figure = QFontMetricsF(worn.font(theme.TYPE.hero, QFont.Weight.Medium))
        tail = QFontMetricsF(worn.font(theme.TYPE.unit))
        wide = figure.horizontalAdvance(self._figure or "00.00")
        wide += tail.horizontalAdvance(self._tail()) + _GAP
        high = worn.px(theme.TYPE.label) * 1.5 + worn.px(theme.TYPE.hero) * 1.3
        return QSize(round(wide) + 2, round(high))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() * 6 // 10, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = theme.current()
        painter = QPainter(self)
        side = Qt.AlignmentFlag.AlignRight if self._at_right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(worn.font(theme.TYPE.label, QFont.Weight.DemiBold))
        painter.setPen(worn.colour("muted"))
        painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignTop, self._caption)
        small = worn.font(theme.TYPE.unit)
        tail = QFontMetricsF(small).horizontalAdvance(self._tail())
        large = self._fitting(self.width() - 1 - tail - _GAP)
        figure = self._figure or "—"
        wide = QFontMetricsF(large).horizontalAdvance(figure)
        left = self.width() - 1 - wide - tail - _GAP if self._at_right else 0.0
        base = self.height() - worn.px(theme.TYPE.hero) * 0.2
        painter.setFont(large)
        painter.setPen(worn.colour("ink" if self._figure else "line"))
        painter.drawText(QPointF(left, base), figure)
        painter.setFont(small)
        painter.setPen(worn.colour("muted"))
        painter.drawText(QPointF(left + wide + _GAP, base), self._tail())
