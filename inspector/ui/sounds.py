"""What is heard of a reading: one of three tones and, if wanted, the length read out.

    accepted  one bright short tone          kept, and it counts
    again     two equal tones, middle        another reading is needed
    stray     a falling pair, low            kept in the tray: no wall waited for it

Nothing here keeps the GUI thread: a cue is put into a queue, and a thread of our own
puts it together and hands it to the speaker. The newest cue cuts off the one before.
Where nothing can be heard Qt beeps as often as the cue has tones, and the log says so
once; a reading is never disturbed by it.
"""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from inspector.ui.speaker import RATE, Mute, Speaker, pcm_of
from inspector.ui.spoken import clips

ACCEPTED, AGAIN, STRAY = "accepted", "again", "stray"
BEEPS = {ACCEPTED: 1, AGAIN: 2, STRAY: 3}

_AFTER_MS = {ACCEPTED: 150, "mi": 100}
"""Silence after a clip: the number stands apart from the tone, the metres from the rest."""
_BETWEEN_MS = 30
_BEEP_MS = 250
_IDLE_S = 20.0
_RETRY_S = 20.0
_CLOSE_S = 2.0
_FULL = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cue:
    """Clips to be played one after another; none is silence."""

    clips: tuple[str, ...]
    volume: int

    @property
    def beeps(self) -> int:
        return BEEPS.get(self.clips[0], 0) if self.clips else 0


class Sounds(QObject):
    """All of it can be called at any time from the GUI thread, device or no device."""

    unheard = Signal(int)
    """A cue that no device played, with how often Qt beeps in its place."""

    def __init__(
        self,
        folder: Path,
        speaker: Speaker,
        beep: Callable[[], None] = QApplication.beep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._player = _Player(folder, speaker, self.unheard.emit)
        self._beep = beep
        self._on, self._spoken, self._volume = True, False, 80
        self.unheard.connect(self._beep_instead)

    def obey(self, *, on: bool, spoken: bool, volume: int) -> None:
        """What the person has set; switching off is silence at once."""
        if self._on and not on:
            self.stop()
        self._on, self._spoken, self._volume = on, spoken, volume

    def accepted(self, micrometres: int | None = None) -> None:
        """The tone, then the length where the person wants to hear it."""
        wanted = self._spoken and micrometres is not None
        self._play(ACCEPTED, *(clips(micrometres or 0) if wanted else ()))

    def again(self) -> None:
        self._play(AGAIN)

    def stray(self) -> None:
        self._play(STRAY)

    def say_length(self, micrometres: int) -> None:
        """Only the number, whether or not readings are read out."""
        self._play(*clips(micrometres))

    def stop(self) -> None:
        self._player.play(Cue((), 0))

    def close(self) -> None:
        """Let go of the device; a driver that hangs is left behind after a moment."""
        self._player.close()

    def _play(self, *names: str) -> None:
        if self._on and names:
            self._player.play(Cue(names, self._volume))

    @Slot(int)
    def _beep_instead(self, times: int) -> None:
        for number in range(times):
            QTimer.singleShot(number * _BEEP_MS, self._beep)


class _Player:
    """The thread between the queue and the speaker, begun by the first cue."""

    def __init__(
        self, folder: Path, speaker: Speaker, unheard: Callable[[int], None]
    ) -> None:
        self._folder = folder
        self._speaker = speaker
        self._unheard = unheard
        self._wanted: SimpleQueue[Cue | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._parts: dict[tuple[str, int], bytes] = {}
        self._mute_until = 0.0
        self._told = False

    def play(self, cue: Cue) -> None:
        if self._closed:
            return
        if self._thread is None:
            # A daemon: a driver that never answers must not keep the program from ending.
            self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
            self._thread.start()
        self._wanted.put(cue)

    def close(self) -> None:
        self._closed = True
        if self._thread is not None:
            self._wanted.put(None)
            self._thread.join(_CLOSE_S)

    # On the thread.

    def _run(self) -> None:
        while (cue := self._newest()) is not None:
            if not cue.clips:
                self._speaker.rest()
            elif time.monotonic() < self._mute_until:
                self._unheard(cue.beeps)
            else:
                self._sound(cue)
        self._speaker.close()

    def _newest(self) -> Cue | None:
        """Waits for a cue; of several that have come meanwhile only the last counts."""
        try:
            cue = self._wanted.get(timeout=_IDLE_S)
        except Empty:
            self._speaker.rest()  # a laptop may sleep, a headset may save its battery
            cue = self._wanted.get()
        while not self._wanted.empty():
            cue = self._wanted.get()
        return cue

    def _sound(self, cue: Cue) -> None:
        try:
            self._speaker.play(b"".join(self._part(name, cue.volume) for name in cue.clips))
        except Mute as mute:
            self._mute_until = time.monotonic() + _RETRY_S
            if not self._told:
                _log.warning("nothing can be heard, beeping instead: %s", mute)
                self._told = True
            if not self._closed:
                self._unheard(cue.beeps)

    def _part(self, name: str, volume: int) -> bytes:
        """A clip as loud as wanted, with the silence that follows it."""
        key = (name, volume)
        if key not in self._parts:
            samples = array("h", pcm_of(self._folder / f"{name}.wav"))
            gain = (volume / _FULL) ** 2  # half of the scale sounds half as loud
            louder = array("h", [int(sample * gain) for sample in samples])
            silence = RATE * _AFTER_MS.get(name, _BETWEEN_MS) // 1000
            self._parts[key] = louder.tobytes() + bytes(2 * silence)
        return self._parts[key]
