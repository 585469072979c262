"""The page of the exchange put together: counts and centre, records, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.syncing.counts import Counts
from inspector.ui.syncing.lists import Lists
from inspector.ui.syncing.reading import SyncPage
from inspector.ui.tasks_page.standing import Standing
from inspector.ui.widgets.elide import ElideLabel

_SIDE = 340
_PRIMARY = 300


class SyncingView(QWidget):
    sync_wanted = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "page")
        self.counts = Counts()
        self.lists = Lists()
        self.hint = ElideLabel()
        self.primary = QPushButton(self.tr("全部上报"))
        self._busy = False
        body = QWidget()
        self.standing = Standing(body)
        self._lay_out(body)
        self.primary.clicked.connect(self.sync_wanted)
        self.counts.stopped.connect(self.stopped)
        self.counts.edited.connect(self._show_primary)
        self._show_primary()

    def _lay_out(self, body: QWidget) -> None:
        space = theme.SPACE
        theme.set_role(body, "bar")
        theme.set_role(self.hint, "muted")
        theme.set_role(self.primary, "primary")
        self.primary.setMinimumWidth(_PRIMARY)
        self.primary.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary.setToolTip("Ctrl+Enter")
        self.counts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(space.l)
        line.addWidget(self.counts)
        line.addWidget(self.lists, 1)
        bar = QHBoxLayout()
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.primary)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar.setSpacing(space.m)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.m)
        column.addWidget(self.standing, 1)
        column.addLayout(bar)

    @property
    def url(self) -> str:
        return self.counts.url.text().strip()

    @property
    def secret(self) -> str:
        return self.counts.secret.text().strip()

    def show_page(self, page: SyncPage) -> None:
        self._set_side()
        self.counts.show_page(page)
        self.lists.show_page(page)
        self.standing.show_content()

    def set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.counts.set_busy(busy=busy)
        self._show_primary()
        if busy:
            self.counts.work.stop.setFocus()

    def _show_primary(self) -> None:
        """Never grey without a reason in words."""
        reason = ""
        if self._busy:
            reason = self.tr("正在上报，可以继续做别的事")
        elif not self.url:
            reason = self.tr("请先填写中心地址")
        self.primary.setEnabled(not reason)
        self.hint.setText(reason)

    def _set_side(self) -> None:
        """Where the window is narrow, the tabs of the lists need the room more."""
        self.counts.setFixedWidth(min(theme.current().px(_SIDE), self.width() * 2 // 5))

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_side()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._busy and event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().keyPressEvent(event)
