"""How far a round has come: a ring with the count in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.ui import theme

_SIDE = 96
_WIDTH = 8
_FULL_TURN = 360 * 16  # Qt counts sixteenths of a degree


class Ring(QWidget):
    """The count is said in figures too; an empty round is an empty ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = 0
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_progress(0, 0)

    def set_progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self.setAccessibleName(self.tr("已完成 {0}，共 {1}").format(done, total))
        self.update()

    def sweep(self) -> int:
        """The arc's length in Qt's sixteenths of a degree."""
        if self._total <= 0:
            return 0
        return min(_FULL_TURN, _FULL_TURN * self._done // self._total)

    # Qt's own names from here on.
    def sizeHint(self) -> QSize:
        side = theme.current().px(_SIDE)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - _WIDTH
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(worn.colour("accent_soft"), _WIDTH))
        painter.drawEllipse(ring)
        cap = Qt.PenCapStyle.RoundCap
        if self.sweep():
            painter.setPen(QPen(worn.colour("accent"), _WIDTH, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(ring, 90 * 16, -self.sweep())
        painter.setPen(worn.colour("ink"))
        painter.setFont(worn.font(theme.TYPE.verdict, QFont.Weight.DemiBold))
        upper = ring.adjusted(0, 0, 0, -worn.px(theme.TYPE.verdict))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, str(self._done))
        painter.setPen(worn.colour("muted"))
        painter.setFont(worn.font(theme.TYPE.label))
        lower = ring.adjusted(0, worn.px(theme.TYPE.verdict) + 4, 0, 0)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, f"/ {self._total}")
