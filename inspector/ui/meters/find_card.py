"""查找与连接: what is near, what can be used, and what to do where nothing can."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from inspector.devices.codecs import FAMILIES, named
from inspector.devices.codecs.contract import Carrier
from inspector.devices.codecs.keyboard import PRESETS
from inspector.devices.events import LinkState
from inspector.devices.transports import Found, Support
from inspector.ui import theme
from inspector.ui.meters import words
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag
from inspector.ui.widgets.doors import DoorTable
from inspector.ui.widgets.lines import Column, LinesModel
from inspector.ui.widgets.pill import PillDelegate

_NEAR, _SUPPORT = 72, 92
_ROWS_SHOWN = 3


class FindCard(Card):
    find_wanted = Signal()
    stop_wanted = Signal()
    connect_wanted = Signal(object)
    """The `Found` that is selected, with the family that the person chose for a port."""
    capture_wanted = Signal(object)
    """The `Found` whose raw messages are to be recorded, whoever it is."""
    experimental_set = Signal(bool)
    everything_set = Signal()
    """Whether strange devices are listed has changed: look again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("查找与连接"))
        self.trouble = Tag("")
        self.advice = QLabel()
        self.model = LinesModel[Found](self._columns())
        self.list = DoorTable(self.model, self._behind)
        self.about = QLabel()
        self.family = QComboBox()
        self.keying = QComboBox()
        self.searching = QProgressBar()
        self.seek = QPushButton(self.tr("查找(&F)"))
        self.join = QPushButton(self.tr("连接(&C)"))
        self.capture = QPushButton(self.tr("记录原始数据(&X)…"))
        self.experimental = QCheckBox(self.tr("启用试验性支持"))
        self.everything = QCheckBox(self.tr("列出所有设备"))
        self._searching = False
        self._fill_families()
        self._lay_out()
        self.seek.clicked.connect(self._seek)
        self.join.clicked.connect(self._join)
        self.list.opened.connect(self.connect_wanted)
        self.list.selectionModel().currentRowChanged.connect(self._show_about)
        self.capture.clicked.connect(self._capture)
        self.experimental.toggled.connect(self.experimental_set)
        self.experimental.toggled.connect(self._show_about)
        self.family.currentIndexChanged.connect(self._show_about)
        self.everything.toggled.connect(self.everything_set)
        self.show_trouble(None)
        self.show_searching(searching=False)

    def _columns(self) -> tuple[Column[Found], ...]:
        return (
            Column(self.tr("名称"), lambda found: found.name),
            Column(self.tr("信号"), words.nearness, _NEAR),
            Column(
                self.tr("支持"),
                lambda found: found.support.label,
                _SUPPORT,
                tone=lambda found: words.SUPPORT_TONES[found.support],
            ),
        )

    def _fill_families(self) -> None:
        for family in FAMILIES:
            if family.carrier is Carrier.SERIAL:
                self.family.addItem(family.label, family.name)
        for preset in PRESETS:
            self.keying.addItem(preset.label, preset.key)

    def _lay_out(self) -> None:
        for label in (self.advice, self.about):
            theme.set_role(label, "muted")
            label.setWordWrap(True)
        self._dress_list()
        self.searching.setRange(0, 0)
        keeping = self.searching.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)  # nothing jumps when a search ends
        self.searching.setSizePolicy(keeping)
        self.family.setAccessibleName(self.tr("串口上是哪一种测距仪"))
        self.keying.setAccessibleName(self.tr("键盘模式下怎样读数字"))
        self.experimental.setToolTip(
            self.tr("只按公开资料编写、没有在真机上核实过的测距仪；读数会注明。")
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE.s)
        for button in (self.seek, self.join):
            buttons.addWidget(button, 1)
        for part in (self.trouble, self.advice, self.list, self.searching):
            self.body.addWidget(part, 1 if part is self.list else 0)
        for choice in (self.about, self.family, self.keying):
            self.body.addWidget(choice)
        self.body.addLayout(buttons)
        self.body.addWidget(self.capture)
        switches = QHBoxLayout()
        switches.setSpacing(theme.SPACE.s)
        for switch in (self.experimental, self.everything):
            switches.addWidget(switch, 1)
        self.body.addLayout(switches)

    def _dress_list(self) -> None:
        self.list.setItemDelegate(PillDelegate(self.list))
        self.list.setAccessibleName(self.tr("附近的测距仪"))
        theme.set_role(self.list, "touch")
        # Names differ at their ends: a serial number, the kind of a practice meter.
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.verticalHeader().setDefaultSectionSize(theme.TARGET.touch_row)
        header = self.list.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((1, _NEAR), (2, _SUPPORT)):
            self.list.setColumnWidth(column, theme.current().px(wide))
        self.list.setMinimumHeight((_ROWS_SHOWN + 1) * theme.TARGET.touch_row)

    # What it shows.

    def show_trouble(self, state: LinkState | None) -> None:
        """Why there is no radio, and what to do; the keyboard and practice remain."""
        self.trouble.setVisible(state is not None)
        self.advice.setVisible(state is not None)
        if state is not None:
            self.trouble.say(f"◆ {state.label}", "undecided")
            self.advice.setText(state.advice)

    def show_searching(self, *, searching: bool) -> None:
        self._searching = searching
        self.searching.setVisible(searching)
        self.seek.setText(self.tr("停止查找(&F)") if searching else self.tr("查找(&F)"))
        if searching:
            self.model.show(())
        self._show_about()

    def add(self, found: Found) -> None:
        """The usable ones first, then by nearness; one heard again takes its new place."""
        chosen = self._selected()
        lines = [line for line in self.model.lines if line.address != found.address]
        self.model.show(sorted((*lines, found), key=lambda line: line.order))
        address = chosen.address if chosen else self.model.lines[0].address
        row = [line.address for line in self.model.lines].index(address)
        self.list.selectRow(row)

    def show_keying(self, key: str) -> None:
        """How a meter that types writes its numbers."""
        self.keying.setCurrentIndex(max(0, self.keying.findData(key)))

    def show_experimental(self, *, on: bool) -> None:
        self.experimental.setChecked(on)

    # What the person does.

    def _selected(self) -> Found | None:
        row = self.list.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _behind(self, row: int) -> Found | None:
        found = self.model.lines[row]
        return self._as_chosen(found) if self._usable(found) else None

    def _as_chosen(self, found: Found) -> Found:
        if _nameless_port(found):
            return replace(found, family=self.family.currentData())
        return found

    def _usable(self, found: Found | None) -> bool:
        if found is None:
            return False
        support = found.support
        if _nameless_port(found):
            family = named(self.family.currentData())
            tried = family is not None and not family.experimental
            support = Support.SUPPORTED if tried else Support.EXPERIMENTAL
        if support is Support.EXPERIMENTAL:
            return found.practice or self.experimental.isChecked()
        return support is Support.SUPPORTED

    @Slot()
    def _show_about(self) -> None:
        found = self._selected()
        self.join.setEnabled(self._usable(found))
        spoken = found is not None and found.carrier is not Carrier.KEYBOARD
        self.capture.setEnabled(spoken and not found.practice if found else False)
        self.family.setVisible(found is not None and _nameless_port(found))
        self.keying.setVisible(found is not None and found.carrier is Carrier.KEYBOARD)
        self.about.setText(self._about(found))
        self.about.setVisible(bool(self.about.text()))

    def _about(self, found: Found | None) -> str:
        if found is None:
            return self.tr("请按一下测距仪的按键使它开机，并打开它的蓝牙。")
        if found.support is Support.EXPERIMENTAL and not self.experimental.isChecked():
            return self.tr("这种测距仪没有在真机上核实过。需要时请先启用试验性支持。")
        return found.advice

    @Slot()
    def _seek(self) -> None:
        (self.stop_wanted if self._searching else self.find_wanted).emit()

    @Slot()
    def _capture(self) -> None:
        found = self._selected()
        if found is not None:
            self.capture_wanted.emit(self._as_chosen(found))

    @Slot()
    def _join(self) -> None:
        found = self._selected()
        if found is not None:
            self.connect_wanted.emit(self._as_chosen(found))


def _nameless_port(found: Found) -> bool:
    """A serial line does not say what hangs on it: the person does."""
    return found.carrier is Carrier.SERIAL and not found.family
