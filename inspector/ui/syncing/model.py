"""Records on their way and receipts as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.db.device import Receipt
from inspector.ui.syncing import words
from inspector.ui.syncing.reading import Entry
from inspector.ui.widgets.pill import TONE

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("SyncingModel", text)


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """`wide` is in logical pixels at normal text size; 0 takes what is left."""

    title: str
    text: Callable[[T], str]
    wide: int = 0
    figure: bool = False
    tone: Callable[[T], str] | None = None


class LinesModel(QAbstractTableModel, Generic[T]):
    """Values of one kind, a row each, by the columns that it is given."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._lines: Sequence[T] = ()

    def show(self, lines: Sequence[T]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column.text(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.figure else _LEFT
        return column.tone(line) if role == TONE and column.tone else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.figure else _LEFT
        return None


def queued_columns() -> tuple[Column[Entry], ...]:
    return (
        Column(_tr("序号"), lambda e: str(e.mutation.cmid), 64, figure=True),
        Column(_tr("事项"), words.action, 132),
        Column(_tr("内容"), words.content, 184),
        Column(_tr("人员"), lambda e: e.mutation.person, 96),
        Column(_tr("时间"), words.at, 170),
        Column(_tr("状态"), lambda e: e.mutation.state.label),
    )


def answered_columns() -> tuple[Column[Entry], ...]:
    """The same with the centre's reason, for what it did not simply take."""
    return (
        *queued_columns()[:5],
        Column(_tr("中心的说明"), lambda e: e.mutation.result or e.mutation.state.label),
    )


def receipt_columns() -> tuple[Column[Receipt], ...]:
    return (
        Column(_tr("时间"), words.receipt_at, 138),
        Column(_tr("回执编号"), words.receipt_number, 98),
        Column(_tr("记录"), lambda r: str(r.records), 72, figure=True),
        Column(_tr("操作"), lambda r: str(r.sent), 58, figure=True),
        Column(_tr("接受"), lambda r: str(r.applied), 58, figure=True),
        Column(_tr("需确认"), lambda r: str(r.conflicts), 66, figure=True),
        Column(_tr("未接受"), lambda r: str(r.rejected), 66, figure=True),
        Column(_tr("取回"), lambda r: str(r.pulled), 58, figure=True),
        Column(_tr("照片"), lambda r: str(r.photos_sent), 50, figure=True),
        Column(
            _tr("结果"),
            lambda r: words.receipt_state(r)[0],
            tone=lambda r: words.receipt_state(r)[1],
        ),
    )
