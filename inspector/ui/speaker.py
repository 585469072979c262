"""The loudspeaker: sound from memory to whatever device this computer plays on.

The one importer of miniaudio, which speaks to WASAPI, Core Audio, PulseAudio and ALSA
through what the system has, and keeps a thread of its own that asks for the next few
milliseconds. Where there is no device, or no miniaudio for this processor, `Mute` is
raised, and the program goes on without.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, Protocol

try:
    import miniaudio
except ImportError:  # no wheel for this processor, or its library may not be loaded here
    miniaudio = None

RATE = 44_100
"""Samples a second of all that is played: 16 bit, one channel."""
_FRAME = 2
_PERIOD_MS = 30
_LOST_S = 1.0
"""A device that asked for nothing in this time is gone, whatever it says."""
_NULL = "Null"
"""miniaudio's device that plays to nobody, taken where there is no other."""
_HEADLESS = frozenset({"offscreen", "minimal", "minimalegl", "vnc"})


class Mute(Exception):
    """Nothing can be heard now; the text is for the log."""


class Speaker(Protocol):
    """A device. Called from one thread, which may wait for it."""

    def play(self, pcm: bytes) -> None:
        """Begin at once, in place of what still sounds. Raises `Mute`."""

    def rest(self) -> None:
        """Be silent and let the device sleep; the next `play` wakes it."""

    def close(self) -> None: ...


def speaker_for(platform: str) -> Speaker:
    """The loudspeaker, or none where Qt itself draws for nobody: tests and tours."""
    return Nobody() if platform in _HEADLESS else Loudspeaker()


def pcm_of(file: Path) -> bytes:
    """A sound file in our rate. Raises `Mute` if it cannot be had."""
    if miniaudio is None:
        raise Mute("miniaudio is not installed")
    try:
        sound = miniaudio.decode(file.read_bytes(), nchannels=1, sample_rate=RATE)
    except (OSError, miniaudio.MiniaudioError) as error:
        raise Mute(f"{file.name}: {error}") from error
    return bytes(sound.samples.tobytes())


class Nobody:
    """Takes every sound and makes none."""

    def play(self, pcm: bytes) -> None:
        pass

    def rest(self) -> None:
        pass

    def close(self) -> None:
        pass


class Loudspeaker:
    """The default device, opened with the first sound. A lost one is opened anew by the
    next sound, which then comes from whatever has become the default."""

    def __init__(self, backends: Sequence[Any] = ()) -> None:
        self._backends = list(backends)
        self._source = Source()
        self._device: Any = None

    @property
    def sounding(self) -> bool:
        """The device has not yet asked for the end of what was begun."""
        return self._source.sounding

    def play(self, pcm: bytes) -> None:
        if miniaudio is None:
            raise Mute("miniaudio is not installed")
        if self._device is not None and self._device.running and self._source.forgotten:
            self.close()
        fresh = self._device is None
        self._source.begin(pcm)
        try:
            self._wake()
        except miniaudio.MiniaudioError as error:
            self.close()
            if fresh:
                raise Mute(f"the sound device fails: {error}") from error
            self.play(pcm)  # the one of before is gone: on whatever is the default now

    def rest(self) -> None:
        self._source.begin(b"")
        if self._device is None:
            return
        try:
            self._device.stop()
        except miniaudio.MiniaudioError:
            self.close()

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()
            device.running = False  # where it could not be stopped it is closed again

    def _wake(self) -> None:
        if self._device is None:
            self._device = miniaudio.PlaybackDevice(
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=_PERIOD_MS,
                backends=self._backends,
                app_name="Inspector",
            )
            if self._device.backend == _NULL and not self._backends:
                raise miniaudio.MiniaudioError("there is no sound device")
        if not self._device.running:
            frames = self._source.frames()
            next(frames)
            self._source.attend()
            self._device.start(frames)


class Source:
    """What the device's own thread asks: the sound begun last, then silence."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pcm = b""
        self._at = 0
        self._asked = 0.0

    @property
    def forgotten(self) -> bool:
        """The device has stopped asking."""
        return time.monotonic() - self._asked > _LOST_S

    @property
    def sounding(self) -> bool:
        return self._at < len(self._pcm)

    def attend(self) -> None:
        self._asked = time.monotonic()

    def begin(self, pcm: bytes) -> None:
        with self._lock:
            self._pcm, self._at = pcm, 0

    def frames(self) -> Generator[bytes, int, None]:
        """Sent the number of frames that are wanted, yields them."""
        wanted = yield b""
        while True:
            self.attend()
            wanted = yield self._taken(wanted * _FRAME)

    def _taken(self, size: int) -> bytes:
        with self._lock:
            part = self._pcm[self._at : self._at + size]
            self._at += len(part)
        return part.ljust(size, b"\0")
