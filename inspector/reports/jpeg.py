"""How large a JPEG is, read from its frame header (ITU-T T.81, B.2.2)."""

from __future__ import annotations

import struct

_START = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_END_OR_SCAN = frozenset({0xD9, 0xDA})
_COMPONENTS = frozenset({1, 3})


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None for what is no grey or colour JPEG."""
    if not data.startswith(_START):
        return None
    at = len(_START)
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 (a marker's first byte)
        marker = data[at + 1]
        if marker in _END_OR_SCAN:
            return None
        if marker in _FRAMES:
            return _frame(data[at + 4 : at + 10])
        length = 0
        if marker not in _BARE:
            (length,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + length
    return None


def _frame(header: bytes) -> tuple[int, int] | None:
    if len(header) < struct.calcsize(">BHHB"):
        return None
    bits, height, width, components = struct.unpack(">BHHB", header)
    if bits != 8 or not width or not height or components not in _COMPONENTS:  # noqa: PLR2004 (bits a sample)
        return None
    return width, height
