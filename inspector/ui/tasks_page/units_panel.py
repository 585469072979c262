"""The left column: all units of the round, sifted by typing or by how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.tasks_page import words
from inspector.ui.tasks_page.delegates import UnitDelegate
from inspector.ui.tasks_page.model import Index, UnitsModel
from inspector.ui.tasks_page.reading import UnitLine, UnitState
from inspector.ui.tasks_page.staying_list import StayingList
from inspector.ui.widgets.chip import Chip

_STATES = (None, *UnitState)


class UnitsPanel(QWidget):
    picked = Signal(object)
    """The `UnitLine` that the person went to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.model = UnitsModel(self)
        self.search = QLineEdit()
        self.list = StayingList()
        self.count = QLabel()
        self._chips: list[Chip] = []
        self._group = QButtonGroup(self)
        self._quiet = False
        self._lay_out()
        self.search.textChanged.connect(self._sift)
        self.search.returnPressed.connect(self._to_the_list)
        self._group.idToggled.connect(self._state_toggled)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self._group.button(0).setChecked(True)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("单位名称或拼音首字母"))
        self.search.setAccessibleName(self.tr("查找单位"))
        self.search.setClearButtonEnabled(True)
        chips = QHBoxLayout()
        chips.setSpacing(theme.SPACE.xs)
        for number in range(len(_STATES)):
            chip = Chip("")
            chip.setCheckable(True)
            self._group.addButton(chip, number)
            self._chips.append(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        self.list.setModel(self.model)
        self.list.setItemDelegate(UnitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("单位"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme.set_role(self.count, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(self.search)
        column.addLayout(chips)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)

    def show_units(self, lines: Sequence[UnitLine], current: UUID | None) -> None:
        self._quiet = True
        self.model.show(lines)
        self._count()
        self.go_to(current)
        self._quiet = False

    @property
    def current(self) -> UnitLine | None:
        return self.model.line(self.list.currentIndex().row())

    def go_to(self, unit_id: UUID | None) -> None:
        row = self.model.row_of(unit_id)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(row), flag)
            self.list.scrollTo(self.model.index(row))

    def show_all(self) -> None:
        self.search.clear()
        self._group.button(0).setChecked(True)

    def _count(self) -> None:
        names = (self.tr("全部"), self.tr("未开始"), self.tr("进行中"), self.tr("已核完"))
        for number, (name, state) in enumerate(zip(names, _STATES, strict=True)):
            tone = "accent" if self._group.checkedId() == number else "plain"
            self._chips[number].say(f"{name} {self.model.count(state)}", tone)
        self.count.setText(words.shown(self.model.rowCount(), self.model.count(None)))

    @Slot()
    def _sift(self) -> None:
        kept = self.current.progress.unit_id if self.current else None
        chosen = max(0, self._group.checkedId())
        self._quiet = True
        self.model.sift(self.search.text(), _STATES[chosen])
        self.go_to(kept)
        self._quiet = False
        self._count()

    def _state_toggled(self, _number: int, _checked: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._sift()

    @Slot()
    def _to_the_list(self) -> None:
        """Enter in the search field takes the first unit found."""
        if self.model.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0))

    def _current_changed(self, current: Index, _previous: Index) -> None:
        line = self.model.line(current.row())
        if line is not None and not self._quiet:
            self.picked.emit(line)
