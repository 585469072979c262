"""The room page with stock bleak on a private bus, and the hand that holds the meter."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from fake_bluez import FakeBluez, bluetooth
from inspector.actions.here import Here
from inspector.devices.events import LinkState
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.transports import Found
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk
from inspector.ui.room.screen import RoomScreen
from inspector.ui.tasks import Tasks
from peripherals import BoschGlm, LeicaDisto, Peripheral

QUICK = Timing(pace_percent=5, back_off_ms=(30, 60), unit_wait_ms=100, open_ms=4000)
WALLS_M = (5.203, 3.904, 5.199, 3.903, 6.505)


class Site:
    """The room page, a meter on the radio, and the hand that presses its button."""

    def __init__(self, here: Here, bluez: FakeBluez, qtbot: QtBot) -> None:
        self.here, self.bluez, self.qtbot = here, bluez, qtbot
        self.meter = Meter(Rangefinders(timing=QUICK))
        self.tasks = Tasks()
        self.desk = Desk(here, self.tasks)
        self.screen = RoomScreen(self.desk, self.meter, lambda _card, _slot: None)
        self.heard: list[object] = []
        self.meter.heard.connect(self.heard.append)
        qtbot.addWidget(self.screen)
        self.screen.show()

    def connect_to(self, address: str) -> None:
        found: list[Found] = []
        self.meter.found.connect(
            lambda f: (
                found.append(f) if isinstance(f, Found) and f.address == address else None
            )
        )
        self.meter.find(5)
        self.until(lambda: bool(found))
        self.meter.stop_finding()
        self.meter.connect_to(found[-1])
        self.until(lambda: self.meter.state is LinkState.CONNECTED)

    def open(self, inspection_id: object, room_id: object) -> None:
        self.screen.open(inspection_id, room_id)  # type: ignore[arg-type]
        self.until(lambda: self.screen.ready and self.screen.armed == "wall1")

    def press(self, peripheral: LeicaDisto | BoschGlm, metres: float) -> None:
        """Aim, press, and wait until the page says that the reading is kept."""
        peripheral.distance_m = metres
        with self.qtbot.waitSignal(self.screen.stored, timeout=5000):
            self.bluez.call(peripheral.press)

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=8000)

    def close(self) -> None:
        self.meter.close()
        self.tasks.stop()


@contextmanager
def on_site(here: Here, qtbot: QtBot, *peripherals: Peripheral) -> Iterator[Site]:
    with (
        tempfile.TemporaryDirectory(prefix="bus-") as directory,
        bluetooth(Path(directory), *peripherals) as bluez,
    ):
        site = Site(here, bluez, qtbot)
        try:
            yield site
        finally:
            site.close()
