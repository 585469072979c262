"""The room page put together: three columns, the tray, and the action bar at the thumb."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.actions.rounds import RoomPage
from inspector.domain.compliance import Outcome
from inspector.ui import theme
from inspector.ui.room import pictures, words
from inspector.ui.room.decision_panel import DecisionPanel
from inspector.ui.room.ledger_panel import LedgerPanel
from inspector.ui.room.plan_panel import PlanPanel
from inspector.ui.room.tray import Tray

_SIDE = 300
_NARROW, _NARROW_PER_SCALE = 1000, 860
_SIDE_SHARE = 28
"""Percent of the page that a side column takes at most, whatever the text size."""


class RoomView(QWidget):
    """Three columns; under 1000 px they become tabs in the same order."""

    went_back = Signal()
    withdrew = Signal()
    typed = Signal()
    shot = Signal()
    """拍照: a photo is to be added."""
    fired = Signal()
    """The meter is to measure."""
    began_again = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ledger = LedgerPanel()
        self.plan = PlanPanel()
        self.decision = DecisionPanel()
        self.tray = Tray()
        self.back = self._button(self.tr("‹ 上一间"), "PgUp", self.went_back)
        self.undo = self._button(self.tr("撤回读数"), "Backspace", self.withdrew)
        self.fire = self._button(self.tr("测量"), "Space", self.fired)
        self.manual = self._button(self.tr("手工录入"), "F2", self.typed)
        self.again = self._button(self.tr("复测"), "Ctrl+R", self.began_again)
        self.photo = self._button(self.tr("拍照"), "Ctrl+E", self.shot)
        self.confirm = self._button(
            self.tr("确认认定，下一间 ›"), "Ctrl+Return", self.confirmed
        )
        theme.set_role(self.confirm, "primary")
        self._left = _scrolled(self.ledger)
        self._right = _scrolled(self.decision)
        self._middle = QScrollArea()
        self._middle.setWidget(self.plan)
        self._middle.setWidgetResizable(True)
        self._middle.setFrameShape(QFrame.Shape.NoFrame)
        self._bar = QHBoxLayout()
        self._tabs = QTabWidget()
        self._tabs.hide()
        self._columns = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._compose()
        theme.set_role(self, "page")  # last: a change of font arranges what there is

    def show_page(self, page: RoomPage, today: date, files: Path) -> None:
        """What a room has beside its readings: decision, checks, photos."""
        self.setEnabled(True)
        self.decision.begin(today)
        if page.finding is not None:
            self.decision.show_finding(page.finding)
        self.ledger.show_checks(page.checks)
        found = [pictures.thumbnail(files / photo.sha256) for photo in page.photos]
        self.decision.evidence.show_photos([p for p in found if not p.isNull()])

    def show_primary(self, outcome: Outcome) -> None:
        """The one thing to do next, or what is missing for it."""
        decided = self.decision.decision() is not None
        text, enabled = words.primary(
            outcome, decided=decided, lacks_kind=self.decision.lacks_kind
        )
        self.confirm.setText(text)
        self.confirm.setEnabled(enabled)

    def _button(self, text: str, key: str, signal: object) -> QPushButton:
        button = QPushButton(text)
        button.setShortcut(QKeySequence(key))
        button.setToolTip(f"{text.strip('‹ ›')}  {key}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(signal)
        return button

    def _compose(self) -> None:
        space = theme.SPACE
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.m)
        self._columns.setSpacing(space.l)
        column.addLayout(self._columns, 1)
        column.addWidget(self._tabs, 1)
        column.addWidget(self.tray)
        bar = self._bar
        for button in (
            self.back,
            self.undo,
            self.fire,
            self.manual,
            self.again,
            self.photo,
        ):
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.confirm)
        column.addLayout(bar)
        self._as_columns()

    def _as_columns(self) -> None:
        self._tabs.hide()
        while self._tabs.count():
            self._tabs.removeTab(0)
        for place, widget in enumerate((self._left, self._middle, self._right)):
            self._columns.insertWidget(place, widget, 1 if widget is self._middle else 0)
            widget.show()
        self._column.setStretchFactor(self._columns, 1)
        self._bar.setSpacing(theme.SPACE.s + 2)
        self._set_sides()

    def _set_sides(self) -> None:
        wide = min(theme.current().px(_SIDE), self.width() * _SIDE_SHARE // 100)
        for widget in (self._left, self._right):
            widget.setFixedWidth(wide)
        self.confirm.setMinimumWidth(wide)

    def _as_tabs(self) -> None:
        names = (self.tr("台账与核对"), self.tr("测量"), self.tr("认定"))
        columns = (self._left, self._middle, self._right)
        for widget, name in zip(columns, names, strict=True):
            self._columns.removeWidget(widget)
            widget.setMinimumWidth(0)
            widget.setMaximumWidth(16_777_215)
            self._tabs.addTab(widget, name)
        self._tabs.setCurrentIndex(1)
        self._tabs.show()
        self._column.setStretchFactor(self._columns, 0)
        self._bar.setSpacing(theme.SPACE.xs)
        self.confirm.setMinimumWidth(0)

    def _arrange(self) -> None:
        least = max(_NARROW, theme.current().scale * _NARROW_PER_SCALE)
        if self.width() >= least:
            if self._tabs.count():
                self._as_columns()
            self._set_sides()
        elif not self._tabs.count():
            self._as_tabs()

    # Qt's own names from here on.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    theme.set_role(widget, "bar")
    return area
