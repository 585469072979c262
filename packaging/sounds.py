"""Makes the three tones that answer a reading (resources/sounds).

    python packaging/sounds.py [--out FOLDER]

Needs nothing but Python, and gives the same bytes everywhere. The clips of the spoken
number beside them were made by packaging/voice.py.
"""

from __future__ import annotations

import argparse
import math
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RATE = 44_100
FULL = 32_767


@dataclass(frozen=True)
class Note:
    """One sound of a cue: its pitch, how long it lasts, and the silence after it."""

    hertz: float
    milliseconds: int
    silence: int = 0


TONES = {
    "accepted": (Note(1568.0, 120),),
    "again": (Note(784.0, 80, silence=70), Note(784.0, 80)),
    "stray": (Note(440.0, 115, silence=15), Note(329.6, 120)),
}
"""An octave and more apart, and one, two equal, two falling: who does not hear the high
ones well any more still hears the rhythm."""

PARTIALS = (1.0, 0.5, 0.35, 0.2)
"""A small loudspeaker gives little below 500 Hz: the overtones carry the low tones."""
LOUDNESS = 0.25
"""A-weighted, of full scale: so that the three sound equally loud."""
ATTACK_S, RELEASE_S = 0.004, 0.03


def notes_of(name: str) -> list[int]:
    samples: list[int] = []
    for note in TONES[name]:
        samples += sounding(note)
        samples += [0] * (RATE * note.silence // 1000)
    return samples


def sounding(note: Note) -> list[int]:
    scale = LOUDNESS / heard(note.hertz)
    count = RATE * note.milliseconds // 1000
    made = []
    for number in range(count):
        at, left = number / RATE, (count - number) / RATE
        level = min(1.0, at / ATTACK_S, left / RELEASE_S)
        wave_ = sum(
            part * math.sin(2 * math.pi * note.hertz * (place + 1) * at)
            for place, part in enumerate(PARTIALS)
        )
        made.append(round(FULL * scale * level * wave_))
    return made


def heard(hertz: float) -> float:
    """How loud the partials of a tone are together, to an ear (A-weighting)."""
    return math.sqrt(
        sum(
            (part * weight(hertz * (place + 1))) ** 2 / 2
            for place, part in enumerate(PARTIALS)
        )
    )


def weight(hertz: float) -> float:
    """IEC 61672 A-weighting, 1 at 1 kHz."""
    f = hertz * hertz
    low, high = 20.6**2, 12194.0**2
    found = high * f * f / ((f + low) * (f + high))
    found /= math.sqrt((f + 107.7**2) * (f + 737.9**2))
    return found * 10**0.1


def write(file: Path, samples: Sequence[int], rate: int = RATE) -> None:
    with wave.open(str(file), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(array("h", samples).tobytes())
    print(f"{file.name}: {len(samples) / rate:.2f} s, {file.stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "sounds")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for name in TONES:
        write(folder / f"{name}.wav", notes_of(name))


if __name__ == "__main__":
    main()
