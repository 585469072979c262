"""The meter in hand: its link, its last reading, what must be known before it measures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from inspector.devices.events import LinkState, Reading, Status
from inspector.ui import theme
from inspector.ui.meters import words
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.hero import Hero
from inspector.ui.widgets.key_line import KeyLine
from inspector.ui.widgets.link_tag import LinkTag

_NONE = "—"


class PresentCard(Card):
    measure_wanted = Signal()
    laser_wanted = Signal(bool)
    leave_wanted = Signal()
    again_wanted = Signal()
    register_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("正在使用"))
        self.name = ElideLabel()
        self.state = LinkTag()
        self.advice = QLabel()
        self.last = Hero(self.tr("最新读数"))
        self.said = QLabel()
        self.keys = KeyLine()
        self.measure = QPushButton(self.tr("试测(&M)"))
        self.laser = QPushButton(self.tr("激光(&L)"))
        self.again = QPushButton(self.tr("重新连接(&R)"))
        self.leave = QPushButton(self.tr("断开(&D)"))
        self.register = QPushButton(self.tr("登记这台测距仪(&G)…"))
        self.laser.setCheckable(True)
        self._lay_out()
        self.measure.clicked.connect(self.measure_wanted)
        self.laser.clicked.connect(self.laser_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        self.register.clicked.connect(self.register_wanted)
        self.show_link(LinkState.NONE_CHOSEN, "")

    def _lay_out(self) -> None:
        theme.set_role(self.name, "title")
        theme.set_role(self.said, "muted")
        theme.set_role(self.advice, "muted")
        self.advice.setWordWrap(True)
        self.said.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.state)
        self.body.addLayout(top)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.last)
        self.body.addWidget(self.said)
        self.body.addWidget(self.keys)
        self.add_hairline()
        self.model = self.add_row(self.tr("系列"))
        self.power = self.add_row(self.tr("电量"))
        self.edge = self.add_row(self.tr("基准边"))
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        theme.set_role(self.notes, "strong", "undecided")
        self.body.addWidget(self.notes)
        buttons = QGridLayout()
        buttons.setSpacing(theme.SPACE.s)
        for place, button in enumerate((self.measure, self.laser, self.again, self.leave)):
            buttons.addWidget(button, place // 2, place % 2)
        self.body.addLayout(buttons)
        self.body.addWidget(self.register)

    def show_link(self, state: LinkState, meter: str) -> None:
        """Every state says what to do next; none of them stops the work by hand."""
        connected = state is LinkState.CONNECTED
        chosen = state is not LinkState.NONE_CHOSEN
        self.name.setText(meter if chosen and meter else self.tr("没有在用的测距仪"))
        self.state.show_link(state)
        self.advice.setText(state.advice)
        self.advice.setVisible(bool(state.advice))
        self.leave.setEnabled(chosen)
        self.register.setVisible(state is LinkState.UNREGISTERED)
        self.again.setEnabled(state in {LinkState.LOST, LinkState.RECONNECTING} | _FAILED)
        self.measure.setEnabled(connected)
        self.laser.setEnabled(connected)
        if not connected:
            self.last.clear()
            self.edge.set_value(_NONE)
            self.said.setText("")
            self.show_status(Status())

    def show_family(self, label: str, *, keyboard: bool, triggers: bool) -> None:
        self.model.set_value(label or _NONE)
        self.keys.setVisible(keyboard)
        self.measure.setVisible(triggers)
        self.laser.setVisible(triggers)

    def show_reading(self, reading: Reading) -> None:
        self.last.set_figure(words.metres(reading.micrometres), "m")
        self.edge.set_value(reading.edge.label if reading.edge else self.tr("测距仪不告知"))
        imperial = reading.display_unit is not None and reading.display_unit.imperial
        self.say(self.tr("测距仪屏幕为英制，读数仍是米。") if imperial else "")

    def say(self, text: str) -> None:
        self.said.setText(text)

    def show_status(self, status: Status) -> None:
        percent = status.battery_percent
        power = _NONE if percent is None else f"{percent} %"
        self.power.set_value(self.tr("低，请更换电池") if status.battery_low else power)
        if status.laser is not None:
            self.laser.setChecked(status.laser)

    def show_notes(self, notes: Sequence[str]) -> None:
        """What the register says before anything is measured."""
        self.notes.setText("\n".join(f"◆ {note}" for note in notes))
        self.notes.setVisible(bool(notes))


_FAILED = {
    LinkState.FAILED,
    LinkState.NO_BLUETOOTH,
    LinkState.NO_BUS,
    LinkState.NO_SERVICE,
    LinkState.POWERED_OFF,
    LinkState.DENIED,
    LinkState.NO_PORT,
}
