"""Tree, table and card side by side; tabs where the window is narrow."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.ledger.book import Arrangement, Book, Branch, Chosen
from inspector.ui.ledger.branches import BranchesModel
from inspector.ui.ledger.detail import Detail
from inspector.ui.ledger.model import RoomsModel
from inspector.ui.ledger.table import RoomsTable
from inspector.ui.widgets.notice import Notice, Skeleton, State
from inspector.ui.widgets.panes import Pane, Panes

_PAUSE_MS = 140
_TREE_WIDE, _CARD_WIDE, _COUNT_WIDE = 252, 256, 58


class Content(IntEnum):
    LOADING = 0
    ROOMS = 1
    NOTICE = 2


class LedgerView(QWidget):
    branch_picked = Signal(object, object)
    """An `Arrangement` and a `Branch` of it."""
    searched = Signal(str)
    noticed = Signal()
    """The person took the one action that an empty table offers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.rooms = RoomsModel(self)
        self.branches = BranchesModel(self)
        self.tree = _Tree()
        self.switch = QButtonGroup(self)
        self.search = QLineEdit()
        self.count = QLabel()
        self.table = RoomsTable(self.rooms)
        self.notice = Notice()
        self.detail = Detail()
        self._content = QStackedWidget()
        self._arrangement = Arrangement.UNITS
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.search.textChanged.connect(self._pause.start)
        self.notice.acted.connect(self.noticed)
        self.middle = self._middle()
        self.panes = Panes(
            (
                Pane(self.tr("单位与位置"), self._left(), _TREE_WIDE),
                Pane(self.tr("房间"), self.middle),
                Pane(self.tr("所选房间"), self.detail, _CARD_WIDE),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACE.s)
        column.addWidget(self.panes)
        self.show_loading()

    def _left(self) -> QWidget:
        left = QWidget()
        theme.set_role(left, "bar")
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.xs)
        for arrangement in Arrangement:
            button = QPushButton(arrangement.label)
            button.setCheckable(True)
            button.setChecked(arrangement is self._arrangement)
            button.clicked.connect(lambda _=False, to=arrangement: self._rearrange(to))
            self.switch.addButton(button)
            line.addWidget(button, 1)
        self.tree.setModel(self.branches)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("单位与位置"))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setIndentation(theme.SPACE.l)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.selectionModel().currentChanged.connect(self._pick_branch)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addLayout(line)
        column.addWidget(self.tree, 1)
        return left

    def _middle(self) -> QWidget:
        middle = QWidget()
        theme.set_role(middle, "bar")
        theme.set_role(self.count, "muted")
        self.search.setPlaceholderText(
            self.tr("在台账中查找：房号、姓名、单位或拼音首字母")
        )
        self.search.setAccessibleName(self.tr("在台账中查找"))
        loading = QWidget()
        theme.set_role(loading, "bar")
        rows = QVBoxLayout(loading)
        rows.addWidget(Skeleton(5))
        rows.addStretch(1)
        for page in (loading, self.table, self.notice):
            self._content.addWidget(page)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self.search)
        column.addWidget(self._content, 1)
        column.addWidget(self.count)
        return middle

    @property
    def content(self) -> Content:
        return Content(self._content.currentIndex())

    @property
    def pausing(self) -> bool:
        return self._pause.isActive() or self.table.pausing

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    def show_loading(self) -> None:
        self._content.setCurrentIndex(Content.LOADING)
        self.count.clear()

    def show_empty(self) -> None:
        self.detail.show_nothing()
        self.notice.say(State.EMPTY, self.tr("这台设备上还没有台账。"), self.tr("开始使用"))
        self._content.setCurrentIndex(Content.NOTICE)

    def show_failure(self) -> None:
        self.notice.say(State.FAILED, self.tr("台账没有读出来。"), self.tr("再读一次"))
        self._content.setCurrentIndex(Content.NOTICE)

    def show_branches(self, book: Book, branch: Branch = ()) -> None:
        self.branches.show(book, self._arrangement)
        self.tree.fit()
        self.select_branch(branch)

    def select_branch(self, branch: Branch) -> None:
        index = self.branches.index_of(branch)
        shown = index if index.isValid() else self.branches.index(0, 0)
        self.tree.setCurrentIndex(shown)
        self.tree.scrollTo(shown)

    def show_rooms(self, book: Book, chosen: Chosen) -> None:
        self.rooms.show(book, chosen)
        shown, of = len(chosen.rows), len(book.lines)
        area = chosen.area.m2_text()
        words = self.tr("共 {0} 间，台账面积合计 {2} ㎡")
        if shown < of:
            words = self.tr("{1} 间（全部 {0} 间），台账面积合计 {2} ㎡")
        self.count.setText(words.format(of, shown, area))
        if not shown:
            self.detail.show_nothing()
            self.notice.say(
                State.EMPTY, self.tr("没有符合条件的房间。"), self.tr("清除条件")
            )
        self._content.setCurrentIndex(Content.ROOMS if shown else Content.NOTICE)

    def clear_conditions(self) -> None:
        self.search.clear()
        self.table.clear_filters()
        self.select_branch(())

    @Slot()
    def _search(self) -> None:
        self.searched.emit(self.search.text())

    def _rearrange(self, arrangement: Arrangement) -> None:
        if arrangement is not self._arrangement:
            self._arrangement = arrangement
            self.branch_picked.emit(arrangement, ())

    @Slot(QModelIndex)
    def _pick_branch(self, index: QModelIndex) -> None:
        if index.isValid():
            self.branch_picked.emit(self._arrangement, self.branches.branch(index))


class _Tree(QTreeView):
    """A name that gives way, and a number that does not."""

    def fit(self) -> None:
        header = self.header()
        if header.count() == 0:
            return  # nothing has been shown yet
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, theme.current().px(_COUNT_WIDE))

    # Qt's own names from here on.
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()
