"""The settings as cards: look, this device; rangefinder, sound, standards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.standards import Pack
from inspector.ui import theme
from inspector.ui.settings.look_card import LookCard
from inspector.ui.settings.meter_card import MeterCard
from inspector.ui.settings.sound_card import SoundCard
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag
from inspector.ui.widgets.elide import ElideLabel

_NARROW = 820


@dataclass(frozen=True, slots=True)
class Device:
    """What this device knows of itself, in words."""

    folder: str
    ledger: str
    source: str
    number: str


class SettingsView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.look = LookCard()
        self.meter = MeterCard()
        self.sound = SoundCard()
        self.device = DeviceCard()
        self.standards = StandardsCard()
        inside = QWidget()
        theme.set_role(inside, "bar")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, theme.SPACE.xs, theme.SPACE.m)
        self._columns.setSpacing(theme.SPACE.m + 2)
        left = (self.look, self.sound, self.device)
        for cards in (left, (self.meter, self.standards)):
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE.m)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        way = QBoxLayout.Direction
        self._columns.setDirection(way.TopToBottom if narrow else way.LeftToRight)


class DeviceCard(Card):
    named = Signal(str, str)
    """Who works here: the person and the team."""
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("本机"))
        self.person = QLineEdit()
        self.team = QLineEdit()
        fields = QFormLayout()
        fields.setSpacing(theme.SPACE.s)
        fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        fields.setHorizontalSpacing(theme.SPACE.l)
        fields.addRow(self.tr("检查人员(&N)"), self.person)
        fields.addRow(self.tr("核查组(&T)"), self.team)
        for field in (self.person, self.team):
            # As high as its field, so that their words stand on one line.
            fields.labelForField(field).setMinimumHeight(theme.TARGET.input)
        self.person.setPlaceholderText(self.tr("写在每条读数和记录表上"))
        self.team.setPlaceholderText(self.tr("例如 督查二组"))
        self.body.addLayout(fields)
        self.body.addSpacing(theme.SPACE.xs)
        self.folder = self.add_row(self.tr("数据位置"))
        self.ledger = self.add_row(self.tr("台账时间"))
        self.source = self.add_row(self.tr("台账来自"))
        self.number = self.add_row(self.tr("设备编号"))
        self.open = QPushButton(self.tr("打开数据文件夹(&O)"))
        self.body.addWidget(self.open)
        self.open.clicked.connect(self.folder_wanted)
        self.person.editingFinished.connect(self._name)
        self.team.editingFinished.connect(self._name)

    def show_me(self, person: str, team: str) -> None:
        for field, words in ((self.person, person), (self.team, team)):
            if not field.hasFocus():
                field.setText(words)

    def show_device(self, device: Device) -> None:
        self.folder.set_value(device.folder)
        self.ledger.set_value(device.ledger)
        self.source.set_value(device.source)
        self.number.set_value(device.number)

    @Slot()
    def _name(self) -> None:
        self.named.emit(self.person.text(), self.team.text())


class StandardsCard(Card):
    """By which packs rooms are judged, and which were never compared with the original."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("标准"))
        self.made: list[QWidget] = []

    def show_packs(self, packs: Sequence[Pack]) -> None:
        for widget in self.made:
            widget.hide()
            widget.deleteLater()
        self.made = []
        for number, pack in enumerate(packs):
            if number:
                self.made.append(self.add_hairline())
            self._show_pack(pack)

    def _show_pack(self, pack: Pack) -> None:
        open_rows = sum(1 for limit in pack.limits if limit.flag)
        title = ElideLabel(pack.title)
        theme.set_role(title, "strong")
        tag = Tag("", "plain")
        if open_rows:
            tag.say(self.tr("◆ 未核对原文"), "undecided")
        else:
            tag.say(self.tr("● 已核对原文"), "within")
        line = QWidget()
        theme.set_role(line, "bar")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(title, 1)
        row.addWidget(tag)
        self.body.addWidget(line)
        words = self.tr("{0} · 版本 {1} · {2} 条限额").format(
            pack.place_name, pack.version, len(pack.limits)
        )
        if 0 < open_rows < len(pack.limits):
            words += self.tr("，其中 {0} 条未核对原文").format(open_rows)
        self.made += [line, self.add_note(words)]
