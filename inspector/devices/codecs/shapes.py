"""Claims for replies of a fixed shape in ASCII, for meters that answer in words.

In a shape `d` stands for a digit and `s` for a sign; every other character for itself.
"""

from __future__ import annotations

from inspector.devices.codecs.framing import Claim

_CLASSES = {"d": b"0123456789", "s": b"+-"}


def shaped(*shapes: str) -> Claim:
    """Takes the longest shape that fits, and waits while a longer one still may."""
    tables = [[_CLASSES.get(sign, sign.encode()) for sign in shape] for shape in shapes]
    by_head = {byte: [t for t in tables if byte in t[0]] for byte in range(256)}

    def claim(data: bytes) -> int | None:
        longest = 0
        for places in by_head[data[0]]:
            size = _size(places, data)
            if size is None:
                return None
            longest = max(longest, size)
        return longest

    return claim


def _size(places: list[bytes], data: bytes) -> int | None:
    if any(byte not in place for place, byte in zip(places, data, strict=False)):
        return 0
    return len(places) if len(data) >= len(places) else None
