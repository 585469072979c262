"""Feeds random and spoilt frames to every codec, as many as one likes.

    python tests/devices/fuzz.py --frames 50000000 --seed 1 --processes 2
    python tests/devices/fuzz.py --frames 200000 --families bosch_mt_ble,sap6

Frames are random bytes, or collected vectors with bits flipped, bytes overwritten, ends cut
off, bytes pushed in, two joined, or repeated; in slices as a radio or a serial line might
bring them, on every characteristic that a family knows, one codec for a hundred of them.
Nothing may raise, no reading may lie outside 0.03-300 m, and nothing that a codec keeps may
grow.

Counted as corrupted are all frames that are no collected one, as accepted the readings from
them, as untrue those of the accepted that say anything but what a collected frame says (a
spoilt counter that the codec can mend is accepted, and true). Where distances bear a
checksum, chance lets 2^-bits of the corrupted frames be untrue. More of them is a failure
when at a rate of 2^-bits so many would come in less than one of 10^9 runs: by Chernoff's
bound, when frames * KL(rate, 2^-bits) > ln 10^9. What the bound leaves aside: a corrupted
frame may hold several places where a whole one with a good checksum could begin, each with
its own chance, and one that lost its head has none; the second outweighs the first.
Flipped bits are shown apart and left out of the verdict: two of them deceive a sum or an
exclusive or far more often than noise does, which is no fault of the codec.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import multiprocessing
import random
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from inspector.devices import codecs
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Codec,
    Family,
)
from inspector.devices.events import CodecEvent, Reading
from inspector.devices.vectors import decoded
from spoiling import MUTATIONS, sliced

VECTORS = Path(__file__).parent / "vectors" / "rangefinder-vectors.json"
LIFE = 100
"""Frames that one codec lives through: junk must not spoil what comes long after it."""
LOOK_EVERY = 20
LARGEST_HELD = 2048
"""Bytes that a codec may keep, keys and all; the longest frame known has 64."""
JOB = 20_000
SURPRISE = math.log(1e9)
_DISTANCE_SHARE = 8
_KINDS = tuple(MUTATIONS)
FLIPPED = "flipped"


@dataclass(frozen=True, slots=True)
class Target:
    """One family, and what is known to be good of it."""

    family: Family
    make: Callable[[], Codec]
    good: Mapping[str, tuple[bytes, ...]]
    """By characteristic."""
    known: frozenset[bytes]
    raws: frozenset[bytes]
    """The evidence of every good reading."""
    said: frozenset[Reading]
    """The good readings without their evidence."""
    places: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What became of the frames of one family."""

    frames: Counter[str] = field(default_factory=Counter)
    """By mutation."""
    corrupted: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    untrue: Counter[str] = field(default_factory=Counter)
    readings: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.frames += other.frames
        self.corrupted += other.corrupted
        self.accepted += other.accepted
        self.untrue += other.untrue
        self.readings += other.readings
        self.seconds += other.seconds
        self.faults += other.faults


# What is good.


@cache
def target(name: str) -> Target:
    family = codecs.named(name)
    if family is None:
        raise SystemExit(f"no family {name}: {', '.join(f.name for f in codecs.FAMILIES)}")
    device = _devices().get(name) or {"vectors": _of_twins(family)}
    make = family.make
    if family.keyed is not None and "crypto" in device:
        keyed, keys = family.keyed, device["crypto"]
        make = lambda: keyed(keys)  # noqa: E731 (a def would need another name)
    good = _good(family, device["vectors"])
    readings = [
        event
        for place, frames in good.items()
        for frame in frames
        for event in _all(make(), place, [frame])
        if isinstance(event, Reading)
    ]
    raws = frozenset(reading.raw for reading in readings)
    said = frozenset(replace(reading, raw=b"") for reading in readings)
    known = frozenset(itertools.chain.from_iterable(good.values()))
    beside = {*family.beside, *filter(None, [family.fragments])} - {family.distance}
    places = (family.distance,) * _DISTANCE_SHARE + tuple(sorted(beside))
    return Target(family, make, good, known, raws, said, places)


def _of_twins(family: Family) -> list[Any]:
    """A family without vectors of its own speaks as another does, by another carrier."""
    return [
        vector
        for device in _devices().values()
        for vector in device["vectors"]
        if vector["direction"] == "device_to_host"
        and any(
            isinstance(event, Reading)
            for event in decoded(family, bytes.fromhex(vector["hex"]), family.distance)
        )
    ]


@cache
def _devices() -> dict[str, dict[str, Any]]:
    found = json.loads(VECTORS.read_text(encoding="utf-8"))["devices"]
    return {device["family"]: device for device in found}


def _good(family: Family, vectors: Iterable[Any]) -> dict[str, tuple[bytes, ...]]:
    """Every vector on the characteristic on which it means something."""
    found: dict[str, list[bytes]] = {}
    for vector in vectors:
        if vector["direction"] != "device_to_host":
            continue
        data = bytes.fromhex(vector["hex"])
        if not data:
            continue
        found.setdefault(_place(family, vector, data), []).append(data)
        pieces = vector["expect"].get("fragments_hex", ()) if family.fragments else ()
        found.setdefault(family.fragments, []).extend(map(bytes.fromhex, pieces))
    return {place: tuple(frames) for place, frames in found.items() if frames}


def _place(family: Family, vector: Any, data: bytes) -> str:
    said = decoded(family, data, vector.get("characteristic", ""))
    places = (family.distance, *family.beside)
    return next(
        (place for place in places if decoded(family, data, place) == said),
        family.distance,
    )


def _all(codec: Codec, place: str, parts: Iterable[bytes]) -> list[CodecEvent]:
    return [event for part in parts for event in codec.receive(place, part)]


# The run.


def run(on: Target, seed: str, frames: int) -> Tally:
    """One job; what goes wrong is told, not raised."""
    rng, tally = random.Random(seed), Tally()
    began = time.perf_counter()
    left = frames
    while left > 0 and not tally.faults:
        _live(on, rng, min(left, LIFE), tally)
        left -= LIFE
    tally.seconds = time.perf_counter() - began
    return tally


def _live(on: Target, rng: random.Random, frames: int, tally: Tally) -> None:
    """One codec, from its making until nothing more comes."""
    codec, fed = on.make(), list[tuple[str, bytes]]()
    kind = "end"
    try:
        for number in range(frames):
            kind, place, data = _frame(on, rng)
            events: list[CodecEvent] = []
            for part in sliced(rng, data, stream=on.family.stream):
                fed.append((place, part))
                events += codec.receive(place, part)
            if data not in on.known:
                tally.corrupted[kind] += 1
            tally.frames[kind] += 1
            _count(events, on, kind, tally)
            if number % LOOK_EVERY == 0:
                _check_held(codec)
        _count(codec.finish(), on, kind, tally)
        _check_held(codec)
    except Exception as error:  # whatever a codec raises is what is looked for
        told = " ".join(f"{place[:8]}:{data.hex()}" for place, data in fed)
        fault = f"{type(error).__name__}: {error}; after {kind}; fed {told}"
        tally.faults.append(f"{on.family.name}: {fault}")


def _frame(on: Target, rng: random.Random) -> tuple[str, str, bytes]:
    chance = rng.random
    place = on.places[int(chance() * len(on.places))]
    known = on.good.get(place) or on.good.get(on.family.distance) or (b"\0" * 8,)
    kind = _KINDS[int(chance() * len(_KINDS))]
    good = known[int(chance() * len(known))]
    other = known[int(chance() * len(known))]
    return kind, place, MUTATIONS[kind](rng, good, other)


def _count(events: Iterable[CodecEvent], on: Target, kind: str, tally: Tally) -> None:
    for event in events:
        if type(event) is Reading:
            length = event.micrometres
            if not SHORTEST_MICROMETRES <= length <= LONGEST_MICROMETRES:
                raise ValueError(f"a reading of {length} micrometres")
            tally.readings += 1
            if event.raw not in on.raws:
                tally.accepted[kind] += 1
                tally.untrue[kind] += replace(event, raw=b"") not in on.said


def _check_held(codec: Codec) -> None:
    size = held(codec)
    if size > LARGEST_HELD:
        raise ValueError(f"the codec keeps {size} bytes")


def held(thing: object) -> int:
    """How many bytes, and things, it keeps in itself and in what it is made of."""
    match thing:
        case bytes() | bytearray() | str():
            return len(thing)
        case dict():
            return len(thing) + sum(map(held, thing.values()))
        case list() | tuple() | set() | frozenset() | deque():
            return len(thing) + sum(map(held, thing))
        case _ if callable(thing) or isinstance(thing, Enum):
            return 0
    return sum(map(held, _parts(thing)))


def _parts(thing: object) -> Iterator[object]:
    yield from getattr(thing, "__dict__", {}).values()
    for kind in type(thing).__mro__:
        slots = getattr(kind, "__slots__", ())
        yield from (getattr(thing, name) for name in slots if hasattr(thing, name))


# The verdict.


def surprising(untrue: int, corrupted: int, bits: int) -> bool:
    """Would chance hardly ever let so many pass? See the module's docstring."""
    expected = 2.0**-bits
    if not corrupted or untrue / corrupted <= expected:
        return False
    rate = min(untrue / corrupted, 1 - 1e-12)
    divergence = rate * math.log(rate / expected)
    divergence += (1 - rate) * math.log((1 - rate) / (1 - expected))
    return corrupted * divergence > SURPRISE


def deceived(tally: Tally, bits: int) -> bool:
    """More untrue readings came out than the checksum can be blamed for."""
    if not bits:
        return False
    untrue = tally.untrue.total() - tally.untrue[FLIPPED]
    corrupted = tally.corrupted.total() - tally.corrupted[FLIPPED]
    return surprising(untrue, corrupted, bits)


_HEAD = (
    f"{'family':22}{'frames':>12}{'corrupted':>12}{'accepted':>10}"
    f"{'untrue':>10}{'rate':>10}{'flipped':>10}{'chance':>10}{'frames/s':>10}"
)


def summary(tallies: Mapping[str, Tally]) -> list[str]:
    lines = [_HEAD]
    for name, tally in tallies.items():
        if tally.frames:
            lines += [_line(name, tally), *(f"  FAULT {one}" for one in tally.faults)]
    return lines


def _line(name: str, tally: Tally) -> str:
    bits = target(name).family.checksum_bits
    frames, corrupted = tally.frames.total(), tally.corrupted.total()
    untrue = tally.untrue.total()
    flips = tally.untrue[FLIPPED] / max(1, tally.corrupted[FLIPPED])
    line = f"{name:22}{frames:12,}{corrupted:12,}{tally.accepted.total():10,}"
    line += f"{untrue:10,}{untrue / max(1, corrupted):10.2e}{flips:10.2e}"
    line += f"{2.0**-bits:10.2e}" if bits else f"{'none':>10}"
    line += f"{frames / max(tally.seconds, 1e-9):10,.0f}"
    return line + ("  BEYOND CHANCE" if deceived(tally, bits) else "")


def failed(tallies: Mapping[str, Tally]) -> bool:
    return any(
        tally.faults or deceived(tally, target(name).family.checksum_bits)
        for name, tally in tallies.items()
    )


# The command.


def _jobs(names: list[str], seed: int, frames: int) -> list[tuple[str, str, int]]:
    """In turn, so that a run that is broken off has seen every family alike."""
    share = max(1, frames // len(names))
    rounds = range(0, share, JOB)
    return [
        (name, f"{seed}:{name}:{done}", min(JOB, share - done))
        for done, name in itertools.product(rounds, names)
    ]


def _run(job: tuple[str, str, int]) -> tuple[str, Tally]:
    name, seed, frames = job
    return name, run(target(name), seed, frames)


def _quiet() -> None:
    """The parent alone hears Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def fuzz(jobs: list[tuple[str, str, int]], processes: int) -> Iterator[tuple[str, Tally]]:
    if processes == 1:
        yield from map(_run, jobs)
        return
    with multiprocessing.Pool(processes, _quiet) as pool:
        yield from pool.imap_unordered(_run, jobs)


def _progress(done: int, of: int, began: float) -> str:
    rate = done / max(time.perf_counter() - began, 1e-9)
    left = (of - done) / max(rate, 1e-9)
    return f"\r{done / of:6.1%}  {done:,} frames  {rate:,.0f}/s  {left:,.0f} s left   "


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=1_000_000, help="of all families")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", default="", help="names, with commas; all if empty")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args(arguments)
    names = list(filter(None, asked.families.split(",")))
    names = names or [family.name for family in codecs.FAMILIES]
    tallies = {name: Tally() for name in names}
    for name in names:
        target(name)
    jobs = _jobs(names, asked.seed, asked.frames)
    of = sum(job[2] for job in jobs)
    done, began, stopped = 0, time.perf_counter(), False
    try:
        for name, tally in fuzz(jobs, asked.processes):
            tallies[name].add(tally)
            done += tally.frames.total()
            sys.stderr.write(_progress(done, of, began))
            if tally.faults:
                break
    except KeyboardInterrupt:
        stopped = True
    passed = time.perf_counter() - began
    sys.stdout.write("\n" + "\n".join(summary(tallies)) + "\n")
    sys.stdout.write(f"{done:,} frames in {passed:,.1f} s: {done / passed:,.0f} a second\n")
    return 1 if failed(tallies) else 130 if stopped else 0


if __name__ == "__main__":
    raise SystemExit(main())
