"""How a good frame is spoilt, and in which slices it comes.

Written for speed: millions of frames are spoilt in one run.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping

Mutation = Callable[[random.Random, bytes, bytes], bytes]
"""Spoils the first frame; the second is another good one, to be joined with it."""


def _as_it_is(_rng: random.Random, good: bytes, _other: bytes) -> bytes:
    return good


def _noise(rng: random.Random, good: bytes, _other: bytes) -> bytes:
    return rng.randbytes(int(rng.random() * (len(good) + 8)))


def _flipped(rng: random.Random, good: bytes, _other: bytes) -> bytes:
    spoilt = bytearray(good)
    bits = len(spoilt) * 8
    for _ in range(1 + int(rng.random() * 8) if bits else 0):
        bit = int(rng.random() * bits)
        spoilt[bit >> 3] ^= 1 << (bit & 7)
    return bytes(spoilt)


def _overwritten(rng: random.Random, good: bytes, _other: bytes) -> bytes:
    """A run of bytes, so that a checksum sees what it was made for."""
    start = int(rng.random() * len(good))
    run = rng.randbytes(1 + int(rng.random() * 6))
    return (good[:start] + run + good[start + len(run) :])[: len(good)]


def _cut(rng: random.Random, good: bytes, _other: bytes) -> bytes:
    place = int(rng.random() * len(good))
    return good[:place] if rng.random() < 0.5 else good[place:]


def _stuffed(rng: random.Random, good: bytes, _other: bytes) -> bytes:
    place = int(rng.random() * (len(good) + 1))
    return good[:place] + rng.randbytes(1 + int(rng.random() * 4)) + good[place:]


def _spliced(rng: random.Random, good: bytes, other: bytes) -> bytes:
    return (
        good[: int(rng.random() * (len(good) + 1))]
        + other[int(rng.random() * (len(other) + 1)) :]
    )


def _repeated(rng: random.Random, good: bytes, _other: bytes) -> bytes:
    start = int(rng.random() * len(good))
    part = good[start : start + 1 + int(rng.random() * len(good))]
    return good[:start] + part * (2 + int(rng.random() * 3)) + good[start + len(part) :]


MUTATIONS: Mapping[str, Mutation] = {
    "whole": _as_it_is,
    "noise": _noise,
    "flipped": _flipped,
    "overwritten": _overwritten,
    "cut": _cut,
    "stuffed": _stuffed,
    "spliced": _spliced,
    "repeated": _repeated,
}


def sliced(rng: random.Random, data: bytes, *, stream: bool) -> Iterable[bytes]:
    """Mostly whole; a stream often in two, sometimes in many."""
    chance = rng.random()
    if chance > (0.4 if stream else 0.05) or len(data) < 2:
        return (data,)
    if chance > 0.02:
        at = 1 + int(rng.random() * (len(data) - 1))
        return (data[:at], data[at:])
    size = 1 + int(rng.random() * 4)
    return [data[at : at + size] for at in range(0, len(data), size)]
