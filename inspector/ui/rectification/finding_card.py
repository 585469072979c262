"""The chosen finding: its facts, and the one thing that is to be done next."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector.domain.findings import FindingLine
from inspector.ui import theme
from inspector.ui.rectification import words
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag
from inspector.ui.widgets.elide import ElideLabel


class FindingCard(Card):
    """Three parts beside one another: where, how much, what next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.room = ElideLabel()
        self.days = Tag("")
        self.unit = ElideLabel()
        self.number = ElideLabel()
        self.kind = ElideLabel()
        self.sum = ElideLabel()
        self.decided = ElideLabel()
        self.step = QLabel()
        self.note = ElideLabel()
        theme.set_role(self.room, "title")
        theme.set_role(self.kind, "strong")
        for label in (self.unit, self.number, self.decided, self.note):
            theme.set_role(label, "muted")
        self.step.setWordWrap(True)
        where = QHBoxLayout()
        where.setSpacing(theme.SPACE.s)
        where.addWidget(self.room)
        where.addWidget(self.days)
        where.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.xxl)
        line.addLayout(_part(where, self.unit, self.number), 1)
        line.addLayout(_part(self.kind, self.sum, self.decided), 1)
        line.addLayout(_part(self.step, self.note), 1)
        self.body.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_finding(self, line: FindingLine | None, today: date) -> None:
        self.setVisible(line is not None)
        if line is None:
            return
        finding = line.finding
        self.room.setText(f"{line.building} {words.room(line)}")
        self.unit.setText(line.unit)
        self.number.setText(self.tr("核查编号 {0}").format(line.inspection))
        self.kind.setText(f"{finding.kind.label} · {finding.rectification.label}")
        self.sum.setText(words.sum_of(line))
        self.sum.setVisible(bool(self.sum.text()))
        self.decided.setText(words.decided(line))
        self.step.setText(words.next_step(line, today))
        self.note.setText(finding.note)
        self.note.setVisible(bool(finding.note))
        text, tone = words.days_left(line, today)
        self.days.say(text, tone or "plain")
        self.days.setVisible(bool(tone))
        self.setAccessibleName(f"{line.unit} {self.room.text()} {self.step.text()}")


def _part(*parts: QWidget | QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.SPACE.xs)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch(1)
    return column
