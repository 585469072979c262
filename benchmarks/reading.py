"""From the meter's notification to the window, to the durable reading and to its repaint.

The practice meter speaks real frames; the ledger is the sample county's, on a real disk.
After every reading the same disk does one bare SQLite commit (WAL, synchronous FULL) of
about as many bytes: what the program adds is the ratio of the two, whatever the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from inspector.actions.here import Here
from inspector.actions.inspections import Team, begin_inspection
from inspector.actions.ledgers import import_ledger
from inspector.db import rounds
from inspector.devices.events import LinkState, Measured
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found
from inspector.places import Home, resources, sample_workbook
from inspector.sheets.ledger import read_ledger
from inspector.start import open_here
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk
from inspector.ui.room.screen import RoomScreen
from inspector.ui.tasks import Tasks

WALLS_UM = (5_203_000, 3_904_000, 5_199_000, 3_903_000, 6_505_000)
BARE_BYTES = 900
"""About what one reading adds: its row, its journal entry, its mutation."""
WAIT_SECONDS = 20
HEARTBEAT_MS = 5


@dataclass
class Times:
    """Milliseconds, one of each for every reading."""

    heard: list[float] = field(default_factory=list)
    durable: list[float] = field(default_factory=list)
    repaint: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


class Painted(QObject):
    """Says when a widget has been painted, once the paint event is over."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt)
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._over)
        return False

    def _over(self) -> None:
        self.at = time.perf_counter()


class Bench:
    """The room page on the sample ledger, with the meter connected."""

    def __init__(self, here: Here) -> None:
        self.here = here
        self.hand = LeicaPractice(random.Random(1), shot_ms=0)
        self.meter = Meter(Rangefinders([self.hand]))
        self.tasks = Tasks()
        self.desk = Desk(here, self.tasks)
        self.screen = RoomScreen(self.desk, self.meter, lambda _card, _slot: None)
        self.screen.resize(1196, 692)
        self.screen.show()
        self.painted = Painted(self.screen.view.plan.reading)
        self.notified = self.heard = self.saved = 0.0
        self.meter.heard.connect(self._heard)
        self.desk.saved.connect(self._saved)
        self.desk.troubled.connect(_stop)
        self._connect()

    def open(self, number: int) -> None:
        place = self._rooms[number]
        self.screen.open(self.inspection_id, place)
        until(lambda: self.screen.ready and self.screen.shows(place) and self.tasks.idle)

    def begin(self) -> int:
        """A visit to the unit with the most rooms; returns how many it has."""
        units = self.here.ledger.ask(rounds.unit_progress)
        unit = max(units, key=lambda found: found.rooms)
        team = Team("测量", ("甲", "乙"), "丙")
        visit = begin_inspection(self.here, unit.unit_id, team, practice=True).inspection
        self.inspection_id = visit.id
        found = self.here.ledger.ask(rounds.round_of, visit.id)
        self._rooms = [progress.room_id for progress in found]
        return len(self._rooms)

    def press(self, micrometres: int) -> tuple[float, float, float]:
        """One reading: until the window hears of it, until it is durable and the window is
        told so, and until it is painted."""
        self.saved = self.painted.at = 0.0
        self.hand.load(micrometres)
        self.hand.press()
        until(lambda: self.saved > 0 and self.painted.at > self.saved)
        until(lambda: self.screen.ready and self.tasks.idle)
        ends = (self.heard, self.saved, self.painted.at)
        heard, durable, repaint = (end - self.notified for end in ends)
        return heard, durable, repaint

    def kept(self) -> int:
        """How many readings are in the file, asked of SQLite and not of the program."""
        with closing(sqlite3.connect(self.here.home.ledger)) as driver:
            found: int = driver.execute("SELECT count(*) FROM reading").fetchone()[0]
            return found

    def close(self) -> None:
        self.meter.close()
        self.tasks.stop()
        self.here.ledger.close()

    def _connect(self) -> None:
        found: list[object] = []
        self.meter.found.connect(found.append)
        self.meter.find(0.1)
        until(lambda: any(isinstance(one, Found) and one.practice for one in found))
        self.meter.connect_to(next(one for one in found if isinstance(one, Found)))
        until(lambda: self.meter.state is LinkState.CONNECTED)

    def _heard(self, event: object) -> None:
        if isinstance(event, Measured):
            self.notified, self.heard = event.at_us / 1e6, time.perf_counter()

    def _saved(self, _at: object) -> None:
        self.saved = time.perf_counter()


class Bare:
    """One commit of the same durability on the same disk, and nothing else."""

    def __init__(self, file: Path) -> None:
        self._driver = sqlite3.connect(file, isolation_level=None)
        self._driver.execute("PRAGMA journal_mode = WAL")
        self._driver.execute("PRAGMA synchronous = FULL")
        self._driver.execute("CREATE TABLE kept (n INTEGER PRIMARY KEY, data BLOB)")

    def commit(self) -> float:
        began = time.perf_counter()
        self._driver.execute("BEGIN")
        self._driver.execute("INSERT INTO kept (data) VALUES (?)", (bytes(BARE_BYTES),))
        self._driver.execute("COMMIT")
        return time.perf_counter() - began

    def close(self) -> None:
        self._driver.close()


def until(true: Callable[[], bool]) -> None:
    """Let Qt work until it is so; waiting sleeps, so it does not compete for the core."""
    alarm = QTimer()
    alarm.start(HEARTBEAT_MS)
    ends = time.monotonic() + WAIT_SECONDS
    while not true():
        if time.monotonic() > ends:
            raise SystemExit("the page never got there")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _stop(error: Exception) -> None:
    raise SystemExit(f"not kept: {error}")


def run(folder: Path, readings: int) -> Times:
    here = open_here(Home(folder / "home").make())
    import_ledger(here, read_ledger(sample_workbook()))
    bench, bare, times = Bench(here), Bare(folder / "bare.db"), Times()
    rooms = bench.begin()
    for number in range(readings):
        wall = number % len(WALLS_UM)
        if wall == 0:
            bench.open(number // len(WALLS_UM) % rooms)
        heard, durable, repaint = bench.press(WALLS_UM[wall])
        times.heard.append(heard * 1000)
        times.durable.append(durable * 1000)
        times.repaint.append(repaint * 1000)
        times.bare.append(bare.commit() * 1000)
    bare.close()
    kept = bench.kept()
    bench.close()
    if kept != readings:
        raise SystemExit(f"{readings} readings were shown as kept, {kept} are there")
    return times


def report(times: Times) -> None:
    def line(name: str, found: list[float]) -> tuple[float, float]:
        cuts = statistics.quantiles(found, n=100)
        p50, p99 = statistics.median(found), cuts[98]
        print(f"{name:32} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms")
        return p50, p99

    print(f"{len(times.bare)} readings, Python {sys.version.split()[0]}")
    bare = line("bare commit (WAL, FULL)", times.bare)
    stages = {"the window": times.heard, "durable": times.durable}
    for name, found in (stages | {"repainted": times.repaint}).items():
        p50, p99 = line(f"notification to {name}", found)
        print(f"{'':32} ratio {p50 / bare[0]:6.1f}      ratio {p99 / bare[1]:6.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=300)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to be measured")
    arguments = parser.parse_args()
    app = QApplication([])
    theme.load(resources())
    theme.apply(app)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        report(run(Path(folder), arguments.readings))


if __name__ == "__main__":
    main()
