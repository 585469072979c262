"""测距仪: which one is in use, and the door to the page where all else is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from inspector.devices.events import LinkState
from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.link_tag import LinkTag


class MeterCard(Card):
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("测距仪"))
        self.name = ElideLabel()
        self.state = LinkTag()
        self.advice = QLabel()
        self.open = QPushButton(self.tr("查找、连接与检定(&F)…"))
        theme.set_role(self.name, "strong")
        theme.set_role(self.advice, "muted")
        self.advice.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.state)
        self.body.addLayout(top)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.open)
        self.open.clicked.connect(self.wanted)
        self.show_link(LinkState.NONE_CHOSEN, "")

    def show_link(self, state: LinkState, meter: str) -> None:
        chosen = state is not LinkState.NONE_CHOSEN
        self.name.setText(meter if chosen and meter else self.tr("没有在用的测距仪"))
        self.state.show_link(state)
        self.advice.setText(state.advice)
        self.advice.setVisible(bool(state.advice))
