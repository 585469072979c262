"""The faults of a draft as rows: what keeps the ledger out first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.domain.drafts import Fault, LedgerDraft, Severity
from inspector.ui.widgets.pill import TONE

Index = QModelIndex | QPersistentModelIndex

_TONES = {Severity.REFUSED: "over", Severity.NOTE: "undecided"}
_SIGNS = {Severity.REFUSED: "▲", Severity.NOTE: "◆"}


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    text: Callable[[Fault], str]


def _tr(text: str) -> str:
    return QCoreApplication.translate("FaultsModel", text)


def columns() -> tuple[Column, ...]:
    return (
        Column(
            _tr("级别"), lambda fault: f"{_SIGNS[fault.severity]} {fault.severity.label}"
        ),
        Column(_tr("表"), lambda fault: fault.sheet or _tr("整个文件")),
        Column(_tr("行"), lambda fault: str(fault.row) if fault.row else "—"),
        Column(_tr("列"), lambda fault: fault.column or "—"),
        Column(_tr("读到"), lambda fault: fault.read or _tr("（空白）")),
        Column(_tr("应为"), lambda fault: fault.expected),
    )


SEVERITY, SHEET, ROW, COLUMN, READ, EXPECTED = range(6)


class FaultsModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns()
        self._faults: Sequence[Fault] = ()

    def show(self, draft: LedgerDraft) -> None:
        self.beginResetModel()
        self._faults = (*draft.refused, *draft.notes)
        self.endResetModel()

    def fault(self, row: int) -> Fault:
        return self._faults[row]

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._faults)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        fault = self._faults[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._columns[index.column()].text(fault)
        if role == TONE and index.column() == SEVERITY:
            return _TONES[fault.severity]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in {ROW, COLUMN}:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in {ROW, COLUMN}
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
