"""Three tones that no ear confuses, the number after them, and no sound at the price of a
reading. What is listened to is the very PCM that a device would have been given."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ear import Broken, Recorder, bursts, peak, silent
from inspector.places import resources
from inspector.ui import sounds as module
from inspector.ui.sounds import Sounds
from inspector.ui.speaker import RATE, Speaker, pcm_of
from inspector.ui.spoken import clips

FOLDER = resources() / "sounds"
Make = Callable[..., Sounds]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[Sounds] = []

    def make(
        speaker: Speaker, beep: Callable[[], None] = silent, folder: Path = FOLDER
    ) -> Sounds:
        made.append(Sounds(folder, speaker, beep))
        made[-1].obey(on=True, spoken=False, volume=100)
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def device() -> Recorder:
    return Recorder()


@pytest.fixture
def heard(device: Recorder, qtbot: QtBot) -> Callable[[], bytes]:
    """The next thing the device is given."""
    count = 0

    def next_one() -> bytes:
        nonlocal count
        qtbot.waitUntil(lambda: len(device.played) > count)
        count += 1
        return device.played[count - 1]

    return next_one


def test_the_three_tones_differ_in_pitch_and_in_rhythm(
    make: Make, device: Recorder, heard: Callable[[], bytes]
) -> None:
    sounds = make(device)
    sounds.accepted()
    [one] = bursts(heard())
    sounds.again()
    first, second = bursts(heard())
    sounds.stray()
    high, low = bursts(heard())

    assert one.hertz == pytest.approx(1568, rel=0.02)
    assert first.hertz == pytest.approx(second.hertz, rel=0.01)
    assert first.milliseconds == pytest.approx(second.milliseconds, abs=5)
    assert low.hertz < 0.8 * high.hertz
    assert high.hertz < 0.6 * first.hertz
    assert first.hertz < 0.6 * one.hertz


def test_the_number_follows_the_tone_only_where_it_is_wanted(
    make: Make, device: Recorder, heard: Callable[[], bytes]
) -> None:
    sounds = make(device)
    sounds.accepted(4_327_000)
    tone = heard()
    sounds.obey(on=True, spoken=True, volume=100)
    sounds.accepted(4_327_000)
    both = heard()
    sounds.say_length(4_327_000)
    number = heard()
    sounds.accepted()
    bare = heard()

    assert len(bursts(tone)) == 1
    assert tone == bare
    assert both == tone + number
    assert RATE < len(number) // 2 < 3 * RATE


def test_the_number_is_made_of_its_syllables_in_order(
    make: Make, device: Recorder, heard: Callable[[], bytes]
) -> None:
    sounds = make(device)
    sounds.say_length(12_045_000)
    number, at = heard(), 0
    for name in clips(12_045_000):
        syllable = pcm_of(FOLDER / f"{name}.wav")
        found = number.find(syllable, at)
        assert found >= at, name
        at = found + len(syllable)


def test_what_cannot_be_said_is_silence(make: Make, device: Recorder) -> None:
    sounds = make(device)
    sounds.say_length(5_000_000_000)
    sounds.close()

    assert device.played == []


@pytest.mark.parametrize(("volume", "part"), [(50, 1 / 4), (80, 16 / 25), (0, 0)])
def test_the_volume_is_as_it_was_set(
    make: Make,
    device: Recorder,
    heard: Callable[[], bytes],
    volume: int,
    part: float,
) -> None:
    sounds = make(device)
    sounds.again()
    full = peak(heard())
    sounds.obey(on=True, spoken=False, volume=volume)
    sounds.again()

    assert peak(heard()) == pytest.approx(part * full, abs=0.001)


def test_switched_off_it_is_silent_at_once_and_stays_so(
    make: Make, device: Recorder, heard: Callable[[], bytes], qtbot: QtBot
) -> None:
    sounds = make(device)
    sounds.accepted()
    heard()
    sounds.obey(on=False, spoken=True, volume=100)
    sounds.accepted(4_327_000)
    sounds.say_length(4_327_000)
    qtbot.waitUntil(lambda: device.rests == 1)
    sounds.close()

    assert len(device.played) == 1
    assert device.closed


class Stuck(Recorder):
    """A driver that does not come back until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Event()
        self.go = threading.Event()

    def play(self, pcm: bytes) -> None:
        self.entered.set()
        self.go.wait()
        super().play(pcm)


def test_a_driver_that_hangs_keeps_nobody_waiting_and_the_newest_cue_wins(
    make: Make, qtbot: QtBot
) -> None:
    device = Stuck()
    sounds = make(device)
    sounds.accepted()
    assert device.entered.wait(5)
    for _ in range(50):  # each of these would hang here if it touched the device
        sounds.accepted(4_327_000)
        sounds.again()
    sounds.stray()
    device.go.set()
    qtbot.waitUntil(lambda: len(device.played) == 2)

    assert [len(bursts(pcm)) for pcm in device.played] == [1, 2]
    first, second = bursts(device.played[-1])
    assert second.hertz < first.hertz


def test_closing_leaves_a_hanging_driver_behind(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CLOSE_S", 0.05)
    device = Stuck()
    sounds = make(device)
    sounds.accepted()
    assert device.entered.wait(5)
    sounds.close()
    assert not device.closed

    device.go.set()


def test_after_closing_nothing_begins_again(make: Make, device: Recorder) -> None:
    sounds = make(device)
    sounds.close()
    sounds.accepted()
    sounds.stop()

    assert device.played == []


def test_an_idle_device_may_sleep(
    make: Make,
    device: Recorder,
    heard: Callable[[], bytes],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_IDLE_S", 0.01)
    sounds = make(device)
    sounds.accepted()
    heard()
    qtbot.waitUntil(lambda: device.rests > 0)
    sounds.again()

    assert len(bursts(heard())) == 2


@pytest.mark.parametrize(("sound", "beeps"), [("accepted", 1), ("again", 2), ("stray", 3)])
def test_without_a_device_qt_beeps_once_twice_thrice(
    make: Make,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    sound: str,
    beeps: int,
) -> None:
    monkeypatch.setattr(module, "_BEEP_MS", 1)
    beeped: list[int] = []
    sounds = make(Broken(), lambda: beeped.append(1))
    with qtbot.waitSignal(sounds.unheard) as told:
        getattr(sounds, sound)()
    qtbot.waitUntil(lambda: len(beeped) == beeps)

    assert told.args == [beeps]
    caplog.clear()


def test_the_log_says_once_that_nothing_can_be_heard(
    make: Make, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    device = Broken()
    sounds = make(device)
    for _ in range(3):
        with qtbot.waitSignal(sounds.unheard):
            sounds.say_length(4_327_000)

    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "pulled out" in record.getMessage()
    assert device.tries == 1  # the next try comes later: opening a device takes time
    caplog.clear()


def test_a_device_that_comes_back_is_heard_again(
    make: Make,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_RETRY_S", 0.0)
    device = Broken()
    sounds = make(device)
    with qtbot.waitSignal(sounds.unheard):
        sounds.accepted()
    monkeypatch.setattr(Broken, "play", Recorder.play)
    sounds.accepted()
    qtbot.waitUntil(lambda: len(device.played) == 1)
    caplog.clear()


def test_a_clip_that_is_not_there_is_a_beep(
    make: Make,
    device: Recorder,
    qtbot: QtBot,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    beeped: list[int] = []
    sounds = make(device, lambda: beeped.append(1), tmp_path)
    sounds.accepted()
    qtbot.waitUntil(lambda: len(beeped) == 1)

    assert "accepted.wav" in caplog.text
    caplog.clear()
