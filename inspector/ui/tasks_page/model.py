"""The units of the round and the rooms of one unit as lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.ui.tasks_page import words
from inspector.ui.tasks_page.reading import RoomStop, UnitLine, UnitState

Index = QModelIndex | QPersistentModelIndex

LINE = int(Qt.ItemDataRole.UserRole)
_SPOKEN = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}


class UnitsModel(QAbstractListModel):
    """Those units that answer to what was typed and to the chosen state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[UnitLine] = ()
        self._shown: Sequence[UnitLine] = ()
        self._words = ""
        self._state: UnitState | None = None

    def show(self, lines: Sequence[UnitLine]) -> None:
        self._all = lines
        self._sift()

    def sift(self, typed: str, state: UnitState | None) -> None:
        self._words, self._state = typed, state
        self._sift()

    def line(self, row: int) -> UnitLine | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, unit_id: UUID | None) -> int:
        """-1 where the unit is not among those shown."""
        rows = (n for n, u in enumerate(self._shown) if u.progress.unit_id == unit_id)
        return next(rows, -1)

    def count(self, state: UnitState | None) -> int:
        """Of all units, however the list is sifted."""
        return sum(state in {None, line.state} for line in self._all)

    def _sift(self) -> None:
        self.beginResetModel()
        self._shown = [
            line
            for line in self._all
            if self._state in {None, line.state} and line.answers_to(self._words)
        ]
        self.endResetModel()

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        if role == LINE:
            return line
        if role in _SPOKEN:
            return f"{line.progress.name} {words.unit_detail(line)}"
        return line.progress.name if role == Qt.ItemDataRole.ToolTipRole else None


@dataclass(frozen=True, slots=True)
class Floor:
    """The heading over the rooms of one floor."""

    building: str
    floor: str
    done: int
    rooms: int


class RoomsModel(QAbstractListModel):
    """Rooms in walking order under the heading of their floor."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[RoomStop] = ()
        self._lines: list[Floor | RoomStop] = []
        self._building = ""

    def show(self, rooms: Sequence[RoomStop]) -> None:
        self._all = rooms
        self._group()

    def keep_to(self, building: str) -> None:
        """Show one building only; an empty name shows all."""
        self._building = building
        self._group()

    def stop(self, row: int) -> RoomStop | None:
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, RoomStop) else None

    def row_of(self, room_id: UUID | None) -> int:
        for row, line in enumerate(self._lines):
            if isinstance(line, RoomStop) and line.room_id == room_id:
                return row
        return -1

    def _group(self) -> None:
        self.beginResetModel()
        self._lines = []
        rooms = [r for r in self._all if self._building in {"", r.building}]
        for (building, floor), found in groupby(rooms, lambda r: (r.building, r.floor)):
            stops = list(found)
            done = sum(stop.done for stop in stops)
            self._lines += [Floor(building, floor, done, len(stops)), *stops]
        self.endResetModel()

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role not in _SPOKEN:
            return None
        if isinstance(line, Floor):
            return f"{line.building} {line.floor}"
        parts = (line.number, str(words.room_state(line)), words.room_note(line), line.use)
        return " ".join(filter(None, (*parts, "、".join(line.people))))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading takes no focus: the arrow keys go from room to room."""
        if self.stop(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
