"""The line above every screen: where am I, how far is the round, and the search."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from inspector.ui import theme
from inspector.ui.frame.search import SearchField
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.widgets.chip import Chip
from inspector.ui.widgets.elide import ElideLabel

_BETWEEN = "  ›  "


class TopBar(QWidget):
    counter_pressed = Signal()
    """The round's counter: the door back to the list of its rooms."""

    def __init__(self, search: SearchField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = search
        self.steps = ElideLabel()
        self.here = QLabel()
        self.counter = Chip("")
        theme.set_role(self, "bar")
        theme.set_role(self.steps, "muted")
        theme.set_role(self.here, "title")
        self.steps.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # Its own margin: a page without steps has its title flush with what is below.
        self.steps.setContentsMargins(0, 0, theme.SPACE.xs, 0)
        self.counter.clicked.connect(self.counter_pressed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.steps)
        line.addWidget(self.here)
        line.addSpacing(theme.SPACE.xl)
        line.addWidget(self.counter)
        line.addStretch(1)
        line.addSpacing(theme.SPACE.m)
        line.addWidget(search)
        self.show_place(Whereabouts(""))

    def show_place(self, place: Whereabouts) -> None:
        self.steps.setText(_BETWEEN.join((*place.steps, "")) if place.steps else "")
        self.steps.setVisible(bool(place.steps))
        self.here.setText(place.here)
        self.counter.say(place.counter, "plain")
        self.counter.setVisible(bool(place.counter))
