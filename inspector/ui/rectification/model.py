"""The findings as a table, the nearest deadline first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.domain.findings import FindingLine, Rectification
from inspector.ui.rectification import words
from inspector.ui.widgets.pill import TONE

Index = QModelIndex | QPersistentModelIndex

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LAST = date.max


def _tr(text: str) -> str:
    return QCoreApplication.translate("FindingsModel", text)


@dataclass(frozen=True, slots=True)
class Column:
    """`wide` is in logical pixels at normal text size."""

    title: str
    text: Callable[[FindingLine, date], str]
    wide: int
    figure: bool = False


def columns() -> tuple[Column, ...]:
    return (
        Column(_tr("剩余天数"), lambda f, day: words.days_left(f, day)[0], 112),
        Column(_tr("单位"), lambda f, _: f.unit, 132),
        Column(_tr("楼座"), lambda f, _: f.building, 76),
        Column(_tr("房号"), lambda f, _: f.room, 62),
        Column(_tr("事项"), lambda f, _: f.finding.kind.label, 136),
        Column(_tr("实测 ㎡"), lambda f, _: words.measured(f), 76, figure=True),
        Column(_tr("限额 ㎡"), lambda f, _: words.limit(f), 76, figure=True),
        Column(_tr("超出 ㎡"), lambda f, _: words.excess(f), 76, figure=True),
        Column(_tr("分类"), lambda f, _: f.finding.rectification.label, 124),
        Column(_tr("方式"), lambda f, _: words.method(f), 82),
        Column(_tr("期限"), lambda f, _: words.deadline(f), 102),
        Column(_tr("状态"), lambda f, _: f.finding.state.label, 76),
    )


LEFT_DAYS, UNIT = 0, 1


class FindingsModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns()
        self._all: Sequence[FindingLine] = ()
        self._shown: Sequence[FindingLine] = ()
        self._class: Rectification | None = None
        self._overdue = False
        self._today = date.min

    def show(self, lines: Sequence[FindingLine], today: date) -> None:
        """Whatever has a deadline comes first, the nearest at the top."""
        self._today = today
        self._all = sorted(lines, key=lambda line: line.finding.deadline or _LAST)
        self._sift()

    def keep_to(self, found: Rectification | None, *, overdue: bool = False) -> None:
        self._class, self._overdue = found, overdue
        self._sift()

    def line(self, row: int) -> FindingLine | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, line: FindingLine | None) -> int:
        """-1 where it is not among those shown."""
        wanted = line.finding.id if line else None
        rows = (n for n, each in enumerate(self._shown) if each.finding.id == wanted)
        return next(rows, -1)

    def count(self, found: Rectification | None, *, overdue: bool = False) -> int:
        """Of all findings, however the table is sifted."""
        return sum(self._fits(line, found, overdue=overdue) for line in self._all)

    def _sift(self) -> None:
        self.beginResetModel()
        self._shown = [
            line
            for line in self._all
            if self._fits(line, self._class, overdue=self._overdue)
        ]
        self.endResetModel()

    def _fits(
        self, line: FindingLine, found: Rectification | None, *, overdue: bool
    ) -> bool:
        of_class = found in {None, line.finding.rectification}
        return of_class and (not overdue or words.is_overdue(line, self._today))

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._shown[index.row()], self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column.text(line, self._today)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.figure else _LEFT
        if role == TONE and index.column() == LEFT_DAYS:
            return words.days_left(line, self._today)[1]
        return None

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
