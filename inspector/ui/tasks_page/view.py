"""The task page put together: readiness, units, one unit's rooms, one thing to do."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector.actions.inspections import Team
from inspector.ui import theme
from inspector.ui.tasks_page.begin_form import BeginForm
from inspector.ui.tasks_page.readiness import ReadinessLine
from inspector.ui.tasks_page.reading import RoomStop, UnitLine, UnitPage, UnitState
from inspector.ui.tasks_page.standing import Standing
from inspector.ui.tasks_page.unit_panel import UnitPanel
from inspector.ui.tasks_page.units_panel import UnitsPanel

_UNITS = 360


class Step(Enum):
    """What the primary action does now."""

    NONE = "none"
    BEGIN = "begin"
    CONFIRM = "confirm"
    GO_ON = "go_on"
    SIGN = "sign"


class TasksView(QWidget):
    advanced = Signal()
    """The primary action, whatever `step` says that it is."""
    signing_wanted = Signal()
    again_wanted = Signal()
    """Another visit to a unit that already had one."""
    form_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "page")
        self.step = Step.NONE
        self.ready_line = ReadinessLine()
        self.units = UnitsPanel()
        self.unit = UnitPanel()
        self.form = BeginForm()
        self.right = QStackedWidget()
        self.primary = QPushButton()
        self.sign = self._button(self.tr("汇总签字"), "F4", self.signing_wanted)
        self.again = self._button(self.tr("另起一次核查"), "", self.again_wanted)
        self.back = self._button(self.tr("‹ 返回"), "", self.form_left)
        body = QWidget()
        self.standing = Standing(body)
        self._lay_out(body)
        self.primary.clicked.connect(self.advanced)
        self.form.changed.connect(self._show_primary)
        self.say_step(Step.NONE)

    def _button(self, text: str, key: str, signal: object) -> QPushButton:
        button = QPushButton(text)
        if key:
            button.setShortcut(QKeySequence(key))
            button.setToolTip(f"{text}  {key}")
        button.clicked.connect(signal)
        return button

    def _lay_out(self, body: QWidget) -> None:
        space = theme.SPACE
        theme.set_role(body, "bar")
        theme.set_role(self.right, "bar")
        theme.set_role(self.primary, "primary")
        self.primary.setShortcut(QKeySequence("Ctrl+Return"))
        self.right.addWidget(self.unit)
        self.right.addWidget(self.form)
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(space.l)
        line.addWidget(self.units, 1)
        line.addWidget(self.right, 2)
        bar = QHBoxLayout()
        bar.setSpacing(space.s + 2)
        for button in (self.back, self.sign, self.again):
            bar.addWidget(button)
        bar.addStretch(1)
        self.primary.setMinimumWidth(_UNITS * 5 // 6)
        bar.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.m)
        column.addWidget(self.ready_line)
        column.addWidget(self.standing, 1)
        column.addLayout(bar)

    def show_unit(self, line: UnitLine, page: UnitPage) -> None:
        self.unit.show_unit(line, page)
        if page.inspection is None:
            self.say_step(Step.BEGIN)
        elif page.next_room is None:
            self.say_step(Step.SIGN)
        else:
            self.say_step(Step.GO_ON, page.next_room)
        begun = line.state is not UnitState.NOT_BEGUN
        self.sign.setVisible(begun and self.step is Step.GO_ON)
        self.again.setVisible(begun)
        self.right.setCurrentWidget(self.unit)

    def ask_for_team(self, unit: str, team: Team) -> None:
        self.right.setCurrentWidget(self.form)
        self.form.begin(unit, team)
        self.say_step(Step.CONFIRM)

    @property
    def asks_for_team(self) -> bool:
        return self.step is Step.CONFIRM

    def say_step(self, step: Step, room: RoomStop | None = None) -> None:
        self.step = step
        words = {
            Step.NONE: "",
            Step.BEGIN: self.tr("开始核查"),
            Step.CONFIRM: self.tr("开始核查，进入第一间 ›"),
            Step.GO_ON: self.tr("继续核查 {0} 室 ›").format(room.number if room else ""),
            Step.SIGN: self.tr("汇总签字 ›"),
        }
        self.primary.setText(words[step])
        self.primary.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary.setVisible(step is not Step.NONE)
        self.back.setVisible(step is Step.CONFIRM)
        for button in (self.sign, self.again):
            button.setVisible(False)
        self.units.setEnabled(step is not Step.CONFIRM)
        self._show_primary()

    def _show_primary(self) -> None:
        self.primary.setEnabled(self.step is not Step.CONFIRM or self.form.complete)

    # Qt's own names from here on.
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.asks_for_team and event.key() == Qt.Key.Key_Escape:
            self.form_left.emit()
        elif self.asks_for_team and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.primary.click()
        else:
            super().keyPressEvent(event)
