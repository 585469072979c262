"""The middle: the plan with its readings, the misclosure, and the two hero figures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.actions.measure import Measuring
from inspector.domain.inspections import ReadingRecord
from inspector.ui import theme
from inspector.ui.room import words
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.hero import Hero
from inspector.ui.widgets.key_line import KeyLine
from inspector.ui.widgets.plan import PlanView


class PlanPanel(Card):
    """Nothing here moves when a reading arrives; only figures and lines change."""

    picked = Signal(str)
    """The slot of the wall or diagonal that was pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = QLabel()
        theme.set_role(self.heading, "h2")
        self.closure = Tag("")
        self.plan = PlanView()
        self.advice = ElideLabel()
        theme.set_role(self.advice, "muted")
        self.keys = KeyLine()
        self.keys.hide()
        self.reading = Hero()
        self.area = Hero(at_right=True)
        self.reading.set_caption(self.tr("最新读数"))
        self.area.set_caption(self.tr("使用面积"))
        self._slots = {sign: slot for slot, sign in words.SIGNS.items()}
        self._compose()
        self.plan.picked.connect(self._picked)

    def show_room(self, standing: Measuring, armed: str) -> None:
        readings = standing.measurement.readings if standing.measurement else ()
        assessment = standing.assessment
        self.heading.setText(words.heading(assessment, readings))
        text, tone = words.closure(assessment)
        self.closure.say(text, tone)
        self.plan.draw(words.drawing(assessment, readings, armed))
        self._say(words.advice(assessment), "plain")
        self._show_last([r for r in readings if not r.withdrawn])
        solved = assessment.solved
        if solved:
            self.area.set_figure(solved.area.m2_text(), "㎡", words.doubt_text(solved.u))
        else:
            self.area.clear()

    def show_armed(self, standing: Measuring, armed: str) -> None:
        """Only the glow moves on; the figures stay until the reading is durable."""
        readings = standing.measurement.readings if standing.measurement else ()
        self.plan.draw(words.drawing(standing.assessment, readings, armed))

    def say_trouble(self, text: str) -> None:
        """What the meter could not do, in the line under the plan: no dialog on site."""
        self._say(text, "undecided")

    def show_typing(self, *, typing: bool) -> None:
        """A meter in keyboard mode needs a field that holds the focus."""
        self.keys.setVisible(typing)
        self.wait_for_keys()

    def wait_for_keys(self) -> None:
        """A wall waits: what is typed from now on is its reading."""
        if self.keys.isVisible():
            self.keys.setFocus()

    def say_hint(self, text: str) -> None:
        self._say(text, "accent")

    def _show_last(self, counting: list[ReadingRecord]) -> None:
        if not counting:
            self.reading.set_caption(self.tr("最新读数"))
            self.reading.clear()
            return
        last = counting[-1]
        mark = f" · {last.source.label}" if last.source.value != "ble" else ""
        slot = words.slot_text(last.slot)
        self.reading.set_caption(
            self.tr("最新读数 {slot}{mark}").format(slot=slot, mark=mark)
        )
        self.reading.set_figure(words.metres(last.micrometres), "m")

    def _say(self, text: str, tone: str) -> None:
        theme.set_role(self.advice, "muted", tone)
        self.advice.setText(text)

    def _picked(self, sign: str) -> None:
        self.picked.emit(self._slots.get(sign, ""))

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.closure)
        figures = QHBoxLayout()
        figures.addWidget(self.reading, 1)
        figures.addWidget(self.area, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.plan, 1)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.keys)
        self.add_hairline()
        column = QVBoxLayout()
        column.addLayout(figures)
        self.body.addLayout(column)
