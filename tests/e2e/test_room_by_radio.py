"""The room page with stock bleak on a private bus: real DISTO and GLM frames."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.actions.measure import look
from inspector.db import findings, inspections
from inspector.devices.events import LinkState
from inspector.domain.compliance import Outcome
from inspector.domain.findings import FindingKind, Rectification
from inspector.domain.inspections import Source
from inspector.places import resources
from inspector.ui import theme
from peripherals import BoschGlm, LeicaDisto
from radio_site import WALLS_M, on_site
from worlds import rooms, visit


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
