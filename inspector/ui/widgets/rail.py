"""The rail: the program's pages, an icon over a word, at the left or along the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from inspector.ui import theme

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


@dataclass(frozen=True, slots=True)
class RailItem:
    """A page: the key it is known by, its word and icon, and whether it is at the foot."""

    key: str
    word: str
    icon: str
    at_foot: bool = False


class _RailButton(QToolButton):
    """Arrows only move the focus: a page changes when it is asked for, not in passing."""

    stepped = Signal(object, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(self, _STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


class Rail(QFrame):
    picked = Signal(str)
    """The key of the page a person asked for."""

    def __init__(self, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "rail")
        self.setAccessibleName(self.tr("页面"))
        self._buttons: dict[str, _RailButton] = {}
        self._group = QButtonGroup(self)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        for item in items:
            if item.at_foot:
                self._line.addStretch(1)
            self._line.addWidget(self._button(item))
        if not any(item.at_foot for item in items):
            self._line.addStretch(1)
        self.set_orientation(Qt.Orientation.Vertical)

    def _button(self, item: RailItem) -> _RailButton:
        button = _RailButton()
        button.setText(item.word)
        button.setAccessibleName(item.word)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        theme.set_role(button, "rail")
        theme.set_icon(button, item.icon, "rail_ink", "rail_on_ink")
        button.stepped.connect(self._step)
        button.clicked.connect(lambda: self.picked.emit(item.key))
        self._group.addButton(button)
        self._buttons[item.key] = button
        return button

    def current(self) -> str:
        """The key of the page shown, or nothing before the first."""
        keys = (key for key, button in self._buttons.items() if button.isChecked())
        return next(keys, "")

    def set_current(self, key: str) -> None:
        """Mark the page that is shown; says nothing to anybody."""
        self._buttons[key].setChecked(True)

    def set_orientation(self, orientation: Qt.Orientation) -> None:
        """A column at the left, or, where the window is narrow, a bar at the bottom."""
        upright = orientation is Qt.Orientation.Vertical
        space = theme.SPACE
        unbound = 16_777_215  # Qt's QWIDGETSIZE_MAX
        self._line.setDirection(
            QBoxLayout.Direction.TopToBottom
            if upright
            else QBoxLayout.Direction.LeftToRight
        )
        self._line.setSpacing(6 if upright else space.xs)
        margins = (space.s, space.m + 2) if upright else (space.xs, space.xs)
        self._line.setContentsMargins(*margins, *margins)
        self.setMinimumSize(theme.TARGET.rail if upright else 0, 0)
        self.setMaximumSize(theme.TARGET.rail if upright else unbound, unbound)
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(*((fixed, wide) if upright else (wide, fixed)))
        for button in self._buttons.values():
            button.setMinimumSize(QSize(68, 62) if upright else QSize(48, 56))
            button.setSizePolicy(wide, fixed)

    def _step(self, button: _RailButton, by: int) -> None:
        row = list(self._buttons.values())
        row[(row.index(button) + by) % len(row)].setFocus(Qt.FocusReason.TabFocusReason)
