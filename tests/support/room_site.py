"""A room page on a desk: the page, the meter, the person, and how to wait for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector.actions import measure
from inspector.actions.measure import Measuring
from inspector.actions.practice import PracticeSite
from inspector.devices.events import (
    LinkState,
    Reading,
)
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found
from inspector.domain.inspections import Check
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.room.screen import RoomScreen
from worlds import rooms, visit

OVER = (5203, 3904, 5199, 3903, 6505)
WITHIN = (4500, 3600, 4500, 3600, 5763)
BORDERLINE = (5000, 3600, 5000, 3600, 6161)
TRUTH_UM = [5_203_000, 3_904_000, 5_199_000, 3_903_000, 6_505_000, 6_503_000]
SITE = {"县府大院": {"主楼": {"3层": {"301": TRUTH_UM}}}}


class Site:
    """The page, the meter and the person: what they do, and how to wait for it."""

    def __init__(self, desk: Desk, qtbot: QtBot, hand: PracticeMeter) -> None:
        self.desk, self.qtbot, self.hand = desk, qtbot, hand
        self.here = desk.here
        self.truth = PracticeSite(SITE)
        hand.ask(self.truth.distance)
        self.meter = Meter(Rangefinders([hand]))
        self.screen = RoomScreen(desk, self.meter, self.truth.aim)
        self.view = self.screen.view
        self.troubles: list[Exception] = []
        self.wanted: list[GoTo] = []
        self.saved: list[object] = []
        desk.troubled.connect(self.troubles.append)
        desk.wanted.connect(self.wanted.append)
        desk.saved.connect(self.saved.append)
        self.inspection = visit(self.here)
        self.cards = rooms(self.here)
        qtbot.addWidget(self.screen)
        self.screen.resize(1196, 692)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=8000)

    def settle(self) -> None:
        """Everything asked is done, kept and shown."""
        self.until(lambda: self.screen.ready and self.desk.tasks.idle)

    def connect(self) -> None:
        found: list[object] = []
        self.meter.found.connect(found.append)
        self.meter.find(0.1)
        self.until(lambda: bool(found))
        mine = next(f for f in found if isinstance(f, Found) and f.practice)
        self.meter.connect_to(mine)
        self.until(lambda: self.meter.state is LinkState.CONNECTED)

    def open(self, number: int = 0) -> None:
        self.screen.open(self.inspection.id, self.cards[number].room.id)
        self.settle()

    def press(self) -> None:
        """The button on the meter, until the page says that the reading is kept."""
        with self.qtbot.waitSignal(self.screen.stored, timeout=8000):
            self.hand.press()
        self.settle()

    def key(
        self,
        heard: SignalInstance,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """A key of the page; a button that is pressed by its key answers a little later."""
        with self.qtbot.waitSignal(heard, timeout=2000):
            self.qtbot.keyClick(self.screen, key, modifier)
        self.settle()

    def kept(self, number: int = 0) -> Measuring:
        """What the file says, whatever the page shows."""
        return measure.look(self.here, self.inspection.id, self.cards[number].room.id)

    def counting(self, number: int = 0) -> dict[str, int]:
        measurement = self.kept(number).measurement
        return {r.slot: r.micrometres for r in measurement.counting} if measurement else {}

    def close(self) -> None:
        self.meter.close()


def chips(site: Site, check: Check) -> dict[str, QPushButton]:
    chips = site.view.ledger.findChildren(QPushButton)
    mine = [c for c in chips if c.accessibleName().startswith(check.label)]
    return {chip.text(): chip for chip in mine}


def primary(site: Site) -> tuple[str, bool]:
    return site.view.confirm.text(), site.view.confirm.isEnabled()


def confirm(site: Site) -> None:
    site.qtbot.mouseClick(site.view.confirm, Qt.MouseButton.LeftButton)
    site.settle()


def reading(micrometres: int = 5_203_000) -> Reading:
    return Reading(micrometres, b"\x07\x07", "leica", 1)
