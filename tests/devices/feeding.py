"""Feeds one captured message to a codec in every way in which a radio might bring it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector.devices.codecs import Codec
from inspector.devices.events import CodecEvent, Garbled, Reading

VECTORS = Path(__file__).parent / "vectors"
JUNK = bytes.fromhex("ff8091")
"""No byte of it can begin a frame of any codec."""


def vectors(family: str, direction: str) -> list[dict[str, Any]]:
    text = (VECTORS / f"{family}.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)["vector"]
    return [vector for vector in found if vector["direction"] == direction]


def feed_stream(
    make: Callable[[], Codec], characteristic: str, data: bytes, expected: list[CodecEvent]
) -> None:
    """A protocol with frames of its own: any slicing gives the same events."""
    assert make().receive(characteristic, data) == expected, "whole"

    codec = make()
    drip = [e for byte in data for e in codec.receive(characteristic, bytes([byte]))]
    assert drip == expected, "byte by byte"

    assert make().receive(characteristic, data + data) == expected * 2, "two at once"

    surrounded = make().receive(characteristic, JUNK + data + JUNK)
    assert surrounded == [Garbled(JUNK), *expected, Garbled(JUNK)], "with junk"


def feed_messages(
    make: Callable[[], Codec], characteristic: str, data: bytes, expected: list[CodecEvent]
) -> None:
    """A protocol of one value a notification: nothing is carried to the next one."""
    codec = make()
    assert codec.receive(characteristic, data) == expected, "whole"
    assert codec.receive(characteristic, data) == expected, "again"

    codec = make()
    torn = codec.receive(characteristic, data[:-1])
    assert not any(isinstance(event, Reading) for event in torn), "torn"
    assert codec.receive(characteristic, data) == expected, "after a torn one"

    glued = make().receive(characteristic, data + data)
    assert not any(isinstance(event, Reading) for event in glued), "two at once"
