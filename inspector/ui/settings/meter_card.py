"""测距仪: which one is in use, which are near, and whether it measures."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QWidget,
)

from inspector.devices.events import LinkState
from inspector.devices.transports import Found
from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag

_FOUND = Qt.ItemDataRole.UserRole
_STRONG, _FAIR = -60, -80
"""Received strength in dBm: beside the person, in the room."""
_ROWS_SHOWN = 3


class MeterCard(Card):
    find_wanted = Signal()
    connect_wanted = Signal(object)
    """The `Found` that is selected."""
    disconnect_wanted = Signal()
    measure_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("测距仪"))
        self.name = QLabel()
        self.state = Tag("")
        self.advice = QLabel()
        self.list = QListWidget()
        self.searching = QProgressBar()
        self.result = QLabel()
        self.seek = QPushButton(self.tr("查找(&F)"))
        self.join = QPushButton(self.tr("连接(&C)"))
        self.leave = QPushButton(self.tr("断开(&D)"))
        self.measure = QPushButton(self.tr("试测(&M)"))
        self._lay_out()
        self.seek.clicked.connect(self.find_wanted)
        self.join.clicked.connect(self._connect)
        self.leave.clicked.connect(self.disconnect_wanted)
        self.measure.clicked.connect(self.measure_wanted)
        self.list.itemActivated.connect(self._connect)
        self.list.currentItemChanged.connect(self._allow)
        self.show_link(LinkState.NONE_CHOSEN, "")
        self.show_searching(searching=False)

    def _lay_out(self) -> None:
        theme.set_role(self.name, "strong")
        theme.set_role(self.advice, "muted")
        theme.set_role(self.result, "title")
        for label in (self.advice, self.result):
            label.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.state)
        self.list.setAccessibleName(self.tr("附近的测距仪"))
        self.list.setFixedHeight(_ROWS_SHOWN * theme.TARGET.touch_row + 2)
        theme.set_role(self.list, "touch")
        self.searching.setRange(0, 0)
        keeping = self.searching.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)  # nothing jumps when a search ends
        self.searching.setSizePolicy(keeping)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE.s)
        for button in (self.seek, self.join, self.leave, self.measure):
            buttons.addWidget(button, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.list)
        self.body.addWidget(self.searching)
        self.body.addLayout(buttons)
        self.body.addWidget(self.result)

    def show_link(self, state: LinkState, meter: str) -> None:
        """Every state says what to do next; none of them stops the work by hand."""
        connected = state is LinkState.CONNECTED
        tone = {LinkState.CONNECTED: "within", LinkState.NONE_CHOSEN: "plain"}
        chosen = state is not LinkState.NONE_CHOSEN
        self.name.setText(meter if chosen and meter else self.tr("没有在用的测距仪"))
        self.state.say(state.label, tone.get(state, "undecided"))
        self.show_advice(state.advice)
        self.leave.setEnabled(chosen)
        self.measure.setEnabled(connected)
        if not connected:
            self.result.hide()

    def show_advice(self, words: str) -> None:
        self.advice.setText(words)
        self.advice.setVisible(bool(words))

    def show_searching(self, *, searching: bool) -> None:
        self.searching.setVisible(searching)
        self.seek.setEnabled(not searching)
        if searching:
            self.list.clear()
        self._allow()

    def add(self, found: Found) -> None:
        """In the order of nearness; one that is heard again takes its new place."""
        rows = [self.list.item(row).data(_FOUND) for row in range(self.list.count())]
        rows = [each for each in rows if each.address != found.address]
        chosen = cast("QListWidgetItem | None", self.list.currentItem())
        address = "" if chosen is None else chosen.data(_FOUND).address
        self.list.clear()
        for each in sorted((*rows, found), key=lambda found: found.order):
            item = QListWidgetItem(f"{each.name}    {self._near(each)}")
            item.setData(_FOUND, each)
            self.list.addItem(item)
            if each.address == address:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    def show_result(self, words: str) -> None:
        self.result.setText(words)
        self.result.show()

    def _near(self, found: Found) -> str:
        if found.practice:
            return self.tr("不需要硬件，供练习用")
        if found.rssi >= _STRONG:
            return self.tr("信号强")
        return self.tr("信号中") if found.rssi >= _FAIR else self.tr("信号弱")

    @Slot()
    def _connect(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.connect_wanted.emit(item.data(_FOUND))

    @Slot()
    def _allow(self) -> None:
        self.join.setEnabled(self.list.currentItem() is not None)
