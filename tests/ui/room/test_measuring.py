"""Readings: from the meter in the hand to the file, and what never becomes one."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.devices.events import (
    DeviceError,
    Edge,
    Fault,
    Garbled,
    LinkState,
    Measured,
    Reason,
    Rejected,
    Repeated,
    Status,
    Stored,
    Withdrawn,
)
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.meter import Trick
from inspector.domain.compliance import Outcome
from inspector.domain.inspections import Source
from inspector.ui.desk import Desk, GoTo
from room_site import (
    TRUTH_UM,
    Site,
    reading,
)
from worlds import OTHER, unit_id


def _meter_sends(site: Site, event: object) -> None:
    """What a codec would have told, at this very moment."""
    site.meter.heard.emit(event)


def test_five_presses_and_nothing_else_give_area_and_verdict(site: Site) -> None:
    site.connect()
    site.open()
    armed = []
    for _ in range(5):
        armed.append(site.screen.armed)
        site.press()

    assert armed == ["wall1", "wall2", "wall3", "wall4", "diagonal1"]
    assert site.screen.armed == ""
    assert site.counting() == dict(zip(armed, TRUTH_UM, strict=False))
    assert site.view.decision.verdict.headline.text().startswith("▲ 超标")
    assert site.view.plan.area.spoken() == "使用面积 20.30 ± 0.02 ㎡"
    assert site.view.plan.reading.spoken() == "最新读数 ⑤ 对角线一 · 练习 6.505 m"
    assert site.view.plan.closure.text().startswith("闭合差")
    assert len(site.saved) == 5
    assert site.troubles == []
    measurement = site.kept().measurement
    assert measurement is not None
    assert {r.source for r in measurement.counting} == {Source.PRACTICE}


def test_a_glm_does_it_as_well(desk: Desk, qtbot: QtBot) -> None:
    hand = BoschPractice(random.Random(1), spread_um=0, shot_ms=20)
    site = Site(desk, qtbot, hand)
    site.connect()
    site.open()
    for _ in range(5):
        site.press()
    site.close()

    assert site.view.decision.verdict.headline.text().startswith("▲ 超标")
    measurement = site.kept().measurement
    assert measurement is not None
    assert {r.edge for r in measurement.counting} == {"后沿"}


def test_the_button_on_the_page_measures_too(site: Site) -> None:
    site.connect()
    site.open()
    with site.qtbot.waitSignal(site.screen.stored, timeout=8000):
        site.qtbot.mouseClick(site.view.fire, Qt.MouseButton.LeftButton)
    site.settle()
    assert site.counting() == {"wall1": TRUTH_UM[0]}


def test_a_burst_loses_nothing(site: Site) -> None:
    """Seven presses at five a second: five have their place, the rest is in the tray."""
    site.connect()
    site.open()
    lengths = [5_203_000, 3_904_000, 5_199_000, 3_903_000, 6_505_000, 7_001_000, 7_002_000]
    site.hand.load(*lengths)
    for _ in lengths:
        site.hand.press()
        site.qtbot.wait(200)
    site.until(lambda: len(site.counting()) + len(site.kept().tray) == len(lengths))
    site.settle()

    standing = site.kept()
    assert [*site.counting().values()] == lengths[:5]
    assert [r.micrometres for r in standing.tray] == lengths[5:]
    assert site.view.tray.isVisible()


def test_a_burst_faster_than_any_hand_loses_nothing_either(site: Site) -> None:
    site.connect()
    site.open()
    lengths = [5_000_000 + 1_000 * n for n in range(12)]
    site.hand.load(*lengths)
    for _ in lengths:
        site.hand.press()
    site.until(lambda: len(site.counting()) + len(site.kept().tray) == len(lengths))
    site.settle()

    kept = [*site.counting().values(), *(r.micrometres for r in site.kept().tray)]
    assert sorted(kept) == lengths
    assert site.troubles == []


def test_a_drop_in_the_middle_costs_only_the_time_it_takes(site: Site) -> None:
    site.connect()
    site.open()
    for _ in range(2):
        site.press()
    site.hand.drop()
    site.until(lambda: site.meter.state is not LinkState.CONNECTED)
    assert site.screen.armed == "wall3"
    site.until(lambda: site.meter.state is LinkState.CONNECTED)
    site.qtbot.wait(100)
    for _ in range(3):
        site.press()

    assert [*site.counting().values()] == TRUTH_UM[:5]
    assert site.kept().assessment.verdict.outcome is Outcome.OVER


def test_an_area_never_becomes_a_length(site: Site) -> None:
    site.connect()
    site.open()
    site.press()
    site.hand.play(Trick.AREA, once=True)
    site.hand.press()
    site.until(lambda: site.view.plan.advice.text() == Reason.AREA.label)
    site.settle()

    assert site.counting() == {"wall1": TRUTH_UM[0]}
    assert site.kept().tray == ()
    assert site.screen.armed == "wall2"
    site.press()
    assert site.counting() == {"wall1": TRUTH_UM[0], "wall2": TRUTH_UM[1]}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_reading_the_meter_takes_back_never_counts(site: Site, *, at_once: bool) -> None:
    """The unit comes late: before the reading was kept, or after it."""
    site.open()
    number = site.screen._waiting._number
    _meter_sends(site, Measured(reading(), number, 0))
    if not at_once:
        site.settle()
    _meter_sends(site, Withdrawn(reading(), Reason.AREA))
    site.settle()

    assert site.counting() == {}
    assert site.view.plan.advice.text() == Reason.AREA.label
    assert site.screen.armed == "wall1"
    measurement = site.kept().measurement
    assert measurement is not None
    assert [r.withdrawn for r in measurement.readings] == [Reason.AREA.label]


def test_what_the_meter_says_of_itself_stands_under_the_plan(site: Site) -> None:
    site.open()
    _meter_sends(site, Rejected(Reason.VOLUME, b""))
    assert site.view.plan.advice.text() == Reason.VOLUME.label
    _meter_sends(site, DeviceError(3, Fault.NOT_MEASURED))
    assert site.view.plan.advice.text() == Fault.NOT_MEASURED.label
    _meter_sends(site, Status(laser=True))
    assert site.view.plan.advice.text() == "激光已开，请再按一次测量"
    _meter_sends(site, Status(imperial=True))
    assert "英制" in site.view.plan.advice.text()
    _meter_sends(site, Status(battery_low=True))
    assert "电量低" in site.view.plan.advice.text()
    _meter_sends(site, Status(temperature_warning=True))
    assert "温度" in site.view.plan.advice.text()
    assert site.counting() == {}


def test_before_there_is_a_room_nothing_can_be_pressed_or_heard(site: Site) -> None:
    _meter_sends(site, Rejected(Reason.AREA, b""))
    assert not site.screen.ready
    assert not site.view.isEnabled()
    site.screen.reload()
    site.screen.show_for(GoTo("room"))
    assert site.troubles == []


def test_a_reading_that_nobody_waits_for_is_in_the_tray(site: Site) -> None:
    site.open()
    _meter_sends(site, Measured(reading(), None, 0))
    site.settle()
    assert site.counting() == {}
    assert [r.micrometres for r in site.kept().tray] == [5_203_000]


def test_a_room_found_by_search_opens_in_its_units_latest_visit(site: Site) -> None:
    card = site.cards[2]
    site.screen.show_for(GoTo("room", room_id=card.room.id, unit_id=card.unit_id))
    site.until(lambda: site.screen.shows(card.room.id))
    site.settle()
    site.screen.show_for(GoTo("room"))
    site.settle()
    assert site.screen.shows(card.room.id)


def test_a_unit_without_a_visit_leads_to_the_tasks(site: Site) -> None:
    other = unit_id(site.here, OTHER)
    room = site.cards[0].room.id
    site.screen.show_for(GoTo("room", room_id=room, unit_id=other))
    site.until(lambda: bool(site.wanted))
    assert site.wanted == [GoTo("tasks", unit_id=other)]


def test_a_reading_that_comes_while_the_next_room_opens_stays_with_its_room(
    site: Site,
) -> None:
    site.open()
    number = site.screen._waiting._number
    site.screen.open(site.inspection.id, site.cards[1].room.id)
    _meter_sends(site, Measured(reading(), number, 0))
    site.settle()

    assert site.counting(1) == {}
    assert [r.micrometres for r in site.kept().tray] == [5_203_000]
    assert site.screen.shows(site.cards[1].room.id)


def test_what_was_discarded_since_the_last_reading_is_kept_with_the_next(
    site: Site,
) -> None:
    site.open()
    number = site.screen._waiting._number
    _meter_sends(site, Rejected(Reason.AREA, b"\x01"))
    _meter_sends(site, Stored(reading(9_900_000)))
    _meter_sends(site, Repeated(reading(9_900_000)))
    _meter_sends(site, Garbled(b"\xff"))
    moving = replace(reading(4_000_000), continuous=True)
    _meter_sends(site, Measured(moving, None, 0))
    _meter_sends(site, Measured(reading(), number, 0))
    _meter_sends(site, Measured(reading(3_904_000), site.screen._waiting._number, 0))
    site.settle()

    measurement = site.kept().measurement
    assert measurement is not None
    first, second = measurement.readings
    assert [d.micrometres for d in first.discarded] == [
        None,
        9_900_000,
        9_900_000,
        None,
        4_000_000,
    ]
    assert first.discarded[0].reason == Reason.AREA.label
    assert second.discarded == ()


def test_a_reading_on_another_page_fills_no_wall(site: Site) -> None:
    """Trying the meter elsewhere while a room is open: it waits in the tray."""
    site.connect()
    site.open()
    site.screen.hide()
    _meter_sends(site, Measured(reading(), None, 0))
    site.settle()
    assert site.screen.armed == ""
    assert site.counting() == {}
    assert [r.micrometres for r in site.kept().tray] == [5_203_000]
    site.screen.show()
    assert site.screen.armed == "wall1"


def test_a_reading_before_any_room_waits_in_every_tray(site: Site) -> None:
    _meter_sends(site, Measured(reading(), None, 0))
    site.until(lambda: site.desk.tasks.idle)
    site.open()
    assert [r.micrometres for r in site.kept().tray] == [5_203_000]


def test_readings_that_a_form_asked_for_are_not_the_rooms(site: Site) -> None:
    site.open()
    site.meter.claimed = True
    _meter_sends(site, Measured(reading(), site.screen._waiting._number, 0))
    site.settle()
    assert site.counting() == {}
    assert site.kept().tray == ()


def test_a_reading_from_another_edge_than_agreed_fills_no_wall(site: Site) -> None:
    """10 to 15 cm of the meter's own body: it waits in the tray, with the reason."""
    site.open()
    number = site.screen._waiting._number
    _meter_sends(site, Measured(replace(reading(), edge=Edge.FRONT), number, 0))
    site.settle()

    assert site.counting() == {}
    assert [r.edge for r in site.kept().tray] == ["前沿"]
    assert "基准边是前沿，约定的是后沿" in site.view.plan.advice.text()
    assert site.screen.armed == "wall1"
    again = site.screen._waiting._number
    _meter_sends(site, Measured(replace(reading(), edge=Edge.REAR), again, 0))
    site.settle()
    assert site.counting() == {"wall1": 5_203_000}
