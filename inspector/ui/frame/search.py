"""One search for the whole ledger: a room's number, a name, or pinyin initials."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent
from PySide6.QtWidgets import QLineEdit, QListView, QSizePolicy, QWidget

from inspector.db import estate
from inspector.domain.estate import RoomCard
from inspector.ui import theme
from inspector.ui.desk import Desk
from inspector.ui.frame.found import FoundDelegate, FoundModel

_PAUSE_MS = 160
"""How long after the last key the search begins."""
_MOST_SHOWN = 8
_WIDE, _NARROW = 300, 168
_LIST_WIDE = 460
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class SearchField(QLineEdit):
    picked = Signal(object)
    """The `RoomCard` that a person asked for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entered = False
        self.found = FoundModel(self)
        self.list = QListView()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.setAccessibleName(self.tr("查找房间"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_narrow(narrow=False)
        self._make_list()
        self.textChanged.connect(self._type)

    def _make_list(self) -> None:
        self.list.setModel(self.found)
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("找到的房间"))
        self.list.setParent(self.window())
        self.list.hide()
        self.list.clicked.connect(self._pick)

    def set_narrow(self, *, narrow: bool) -> None:
        """A short field for a small window; the placeholder shortens with it."""
        width = theme.current().px(_NARROW if narrow else _WIDE)
        self.setFixedWidth(width)
        words = (
            self.tr("查找  Ctrl+F") if narrow else self.tr("房号、姓名或拼音首字母  Ctrl+F")
        )
        self.setPlaceholderText(words)

    @property
    def ready(self) -> bool:
        return not self._pause.isActive()

    @Slot(str)
    def _type(self, words: str) -> None:
        self._entered = False
        if words.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.list.hide()

    @Slot()
    def _search(self) -> None:
        words = self.text().strip()
        ledger = self._desk.here.ledger
        self._desk.ask(
            lambda: ledger.ask(estate.search, words), lambda cards: self._show(words, cards)
        )

    def _show(self, words: str, cards: list[RoomCard]) -> None:
        if words != self.text().strip() or not self.hasFocus():
            return  # the person has typed on, or gone elsewhere
        self.found.show(words, cards)
        self.list.setCurrentIndex(self.found.index(0, 0))
        if self._entered and cards:
            self._pick()
        else:
            self._open_list()

    def _open_list(self) -> None:
        window = self.window()
        self.list.setParent(window)
        rows = min(_MOST_SHOWN, self.found.rowCount())
        high = rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth()
        wide = min(theme.current().px(_LIST_WIDE), window.width() - 2 * theme.SPACE.s)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + theme.SPACE.xs))
        left = max(theme.SPACE.s, corner.x() - wide)
        high = min(high, window.height() - corner.y() - theme.SPACE.s)
        self.list.setGeometry(left, corner.y(), wide, high)
        self.list.raise_()
        self.list.show()

    @Slot()
    def _pick(self) -> None:
        card = self.found.card(self.list.currentIndex())
        if card is None:
            return
        self.list.hide()
        self.clear()
        self.clearFocus()
        self.picked.emit(card)

    def _step(self, by: int) -> None:
        rows = max(1, self.found.rowCount())
        row = (self.list.currentIndex().row() + by) % rows
        self.list.setCurrentIndex(self.found.index(row, 0))

    # Qt's own names from here on.
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self.list.isVisible():
            self._step(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._entered = True
            if self.list.isVisible() and not self._pause.isActive():
                self._pick()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.list.hide()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.list.hide()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.list.hide()  # the window was resized: the list would hang in the air

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.list.hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(_NARROW), super().minimumSizeHint().height())
