"""A short table whose rows are doors: Enter, or two presses, open what lies behind one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector.ui import theme

Index = QModelIndex | QPersistentModelIndex


class DoorTable(QTableView):
    """`behind` says what a row opens; a row that opens nothing (a heading) gives None."""

    opened = Signal(object)

    def __init__(
        self,
        model: QAbstractItemModel,
        behind: Callable[[int], object | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._behind = behind
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.doubleClicked.connect(self._open)

    def set_row_height(self) -> None:
        """At the text size worn now."""
        self.verticalHeader().setDefaultSectionSize(theme.current().px(theme.TARGET.row))

    def _open(self, index: Index) -> None:
        found = self._behind(index.row())
        if found is not None:
            self.opened.emit(found)

    # Qt's own names from here on.
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
