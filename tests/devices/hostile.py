"""Feeds a codec with whatever comes, and holds it to what every codec promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hypothesis import strategies as st

from inspector.devices.codecs import Codec
from inspector.devices.codecs.contract import LONGEST_MICROMETRES, SHORTEST_MICROMETRES
from inspector.devices.events import CodecEvent, Garbled, Reading


def fed(make: Callable[[], Codec], at: str, chunks: Iterable[bytes]) -> list[CodecEvent]:
    """Nothing raises, and no length is one that a hand-held meter cannot measure."""
    codec = make()
    events = [event for chunk in chunks for event in codec.receive(at, chunk)]
    events += codec.finish()
    for reading in readings(events):
        assert SHORTEST_MICROMETRES <= reading.micrometres <= LONGEST_MICROMETRES
    return events


def readings(events: Iterable[CodecEvent]) -> list[Reading]:
    return [event for event in events if isinstance(event, Reading)]


def junk(events: Iterable[CodecEvent]) -> bytes:
    return b"".join(event.raw for event in events if isinstance(event, Garbled))


def torn(*frames: bytes) -> st.SearchStrategy[list[bytes]]:
    """Random bytes, whole frames, and frames with one byte changed."""
    return st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from(frames),
            st.sampled_from(frames).flatmap(_spoilt),
        ),
        max_size=8,
    )


def _spoilt(frame: bytes) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda at, byte: frame[:at] + bytes([byte]) + frame[at + 1 :],
        st.integers(0, len(frame) - 1),
        st.integers(0, 255),
    )
