"""A meter that types: its readings land on the wall that waits, like any other."""

from __future__ import annotations

from PySide6.QtCore import Qt

from inspector.devices import keyboard
from inspector.devices.events import LinkState, Reason
from inspector.domain.inspections import Source
from room_site import Site


def type_on_meter(site: Site, text: str) -> None:
    keys = site.view.plan.keys
    keys.insert(text)  # as an input method may: the test's own keys know only ASCII
    site.qtbot.keyClick(keys, Qt.Key.Key_Return)


def connect_keyboard(site: Site) -> None:
    site.meter.connect_to(keyboard.found())
    site.until(lambda: site.meter.state is LinkState.CONNECTED)
    site.until(site.view.plan.keys.isVisible)


def test_typed_lengths_land_on_the_walls_in_turn(site: Site) -> None:
    site.open()
    connect_keyboard(site)
    for text in ("5.203", "3904 mm", "５．１９９"):
        with site.qtbot.waitSignal(site.screen.stored, timeout=8000):
            type_on_meter(site, text)
        site.settle()
    assert site.counting() == {
        "wall1": 5_203_000,
        "wall2": 3_904_000,
        "wall3": 5_199_000,
    }
    measurement = site.kept().measurement
    assert measurement is not None
    first = measurement.readings[0]
    assert first.source is Source.KEYBOARD
    assert first.raw == b"5.203\n"


def test_what_is_no_length_is_said_and_the_wall_still_waits(site: Site) -> None:
    site.open()
    connect_keyboard(site)
    type_on_meter(site, "12.3 m²")
    site.until(lambda: site.view.plan.advice.text() == Reason.AREA.label)
    assert site.counting() == {}
    assert site.screen.armed == "wall1"


def test_a_half_that_was_typed_before_the_focus_went_is_forgotten(site: Site) -> None:
    site.open()
    connect_keyboard(site)
    site.until(site.view.plan.keys.hasFocus)
    site.qtbot.keyClicks(site.view.plan.keys, "5.2")
    site.view.plan.keys.clearFocus()
    site.view.plan.keys.setFocus()
    with site.qtbot.waitSignal(site.screen.stored, timeout=8000):
        type_on_meter(site, "3.261")
    site.settle()
    assert site.counting() == {"wall1": 3_261_000}
