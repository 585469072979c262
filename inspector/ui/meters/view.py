"""The page of rangefinders: find, use, look behind; three columns, or tabs where narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.meters.console_card import ConsoleCard
from inspector.ui.meters.find_card import FindCard
from inspector.ui.meters.practice_card import PracticeCard
from inspector.ui.meters.present_card import PresentCard
from inspector.ui.meters.register_card import RegisterCard
from inspector.ui.widgets.panes import Pane, Panes

_FIND, _CONSOLE = 390, 430
_NARROW = 1100


class MetersView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seek = FindCard()
        self.present = PresentCard()
        self.register = RegisterCard()
        self.practice = PracticeCard()
        self.console = ConsoleCard()
        middle = QWidget()
        theme.set_role(middle, "bar")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, theme.SPACE.xs, 0)
        column.setSpacing(theme.SPACE.m)
        for card in (self.present, self.register, self.practice):
            column.addWidget(card)
        column.addStretch(1)
        self._middle = QScrollArea()
        self._middle.setWidget(middle)
        self._middle.setWidgetResizable(True)
        self._middle.setFrameShape(QFrame.Shape.NoFrame)
        self.panes = Panes(
            (
                Pane(self.tr("查找与连接"), self.seek, _FIND),
                Pane(self.tr("正在使用"), self._middle),
                Pane(self.tr("原始数据"), self.console, _CONSOLE),
            ),
            _NARROW,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.panes)
        theme.set_role(self, "page")

    def bring_up_present(self) -> None:
        self.panes.bring_up(self._middle)
