"""The loudspeaker on miniaudio's own null device, and without any device at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import miniaudio
import pytest
from pytestqt.qtbot import QtBot

from ear import bursts, samples
from inspector.places import resources
from inspector.ui import speaker as module
from inspector.ui.sounds import Sounds
from inspector.ui.speaker import (
    RATE,
    Loudspeaker,
    Mute,
    Nobody,
    Source,
    pcm_of,
    speaker_for,
)

ROOT = Path(__file__).resolve().parents[2]
SOUNDS = resources() / "sounds"
TONE = pcm_of(SOUNDS / "accepted.wav")


@pytest.fixture
def null() -> Iterator[Loudspeaker]:
    """A real device with a real thread that plays to nobody."""
    speaker = Loudspeaker([miniaudio.Backend.NULL])
    yield speaker
    speaker.close()


def played(speaker: Loudspeaker) -> Callable[[], bool]:
    return lambda: not speaker.sounding


def test_the_device_asks_for_all_of_it(null: Loudspeaker, qtbot: QtBot) -> None:
    null.play(TONE)
    qtbot.waitUntil(played(null))
    null.play(TONE)
    assert null.sounding
    qtbot.waitUntil(played(null))


def test_a_new_sound_takes_the_place_of_the_one_before(
    null: Loudspeaker, qtbot: QtBot
) -> None:
    null.play(bytes(2 * 60 * RATE))
    null.play(TONE)
    qtbot.waitUntil(played(null))  # not after the minute


def test_it_rests_and_wakes(null: Loudspeaker, qtbot: QtBot) -> None:
    null.rest()
    null.play(TONE)
    null.rest()
    assert not null.sounding
    null.play(TONE)
    qtbot.waitUntil(played(null))


def test_a_device_that_asks_no_more_is_opened_anew(
    null: Loudspeaker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    null.play(TONE)
    before = null._device
    monkeypatch.setattr(module, "_LOST_S", -1.0)
    null.play(TONE)
    assert null._device is not before
    qtbot.waitUntil(played(null))


class Fickle(miniaudio.PlaybackDevice):  # type: ignore[misc]  # miniaudio has no types
    """A device that fails when it is started or stopped again."""

    starts = 0

    def start(self, callback_generator: Any) -> None:
        self.starts += 1
        if self.starts > 1:
            raise miniaudio.MiniaudioError("the headset has gone")
        super().start(callback_generator)


def test_a_headset_that_has_gone_is_replaced_by_what_is_there(
    null: Loudspeaker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(miniaudio, "PlaybackDevice", Fickle)
    null.play(TONE)
    before = null._device
    null.rest()
    null.play(TONE)
    assert null._device is not before
    qtbot.waitUntil(played(null))


def test_a_device_that_cannot_even_stop_is_closed(
    null: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    null.play(TONE)

    def stop() -> None:
        raise miniaudio.MiniaudioError("gone")

    monkeypatch.setattr(null._device, "stop", stop)
    null.rest()
    assert null._device is None


def test_no_device_at_all_is_mute() -> None:
    missing = [b for b in miniaudio.Backend if not miniaudio.is_backend_enabled(b)]
    with pytest.raises(Mute, match="fails"):
        Loudspeaker(missing[:1]).play(TONE)


def test_the_null_device_taken_for_want_of_another_is_mute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise the program would play to nobody and think that it was heard."""

    class Fallen(miniaudio.PlaybackDevice):  # type: ignore[misc]  # no types
        def __init__(self, **given: Any) -> None:
            super().__init__(**given | {"backends": [miniaudio.Backend.NULL]})

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Fallen)
    with pytest.raises(Mute, match="no sound device"):
        Loudspeaker().play(TONE)


def test_a_processor_without_miniaudio_is_mute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "miniaudio", None)
    with pytest.raises(Mute, match="not installed"):
        Loudspeaker().play(TONE)
    with pytest.raises(Mute, match="not installed"):
        pcm_of(SOUNDS / "accepted.wav")


@pytest.mark.parametrize("content", [None, b"", b"RIFF of something else"])
def test_a_file_that_is_missing_or_spoilt_is_mute(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "accepted.wav"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Mute, match=r"accepted\.wav"):
        pcm_of(file)


def test_clips_are_brought_to_the_rate_of_the_device() -> None:
    assert 0.1 < len(samples(pcm_of(SOUNDS / "si.wav"))) / RATE < 0.6


def test_the_source_gives_the_sound_and_then_silence() -> None:
    source = Source()
    source.begin(b"\1\1\2\2\3\3")
    frames = source.frames()
    next(frames)

    assert frames.send(2) == b"\1\1\2\2"
    assert source.sounding
    assert frames.send(2) == b"\3\3\0\0"
    assert frames.send(1) == b"\0\0"
    assert not source.sounding


def test_nobody_listens_to_tests_and_tours(qtbot: QtBot) -> None:
    assert isinstance(speaker_for("offscreen"), Nobody)
    assert isinstance(speaker_for("windows"), Loudspeaker)
    sounds = Sounds(SOUNDS, speaker_for("offscreen"))
    with qtbot.assertNotEmitted(sounds.unheard, wait=100):
        sounds.accepted(4_327_000)
        sounds.stop()
    sounds.close()


def test_the_tones_are_made_again_to_the_byte(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "packaging" / "sounds.py"), "--out"]
    subprocess.run([*script, str(tmp_path)], check=True, capture_output=True)

    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(made) == {"accepted.wav", "again.wav", "stray.wav"}
    for name, content in made.items():
        assert (SOUNDS / name).read_bytes() == content
        assert bursts(pcm_of(SOUNDS / name))
