"""出发前检查 as one line: ledger, standards, meter, storage, clock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.devices.events import LinkState
from inspector.domain.meters import Caution
from inspector.ui import theme
from inspector.ui.tasks_page import words
from inspector.ui.tasks_page.reading import Readiness
from inspector.ui.tasks_page.words import Said
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel


class ReadinessLine(Card):
    """Each part says with sign and word whether it will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("出发前检查"))
        self.ledger = _Part(self.tr("台账"))
        self.standard = _Part(self.tr("标准"))
        self.meter = _Part(self.tr("测距仪"))
        self.storage = _Part(self.tr("存储"))
        self.clock = _Part(self.tr("时钟"))
        space = theme.SPACE
        line = QHBoxLayout()
        line.setSpacing(space.l)
        for part in (self.ledger, self.standard, self.meter, self.storage, self.clock):
            line.addWidget(part, 1)
        self.body.addLayout(line)
        self.body.setContentsMargins(space.l, space.s + 2, space.l, space.s + 2)
        self.show_meter(LinkState.NONE_CHOSEN, "")

    def show_ready(self, found: Readiness) -> None:
        self.ledger.say(words.ledger_ready(found), found.ledger_source)
        self.standard.say(words.standard_ready(found), words.standard_detail(found))
        self.storage.say(words.storage_ready(found))
        self.clock.say(words.clock_ready(found))

    def show_meter(
        self, state: LinkState, name: str, cautions: Sequence[Caution] = ()
    ) -> None:
        advice = "\n".join(f"{each.label}。{each.advice}" for each in cautions)
        self.meter.say(words.meter_ready(state, name, cautions), advice or state.advice)


class _Part(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.name = QLabel(name)
        self.said = ElideLabel()
        theme.set_role(self.name, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.name)
        column.addWidget(self.said)

    def say(self, said: Said, detail: str = "") -> None:
        self.said.setText(str(said))
        self.said.setAccessibleName(f"{self._name} {said.words}")
        theme.set_role(self.said, "strong", said.tone)
        self.setToolTip("\n".join(filter(None, (said.words, detail))))
