"""记录原始数据: an unknown meter's messages beside what its screen showed, in one file."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.devices.events import LinkState
from inspector.devices.traffic import Direction, Traffic
from inspector.ui import theme
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.link_tag import LinkTag

_WIDE = 520
_LONGEST = 60


class CaptureForm(QDialog):
    noted = Signal(str)
    """What the screen of the meter showed for the messages just before."""

    def __init__(self, meter: str, file: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("记录原始数据"))
        self.heard = 0
        self.notes = 0
        self.link = LinkTag()
        self.count = QLabel()
        self.last = ElideLabel()
        self.shown = QLineEdit()
        self.keep = QPushButton(self.tr("记下(&N)"))
        self.done_with = QPushButton(self.tr("完成(&S)"))
        self._lay_out(meter, file)
        self.keep.clicked.connect(self._note)
        self.shown.returnPressed.connect(self._note)
        self.done_with.clicked.connect(self.accept)
        self.link.show_link(LinkState.CONNECTING)
        self._show()

    def _lay_out(self, meter: str, file: str) -> None:
        heading, where, how = QLabel(meter), QLabel(), QLabel()
        theme.set_role(heading, "title")
        theme.set_role(where, "muted")
        theme.set_role(self.last, "muted")
        theme.set_role(self.count, "strong")
        where.setText(self.tr("保存到 {0}").format(file))
        how.setText(
            self.tr(
                "1. 连接后，用测距仪分别测约 1 米、2 米、5 米各一次，再测一次面积。\n"
                "2. 每测一次，就把屏幕上显示的数值和单位原样填在下面，点“记下”。\n"
                "3. 完成后把文件交给开发人员；文件里没有单位、房间和人员的信息。"
            )
        )
        how.setWordWrap(True)
        self.shown.setMaxLength(_LONGEST)
        self.shown.setPlaceholderText(self.tr("屏幕显示，例如 2.135 m"))
        self.shown.setAccessibleName(self.tr("测距仪屏幕上显示的数值"))
        self.keep.setAutoDefault(False)
        self.done_with.setAutoDefault(False)  # Enter notes what was typed
        theme.set_role(self.done_with, "primary")
        top, line = QHBoxLayout(), QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.link)
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.shown, 1)
        line.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.SPACE.xl,) * 4)
        column.setSpacing(theme.SPACE.m)
        column.addLayout(top)
        for label in (where, how, self.count, self.last):
            column.addWidget(label)
        column.addLayout(line)
        column.addWidget(self.done_with)
        self.setMinimumWidth(theme.current().px(_WIDE))

    @Slot(object)
    def take(self, traffic: Traffic) -> None:
        if traffic.direction is Direction.HEARD:
            self.heard += 1
            self.last.setText(traffic.data.hex(" "))
            self._show()

    @Slot()
    def _note(self) -> None:
        text = self.shown.text().strip()
        if text:
            self.notes += 1
            self.noted.emit(text)
            self.shown.clear()
            self._show()

    def _show(self) -> None:
        self.count.setText(
            self.tr("已收到 {0} 条消息，记下 {1} 个屏幕数值").format(self.heard, self.notes)
        )
