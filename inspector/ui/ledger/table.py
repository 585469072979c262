"""The rooms as a table, with a filter over each column."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.ledger.book import FIELDS, Field
from inspector.ui.ledger.model import RoomsModel
from inspector.ui.widgets.rows import Rows

_PAUSE_MS = 140
_COLUMNS = (72, 70, 56, 84, 104, 100, 68, 48)


class RoomsTable(QWidget):
    picked = Signal(object)
    """The `RoomLine` under the cursor, or None."""
    opened = Signal(object)
    """A `RoomLine` that the person wants to go to."""
    filtered = Signal(object)
    """What stands in the filters: (`Field`, words) of those that are not empty."""

    def __init__(self, model: RoomsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.view = Rows(model, _COLUMNS)
        self.filters = {field: QLineEdit() for field in FIELDS}
        self._strip = QWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._filter)
        self._prepare_view()
        self._prepare_strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(self._strip)
        column.addWidget(self.view, 1)

    def _prepare_view(self) -> None:
        view = self.view
        view.setAccessibleName(self.tr("房间"))
        header = view.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        header.sectionResized.connect(self._align)
        view.horizontalScrollBar().valueChanged.connect(self._align)
        view.selectionModel().currentRowChanged.connect(self._pick)
        view.activated.connect(self._open)

    def _prepare_strip(self) -> None:
        self._strip.setFixedHeight(theme.TARGET.row)
        for field, edit in self.filters.items():
            edit.setParent(self._strip)
            edit.setAccessibleName(self.tr("按{0}筛选").format(field.label))
            edit.setToolTip(edit.accessibleName())
            edit.setPlaceholderText(self.tr("筛选"))
            # Narrower and lower than a field of a form: a row of an office table.
            edit.setStyleSheet("QLineEdit { min-height: 0; padding: 0 5px; }")
            edit.textChanged.connect(self._pause.start)
        area = self.filters[Field.AREA]
        area.setAlignment(Qt.AlignmentFlag.AlignRight)
        area.setPlaceholderText(self.tr("如 >18"))

    @property
    def pausing(self) -> bool:
        """Somebody is still typing into a filter."""
        return self._pause.isActive()

    def clear_filters(self) -> None:
        for edit in self.filters.values():
            edit.clear()

    def select(self, row: int) -> None:
        """Bring a row under the cursor and into sight."""
        index = self._model.index(row, 0)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    @Slot()
    def _filter(self) -> None:
        typed = ((field, edit.text().strip()) for field, edit in self.filters.items())
        self.filtered.emit(tuple((field, words) for field, words in typed if words))

    @Slot()
    def _align(self) -> None:
        header = self.view.horizontalHeader()
        inset = self.view.frameWidth()
        for number, field in enumerate(FIELDS):
            left = header.sectionViewportPosition(number) + inset
            wide = header.sectionSize(number) - theme.SPACE.xs
            self.filters[field].setGeometry(left, 0, wide, self._strip.height())

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self._model.line(index.row()) if index.isValid() else None)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.line(index.row()))

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()
