"""The room page with stock bleak on a private bus: real DISTO and GLM frames."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fake_bluez import FakeBluez, bluetooth
from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.actions.measure import look
from inspector.db import findings, inspections
from inspector.devices.events import LinkState
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.transports import Found
from inspector.domain.compliance import Outcome
from inspector.domain.findings import FindingKind, Rectification
from inspector.domain.inspections import Source
from inspector.places import resources
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk
from inspector.ui.room.screen import RoomScreen
from inspector.ui.tasks import Tasks
from peripherals import BoschGlm, LeicaDisto, Peripheral
from worlds import rooms, visit

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


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.load(resources())
    theme.apply(qapp)


@pytest.mark.parametrize("meter", [LeicaDisto(), BoschGlm()], ids=["leica", "bosch"])
def test_five_presses_give_a_kept_verdict_with_no_tap_between(
    here: Here, qtbot: QtBot, meter: LeicaDisto | BoschGlm
) -> None:
    inspection, card = visit(here), rooms(here)[0]
    with on_site(here, qtbot, meter) as site:
        site.connect_to(meter.address)
        site.open(inspection.id, card.room.id)
        for metres in WALLS_M:
            site.press(meter, metres)
        site.until(lambda: site.screen.ready)

    standing = look(here, inspection.id, card.room.id)
    assert standing.assessment.verdict.outcome is Outcome.OVER
    assert standing.measurement is not None
    kept = standing.measurement.counting
    for reading, metres in zip(kept, WALLS_M, strict=True):
        assert abs(reading.micrometres - metres * 1_000_000) < 50
    assert {r.source for r in kept} == {Source.BLE}
    assert all(r.raw for r in kept)
    assert here.ledger.ask(inspections.tray, inspection.id) == []


def test_a_drop_in_the_middle_reconnects_and_doubles_nothing(
    here: Here, qtbot: QtBot
) -> None:
    meter = LeicaDisto()
    inspection, card = visit(here), rooms(here)[0]
    with on_site(here, qtbot, meter) as site:
        site.connect_to(meter.address)
        site.open(inspection.id, card.room.id)
        site.press(meter, WALLS_M[0])
        site.bluez.drop(meter)
        site.until(lambda: site.meter.state is not LinkState.CONNECTED)
        site.until(lambda: site.meter.state is LinkState.CONNECTED)
        for metres in WALLS_M[1:]:
            site.press(meter, metres)
        site.until(lambda: site.screen.ready)

    measurement = look(here, inspection.id, card.room.id).measurement
    assert measurement is not None
    assert len(measurement.readings) == len(WALLS_M)
    assert here.ledger.ask(inspections.tray, inspection.id) == []


def test_an_area_on_the_meter_never_becomes_a_length(here: Here, qtbot: QtBot) -> None:
    meter = LeicaDisto()
    inspection, card = visit(here), rooms(here)[0]
    with on_site(here, qtbot, meter) as site:
        site.connect_to(meter.address)
        site.open(inspection.id, card.room.id)
        meter.unit, meter.distance_m = 100, 20.31
        site.bluez.call(meter.press)
        site.until(lambda: "面积" in site.screen.view.plan.advice.text())
        site.until(lambda: site.screen.ready)
        meter.unit = 0
        site.press(meter, WALLS_M[0])

    measurement = look(here, inspection.id, card.room.id).measurement
    assert measurement is not None
    assert [round(r.micrometres / 1000) for r in measurement.counting] == [5203]


def test_the_finding_of_a_room_measured_by_radio_is_kept_from_the_page(
    here: Here, qtbot: QtBot
) -> None:
    meter = BoschGlm()
    inspection, cards = visit(here), rooms(here)
    with on_site(here, qtbot, meter) as site:
        site.connect_to(meter.address)
        site.open(inspection.id, cards[0].room.id)
        for metres in WALLS_M:
            site.press(meter, metres)
        site.until(lambda: site.screen.ready)
        site.screen.view.decision.choose(Rectification.FIX_BY_PLAN)
        site.screen.view.confirm.click()
        site.until(
            lambda: site.screen.view.plan.reading.spoken() != "" and site.screen.ready
        )
        site.until(lambda: len(here.ledger.ask(findings.findings, inspection.id)) == 1)

    [finding] = here.ledger.ask(findings.findings, inspection.id)
    assert (finding.kind, finding.rectification) == (
        FindingKind.OVER_LIMIT,
        Rectification.FIX_BY_PLAN,
    )
    assert finding.excess is not None
    assert finding.excess.m2_text() == "2.30"  # (5.203 + 5.199) / 2 x 3.9035 - 18
    again = Decision(FindingKind.OVER_LIMIT, Rectification.FILE_AT_ONCE)
    assert decide(here, inspection.id, cards[0].room.id, again).finding.id != finding.id
