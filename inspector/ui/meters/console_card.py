"""What the meter really says: every message as it came, and what was made of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.lines import Column, LinesModel
from inspector.ui.widgets.rows import Rows

_MOST = 500
"""Lines that stay; a recording keeps them all."""
_AT_ONCE_MS = 50
_TIME, _WAY, _WHERE = 66, 46, 98


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """`way` is ← from the meter, → to it, and ＝ what it was understood as."""

    seconds: float
    way: str
    where: str
    what: str


class ConsoleCard(Card):
    record_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("原始数据"))
        self.model = LinesModel[ConsoleLine](self._columns())
        self.table = Rows(self.model, (_TIME, _WAY, _WHERE))
        self.pause = QPushButton(self.tr("暂停(&P)"))
        self.clear = QPushButton(self.tr("清空(&E)"))
        self.record = QPushButton(self.tr("记录到文件(&W)…"))
        self.recording = QLabel()
        self._lines: deque[ConsoleLine] = deque(maxlen=_MOST)
        self._began: float | None = None
        self._due = QTimer(self, interval=_AT_ONCE_MS, singleShot=True)
        self._due.timeout.connect(self._show)
        self.pause.setCheckable(True)
        self.record.setCheckable(True)
        self._lay_out()
        self.pause.toggled.connect(self._show)
        self.clear.clicked.connect(self._empty)
        self.record.clicked.connect(self.record_wanted)

    def _columns(self) -> tuple[Column[ConsoleLine], ...]:
        return (
            Column(self.tr("时间"), lambda line: f"{line.seconds:.3f}", _TIME, figure=True),
            Column(self.tr("方向"), lambda line: line.way, _WAY),
            Column(self.tr("通道"), lambda line: line.where, _WHERE),
            Column(self.tr("内容"), lambda line: line.what),
        )

    def _lay_out(self) -> None:
        theme.set_role(self.recording, "muted")
        self.recording.setWordWrap(True)
        self.table.setAccessibleName(self.tr("与测距仪往来的数据"))
        self.table.setHorizontalScrollMode(Rows.ScrollMode.ScrollPerPixel)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.body.addWidget(self.table, 1)
        self.add_note(self.tr("← 收到，→ 发出，＝ 本程序的理解；选中后可复制。"))
        self.body.addWidget(self.recording)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE.s)
        for button in (self.pause, self.clear, self.record):
            buttons.addWidget(button, 1)
        self.body.addLayout(buttons)
        self.show_recording("")

    def add(self, at_us: int, way: str, where: str, what: str) -> None:
        """Many may come at once; they are shown together, and nothing waits for it."""
        if self._began is None:
            self._began = at_us
        seconds = (at_us - self._began) / 1_000_000
        self._append(ConsoleLine(seconds, way, where, what))

    def understood(self, what: str) -> None:
        """What was made of the line before; it has no time of its own."""
        last = self._lines[-1].seconds if self._lines else 0.0
        self._append(ConsoleLine(last, "＝", "", what))

    def show_recording(self, file: str) -> None:
        """Where the traffic is being written to; empty when it is not."""
        self.record.setChecked(bool(file))
        self.record.setText(self.tr("停止记录(&W)") if file else self.tr("记录到文件(&W)…"))
        words = self.tr("正在记录到 {0}").format(file) if file else ""
        self.recording.setText(words)
        self.recording.setVisible(bool(file))

    def _append(self, line: ConsoleLine) -> None:
        """A page that nobody sees draws nothing: it catches up when it is shown."""
        self._lines.append(line)
        if self.isVisible() and not self._due.isActive():
            self._due.start()

    @Slot()
    def _show(self) -> None:
        if self.pause.isChecked():
            return
        self.model.show(tuple(self._lines))
        self.table.scrollToBottom()

    @Slot()
    def _empty(self) -> None:
        self._lines.clear()
        self._began = None
        self._show()

    # Qt's own names from here on.
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()
