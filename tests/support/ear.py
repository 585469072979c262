"""Listening to PCM as it would be played: bursts of sound, their pitch, their level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.ui.speaker import RATE, Mute

_STEP = RATE // 200  # 5 ms


@dataclass(frozen=True)
class Burst:
    """Something heard between two silences."""

    milliseconds: int
    hertz: float


class Recorder:
    """A device that plays nothing and remembers all of it."""

    def __init__(self) -> None:
        self.played: list[bytes] = []
        self.rests = 0
        self.closed = False

    def play(self, pcm: bytes) -> None:
        self.played.append(pcm)

    def rest(self) -> None:
        self.rests += 1

    def close(self) -> None:
        self.closed = True


class Broken(Recorder):
    """A device that cannot be opened."""

    tries = 0

    def play(self, pcm: bytes) -> None:
        self.tries += 1
        raise Mute("the sound card has been pulled out")


def silent() -> None:
    """Qt's beep, for nobody."""


def samples(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, dtype="<i2").astype(float) / 32768


def peak(pcm: bytes) -> float:
    return float(np.abs(samples(pcm)).max())


def bursts(pcm: bytes) -> list[Burst]:
    heard = samples(pcm)
    steps = heard[: len(heard) // _STEP * _STEP].reshape(-1, _STEP)
    loud = np.sqrt((steps**2).mean(axis=1)) > 0.02 * np.abs(heard).max()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int)))
    return [
        Burst(int(end - begin) * 5, _pitch(heard[begin * _STEP : end * _STEP]))
        for begin, end in edges.reshape(-1, 2)
    ]


def _pitch(heard: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 1 << 16))
    return float(spectrum.argmax() * RATE / (1 << 16))
