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

_FIND, _BEHIND = 384, 392
_NARROW = 1100


class MetersView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seek = FindCard()
        self.present = PresentCard()
        self.register = RegisterCard()
        self.practice = PracticeCard()
        self.console = ConsoleCard()
        self._middle = _scrolled(self.present, self.practice)
        behind = QWidget()
        theme.set_role(behind, "bar")
        column = QVBoxLayout(behind)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.register)
        column.addWidget(self.console, 1)
        self.panes = Panes(
            (
                Pane(self.tr("查找与连接"), self.seek, _FIND),
                Pane(self.tr("正在使用"), self._middle),
                Pane(self.tr("检定与原始数据"), behind, _BEHIND),
            ),
            _NARROW,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.panes)
        theme.set_role(self, "page")

    def bring_up_present(self) -> None:
        self.panes.bring_up(self._middle)


def _scrolled(*cards: QWidget) -> QScrollArea:
    inside = QWidget()
    theme.set_role(inside, "bar")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, theme.SPACE.xs, 0)
    column.setSpacing(theme.SPACE.m)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
