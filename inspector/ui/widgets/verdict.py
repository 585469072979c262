"""The verdict: sign, word and number first, then why, in as many lines as it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from inspector.ui import theme


class Kind(Enum):
    """What can be said of a room; the value is the tone it is said in."""

    WITHIN = "within"
    UNDECIDED = "undecided"
    OVER = "over"
    UNSET = "unset"
    INCOMPLETE = "incomplete"


SIGNS = {
    Kind.WITHIN: "●",
    Kind.UNDECIDED: "◆",
    Kind.OVER: "▲",
    Kind.UNSET: "○",
    Kind.INCOMPLETE: "…",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A verdict in words: the figure with its unit, if any, and the reasons by line."""

    kind: Kind
    figure: str = ""
    reasons: tuple[str, ...] = ()


class VerdictPanel(QFrame):
    """Sign, word and number each say it alone, so that colour never has to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel()
        self.reasons = QLabel()
        for label in (self.headline, self.reasons):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        space = theme.SPACE
        column.setContentsMargins(space.l, space.m, space.l, space.m + 2)
        column.setSpacing(space.xs)
        column.addWidget(self.headline)
        column.addWidget(self.reasons)
        self.say(Spoken(Kind.INCOMPLETE))

    def say(self, spoken: Spoken) -> None:
        settled = spoken.kind not in {Kind.UNSET, Kind.INCOMPLETE}
        tone = spoken.kind.value if settled else "plain"
        headline = f"{SIGNS[spoken.kind]} {self._words()[spoken.kind]}"
        self.headline.setText(f"{headline}  {spoken.figure}".rstrip())
        self.reasons.setText("\n".join(spoken.reasons))
        self.reasons.setVisible(bool(spoken.reasons))
        theme.set_role(self, "verdict", tone)
        theme.set_role(self.headline, "headline", tone)
        theme.set_role(self.reasons, "reason" if settled else "muted", tone)
        self.setAccessibleName(self.headline.text())
        self.setAccessibleDescription(self.reasons.text())

    def _words(self) -> dict[Kind, str]:
        return {
            Kind.WITHIN: self.tr("合规"),
            Kind.UNDECIDED: self.tr("临界须复测"),
            Kind.OVER: self.tr("超标"),
            Kind.UNSET: self.tr("标准未设定"),
            Kind.INCOMPLETE: self.tr("数据不全"),
        }
