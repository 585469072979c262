"""Every collected vector, held against the codec of its family, in every way in which a
radio or a serial line might bring it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.devices import codecs
from inspector.devices.codecs.contract import Carrier, Codec, Family
from inspector.devices.events import CodecEvent, Garbled, Reading
from inspector.devices.vectors import check, decoded

FILE = Path(__file__).parent / "vectors" / "rangefinder-vectors.json"
COLLECTED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
PAIRS = [
    (device, vector) for device in COLLECTED["devices"] for vector in device["vectors"]
]
ALL = [pytest.param(device, vector, id=vector["id"]) for device, vector in PAIRS]
HEARD = [
    pytest.param(device, vector, id=vector["id"])
    for device, vector in PAIRS
    if vector["direction"] == "device_to_host"
]
JUNK = bytes.fromhex("ff8091")
"""No byte of it can begin a frame of any codec."""


def family_of(device: dict[str, Any]) -> Family:
    family = codecs.named(device["family"])
    assert family is not None
    return family


def joined(events: list[CodecEvent]) -> list[CodecEvent]:
    """Junk is the same junk in however many pieces it is told."""
    found: list[CodecEvent] = []
    for event in events:
        if found and isinstance(event, Garbled) and isinstance(found[-1], Garbled):
            found[-1] = Garbled(found[-1].raw + event.raw)
        else:
            found.append(event)
    return found


def run(codec: Codec, characteristic: str, *parts: bytes) -> list[CodecEvent]:
    events = [event for part in parts for event in codec.receive(characteristic, part)]
    return joined(events + codec.finish())


def where(family: Family, vector: dict[str, Any]) -> str:
    return next(
        characteristic
        for characteristic in (family.distance, *family.beside)
        if decoded(family, bytes.fromhex(vector["hex"]), characteristic)
        == decoded(family, bytes.fromhex(vector["hex"]), vector.get("characteristic", ""))
    )


@pytest.mark.parametrize(("device", "vector"), ALL)
def test_whole(device: dict[str, Any], vector: dict[str, Any]) -> None:
    found = check(device, vector, family_of(device))
    assert found.ok, (found.why, found.events)


@pytest.mark.parametrize(("device", "vector"), HEARD)
def test_in_pieces_and_glued(device: dict[str, Any], vector: dict[str, Any]) -> None:
    """A stream gives the same however it is cut; a message of its own is never a reading
    when it is torn, or glued to another."""
    family, data = family_of(device), bytes.fromhex(vector["hex"])
    at = where(family, vector)
    whole = run(family.make(), at, data)
    if family.stream:
        drip = run(family.make(), at, *(bytes([byte]) for byte in data))
        assert drip == whole
        if vector["expect"]["kind"] != "reject":
            assert run(family.make(), at, data + data) == whole * 2
            assert run(family.make(), at, data, data) == whole * 2
    else:
        torn = data.rstrip(b"\r\n")[:-1]  # without the end of its line a text is whole
        for other in (torn, data + data):
            assert not _readings(run(family.make(), at, other))
        codec = family.make()
        run(codec, at, torn)
        assert run(codec, at, data) == whole


@pytest.mark.parametrize(("device", "vector"), HEARD)
def test_junk_around_it(device: dict[str, Any], vector: dict[str, Any]) -> None:
    family, data = family_of(device), bytes.fromhex(vector["hex"])
    at = where(family, vector)
    junk = JUNK + b"\n" if family.carrier is Carrier.KEYBOARD else JUNK
    whole = run(family.make(), at, data)
    if family.stream and vector["expect"]["kind"] != "reject":
        found = run(family.make(), at, junk + data + junk)
        assert found == [Garbled(junk), *whole, Garbled(junk)]
    elif not family.stream:
        codec = family.make()
        assert not _readings(codec.receive(at, junk))
        assert run(codec, at, data) == whole
        assert not _readings(codec.receive(at, junk))


def _readings(events: list[CodecEvent]) -> list[Reading]:
    return [event for event in events if isinstance(event, Reading)]
