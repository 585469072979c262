"""The board put together: chips to sift by, the table, the chosen finding below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.findings import FindingLine, Rectification
from inspector.ui import theme
from inspector.ui.rectification import model
from inspector.ui.rectification.finding_card import FindingCard
from inspector.ui.rectification.model import FindingsModel
from inspector.ui.tasks_page.standing import Standing
from inspector.ui.widgets.chip import Chip
from inspector.ui.widgets.doors import DoorTable
from inspector.ui.widgets.pill import PillDelegate

_HEADER = "QHeaderView::section { padding: 0 11px; } QTableView::corner { border: none; }"
"""Titles stand over their words: a cell adds 3 px to its padding."""
_PRIMARY = 300
_KEPT = (
    None,
    Rectification.FIX_BY_PLAN,
    Rectification.FIX_ON_SITE,
    Rectification.FILE_AT_ONCE,
)
_OVERDUE = len(_KEPT)
"""The chip after the classes."""


class RectificationView(QWidget):
    opened = Signal(object)
    """The `FindingLine` whose room the person goes to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "page")
        self.findings = FindingsModel(self)
        self.table = FindingsTable(self.findings)
        self.card = FindingCard()
        self.primary = QPushButton(self.tr("去这间房 ›"))
        self.chips: list[Chip] = []
        self._group = QButtonGroup(self)
        self._today = date.min
        body = QWidget()
        self.standing = Standing(body)
        self._lay_out(body)
        self.table.opened.connect(self.opened)
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.primary.clicked.connect(self._open_current)
        self._group.idClicked.connect(self.keep_to)
        self._group.button(0).setChecked(True)
        self._show_current()

    def _lay_out(self, body: QWidget) -> None:
        space = theme.SPACE
        theme.set_role(body, "bar")
        theme.set_role(self.primary, "primary")
        self.primary.setMinimumWidth(_PRIMARY)
        self.primary.setShortcut(QKeySequence("Ctrl+Return"))
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(space.xs)
        inner.addLayout(self._chip_line())
        inner.addWidget(self.table, 1)
        inner.addSpacing(space.s)
        inner.addWidget(self.card)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.m)
        column.addWidget(self.standing, 1)
        column.addLayout(bar)

    def _chip_line(self) -> QHBoxLayout:
        chips = QHBoxLayout()
        chips.setSpacing(theme.SPACE.s)
        for number in range(_OVERDUE + 1):
            chip = Chip("")
            chip.setCheckable(True)
            self._group.addButton(chip, number)
            self.chips.append(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        return chips

    def show_findings(self, lines: Sequence[FindingLine], today: date) -> None:
        kept = self.current
        self._today = today
        self.findings.show_at(lines, today)
        self.table.set_widths()
        self._count()
        self._stay_at(kept)
        self.standing.show_content()

    @property
    def current(self) -> FindingLine | None:
        return self.findings.line(self.table.currentIndex().row())

    @Slot(int)
    def keep_to(self, number: int) -> None:
        kept = self.current
        self._group.button(number).setChecked(True)
        if number == _OVERDUE:
            self.findings.keep_to(None, overdue=True)
        else:
            self.findings.keep_to(_KEPT[number])
        self._count()
        self._stay_at(kept)

    def _stay_at(self, line: FindingLine | None) -> None:
        row = max(0, self.findings.row_of(line))
        if self.findings.rowCount():
            self.table.setCurrentIndex(self.findings.index(row, 0))
        self._show_current()

    def _count(self) -> None:
        names = [kept.label if kept else self.tr("全部") for kept in _KEPT]
        counts = [self.findings.count(kept) for kept in _KEPT]
        names.append(self.tr("逾期"))
        counts.append(self.findings.count(None, overdue=True))
        chosen = self._group.checkedId()
        for number, (name, count) in enumerate(zip(names, counts, strict=True)):
            late = number == _OVERDUE and count > 0
            tone = "over" if late else "plain"
            self.chips[number].say(
                f"{name} {count}", "accent" if number == chosen else tone
            )

    @Slot()
    def _show_current(self) -> None:
        line = self.current
        self.card.show_finding(line, self._today)
        self.primary.setVisible(line is not None)

    @Slot()
    def _open_current(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)


class FindingsTable(DoorTable):
    """Opens the `FindingLine` of a row."""

    def __init__(self, findings: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(findings, findings.line, parent)
        self._findings = findings
        self.setAccessibleName(self.tr("整改清单"))
        self.setItemDelegateForColumn(model.LEFT_DAYS, PillDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setStyleSheet(_HEADER)

    def set_widths(self) -> None:
        worn = theme.current()
        self.set_row_height()
        widths = [worn.px(column.wide) for column in self._findings.columns]
        left = self.viewport().width() - sum(widths)
        widths[model.UNIT] += max(0, left)
        for number, wide in enumerate(widths):
            self.setColumnWidth(number, wide)

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_widths()
