"""练习测距仪: press it, and switch on the faults that real meters have."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QWidget

from inspector.devices.practice.meter import Trick
from inspector.ui import theme
from inspector.ui.widgets.card import Card


class PracticeCard(Card):
    pressed = Signal()
    dropped = Signal()
    went_away = Signal(bool)
    played = Signal(object, bool)
    """A `Trick`, and whether it is on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("练习测距仪"))
        self.press = QPushButton(self.tr("按测量键(&T)"))
        self.drop = QPushButton(self.tr("断一下线"))
        self.away = QPushButton(self.tr("走远"))
        self.away.setCheckable(True)
        self.switches = {trick: QCheckBox(trick.label) for trick in Trick}
        self._lay_out()
        self.press.clicked.connect(self.pressed)
        self.drop.clicked.connect(self.dropped)
        self.away.toggled.connect(self.went_away)
        for trick, switch in self.switches.items():
            switch.toggled.connect(lambda on, trick=trick: self.played.emit(trick, on))

    def _lay_out(self) -> None:
        self.add_note(self.tr("不需要硬件。打开下面的故障，看看程序怎样应对。"))
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        for place, switch in enumerate(self.switches.values()):
            grid.addWidget(switch, place // 2, place % 2)
        self.body.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE.s)
        for button in (self.press, self.drop, self.away):
            buttons.addWidget(button, 1)
        self.body.addLayout(buttons)

    def show_tricks(self, able: Iterable[Trick], playing: Iterable[Trick]) -> None:
        """Only what this meter's protocol can show can be switched on."""
        able, playing = set(able), set(playing)
        for trick, switch in self.switches.items():
            switch.setEnabled(trick in able)
            switch.setChecked(trick in playing)
        self.away.setChecked(False)
