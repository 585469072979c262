"""What is set is kept and obeyed at once, and everything can be listened to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ear import Recorder, bursts, peak, silent
from inspector.actions.here import Here
from inspector.actions.practice import PracticeSite
from inspector.devices.rangefinders import Rangefinders
from inspector.places import resources
from inspector.screens import Screens, give_voice, make_screens
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk
from inspector.ui.settings.preferences import Preferences
from inspector.ui.settings.sound_card import SoundCard
from inspector.ui.sounds import Sounds


@pytest.fixture
def preferences(here: Here) -> Preferences:
    return Preferences(here.home.settings)


@pytest.fixture
def device() -> Recorder:
    return Recorder()


@pytest.fixture
def sounds(device: Recorder, qtbot: QtBot) -> Iterator[Sounds]:
    sounds = Sounds(resources() / "sounds", device, silent)
    yield sounds
    sounds.close()


@pytest.fixture
def screens(
    desk: Desk, preferences: Preferences, sounds: Sounds, qtbot: QtBot
) -> Iterator[Screens]:
    """Every page as the program makes it, and a device that remembers."""
    meter = Meter(Rangefinders([]))
    site = PracticeSite.load(resources() / "samples" / "practice.json")
    screens = make_screens(desk, meter, preferences, site)
    for screen in screens.by_page.values():
        qtbot.addWidget(screen)
    give_voice(screens, sounds, preferences)
    yield screens
    meter.close()


@pytest.fixture
def card(screens: Screens, qtbot: QtBot) -> SoundCard:
    screens.settings.resize(1180, 900)
    with qtbot.waitExposed(screens.settings):
        screens.settings.show()
    return screens.settings.view.sound


@pytest.fixture
def heard(device: Recorder, qtbot: QtBot) -> Callable[[], bytes]:
    count = 0

    def next_one() -> bytes:
        nonlocal count
        qtbot.waitUntil(lambda: len(device.played) > count)
        count += 1
        return device.played[count - 1]

    return next_one


def press(card: SoundCard, name: str, qtbot: QtBot) -> None:
    buttons = card.findChildren(QPushButton)
    button = next(each for each in buttons if each.accessibleName().startswith(name))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_tones_are_on_and_the_voice_off_until_somebody_asks(
    card: SoundCard, preferences: Preferences
) -> None:
    assert (preferences.sounds, preferences.spoken, preferences.volume) == (True, False, 80)
    assert (card.on.isChecked(), card.spoken.isChecked(), card.volume) == (True, False, 80)


def test_what_is_set_is_kept_for_the_next_start(
    card: SoundCard, here: Here, qtbot: QtBot
) -> None:
    card.spoken.click()
    press(card, "音量 最大", qtbot)
    kept = Preferences(here.home.settings)
    assert (kept.sounds, kept.spoken, kept.volume) == (True, True, 100)

    card.on.click()
    assert not Preferences(here.home.settings).sounds


@pytest.mark.parametrize(
    ("spoilt", "volume"), [("loud", 80), ("-5", 80), ("", 80), ("500", 100), ("60", 60)]
)
def test_a_spoilt_volume_means_the_usual(here: Here, spoilt: str, volume: int) -> None:
    text = f"[sound]\non=perhaps\nvolume={spoilt}\n"
    here.home.settings.write_text(text, encoding="utf-8")
    kept = Preferences(here.home.settings)

    assert (kept.sounds, kept.spoken, kept.volume) == (False, False, volume)


def test_a_volume_between_two_shows_as_the_nearest(card: SoundCard) -> None:
    card.show_sounds(on=True, spoken=False, volume=60)
    assert card.volume == 50


def test_each_tone_and_the_number_can_be_listened_to(
    card: SoundCard, heard: Callable[[], bytes], qtbot: QtBot
) -> None:
    tones = []
    for name in ("试听 已记下", "试听 须再量", "试听 待归位"):
        press(card, name, qtbot)
        tones.append([round(burst.hertz, -1) for burst in bursts(heard())])
    press(card, "试听 试读", qtbot)
    number = heard()

    assert [len(tone) for tone in tones] == [1, 2, 2]
    assert tones[1][0] == tones[1][1]
    assert tones[2][0] > tones[2][1]
    assert len(number) > 2 * 44_100  # longer than a second: words


def test_choosing_a_volume_lets_it_be_heard(
    card: SoundCard, heard: Callable[[], bytes], qtbot: QtBot
) -> None:
    press(card, "音量 最大", qtbot)
    loudest = peak(heard())
    press(card, "音量 中", qtbot)

    assert peak(heard()) == pytest.approx(loudest / 4, rel=0.01)


def test_switched_off_nothing_can_be_listened_to(
    card: SoundCard, sounds: Sounds, screens: Screens, device: Recorder
) -> None:
    card.on.click()
    buttons = card.findChildren(QPushButton)
    assert not any(button.isEnabled() for button in buttons)
    assert not card.spoken.isEnabled()
    screens.room.cues.accepted.emit(4_327_000)
    sounds.close()

    assert device.played == []


def test_the_room_page_is_heard_as_it_was_set(
    screens: Screens, card: SoundCard, heard: Callable[[], bytes]
) -> None:
    cues = screens.room.cues
    cues.accepted.emit(4_327_000)
    tone = heard()
    cues.again.emit()
    again = heard()
    cues.stray.emit()
    stray = heard()
    card.spoken.click()
    cues.accepted.emit(4_327_000)
    spoken = heard()

    assert [len(bursts(pcm)) for pcm in (tone, again, stray)] == [1, 2, 2]
    assert spoken.startswith(tone)
    assert len(spoken) > 5 * len(tone)


def test_without_a_device_the_card_says_so_until_the_next_try(
    card: SoundCard, sounds: Sounds, heard: Callable[[], bytes], qtbot: QtBot
) -> None:
    assert not card.unheard.isVisible()
    sounds.unheard.emit(0)
    assert card.unheard.isVisible()
    press(card, "试听 已记下", qtbot)
    heard()
    assert not card.unheard.isVisible()


@pytest.mark.parametrize(("palette", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_the_card_fits_in_every_dress(
    card: SoundCard, palette: str, scale: float, loaded: object
) -> None:
    theme.apply(loaded, palette, scale)  # type: ignore[arg-type]  # the application
    words = card.findChildren(QPushButton)
    assert all(button.width() >= button.sizeHint().width() for button in words)
