"""The right side: what waits, what came back, and the receipts, a tab each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QWidget,
)

from inspector.db.device import Receipt
from inspector.ui import theme
from inspector.ui.syncing import model
from inspector.ui.syncing.reading import MOST, SyncPage
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.lines import LinesModel
from inspector.ui.widgets.notice import Notice, State
from inspector.ui.widgets.pill import PillDelegate

_PLAIN = """
QTableView, QTableView:focus, QTableView::corner { border: none; }
QHeaderView::section { padding: 0 11px; }
"""
"""The card around it is its frame; titles stand over their words, for a cell adds 3 px."""


class Lists(Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        tr = self.tr
        self.tabs = QTabWidget()
        self.more = QLabel()
        self.queued = Listing(
            LinesModel(model.queued_columns(), self), tr("没有待上报的记录，都已在中心。")
        )
        self.rejected = Listing(
            LinesModel(model.answered_columns(), self), tr("没有中心未接受的记录。")
        )
        self.conflicts = Listing(
            LinesModel(model.answered_columns(), self), tr("没有需要确认的记录。")
        )
        self.receipts = Listing(
            LinesModel(model.receipt_columns(), self), tr("还没有上报过。")
        )
        names = (tr("未上报操作"), tr("未接受"), tr("需确认"), tr("回执"))
        lists = (self.queued, self.rejected, self.conflicts, self.receipts)
        for listing, name in zip(lists, names, strict=True):
            self.tabs.addTab(listing, name)
            listing.table.setAccessibleName(name)
        self._names = names
        theme.set_role(self.more, "muted")
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.more)

    def show_page(self, page: SyncPage) -> None:
        kept = (page.queued, page.rejected, page.conflicts, page.receipts)
        lists = (self.queued, self.rejected, self.conflicts, self.receipts)
        for number, (listing, lines) in enumerate(zip(lists, kept, strict=True)):
            listing.show_lines(lines)
            count = f"{MOST}+" if len(lines) == MOST else str(len(lines))
            self.tabs.setTabText(number, f"{self._names[number]} {count}")
        cut = len(page.queued) == MOST
        self.more.setText(self.tr("只列出最早的 {0} 次操作，上报时全部送出。").format(MOST))
        self.more.setVisible(cut)

    def turn_to_result(self, receipt: Receipt) -> None:
        """What asks for a person first; the receipt where nothing does."""
        listing = self.receipts
        if receipt.rejected:
            listing = self.rejected
        elif receipt.conflicts:
            listing = self.conflicts
        self.tabs.setCurrentWidget(listing)


class Listing(QStackedWidget):
    """A table, or one sentence where it has no rows."""

    def __init__(self, lines: LinesModel[Any], none: str) -> None:
        super().__init__()
        theme.set_role(self, "bar")
        self.lines = lines
        self.table = QTableView()
        self.notice = Notice()
        self.notice.say(State.EMPTY, none)
        self._prepare(self.table)
        for page in (self.table, self.notice):
            self.addWidget(page)

    def show_lines(self, lines: Any) -> None:
        self.lines.show(lines)
        self._set_widths()
        self.setCurrentWidget(self.table if lines else self.notice)

    def _set_widths(self) -> None:
        worn = theme.current()
        self.table.verticalHeader().setDefaultSectionSize(worn.px(theme.TARGET.row))
        for number, column in enumerate(self.lines.columns):
            if column.wide:
                self.table.setColumnWidth(number, worn.px(column.wide))

    def _prepare(self, table: QTableView) -> None:
        table.setModel(self.lines)
        table.setStyleSheet(_PLAIN)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        for number, column in enumerate(self.lines.columns):
            if column.tone:
                table.setItemDelegateForColumn(number, PillDelegate(table))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
