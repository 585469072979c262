"""Readings that come while the window has no time for them: none is lost, none overtaken.

The radio lives in a thread of its own, so a dialog or a busy GUI thread does not stop it;
what it tells waits in Qt's queue, in the order in which the meter sent it.
"""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions.here import Here
from inspector.actions.measure import look
from inspector.db import inspections
from inspector.devices.events import Measured
from inspector.domain.inspections import ReadingRecord
from inspector.places import resources
from inspector.ui import theme
from inspector.ui.room.manual import ManualEntry
from peripherals import BoschGlm, LeicaDisto
from radio_site import WALLS_M, Site, on_site
from worlds import rooms, visit

BUSY_SECONDS = 2.0
SHOT_SECONDS = 0.2


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.load(resources())
    theme.apply(qapp)


def _metres(site: Site) -> list[float]:
    """What the meter told, as the window has heard it."""
    told = [event for event in site.heard if isinstance(event, Measured)]
    return [event.reading.millimetres / 1000 for event in told]


def _kept(readings: tuple[ReadingRecord, ...] | list[ReadingRecord]) -> list[float]:
    return [round(reading.micrometres / 1_000_000, 3) for reading in readings]


@pytest.mark.parametrize("meter", [LeicaDisto(), BoschGlm()], ids=["leica", "bosch"])
def test_readings_while_a_dialog_is_open_go_to_their_walls(
    here: Here, qtbot: QtBot, meter: LeicaDisto | BoschGlm
) -> None:
    inspection, card = visit(here), rooms(here)[0]
    with on_site(here, qtbot, meter) as site:
        site.connect_to(meter.address)
        site.open(inspection.id, card.room.id)
        open_dialogs: list[type] = []
        coming = list(WALLS_M)

        def press() -> None:
            open_dialogs.append(type(QApplication.activeModalWidget()))
            meter.distance_m = coming.pop(0)
            site.bluez.call(meter.press)

        def stored() -> None:
            if coming:
                press()
            else:
                dialog = QApplication.activeModalWidget()
                assert isinstance(dialog, ManualEntry)
                dialog.reject()

        site.screen.stored.connect(stored)
        QTimer.singleShot(0, press)
        site.screen.view.typed.emit()  # the person begins to type, and gives it up
        site.until(lambda: site.screen.ready)
        assert open_dialogs == [ManualEntry] * len(WALLS_M)
        assert _metres(site) == list(WALLS_M)

    measurement = look(here, inspection.id, card.room.id).measurement
    assert measurement is not None
    assert _kept(measurement.counting) == list(WALLS_M)
    assert here.ledger.ask(inspections.tray, inspection.id) == []


@pytest.mark.parametrize("meter", [LeicaDisto(), BoschGlm()], ids=["leica", "bosch"])
def test_readings_while_the_window_is_busy_are_all_kept_in_their_order(
    here: Here, qtbot: QtBot, meter: LeicaDisto | BoschGlm
) -> None:
    """Only the first was waited for: a wall that nobody could have armed takes nothing, so
    the others lie in the tray, where the person gives them their places."""
    inspection, card = visit(here), rooms(here)[0]
    with on_site(here, qtbot, meter) as site:
        site.connect_to(meter.address)
        site.open(inspection.id, card.room.id)
        pressing = threading.Thread(target=_press_all, args=(site, meter))
        pressing.start()
        time.sleep(BUSY_SECONDS)  # on the GUI thread, which hears nothing meanwhile
        assert _metres(site) == []
        pressing.join()
        site.until(lambda: len(_metres(site)) == len(WALLS_M) and site.screen.ready)
        assert _metres(site) == list(WALLS_M)

    measurement = look(here, inspection.id, card.room.id).measurement
    assert measurement is not None
    assert _kept(measurement.counting) == [WALLS_M[0]]
    strays = here.ledger.ask(inspections.tray, inspection.id)
    assert _kept(strays) == list(WALLS_M[1:])


def _press_all(site: Site, meter: LeicaDisto | BoschGlm) -> None:
    for metres in WALLS_M:
        meter.distance_m = metres
        site.bluez.call(meter.press)
        time.sleep(SHOT_SECONDS)
