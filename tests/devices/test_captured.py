"""A capture as test vectors: our own decoding, for a person to check."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector.devices import codecs
from inspector.devices.capture import Header, line_of
from inspector.devices.captured import to_vectors
from inspector.devices.codecs import UNKNOWN, bosch, leica
from inspector.devices.codecs.contract import BATTERY, Command, Family
from inspector.devices.collection import check_file
from inspector.devices.driver import Driver
from inspector.devices.events import CodecEvent, Edge, Garbled, Ignored, Reading, Reply
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.traffic import Direction, Traffic
from inspector.trouble import Trouble
from pty_meter import BOSCH_BY_SERIAL
from taping import record

D = Direction
AT = bosch.FRAMES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "capture"


def write(file: Path, header: Header, *lines: Traffic) -> Path:
    told = [header.line(), *(line_of(line, 0) for line in lines)]
    file.write_text("\n".join(told) + "\n", encoding="utf-8")
    return file


def heard(data: bytes, at: str = AT) -> Traffic:
    return Traffic(1, D.HEARD, at, data)


def vectors(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [vector for device in made["devices"] for vector in device["vectors"]]


def event(counter: int, micrometres: int = 3_215_700) -> bytes:
    return bosch.event(bosch.SINGLE, Edge.REAR, counter, micrometres)


@pytest.mark.parametrize("kind", [LeicaPractice, BoschPractice])
def test_what_was_recorded_can_be_checked_like_any_collected_vector(
    kind: type[PracticeMeter], file: Path
) -> None:
    meter = kind(random.Random(5), shot_ms=100)
    meter.load(3_215_000, 4_321_000)

    async def act(driver: Driver) -> None:
        for _ in range(4):
            await asyncio.sleep(3)
            driver.command(Command.MEASURE)
        await asyncio.sleep(3)

    record(file, meter, act)
    made = to_vectors(file)
    out = file.with_name("vectors.json")
    out.write_text(json.dumps(made), encoding="utf-8")

    assert all(each.ok for each in check_file(out))
    found = vectors(made)
    assert [v["expect"]["kind"] for v in found].count("distance") == 2
    assert {v["origin"] for v in found} == {"capture"}
    assert {v["direction"] for v in found} == {"device_to_host", "host_to_device"}
    [device] = made["devices"]
    assert (device["family"], device["models"]) == (meter.family.name, [meter.name])
    assert set(device["characteristics"]) == meter.characteristics
    assert made["counts"]["vectors"] == len(found) == len({v["id"] for v in found})
    assert "逐条核对" in made["note"]


def test_a_stream_is_cut_where_its_frames_end(file: Path) -> None:
    stream = event(1) + b"\xff\x80" + event(2) + event(3)[:7]
    lines = [heard(stream[at : at + 5]) for at in range(0, len(stream), 5)]
    opened = Traffic(0, D.OPENED, offered=(AT,))
    made = to_vectors(write(file, Header(bosch.MT.name, "GLM", "1"), opened, *lines))
    assert [bytes.fromhex(v["hex"]) for v in vectors(made)][:3] == [
        event(1),
        b"\xff\x80",
        event(2),
    ]
    kinds = [v["expect"]["kind"] for v in vectors(made)]
    assert kinds[:3] == ["distance", "reject", "distance"]
    assert "distance" not in kinds[3:]


def test_the_same_bytes_are_one_vector(file: Path) -> None:
    lines = [Traffic(0, D.OPENED, offered=(AT,)), *(heard(event(1)) for _ in range(9))]
    made = to_vectors(write(file, Header(bosch.MT.name, "GLM", "1"), *lines))
    assert len(vectors(made)) == 1


def test_the_family_is_the_one_that_speaks_so_and_may_be_named(file: Path) -> None:
    lines = (
        Traffic(0, D.OPENED, offered=(leica.DISTANCE, BATTERY)),
        heard(bytes.fromhex("6ea33140"), leica.DISTANCE),
        Traffic(2, D.READ, BATTERY, b"\x50"),
    )
    write(file, Header("leica_disto_basic", "DISTO", "1"), *lines)
    [device] = to_vectors(file)["devices"]
    assert device["family"] == "leica_disto_classic"
    assert [v["expect"].get("m") for v in device["vectors"]] == [2.7756, None]
    [other] = to_vectors(file, BOSCH_BY_SERIAL)["devices"]
    assert other["family"] == BOSCH_BY_SERIAL.name


@pytest.mark.parametrize("name", ["", UNKNOWN.name])
def test_what_nobody_knows_is_left_to_a_person(file: Path, name: str) -> None:
    lines = (
        Traffic(0, D.OPENED, offered=("2a00",)),
        heard(b"\x01", "2a00"),
        Traffic(3, D.WRITTEN, "2a00", b"\x02"),
    )
    made = to_vectors(write(file, Header(name, "LaserX", "1"), *lines))
    [device] = made["devices"]
    assert device["family"] == UNKNOWN.name
    answer, request = device["vectors"]
    assert answer["expect"]["kind"] == "ignore"
    assert "由人填写" in answer["expect"]["note"]
    assert request["expect"] == {"kind": "command"}


class _Pieces:
    """Counted pieces, each acknowledged; the last one is numbered zero."""

    def __init__(self) -> None:
        self._whole = b""

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic != "pieces":
            return [Ignored(data)]
        reply = Reply("acks", b"\xff" + data[:1])
        self._whole += data[1:]
        if data[0]:
            return [reply]
        whole, self._whole = self._whole, b""
        return [reply, Reading(len(whole) * 1_000_000, whole, "pieces", 1)]

    def finish(self) -> list[CodecEvent]:
        return [Garbled(self._whole)] if self._whole else []

    handshake = command = probe = None


PIECES: Family = replace(
    bosch.MT,
    name="pieces",
    needs=frozenset({"pieces"}),
    distance="whole",
    fragments="pieces",
    stream=False,
    make=_Pieces,  # type: ignore[arg-type]  # nothing is asked of it but to receive
)


def test_pieces_are_kept_and_our_answers_to_them_are_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codecs, "FAMILIES", (PIECES,))
    lines = [
        Traffic(0, D.OPENED, offered=("pieces", "other")),
        heard(b"\x01ab", "pieces"),
        Traffic(1, D.WRITTEN, "acks", b"\xff\x01"),
        heard(b"\x00c", "pieces"),
        Traffic(1, D.WRITTEN, "acks", b"\xff\x00"),
        heard(b"\x07", "other"),
        Traffic(1, D.WRITTEN, "acks", b"\x01"),
        heard(b"\x01d", "pieces"),
    ]
    made = to_vectors(write(file, Header("pieces", "P", "1"), *lines))
    whole, other, request = vectors(made)
    assert whole["expect"]["m"] == 3.0
    assert whole["expect"]["fragments_hex"] == ["016162", "0063"]
    assert whole["expect"]["acks_hex"] == ["ff00"]
    assert other["expect"]["kind"] == "ignore"
    assert request["hex"] == "01"


def test_what_is_no_capture_is_trouble(file: Path) -> None:
    file.write_text("garbage", encoding="utf-8")
    with pytest.raises(Trouble):
        to_vectors(file)
