"""The right side: one unit, how far its visit has come, and its rooms on the way."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.tasks_page import words
from inspector.ui.tasks_page.delegates import RoomDelegate
from inspector.ui.tasks_page.model import Index, RoomsModel
from inspector.ui.tasks_page.reading import RoomStop, UnitLine, UnitPage
from inspector.ui.tasks_page.staying_list import StayingList
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.progress import Ring

_RINGLESS = 520
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class UnitPanel(QWidget):
    opened = Signal(object)
    """The `RoomStop` to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.ring = Ring()
        self.name = ElideLabel()
        self.facts = ElideLabel()
        self.visit = ElideLabel()
        self.practice = Tag(self.tr("练习"), "undecided")
        self.places = QComboBox()
        self.model = RoomsModel(self)
        self.rooms = RoomsList(self.model)
        theme.set_role(self.name, "title")
        theme.set_role(self.facts, "muted")
        theme.set_role(self.visit, "muted")
        self.places.setAccessibleName(self.tr("楼座"))
        self.places.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self._head())
        column.addWidget(self.rooms, 1)
        self.rooms.opened.connect(self.opened)
        self.places.currentIndexChanged.connect(self._keep_to)

    def _head(self) -> Card:
        card = Card()
        title = QHBoxLayout()
        title.setSpacing(theme.SPACE.s)
        title.addWidget(self.name)
        title.addWidget(self.practice)
        title.addStretch(1)
        facts = QVBoxLayout()
        facts.setSpacing(theme.SPACE.xs)
        facts.addLayout(title)
        facts.addWidget(self.facts)
        facts.addWidget(self.visit)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.xl)
        line.addWidget(self.ring)
        line.addLayout(facts, 1)
        line.addWidget(self.places)
        card.body.addLayout(line)
        return card

    def show_unit(self, line: UnitLine, page: UnitPage) -> None:
        done = sum(stop.done for stop in page.rooms)
        self.ring.set_progress(done, len(page.rooms))
        self.name.setText(line.progress.name)
        self.facts.setText(words.unit_facts(line, page))
        self.visit.setText(words.visit(page))
        self.practice.setVisible(page.inspection is not None and page.inspection.practice)
        self._show_places(page)
        kept = self.rooms.current
        self.model.show(page.rooms)
        stop = kept if kept and self.model.row_of(kept.room_id) >= 0 else page.next_room
        if stop is not None:
            self.rooms.go_to(stop.room_id)

    def _show_places(self, page: UnitPage) -> None:
        chosen = str(self.places.currentData() or "")
        self.places.blockSignals(True)  # noqa: FBT003 (Qt's own argument)
        self.places.clear()
        self.places.addItem(self.tr("全部楼座"), "")
        for place in page.places:
            text = self.tr("{0} {1} 间").format(place.building, place.rooms)
            self.places.addItem(text, place.building)
        found = max(0, self.places.findData(chosen))
        self.places.setCurrentIndex(found)
        self.places.blockSignals(False)  # noqa: FBT003 (Qt's own argument)
        self.places.setVisible(len(page.places) > 1)
        self.model.keep_to(str(self.places.currentData() or ""))

    @Slot()
    def _keep_to(self) -> None:
        self.model.keep_to(str(self.places.currentData() or ""))

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name needs the room more than the ring does."""
        super().resizeEvent(event)
        self.ring.setVisible(event.size().width() > _RINGLESS)


class RoomsList(StayingList):
    """Enter, or two presses, open a room."""

    opened = Signal(object)

    def __init__(self, model: RoomsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms = model
        self.setModel(model)
        self.setItemDelegate(RoomDelegate(self))
        self.setAccessibleName(self.tr("房间"))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open)

    @property
    def current(self) -> RoomStop | None:
        return self._rooms.stop(self.currentIndex().row())

    def go_to(self, room_id: UUID) -> None:
        index = self._rooms.index(self._rooms.row_of(room_id))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _open(self, index: Index) -> None:
        stop = self._rooms.stop(index.row())
        if stop is not None:
            self.opened.emit(stop)

    # Qt's own names from here on.
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
