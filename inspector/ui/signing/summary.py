"""The left side: what will be signed, or, once it is made, the sheet itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.signing import model, words
from inspector.ui.signing.model import SummaryModel
from inspector.ui.signing.pages import Pages
from inspector.ui.signing.reading import SheetPage
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Chip, Tag
from inspector.ui.widgets.doors import DoorTable
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.pill import PillDelegate

_WIDTHS = (64, 104, 76, 120, 76, 148, 112)
_PLAIN = """
QTableView, QTableView:focus, QTableView::corner { border: none; }
QHeaderView::section { padding: 0 11px; }
"""
"""The card around it is its frame; titles stand over their words, for a cell adds 3 px."""
_SUMMARY, _PAGES = range(2)


class Summary(Card):
    opened = Signal(object)
    """The id of the room that the person went to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.unit = ElideLabel()
        self.practice = Tag(self.tr("练习"), "undecided")
        self.visit = ElideLabel()
        self.counted = QLabel()
        self.digest = ElideLabel()
        self.made = ElideLabel()
        self.rooms = SummaryModel(self)
        self.table = SummaryTable(self.rooms)
        self.pages = Pages()
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._lay_out()
        self.table.opened.connect(self.opened)
        self._group.idClicked.connect(self.turn_to)

    def _lay_out(self) -> None:
        theme.set_role(self.unit, "title")
        self.counted.setWordWrap(True)
        for label in (self.visit, self.digest, self.made):
            theme.set_role(label, "muted")
        theme.set_role(self._stack, "bar")
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE.s)
        head.addWidget(self.unit)
        head.addWidget(self.practice)
        head.addStretch(1)
        self._chips = [Chip(self.tr("汇总")), Chip(self.tr("记录表"))]
        for number, chip in enumerate(self._chips):
            chip.setCheckable(True)
            policy = chip.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            chip.setSizePolicy(policy)
            self._group.addButton(chip, number)
            head.addWidget(chip)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.pages)
        self.body.addLayout(head)
        self.body.addWidget(self.visit)
        self.body.addWidget(self.counted)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.made)
        self.body.addWidget(self.digest)
        self.turn_to(_SUMMARY)

    def show_page(self, page: SheetPage) -> None:
        self.unit.setText(page.content.unit.name)
        self.practice.setVisible(page.inspection.practice)
        self.visit.setText(words.visit(page))
        self.counted.setText(words.counted(page))
        self.digest.setText(words.digest(page))
        made = words.printed(page)
        self.made.setText(f"{made}　{page.file}" if made else "")
        self.made.setVisible(bool(made))
        self.rooms.show(page)
        self.table.join_headings()
        for chip in self._chips:
            chip.setVisible(self.pages.count > 0)

    def show_pages(self, pages: Sequence[bytes]) -> None:
        self.pages.show_pages(pages)
        for chip in self._chips:
            chip.setVisible(self.pages.count > 0)
        self.turn_to(_PAGES if pages else _SUMMARY)

    @property
    def shows_pages(self) -> bool:
        return self._stack.currentIndex() == _PAGES

    @Slot(int)
    def turn_to(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for place, chip in enumerate(self._chips):
            chip.setChecked(place == number)
            chip.say(chip.text(), "accent" if place == number else "plain")


class SummaryTable(DoorTable):
    """Opens the room of a row, by its id."""

    def __init__(self, rooms: SummaryModel, parent: QWidget | None = None) -> None:
        super().__init__(rooms, rooms.room_id, parent)
        self._rooms = rooms
        self.setAccessibleName(self.tr("逐间汇总"))
        self.setItemDelegateForColumn(model.OUTCOME, PillDelegate(self))
        self.setStyleSheet(_PLAIN)

    def join_headings(self) -> None:
        worn = theme.current()
        self.set_row_height()
        for column, wide in enumerate(_WIDTHS):
            self.setColumnWidth(column, worn.px(wide))
        self.clearSpans()
        for row in self._rooms.headings():
            self.setSpan(row, 0, 1, self._rooms.columnCount())
