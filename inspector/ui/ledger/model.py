"""The ledger's chosen rows for the table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from inspector.domain.estate import RoomLine, RoomState
from inspector.ui.ledger.book import (
    FIELDS,
    Book,
    Chosen,
    Field,
    text_of,
)
from inspector.ui.widgets.pill import TONE

Index = QModelIndex | QPersistentModelIndex

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SHOWN = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole})


class RoomsModel(QAbstractTableModel):
    """Shows chosen rows of a book; Qt asks it some thousand times a paint, so it only
    looks up."""

    sorted_by = Signal(object, bool)
    """A `Field` and whether downwards: sorting is done elsewhere, then shown here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self._chosen: Chosen | None = None

    def show(self, book: Book, chosen: Chosen) -> None:
        self.beginResetModel()
        self._book, self._chosen = book, chosen
        self.endResetModel()

    def line(self, row: int) -> RoomLine:
        assert self._book is not None
        assert self._chosen is not None
        return self._book.lines[self._chosen.rows[row]]

    def row_of(self, room_id: UUID) -> int:
        """Where a room is shown; -1 if it is not among the chosen."""
        rows = range(self.rowCount())
        return next((row for row in rows if self.line(row).id == room_id), -1)

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        if self._chosen is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._chosen.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(FIELDS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        field = FIELDS[index.column()]
        if role in _SHOWN:
            return text_of(self.line(index.row()), field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field is Field.AREA else _LEFT
        if role == TONE and field is Field.STATE:
            used = self.line(index.row()).state is RoomState.IN_USE
            return None if used else "plain"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        field = FIELDS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{field.label} ㎡" if field is Field.AREA else field.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field is Field.AREA else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(FIELDS):
            self.sorted_by.emit(FIELDS[column], order == Qt.SortOrder.DescendingOrder)
