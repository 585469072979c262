"""A typed length is what was typed, for the wall it was typed for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from inspector.devices.events import Measured
from inspector.domain.inspections import Source
from inspector.ui.room.manual import ManualEntry, parse_metres
from room_site import (
    Site,
    reading,
)


@given(st.integers(30, 300_000))
def test_what_reads_on_the_meter_is_what_is_kept(millimetres: int) -> None:
    metres = f"{millimetres // 1000}.{millimetres % 1000:03d}"
    wide = metres.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    spoken = (metres, wide, metres.replace(".", "。"), f" {metres} m", f"{metres}米")
    assert {parse_metres(text) for text in spoken} == {millimetres * 1000}
    assert parse_metres(f"{millimetres}mm") == millimetres * 1000
    assert parse_metres(f"{millimetres} 毫米") == millimetres * 1000


@given(st.integers(1000, 999_999))
def test_a_bare_number_of_four_digits_is_refused(number: int) -> None:
    """5203: metres or millimetres? The person has to say."""
    assert parse_metres(str(number)) is None


@given(st.text())
def test_whatever_is_typed_is_a_length_a_room_can_have_or_nothing(text: str) -> None:
    found = parse_metres(text)
    assert found is None or (30_000 <= found <= 300_000_000 and found % 1000 == 0)


@pytest.mark.parametrize(
    ("text", "micrometres"),
    [
        ("5.2", 5_200_000),
        ("5", 5_000_000),
        ("0.03", 30_000),
        ("0.029", None),
        ("300", 300_000_000),
        ("300.001", None),
        ("5.2034", None),
        ("-5.203", None),
        ("5,203", None),
        ("5.203cm", None),
        ("5.203 6.1", None),
        ("", None),
        ("米", None),
    ],
)
def test_lengths_that_are_one_and_that_are_none(text: str, micrometres: int | None) -> None:
    assert parse_metres(text) == micrometres


def _typing(site: Site, *keys: str, accept: bool = True) -> None:
    """Answer the dialog as a person would, as soon as it is open."""

    def answer() -> None:
        [entry] = [w for w in QApplication.topLevelWidgets() if isinstance(w, ManualEntry)]
        buttons = {button.text(): button for button in entry.findChildren(QPushButton)}
        for key in keys:
            site.qtbot.mouseClick(buttons[key], Qt.MouseButton.LeftButton)
        (entry.keep if accept else buttons["返回"]).click()

    QTimer.singleShot(50, answer)
    site.view.typed.emit()
    site.settle()


def test_the_number_pad_enters_a_length_with_its_mark(site: Site) -> None:
    site.open()
    _typing(site, *"5.203")

    measurement = site.kept().measurement
    assert measurement is not None
    [reading] = measurement.counting
    assert (reading.slot, reading.micrometres) == ("wall1", 5_203_000)
    assert reading.source is Source.MANUAL
    assert "手工录入" in site.view.plan.reading.spoken()
    assert site.screen.armed == "wall2"


def test_returning_from_the_pad_enters_nothing(site: Site) -> None:
    site.open()
    _typing(site, *"5.2", "⌫", accept=False)
    assert site.counting() == {}


def test_a_length_typed_for_one_wall_never_lands_on_another(site: Site) -> None:
    """A reading comes in while the pad is open: the typed one waits in the tray."""
    site.open()
    number = site.screen._waiting._number
    QTimer.singleShot(
        10, lambda: site.meter.heard.emit(Measured(reading(5_203_000), number, 0))
    )
    _typing(site, *"5.208")

    assert site.counting() == {"wall1": 5_203_000}
    assert [r.micrometres for r in site.kept().tray] == [5_208_000]


def test_the_pad_says_what_it_cannot_read(dressed: QApplication, qtbot: QtBot) -> None:
    entry = ManualEntry("wall1")
    qtbot.addWidget(entry)
    entry.field.setText("5203")
    assert (entry.keep.isEnabled(), entry.micrometres) == (False, None)
    assert "例如 5.203" in entry.hint.text()
    entry.field.setText("5203mm")
    assert (entry.keep.isEnabled(), entry.micrometres) == (True, 5_203_000)
    entry.field.setText("")
    assert entry.hint.text() == "单位：米，精确到毫米"
