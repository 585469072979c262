"""The number is called out as a surveyor does, digit for digit what the meter shows."""

from __future__ import annotations

import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.places import resources
from inspector.ui.spoken import HAN, clips


def said(micrometres: int) -> str:
    return "".join(HAN[name] for name in clips(micrometres))


@pytest.mark.parametrize(
    ("micrometres", "words"),
    [
        (4_327_000, "四米三二七"),
        (12_045_000, "十二米零四五"),
        (873_000, "零米八七三"),
        (5_000_000, "五米整"),
        (5_003_000, "五米零零三"),
        (4_300_000, "四米三零零"),
        (2_018_000, "两米零一八"),
        (10_500_000, "十米五零零"),
        (20_222_000, "二十米二二二"),
        (22_001_000, "二十二米零零一"),
        (99_999_000, "九十九米九九九"),
        (100_000_000, "一百米整"),
        (102_345_000, "一百零二米三四五"),
        (110_010_000, "一百一十米零一零"),
        (212_000_000, "二百一十二米整"),
        (300_000_000, "三百米整"),
        (0, "零米整"),
    ],
)
def test_a_length_in_words(micrometres: int, words: str) -> None:
    assert said(micrometres) == words


@pytest.mark.parametrize(
    ("micrometres", "words"),
    [
        (4_327_499, "四米三二七"),
        (4_327_500, "四米三二八"),
        (4_999_500, "五米整"),
        (999_499, "零米九九九"),
    ],
)
def test_it_is_the_millimetre_that_the_meter_shows(micrometres: int, words: str) -> None:
    assert said(micrometres) == words


@pytest.mark.parametrize("micrometres", [-1_000_000, 1_000_000_000, 5_000_000_000])
def test_what_is_no_length_of_a_room_is_not_said(micrometres: int) -> None:
    assert clips(micrometres) == ()


@given(st.integers(0, 999_999_499))
def test_no_two_lengths_sound_alike(micrometres: int) -> None:
    """What was said gives the millimetres back."""
    metres, _, rest = said(micrometres).partition("米")
    millimetres = 0 if rest == "整" else int("".join(str(_DIGITS.index(d)) for d in rest))
    assert _count(metres) * 1000 + millimetres == (micrometres + 500) // 1000


_DIGITS = "零一二三四五六七八九"


def _count(words: str) -> int:
    if words == "两":
        return 2
    hundreds, _, rest = words.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    return (
        100 * (_DIGITS.index(hundreds) if hundreds else 0)
        + 10 * (_DIGITS.index(tens) if tens else len(ten))
        + (_DIGITS.index(ones.lstrip("零") or "零"))
    )


def test_every_clip_is_there_and_none_is_too_many() -> None:
    """Three tones and the clips: short, one channel, 16 bit, and small together."""
    folder = resources() / "sounds"
    files = {file.stem: file for file in folder.glob("*.wav")}
    assert set(files) == {*HAN, "accepted", "again", "stray"}
    assert sum(file.stat().st_size for file in files.values()) < 400_000
    for name, file in files.items():
        with wave.open(str(file)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
            seconds = sound.getnframes() / sound.getframerate()
            longest = 0.6 if name in HAN else 0.25
            assert 0.08 <= seconds <= longest, name
