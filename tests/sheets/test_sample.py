"""The sample county: reads clean, is remade to the byte, and its truth fits it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inspector.domain.drafts import LedgerDraft
from inspector.domain.estate import RoomState, RoomUse
from inspector.sheets.ledger import read_ledger

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "resources" / "samples"
WORKBOOK = SAMPLES / "云溪县办公用房台账.xlsx"
PRACTICE = SAMPLES / "practice.json"


@pytest.fixture(scope="module")
def sample() -> LedgerDraft:
    return read_ledger(WORKBOOK)


@pytest.fixture(scope="module")
def practice() -> Any:
    return json.loads(PRACTICE.read_text(encoding="utf-8"))


def test_the_sample_reads_without_a_refused_row(sample: LedgerDraft) -> None:
    assert sample.refused == ()
    assert (sample.county_name, sample.county_code) == ("云溪县", "339921")
    counts = map(len, (sample.units, sample.courtyards, sample.buildings, sample.rooms))
    assert tuple(counts) == (60, 25, 55, 3000)
    assert len(sample.people) == 4000
    assert len(sample.occupancies) == 4046


def test_every_sheet_is_understood(sample: LedgerDraft) -> None:
    assert {read.name: (read.header_rows, read.rows > 0) for read in sample.sheets} == {
        "填表说明": ((), False),
        "单位及编制情况": ((3, 4), True),
        "院落楼座": ((3, 4), True),
        "办公用房明细（城区）": ((3, 4), True),
        "办公用房明细（乡镇）": ((3, 4), True),
        "人员使用情况": ((3, 4), True),
    }


def test_the_sample_has_what_real_ledgers_have(sample: LedgerDraft) -> None:
    names = "".join(person.name for person in sample.people)
    assert all(rare in names for rare in "珺䶮㛃𬀩")
    namesakes = Counter((person.unit, person.name) for person in sample.people)
    assert namesakes.most_common(1)[0][1] > 1
    numbers = {room.key.number for room in sample.rooms}
    assert {"0301", "301", "B101", "A201"} <= numbers
    assert {"地下1层", "3层"} <= {room.key.floor for room in sample.rooms}
    assert {room.state for room in sample.rooms} == set(RoomState)
    assert any("共用" in room.remark for room in sample.rooms)
    kinds = Counter(note.expected[:4] for note in sample.notes)
    assert kinds == {"一人多室": 46, "未填使用": 6}
    assert sum(person.party_gov_chief for person in sample.people) == 2
    assert sum(not person.counted for person in sample.people) > 100


def test_a_person_with_two_rooms_is_one_person(sample: LedgerDraft) -> None:
    seats = Counter((seat.unit, seat.name, seat.key) for seat in sample.occupancies)
    assert Counter(seats.values()) == {1: 3954, 2: 46}


def test_every_room_has_its_truth_and_some_are_not_listed(
    sample: LedgerDraft, practice: Any
) -> None:
    listed = {
        (yard, house, floor, number)
        for yard, houses in practice["listed"].items()
        for house, floors in houses.items()
        for floor, rooms in floors.items()
        for number in rooms
    }
    ledger = {
        (room.key.courtyard, room.key.building, room.key.floor, room.key.number)
        for room in sample.rooms
    }
    missing = {
        (each["courtyard"], each["building"], each["floor"], each["number"])
        for each in practice["unlisted"]
    }
    assert listed == ledger
    assert len(missing) == 40
    assert missing.isdisjoint(ledger)


def test_below_ground_there_is_no_office(sample: LedgerDraft) -> None:
    below = {room.key: room for room in sample.rooms if room.floor_level < 0}
    assert len(below) > 20
    assert {room.use for room in below.values()} == {
        RoomUse.EQUIPMENT,
        RoomUse.SERVICE,
        RoomUse.ANCILLARY,
    }
    assert not any(seat.room in below for seat in sample.occupancies)


def test_leaders_sit_on_middle_floors_and_the_head_by_the_office(
    sample: LedgerDraft,
) -> None:
    rooms = {room.key: room for room in sample.rooms}
    first = {person.unit: person.name for person in reversed(sample.people)}
    offices = [room for room in rooms.values() if room.use_text == "领导办公室"]
    assert {room.floor_level for room in offices} == {3, 4, 5, 6}
    for unit, name in first.items():
        seats = [s.room for s in sample.occupancies if (s.unit, s.name) == (unit, name)]
        head = next(key for key in seats if rooms[key].use_text == "领导办公室")
        near = [
            rooms[key].use_text
            for key in rooms
            if (key.courtyard, key.building, key.floor)
            == (head.courtyard, head.building, head.floor)
            and abs(int(key.number[-2:]) - int(head.number[-2:])) <= 2
        ]
        assert {"综合办公室", "秘书科", "党政综合办公室"} & set(near), unit


def test_ten_units_show_every_kind_of_verdict(sample: LedgerDraft, practice: Any) -> None:
    """Offices of one leader: surely over, surely within, and within 2u of the limit."""
    limits = {"X_1": 30, "X_2": 24, "X_KE_1": 18, "X_KE_2": 12}
    ranks = {(p.unit, p.name, p.key): p.rank for p in sample.people}
    sitting = Counter(seat.room for seat in sample.occupancies)
    kinds: dict[str, set[str]] = {}
    for seat in sample.occupancies:
        limit = limits.get(ranks[seat.unit, seat.name, seat.key] or "")
        if limit is None or sitting[seat.room] > 1:
            continue
        key = seat.room
        truth = practice["listed"][key.courtyard][key.building][key.floor][key.number]
        excess = _area_m2(truth) - limit
        if abs(excess) < 0.005:
            kinds.setdefault(seat.unit, set()).add("borderline")
        elif abs(excess) > 0.1:
            kinds.setdefault(seat.unit, set()).add("over" if excess > 0 else "within")
    rooms = Counter(room.unit or "" for room in sample.rooms)
    shared = {s.unit for s in sample.occupancies if sitting[s.room] > 1}
    good = [
        unit
        for unit, found in kinds.items()
        if len(found) == 3 and 12 <= rooms[unit] <= 40 and unit in shared
    ]
    assert len(good) >= 10


def _area_m2(truth: list[int]) -> float:
    """Bretschneider's formula on four sides and both diagonals, in ㎡."""
    a, b, c, d, p, q = (length / 1_000_000 for length in truth)
    return float((4 * p**2 * q**2 - (b**2 + d**2 - a**2 - c**2) ** 2) ** 0.5 / 4)


def test_about_three_rooms_in_a_hundred_are_wrong_in_the_ledger(
    sample: LedgerDraft, practice: Any
) -> None:
    far = 0
    for room in sample.rooms:
        key = room.key
        truth = practice["listed"][key.courtyard][key.building][key.floor][key.number]
        if room.ledger_area is not None:
            far += abs(_area_m2(truth) - float(room.ledger_area.m2)) > 0.3
    assert 75 <= far <= 95


def test_the_sample_is_remade_to_the_byte(tmp_path: Path) -> None:
    """Run twice in two processes; the kept workbook has the same parts, whatever the
    zlib of this machine makes of them."""
    script = [sys.executable, str(ROOT / "packaging" / "sample.py"), "--out"]
    for folder in ("first", "second"):
        subprocess.run([*script, str(tmp_path / folder)], check=True, capture_output=True)
    for name in (WORKBOOK.name, PRACTICE.name):
        first = (tmp_path / "first" / name).read_bytes()
        assert first == (tmp_path / "second" / name).read_bytes()
    assert (tmp_path / "first" / PRACTICE.name).read_bytes() == PRACTICE.read_bytes()
    assert _parts(tmp_path / "first" / WORKBOOK.name) == _parts(WORKBOOK)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_are_small() -> None:
    assert WORKBOOK.stat().st_size < 600_000
    assert PRACTICE.stat().st_size < 1_000_000


def test_the_sample_reads_in_a_moment(capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.process_time()
    read_ledger(WORKBOOK)
    taken = time.process_time() - begun
    with capsys.disabled():
        print(f"\nsample read in {taken:.2f} CPU-s")  # noqa: T201
    assert taken < 3
