"""The practice meter reads the room it is held against, and only that."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.actions.here import Here
from inspector.actions.practice import PracticeSite
from inspector.domain.area import Area
from inspector.domain.estate import RoomCard
from inspector.domain.lengths import SLOTS
from inspector.places import resources
from inspector.trouble import Trouble
from worlds import rooms

TRUTH = [5_203_000, 3_904_000, 5_198_000, 3_905_000, 6_502_000, 6_505_000]


def _listed(number: str = "301") -> dict[str, dict[str, dict[str, dict[str, list[int]]]]]:
    return {"县府大院": {"主楼": {"3层": {number: TRUTH}}}}


def test_a_room_of_the_sample_is_read_as_it_was_built(here: Here) -> None:
    site, card = PracticeSite(_listed()), rooms(here)[0]
    read = []
    for slot in SLOTS[:6]:
        site.aim(card, slot)
        read.append(site.distance())
    assert read == TRUTH


def test_held_against_nothing_it_reads_nothing(here: Here) -> None:
    site = PracticeSite(_listed())
    assert site.distance() is None
    site.aim(rooms(here)[0], "")
    assert site.distance() is None


@pytest.mark.parametrize("area", [None, Area(0), Area(17_800_000), Area(240_000_000)])
def test_any_other_room_is_a_rectangle_of_its_ledger_area(
    here: Here, area: Area | None
) -> None:
    card = rooms(here)[1]
    card = replace(card, room=replace(card.room, ledger_area=area))
    width, depth, across = (_read(card, slot) for slot in ("wall1", "wall2", "diagonal1"))

    wanted = area.mm2 if area and area.mm2 else 18_000_000
    assert math.isclose(width * depth / 1e6, wanted, rel_tol=1e-3)
    assert math.isclose(math.hypot(width, depth), across, abs_tol=1)


def _read(card: RoomCard, slot: str) -> int:
    site = PracticeSite({})
    site.aim(card, slot)
    found = site.distance()
    assert found is not None
    return found


def test_the_samples_own_truths_are_read() -> None:
    assert PracticeSite.load(resources() / "samples" / "practice.json").distance() is None


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", json.dumps({"rooms": {}})])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "practice.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble, match="练习数据不能读取"):
        PracticeSite.load(file)
    with pytest.raises(Trouble, match="练习数据不能读取"):
        PracticeSite.load(tmp_path / "nowhere.json")
