"""Holds a codec against collected vectors: what the bytes should say, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.devices.codecs.contract import Codec, Family
from inspector.devices.events import CodecEvent, Garbled
from inspector.devices.plainly import Fact, facts

FORMAT = "rangefinder-vectors/1"
_PROSE = frozenset({"kind", "why", "meaning", "rule", "note", "fragments_hex"})
_NO_LENGTH = frozenset({"m", "mm_display"})
"""What a vector says a refused value would have been; a refusal does not say it."""
_KINDS = {
    "derived_length": "reject",
    "ack": "status",
    "nak": "error",
    "errors": "error",
    "keepalive_request": "ignore",
    "display_unit": "status",
    "unit": "info",
    "reference": "info",
    "inclination": "info",
    "angle": "info",
    "model": "info",
}
_METRES = frozenset({"m", "min_m", "max_m"})
_MICROMETRE = 1e-6
_SIG_TAIL = "-0000-1000-8000-00805f9b34fb"


@dataclass(frozen=True, slots=True)
class Checked:
    """One vector: what came out of it, and whether that is what it says."""

    id: str
    events: tuple[Fact, ...]
    ok: bool
    why: str
    """Empty where it agrees."""


def decoded(family: Family, data: bytes, characteristic: str = "") -> list[CodecEvent]:
    """What the family's codec alone says of these bytes.

    Without a characteristic it is the one of distances, or else the first other one that
    understands them.
    """
    asked = (
        [_whole(characteristic)] if characteristic else [family.distance, *family.beside]
    )
    found = [_run(family.make(), one, [data]) for one in asked]
    return next((events for events in found if not _junk(events)), found[0])


def fed(family: Family, messages: Sequence[bytes], characteristic: str = "") -> list[Fact]:
    """What one codec says of several messages in turn, each with its own facts beside it;
    without a characteristic they came by the one of distances."""
    codec = family.make()
    asked = _whole(characteristic) or family.distance
    found = [facts(codec.receive(asked, message)) for message in messages]
    return [fact for each in (*found, facts(codec.finish())) for fact in each]


def check(device: Mapping[str, Any], vector: Mapping[str, Any], family: Family) -> Checked:
    """`device` and `vector` as in a file of the form `rangefinder-vectors/1`."""
    expect = vector["expect"]
    data = bytes.fromhex(vector["hex"])
    if vector["direction"] == "host_to_device":
        return _check_sent(vector, data, family)
    events = facts(_events(device, vector, data, family))
    why = _differs(expect, events)
    return Checked(vector["id"], tuple(events), not why, why)


def _events(
    device: Mapping[str, Any], vector: Mapping[str, Any], data: bytes, family: Family
) -> list[CodecEvent]:
    keys = device.get("crypto")
    if keys and family.keyed:
        return _run(family.keyed(keys), family.distance, [data])
    pieces = vector["expect"].get("fragments_hex")
    if pieces and family.fragments:
        parts = [bytes.fromhex(piece) for piece in pieces]
        return _run(family.make(), family.fragments, parts)
    return decoded(family, data, vector.get("characteristic", ""))


def _check_sent(vector: Mapping[str, Any], data: bytes, family: Family) -> Checked:
    name = next((name for name, sent in family.commands.items() if sent == data), None)
    if name is None:
        return Checked(vector["id"], (), ok=False, why="编解码器不会发出这些字节")
    fact: Fact = {"kind": "command", "name": name, "hex": data.hex()}
    return Checked(vector["id"], (fact,), ok=True, why="")


def _run(codec: Codec, characteristic: str, parts: Sequence[bytes]) -> list[CodecEvent]:
    events = [event for part in parts for event in codec.receive(characteristic, part)]
    return events + codec.finish()


def _junk(events: Sequence[CodecEvent]) -> bool:
    return all(isinstance(event, Garbled) for event in events)


def _whole(characteristic: str) -> str:
    """Vectors shorten the Bluetooth SIG's long form: 0000fff1-..."""
    short, dots, _ = characteristic.lower().partition("-...")
    return short + _SIG_TAIL if dots else short


def _differs(expect: Mapping[str, Any], events: Sequence[Fact]) -> str:
    kind = _KINDS.get(expect["kind"], expect["kind"])
    ours = [event for event in events if event["kind"] == kind]
    if not ours:
        said = "、".join(str(event["kind"]) for event in events) or "什么也没有"
        return f"应当是 {kind}，却是 {said}"
    if kind != "distance" and events[-1]["kind"] == "distance":
        return f"应当是 {kind}，却给出了距离"
    skipped = _PROSE | _NO_LENGTH if kind == "reject" else _PROSE
    wanted = {key: value for key, value in expect.items() if key not in skipped}
    faults = [_first_fault(wanted, event) for event in ours]
    return "" if "" in faults else faults[0]


def _first_fault(wanted: Mapping[str, Any], event: Fact) -> str:
    return next(
        (
            f"{key} 应当是 {value}，却是 {event.get(key)}"
            for key, value in wanted.items()
            if not _same(key, value, event.get(key))
        ),
        "",
    )


def _last(number: float) -> float:
    """A little over half of the last decimal that the vector gives."""
    decimals = len(str(number).partition(".")[2])
    return float(0.6 * 10**-decimals)


def _same(key: str, wanted: object, found: object) -> bool:
    if isinstance(wanted, float) and isinstance(found, int | float):
        return abs(wanted - found) <= (_MICROMETRE if key in _METRES else _last(wanted))
    if isinstance(wanted, list) and isinstance(found, list | tuple):
        return [*wanted] == [*found]
    return wanted == found
