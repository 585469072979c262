"""Withdrawing, measuring again, pointing at walls, and the tray."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from inspector.actions import measure
from inspector.db import inspections
from inspector.ui.room import words
from room_site import (
    OVER,
    Site,
)
from worlds import measure as measure_room
from worlds import taken


def test_withdrawing_takes_the_last_one_and_waits_for_it_again(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *OVER[:2])
    site.open()
    assert site.screen.armed == "wall3"
    site.key(site.view.withdrew, Qt.Key.Key_Backspace)

    assert [*site.counting()] == ["wall1"]
    assert site.screen.armed == "wall2"
    site.view.withdrew.emit()
    site.view.withdrew.emit()  # twice before the first is kept: still only one reading
    site.settle()
    assert site.counting() == {}
    assert not site.view.undo.isEnabled()
    site.view.withdrew.emit()
    site.settle()
    assert site.troubles == []


def test_measuring_again_begins_a_round_and_keeps_the_first(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *OVER)
    site.open()
    site.view.began_again.emit()
    site.settle()

    assert site.counting() == {}
    assert site.screen.armed == "wall1"
    rounds = site.here.ledger.ask(inspections.measurements, site.inspection.id)
    assert [len(m.readings) for m in rounds] == [5, 0]


def test_pointing_at_a_wall_arms_it_unless_it_has_its_reading(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, 5203)
    site.open()
    site.view.plan.plan.picked.emit("④")
    assert site.screen.armed == "wall4"
    site.view.plan.plan.picked.emit("①")
    assert site.screen.armed == "wall4"
    site.view.plan.plan.picked.emit("nothing there")
    assert site.screen.armed == "wall4"


def test_a_wall_whose_reading_is_on_its_way_is_not_armed_again(site: Site) -> None:
    site.open()
    site.screen.enter_by_hand(5_203_000)
    site.view.plan.plan.picked.emit("①")
    assert site.screen.armed == "wall2"
    site.settle()


def _tray_menu(site: Site) -> QMenu:
    button = site.view.tray.findChildren(QPushButton)[-1]
    site.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return next(m for m in site.view.tray.findChildren(QMenu) if m.isVisible())


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_reading_of_the_tray_is_given_its_place(site: Site) -> None:
    room = site.cards[0].room.id
    measure_room(site.here, site.inspection, room, *OVER[:3])
    measure.keep_stray(site.here, site.inspection.id, room, taken(3903))
    site.open()
    menu = _tray_menu(site)
    labels = [action.text() for action in menu.actions() if action.text()]
    assert labels == [*(f"放到 {words.slot_text(s)}" for s in words.SLOTS), "不采用"]
    next(a for a in menu.actions() if "墙四" in a.text()).trigger()
    menu.close()
    site.settle()

    assert site.counting()["wall4"] == 3_903_000
    assert not site.view.tray.isVisible()
    assert site.screen.armed == "diagonal1"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_reading_of_the_tray_may_be_set_aside(site: Site) -> None:
    room = site.cards[0].room.id
    measure.keep_stray(site.here, site.inspection.id, room, taken(3903))
    site.open()
    menu = _tray_menu(site)
    menu.actions()[-1].trigger()
    menu.close()
    site.settle()

    assert site.kept().tray == ()
    assert site.here.ledger.ask(inspections.tray, site.inspection.id) == []
