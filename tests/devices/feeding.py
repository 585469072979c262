"""What tests of single codecs share: collected vectors, and bytes that begin nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent / "vectors" / "rangefinder-vectors.json"
JUNK = bytes.fromhex("ff8091")
"""No byte of it can begin a frame of any codec."""


def vectors(family: str, direction: str) -> list[dict[str, Any]]:
    devices = json.loads(VECTORS.read_text(encoding="utf-8"))["devices"]
    found = next(device["vectors"] for device in devices if device["family"] == family)
    return [vector for vector in found if vector["direction"] == direction]
