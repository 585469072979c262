"""The summary as a table: rooms with a finding, then, set apart, those without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont

from inspector.domain.inspections import RoomProgress
from inspector.domain.sheet import SheetRoom
from inspector.reports import wording
from inspector.ui import theme
from inspector.ui.signing import words
from inspector.ui.signing.reading import SheetPage, classes
from inspector.ui.widgets.pill import TONE

Index = QModelIndex | QPersistentModelIndex

NUMBER, PLACE, LEDGER, MEASURED, LIMIT, OUTCOME, CLASSES = range(7)
_FIGURES = {LEDGER, MEASURED, LIMIT}
_SIDE = Qt.AlignmentFlag


def _tr(text: str) -> str:
    return QCoreApplication.translate("SummaryModel", text)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is shown; a heading has only its words and no room."""

    cells: tuple[str, ...]
    room_id: UUID | None = None
    tone: str = ""
    muted: bool = False


class SummaryModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._titles = (
            _tr("房号"),
            _tr("楼座楼层"),
            _tr("台账 ㎡"),
            _tr("实测 ± U ㎡"),
            _tr("限额 ㎡"),
            _tr("认定结论"),
            _tr("整改分类"),
        )

    def show(self, page: SheetPage) -> None:
        self.beginResetModel()
        self._lines = [_decided(room) for room in page.decided]
        if page.undecided:
            self._lines.append(Line((words.undecided(page),), muted=True))
            self._lines += [_undecided(stop) for stop in page.undecided]
        self.endResetModel()

    def room_id(self, row: int) -> UUID | None:
        return self._lines[row].room_id if 0 <= row < len(self._lines) else None

    def headings(self) -> list[int]:
        """Rows that go across all columns."""
        return [n for n, line in enumerate(self._lines) if line.room_id is None]

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return line.cells[column] if column < len(line.cells) else ""
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column) if line.room_id else _side(NUMBER)
            case Qt.ItemDataRole.ForegroundRole if line.muted:
                return theme.current().colour("muted")
            case Qt.ItemDataRole.FontRole if line.room_id is None:
                return theme.current().font(theme.TYPE.label, QFont.Weight.DemiBold)
            case _:
                return line.tone if role == TONE and column == OUTCOME else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.room_id(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: int) -> Qt.AlignmentFlag:
    across = _SIDE.AlignRight if column in _FIGURES else _SIDE.AlignLeft
    return across | _SIDE.AlignVCenter


def _decided(room: SheetRoom) -> Line:
    card, judgement = room.card, room.judgement
    found = "、".join(each.label for each in classes(room)) or _tr("无需整改")
    return Line(
        cells=(
            card.room.number,
            f"{card.building} {card.floor}",
            wording.area(card.room.ledger_area),
            wording.measured(judgement),
            wording.area(judgement.limit if judgement else None),
            wording.outcome(judgement),
            found,
        ),
        room_id=card.room.id,
        tone=words.TONES.get(judgement.outcome, "plain") if judgement else "plain",
    )


def _undecided(stop: RoomProgress) -> Line:
    state = _tr("测量中 {0} 读数").format(stop.readings) if stop.readings else _tr("未测")
    return Line(
        cells=(
            stop.number,
            f"{stop.building} {stop.floor}",
            wording.area(stop.ledger_area),
            wording.NONE,
            wording.NONE,
            state,
            wording.NONE,
        ),
        room_id=stop.room_id,
        muted=True,
    )
