"""待归位读数: readings that no field took; each gets a place or is set aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from inspector.domain.inspections import ReadingRecord
from inspector.ui import theme
from inspector.ui.room import words

MOST = 6


class Tray(QFrame):
    """Slides in above the action bar as soon as it holds something."""

    placed = Signal(object, str)
    """A `ReadingRecord`, and the slot the person gave it."""
    refused = Signal(object)
    """A `ReadingRecord` that the person set aside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self._line = QHBoxLayout(self)
        space = theme.SPACE
        self._line.setContentsMargins(space.l, space.xs, space.l, space.xs)
        self._line.setSpacing(space.s)
        title = QLabel(self.tr("待归位读数"))
        theme.set_role(title, "h2", "undecided")
        self._line.addWidget(title)
        self._line.addStretch(1)
        self._more = QLabel()
        theme.set_role(self._more, "muted")
        self._line.addWidget(self._more)
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_readings(self, readings: Sequence[ReadingRecord]) -> None:
        for button in self._buttons:
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(reading) for reading in readings[-MOST:]]
        for place, button in enumerate(self._buttons):
            self._line.insertWidget(1 + place, button)
        more = len(readings) - MOST
        self._more.setText(self.tr("另有 {0} 个较早的").format(more) if more > 0 else "")
        self.setVisible(bool(readings))

    def _button(self, reading: ReadingRecord) -> QPushButton:
        text = f"{words.metres(reading.micrometres)} m"
        button = QPushButton(text)
        button.setAccessibleName(self.tr("待归位读数 {value}").format(value=text))
        button.clicked.connect(lambda: self._ask(reading, button))
        return button

    def _ask(self, reading: ReadingRecord, button: QPushButton) -> None:
        menu = QMenu(self)
        for slot in words.SLOTS:
            action = menu.addAction(
                self.tr("放到 {slot}").format(slot=words.slot_text(slot))
            )
            action.triggered.connect(lambda _=False, s=slot: self.placed.emit(reading, s))
        menu.addSeparator()
        aside = menu.addAction(self.tr("不采用"))
        aside.triggered.connect(lambda: self.refused.emit(reading))
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
