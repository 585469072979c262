"""The frame: pages at the left, where am I above, the state of things below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from PySide6.QtCore import QSize, Qt, SignalInstance, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.actions.here import Here
from inspector.db import inspections, journal, memory
from inspector.devices.events import LinkChanged, LinkState
from inspector.domain.estate import RoomCard
from inspector.domain.meters import Caution
from inspector.domain.mutations import Unsent
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.frame.search import SearchField
from inspector.ui.frame.status import LedgerAge, StatusBar
from inspector.ui.frame.top_bar import TopBar
from inspector.ui.frame.whereabouts import Screen, Whereabouts
from inspector.ui.problems import Problems
from inspector.ui.settings.preferences import Preferences
from inspector.ui.widgets.rail import Rail, RailItem

_NARROW, _SMALL = 1000, 700
"""Logical pixels at normal text size: below these the frame gives way."""
_USUAL, _LEAST = QSize(1280, 800), QSize(560, 360)
_BARE = frozenset({"first_run", "import"})
"""Pages that stand before there is a ledger: no rail, no search."""
_HOME = {"room": "tasks", "signing": "tasks", "meters": "settings"}
"""Pages without a place on the rail, and the one they belong to."""


@dataclass(frozen=True, slots=True)
class _State:
    unsent: Unsent
    age: LedgerAge
    saved: datetime | None
    loose: int


class MainWindow(QMainWindow):
    """Shows the screen that `desk.wanted` names; screens are given by page name."""

    def __init__(
        self,
        desk: Desk,
        screens: Mapping[str, QWidget],
        problems: Problems,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._screens = dict(screens)
        self._preferences = preferences
        self._places: dict[str, Whereabouts] = {}
        self._link = LinkChanged(LinkState.NONE_CHOSEN, "")
        self.page = ""
        self.problems = problems
        self.search = SearchField(desk)
        self.top = TopBar(self.search)
        self.status = StatusBar()
        self.stack = _Stack()
        self.viewport = QScrollArea()
        self._items = tuple(item for item in self._rail_items() if item.key in screens)
        self.rail = Rail(self._items)
        self._lay_out()
        self._connect()
        self._add_screens()
        self._add_shortcuts()
        self._show_preferences()
        self.status.show_place(str(desk.here.home.folder))
        self.reload()

    def _rail_items(self) -> tuple[RailItem, ...]:
        return (
            RailItem("tasks", self.tr("任务"), "assignment"),
            RailItem("ledger", self.tr("台账"), "table_view"),
            RailItem("rectification", self.tr("整改"), "task_alt"),
            RailItem("syncing", self.tr("上报"), "sync"),
            RailItem("settings", self.tr("设置"), "settings", at_foot=True),
        )

    def _titles(self) -> dict[str, str]:
        named = {item.key: item.word for item in self._rail_items()}
        return named | {
            "first_run": self.tr("开始使用"),
            "import": self.tr("导入台账"),
            "room": self.tr("房间"),
            "signing": self.tr("签字"),
            "meters": self.tr("测距仪"),
        }

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("办公用房核查"))
        page = QWidget()
        theme.set_role(page, "page")
        space = theme.SPACE
        self.viewport.setWidget(self.stack)
        self.viewport.setWidgetResizable(True)
        self.viewport.setFrameShape(QFrame.Shape.NoFrame)
        theme.set_role(self.stack, "bar")
        body = QWidget()
        theme.set_role(body, "bar")
        column = QVBoxLayout(body)
        column.setContentsMargins(space.xl, space.m + 2, space.xl, space.xs)
        column.setSpacing(space.m)
        for widget, stretch in (
            (self.top, 0),
            (self.problems, 0),
            (self.viewport, 1),
            (self.status, 0),
        ):
            column.addWidget(widget, stretch)
        self._frame = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.setSpacing(0)
        self._frame.addWidget(self.rail)
        self._frame.addWidget(body, 1)
        self.setCentralWidget(page)
        # Said outright: the layout's own minimum is that of the words before they shorten.
        self.setMinimumSize(_LEAST)
        if not self.restoreGeometry(self._preferences.geometry):
            self.resize(_USUAL.boundedTo(self.screen().availableSize()))

    def _connect(self) -> None:
        self._desk.wanted.connect(self.go_to)
        self._desk.changed.connect(self.reload)
        self._desk.saved.connect(self.status.show_saved)
        self._desk.troubled.connect(self.problems.tell)
        self._preferences.changed.connect(self._show_preferences)
        self.rail.picked.connect(self._go)
        self.status.wanted.connect(self._go)
        self.top.counter_pressed.connect(self._leave_room)
        self.search.picked.connect(self._open_room)

    def _add_screens(self) -> None:
        for name, screen in self._screens.items():
            self.stack.addWidget(screen)
            located = getattr(screen, "located", None)
            if isinstance(located, SignalInstance):
                located.connect(lambda place, name=name: self._locate(name, place))

    def _add_shortcuts(self) -> None:
        for number, item in enumerate(self._items, start=1):
            keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            keys.activated.connect(lambda key=item.key: self._go(key))
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._find)

    @property
    def ready(self) -> bool:
        """Nothing asked of the ledger is still on its way, here or in the screen shown."""
        shown = self.stack.currentWidget()
        return bool(getattr(shown, "ready", True)) and self._desk.tasks.idle

    @Slot(object)
    def go_to(self, goto: GoTo) -> None:
        """Bring up a page, and tell its screen for what."""
        screen = self._screens.get(goto.page)
        if screen is None:
            return
        self.page = goto.page
        self.stack.setCurrentWidget(screen)
        self.stack.updateGeometry()
        bare = goto.page in _BARE
        self.rail.setVisible(not bare)
        self.search.setVisible(not bare)
        home = _HOME.get(goto.page, goto.page)
        if any(item.key == home for item in self._items):
            self.rail.set_current(home)
        if isinstance(screen, Screen):
            screen.show_for(goto)
        focused = cast("QWidget | None", self.focusWidget())
        if focused is None or not screen.isAncestorOf(focused):
            self.viewport.setFocus()  # not the rail: a stray Enter would leave the page
        self._show_place()

    def set_link(self, text: str, variant: str) -> None:
        """What the rangefinder's link is, in words, in the tone of a verdict."""
        self.status.set_link(text, variant)

    @Slot(object)
    def hear(self, event: object) -> None:
        """Every event of the meter comes by; the link's are shown."""
        if isinstance(event, LinkChanged):
            self._link = event
            self.set_link(*link_words(event))

    def show_cautions(self, cautions: Sequence[Caution]) -> None:
        """What the register says of the meter that is connected."""
        connected = self._link.state is LinkState.CONNECTED
        short = cautions[0].label if cautions and connected else ""
        self.status.set_link(*link_words(self._link, cautions), short)

    @Slot()
    def reload(self) -> None:
        here = self._desk.here
        self._desk.ask(lambda: _state(here), self._show_state)

    def _show_state(self, state: _State) -> None:
        self.status.show_unsent(state.unsent)
        self.status.show_ledger(state.age)
        self.status.show_saved(state.saved)
        self.status.show_loose(state.loose)

    @Slot()
    def _show_preferences(self) -> None:
        self.status.show_person(self._preferences.team, self._preferences.person)
        self._give_way()

    def _locate(self, name: str, place: Whereabouts) -> None:
        self._places[name] = place
        if name == self.page:
            self._show_place()

    def _show_place(self) -> None:
        named = Whereabouts(self._titles().get(self.page, ""))
        self.top.show_place(self._places.get(self.page, named))

    def _go(self, page: str) -> None:
        self._desk.go(page)

    @Slot()
    def _leave_room(self) -> None:
        self._desk.go("tasks")

    @Slot(object)
    def _open_room(self, card: object) -> None:
        found = cast("RoomCard", card)
        self._desk.go("room", room_id=found.room.id, unit_id=found.unit_id)

    @Slot()
    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _give_way(self) -> None:
        """Under 1000 px words shorten, under 700 the rail lies down; both by text size."""
        wide = self.width() / theme.current().scale
        self.search.set_narrow(narrow=wide < _NARROW)
        self.status.set_compact(compact=wide < _NARROW)
        lying = self.width() < _SMALL
        way = QBoxLayout.Direction
        self._frame.setDirection(way.BottomToTop if lying else way.LeftToRight)
        self.rail.set_orientation(
            Qt.Orientation.Horizontal if lying else Qt.Orientation.Vertical
        )

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.set_geometry(self.saveGeometry())
        super().closeEvent(event)


class _Stack(QStackedWidget):
    """As large as the page that is shown, not as the largest of all."""

    # Qt's own names from here on.
    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        if not shown:
            return super().minimumSizeHint()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize())


def link_words(event: LinkChanged, cautions: Sequence[Caution] = ()) -> tuple[str, str]:
    """What the status bar says of a link, and in which tone; a meter whose certificate
    is out or that was not checked today is not simply "connected"."""
    tones = {LinkState.CONNECTED: "within", LinkState.NONE_CHOSEN: "plain"}
    meter = "" if event.state is LinkState.NONE_CHOSEN else event.meter
    words = f"{meter} {event.state.label}".strip()
    if cautions and event.state is LinkState.CONNECTED:
        return f"{words} · {cautions[0].label}", "undecided"
    return words, tones.get(event.state, "undecided")


def _state(here: Here) -> _State:
    ledger = here.ledger
    at, source = ledger.ask(memory.copied)
    return _State(
        unsent=ledger.ask(journal.unsent),
        age=LedgerAge(at, source),
        saved=ledger.ask(journal.last_saved),
        loose=ledger.ask(inspections.loose),
    )
