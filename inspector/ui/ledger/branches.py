"""The tree beside the table: units with their buildings, or places down to the floor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.ui.ledger.book import Arrangement, Book, Branch

Index = QModelIndex | QPersistentModelIndex

NAME, ROOMS = range(2)
_ROOT = 0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class _Node:
    """`parent` and `children` are numbers of nodes; `row` is its place among them."""

    branch: Branch
    name: str
    rooms: int
    parent: int
    row: int
    children: list[int] = field(default_factory=list)


_PARTY = "中共"
"""How a Party organ's name begins: part of the ledger's data, not of our words."""


def _short(name: str, county: str) -> str:
    """Every unit's name holds the county's: here it would tell nothing. 中共云溪县委组织部
    is 县委组织部 to everybody in 云溪县."""
    if not county or not name.removeprefix(county):
        return name
    if name.startswith(county):
        return name.removeprefix(county)
    return name.removeprefix(_PARTY).replace(county, county[-1]) if county in name else name


class BranchesModel(QAbstractItemModel):
    """A name, and how many rooms hang there. The first row is everything.

    An index carries the number of its node, never a Python object: Qt would not keep it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes = [_Node((), "", 0, _ROOT, 0)]
        self._by_branch: dict[Branch, int] = {}

    def show(self, book: Book, arrangement: Arrangement) -> None:
        self.beginResetModel()
        self._nodes = [_Node((), "", 0, _ROOT, 0)]
        self._by_branch = {}
        self._add((), self.tr("全部"), len(book.lines), _ROOT)
        for branch, rooms in book.branches[arrangement].items():
            name = _short(branch[-1], book.county)
            above = branch[:-1]
            self._add(branch, name, rooms, self._by_branch[above] if above else _ROOT)
        self.endResetModel()

    def _add(self, branch: Branch, name: str, rooms: int, parent: int) -> None:
        siblings = self._nodes[parent].children
        self._by_branch[branch] = len(self._nodes)
        self._nodes.append(_Node(branch, name, rooms, parent, len(siblings)))
        siblings.append(self._by_branch[branch])

    def index_of(self, branch: Branch) -> QModelIndex:
        """Where a branch is shown; invalid where it is no longer there."""
        number = self._by_branch.get(branch)
        if number is None:
            return QModelIndex()
        return self.createIndex(self._nodes[number].row, NAME, number)

    def branch(self, index: Index) -> Branch:
        return self._node(index).branch

    def _node(self, index: Index) -> _Node:
        return self._nodes[index.internalId() if index.isValid() else _ROOT]

    # Qt's own names from here on.
    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        above = self._nodes[_ROOT] if parent is None else self._node(parent)
        if not (0 <= row < len(above.children) and column in {NAME, ROOMS}):
            return QModelIndex()
        return self.createIndex(row, column, above.children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override] # Qt has two
        number = self._node(index).parent
        if not index.isValid() or number == _ROOT:
            return QModelIndex()
        return self.createIndex(self._nodes[number].row, NAME, number)

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None:
            return len(self._nodes[_ROOT].children)
        return 0 if parent.column() > NAME else len(self._node(parent).children)

    def columnCount(self, _parent: Index | None = None) -> int:
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self._node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name if index.column() == NAME else str(node.rooms)
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.branch[-1] if node.branch else node.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if index.column() == NAME else _RIGHT
        return None
