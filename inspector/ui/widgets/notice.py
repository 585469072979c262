"""Where there is nothing to show, why that is, and the one thing to do about it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector.ui import icons, theme


class State(Enum):
    """The value is the icon's name and the tone of its colour."""

    EMPTY = ("folder_open", "muted")
    FAILED = ("error", "over")


class Notice(QWidget):
    """Nothing here yet, or it failed: one sentence, one action."""

    acted = Signal()
    """The person took the action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = State.EMPTY
        self.sign = QLabel()
        self.sentence = QLabel()
        self.action = QPushButton()
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE.m)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self.sign, 0, middle)
        column.addWidget(self.sentence)
        column.addWidget(self.action, 0, middle)
        column.addStretch(1)

    def say(self, state: State, sentence: str, action: str = "") -> None:
        self._state = state
        self.sentence.setText(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(sentence)
        self._show_sign()

    def _show_sign(self) -> None:
        name, token = self._state.value
        worn = theme.current()
        side = worn.px(icons.SIZE * 2)
        colour = worn.colour(token).name()
        self.sign.setPixmap(icons.pixmap(name, colour, side, self.devicePixelRatioF()))

    # Qt's own names from here on.
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.sentence.text():
            self._show_sign()


class Skeleton(QWidget):
    """Rows that are on their way, drawn as bars; shown at once, so nothing jumps later."""

    def __init__(self, rows: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName(self.tr("正在读取"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Qt's own names from here on.
    def sizeHint(self) -> QSize:
        return QSize(200, self._rows * theme.TARGET.row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = worn.colour("muted")
        bar.setAlphaF(0.18)
        painter.setBrush(bar)
        high, row = worn.px(theme.TYPE.body), theme.TARGET.row
        for number in range(self._rows):
            top = number * row + (row - high) / 2
            share = (0.34, 0.26, 0.42, 0.3)[number % 4]
            painter.drawRoundedRect(QRectF(0, top, self.width() * share, high), 4, 4)
            value = self.width() * 0.18
            painter.drawRoundedRect(QRectF(self.width() - value, top, value, high), 4, 4)
