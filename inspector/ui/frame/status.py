"""The state of things, always said: link, unsent, age of the ledger, last save, place.

Each chip is a door to the page behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from inspector.actions.here import CHINA
from inspector.domain.mutations import Unsent
from inspector.ui import theme
from inspector.ui.widgets.chip import Chip
from inspector.ui.widgets.elide import ElideLabel

_SIGNS = {"within": "●", "undecided": "◆", "over": "▲", "plain": "○", "accent": "●"}


@dataclass(frozen=True, slots=True)
class LedgerAge:
    """When the ledger's content came here, and from which workbook or centre."""

    at: datetime | None = None
    source: str = ""


class StatusBar(QWidget):
    wanted = Signal(str)
    """The page behind a chip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.link = Chip("")
        self.unsent = Chip("")
        self.ledger = Chip("")
        self.saved = Chip("")
        self.loose = Chip("")
        self.where = ElideLabel()
        self.person = QLabel()
        self._compact = False
        self._said: dict[Chip, tuple[str, str, str]] = {}
        theme.set_role(self.where, "muted")
        theme.set_role(self.person, "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.s)
        doors = {
            self.link: "meters",
            self.unsent: "syncing",
            self.ledger: "ledger",
            self.saved: "settings",
            self.loose: "tasks",
        }
        for chip, page in doors.items():
            chip.clicked.connect(lambda _=False, page=page: self.wanted.emit(page))
            line.addWidget(chip)
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.addWidget(self.where, 100)
        line.addStretch(1)
        line.addWidget(self.person)
        self.set_link(self.tr("未选择测距仪"), "plain")
        self.show_unsent(Unsent(0, 0))
        self.show_ledger(LedgerAge())
        self.show_saved(None)
        self.show_loose(0)

    def set_link(self, text: str, tone: str, short: str = "") -> None:
        """What the rangefinder's link is, in words; the tone gives the sign before it."""
        sign = _SIGNS[tone]
        self._say(self.link, f"{sign} {text}", f"{sign} {short or text}", tone)

    def show_unsent(self, unsent: Unsent) -> None:
        tone = "undecided" if unsent.records or unsent.photos else "plain"
        words = self.tr("未上报 {0} 条 · 照片 {1} 张").format(unsent.records, unsent.photos)
        short = self.tr("未上报 {0} · {1}").format(unsent.records, unsent.photos)
        disputed = unsent.conflicts + unsent.rejected
        if disputed:
            tone = "over"
            words += self.tr(" · 待处理 {0} 条").format(disputed)
        self._say(self.unsent, words, short, tone)

    def show_ledger(self, age: LedgerAge) -> None:
        if age.at is None:
            self._say(self.ledger, self.tr("尚无台账"), self.tr("尚无台账"), "plain")
            return
        at = age.at.astimezone(CHINA)
        words = self.tr("台账 {0}").format(f"{at:%Y-%m-%d %H:%M}")
        self._say(self.ledger, words, self.tr("台账 {0}").format(f"{at:%m-%d}"), "")
        self.ledger.setToolTip(self.tr("来自 {0}").format(age.source))

    def show_saved(self, at: datetime | None) -> None:
        """Only ever a save that the disk has confirmed."""
        if at is None:
            self._say(self.saved, self.tr("尚无改动"), self.tr("尚无改动"), "plain")
            return
        clock = f"{at.astimezone(CHINA):%H:%M:%S}"
        short = self.tr("存盘 {0}").format(clock[:5])
        self._say(self.saved, self.tr("已存盘 {0}").format(clock), short, "")

    def show_loose(self, count: int) -> None:
        """Readings that came while no room was open; said only while there are any."""
        self.loose.setVisible(count > 0)
        words = self.tr("◆ 待归位读数 {0} 个").format(count)
        self._say(self.loose, words, self.tr("◆ 待归位 {0}").format(count), "undecided")
        self.loose.setToolTip(self.tr("打开一个房间，把它们放到墙上，或选“不采用”。"))

    def show_place(self, folder: str) -> None:
        self.where.setText(self.tr("数据在 {0}").format(folder))
        self.saved.setToolTip(self.where.text())

    def show_person(self, team: str, person: str) -> None:
        self.person.setText(" · ".join(filter(None, (team, person))))

    def set_compact(self, *, compact: bool) -> None:
        """Short words for a small window; the long ones stay in tool tip and name."""
        self._compact = compact
        self.where.setVisible(not compact)
        self.person.setVisible(not compact)
        for chip, said in self._said.items():
            self._say(chip, *said)

    def _say(self, chip: Chip, words: str, short: str, tone: str) -> None:
        self._said[chip] = (words, short, tone)
        chip.say(short if self._compact else words, tone or "plain")
        chip.setAccessibleName(words)
