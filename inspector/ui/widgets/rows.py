"""A table of rows of one height: select whole rows, copy them as a spreadsheet would."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector.ui import theme
from inspector.ui.widgets.pill import PillDelegate


class Rows(QTableView):
    """Nothing is ever sized to its contents: that would touch every row of the ledger."""

    def __init__(
        self,
        model: QAbstractItemModel,
        widths: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._widths = tuple(widths)
        self.setModel(model)
        self.setItemDelegate(PillDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.TARGET.row)
        header = self.horizontalHeader()
        # A cell's text stands 3 px further in than the style sheet's padding says.
        header.setStyleSheet("QHeaderView::section { padding: 0 11px; }")
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.set_widths()

    def set_widths(self) -> None:
        """The columns' first widths, at the text size worn now; the last one stretches."""
        for column, wide in enumerate(self._widths):
            self.setColumnWidth(column, theme.current().px(wide))

    # Qt's own names from here on.
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_widths()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        model = self.model()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = (
            "\t".join(
                str(model.index(row, column).data())
                for column in range(model.columnCount())
            )
            for row in rows
        )
        QGuiApplication.clipboard().setText("\n".join(lines))
