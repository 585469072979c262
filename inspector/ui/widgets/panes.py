"""Panes side by side where there is room, and behind tabs, in their order, where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from inspector.ui import theme


@dataclass(frozen=True, slots=True)
class Pane:
    """`wide` is its width at normal text size; 0 takes what the others leave."""

    word: str
    widget: QWidget
    wide: int = 0


class Panes(QWidget):
    def __init__(
        self,
        panes: Sequence[Pane],
        narrow: int = 900,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._panes = tuple(panes)
        self._narrow = narrow
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._arrange)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        # Else the columns side by side would keep the window from ever being narrow.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.tabs)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.m + 2)
        column.addLayout(line, 1)
        for pane in self._panes:
            self.tabs.addTab(pane.word)
            line.addWidget(pane.widget, 0 if pane.wide else 1)
        self.tabs.setCurrentIndex(next(n for n, p in enumerate(panes) if not p.wide))
        self._arrange()

    @property
    def narrow(self) -> bool:
        return self.width() < self._narrow * theme.current().scale

    def bring_up(self, widget: QWidget) -> None:
        """Its tab, if there are tabs now."""
        self.tabs.setCurrentIndex([pane.widget for pane in self._panes].index(widget))

    @Slot()
    def _arrange(self) -> None:
        narrow = self.narrow
        self.tabs.setVisible(narrow)
        unbound = 16_777_215  # Qt's QWIDGETSIZE_MAX
        for number, pane in enumerate(self._panes):
            wide = theme.current().px(pane.wide)
            bound = bool(wide) and not narrow
            pane.widget.setMinimumWidth(wide if bound else 0)
            pane.widget.setMaximumWidth(wide if bound else unbound)
            pane.widget.setVisible(not narrow or number == self.tabs.currentIndex())

    # Qt's own names from here on.
    def minimumSizeHint(self) -> QSize:
        """As wide as one pane alone: that is what a narrow window shows."""
        least = max(pane.widget.minimumSizeHint().width() for pane in self._panes)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()
