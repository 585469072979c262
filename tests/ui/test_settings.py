"""What a person sets is worn, kept and used at once; the meter says how it stands."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from inspector.actions.here import Here
from inspector.devices.events import (
    LinkState,
)
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.settings.meter_card import MeterCard
from inspector.ui.settings.preferences import SYSTEM, Preferences
from inspector.ui.settings.screen import SettingsScreen
from inspector.ui.widgets.chip import Tag


@pytest.fixture
def preferences(here: Here) -> Preferences:
    return Preferences(here.home.settings)


@pytest.fixture
def meter(qtbot: QtBot) -> Iterator[Meter]:
    """The product's own practice meter, held at 5.203 m."""
    practice = LeicaPractice(
        random.Random(3), truth=lambda: 5_203_000, spread_um=0, shot_ms=10
    )
    meter = Meter(Rangefinders([practice]))
    yield meter
    meter.close()


@pytest.fixture
def opened() -> list[Path]:
    return []


@pytest.fixture
def screen(
    desk: Desk,
    preferences: Preferences,
    meter: Meter,
    opened: list[Path],
    qtbot: QtBot,
) -> SettingsScreen:
    screen = SettingsScreen(desk, preferences, meter, opened.append)
    qtbot.addWidget(screen)
    screen.resize(1180, 680)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.show_for(GoTo("settings"))
    qtbot.waitUntil(lambda: screen.ready)
    return screen


@pytest.fixture
def card(dressed: QApplication, qtbot: QtBot) -> MeterCard:
    card = MeterCard()
    qtbot.addWidget(card)
    return card


def press(screen: SettingsScreen, name: str, qtbot: QtBot) -> None:
    buttons = screen.view.look.findChildren(QPushButton)
    button = next(each for each in buttons if each.accessibleName() == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "palette"),
    [("配色 深色", "dark"), ("配色 户外", "outdoor"), ("配色 浅色", "light")],
)
def test_a_palette_is_worn_and_kept_at_once(
    screen: SettingsScreen, here: Here, qtbot: QtBot, name: str, palette: str
) -> None:
    press(screen, name, qtbot)

    assert theme.current().name == palette
    assert Preferences(here.home.settings).palette == palette
    assert not screen.grab().isNull()


def test_the_text_grows_and_the_palette_stays(
    screen: SettingsScreen, here: Here, qtbot: QtBot
) -> None:
    press(screen, "配色 深色", qtbot)
    press(screen, "字号 特大", qtbot)

    assert (theme.current().name, theme.current().scale) == ("dark", 1.5)
    assert Preferences(here.home.settings).scale == 1.5


def test_following_the_system_wears_what_the_system_says(
    screen: SettingsScreen, preferences: Preferences, qtbot: QtBot
) -> None:
    press(screen, "配色 深色", qtbot)
    press(screen, "配色 随系统", qtbot)

    assert preferences.palette == SYSTEM
    assert theme.current().name == theme.system_palette_name() == preferences.palette_name


def test_a_settings_file_somebody_spoilt_means_the_usual(here: Here) -> None:
    here.home.settings.write_text(
        "[look]\npalette=purple\nscale=40\n[window]\ngeometry=3\n", encoding="utf-8"
    )
    kept = Preferences(here.home.settings)

    assert (kept.palette, kept.scale) == (SYSTEM, 1.0)
    assert kept.geometry == QByteArray()


def test_the_name_goes_on_everything_done_from_now_on(
    screen: SettingsScreen, desk: Desk, preferences: Preferences, qtbot: QtBot
) -> None:
    device = screen.view.device
    device.person.setText(" 王珺祎 ")
    device.team.setText("督查三组")
    with qtbot.waitSignal(preferences.changed):
        qtbot.keyClick(device.team, Qt.Key.Key_Return)

    assert (preferences.person, preferences.team) == ("王珺祎", "督查三组")
    assert desk.here.person == "王珺祎"


def test_leaving_the_name_as_it_was_says_nothing(
    screen: SettingsScreen, preferences: Preferences, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(preferences.changed):
        qtbot.keyClick(screen.view.device.person, Qt.Key.Key_Return)


def test_the_device_says_where_its_data_lies_and_opens_the_folder(
    screen: SettingsScreen, here: Here, opened: list[Path], qtbot: QtBot
) -> None:
    device = screen.view.device
    assert device.folder.value.text() == str(here.home.folder)
    assert device.ledger.value.text() == "2026-11-23 09:00"
    assert device.source.value.text() == "small.xlsx"

    qtbot.mouseClick(device.open, Qt.MouseButton.LeftButton)
    assert opened == [here.home.folder]


def test_every_pack_in_force_says_that_nobody_compared_it(
    screen: SettingsScreen, here: Here
) -> None:
    tags = [tag.text() for tag in screen.view.standards.findChildren(Tag)]

    assert tags == ["◆ 未核对原文"] * len(here.rulebook.packs)


@pytest.mark.parametrize("state", LinkState)
def test_every_state_of_the_link_has_its_words_and_its_advice(
    card: MeterCard, state: LinkState
) -> None:
    card.show_link(state, "DISTO 1234567")

    assert card.state.text() == state.label
    assert card.advice.text() == state.advice
    chosen = state is not LinkState.NONE_CHOSEN
    assert card.name.text() == ("DISTO 1234567" if chosen else "没有在用的测距仪")


def test_the_card_is_the_door_to_the_page_of_rangefinders(
    screen: SettingsScreen, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.wanted) as wanted:
        qtbot.mouseClick(screen.view.meter.open, Qt.MouseButton.LeftButton)
    assert wanted.args == [GoTo("meters")]


def test_a_small_window_has_one_column_and_scrolls(
    screen: SettingsScreen, qtbot: QtBot
) -> None:
    screen.resize(700, 400)
    view = screen.view
    qtbot.waitUntil(
        lambda: (
            view.meter.mapTo(view, view.meter.rect().topLeft()).y()
            > view.look.mapTo(view, view.look.rect().bottomLeft()).y()
        )
    )
    assert view.meter.width() > 500
