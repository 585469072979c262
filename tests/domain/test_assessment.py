"""Where geometry and law meet: what counts, who counts, and what keeps a verdict back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

import pytest

from inspector.actions.rules import load_rulebook
from inspector.domain.area import Area
from inspector.domain.assessment import Rules, assess
from inspector.domain.compliance import Outcome, Policy
from inspector.domain.estate import Occupant, Room, RoomCard, RoomState, RoomUse
from inspector.domain.inspections import Instrument, ReadingRecord, Source
from inspector.domain.solutions import Solved, Underdetermined
from inspector.places import resources

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SLOTS = ("wall1", "wall2", "wall3", "wall4", "diagonal1")
OVER = (5203, 3904, 5199, 3903, 6505)


@cache
def _rules() -> Rules:
    rulebook = load_rulebook(resources() / "standards")
    return Rules(rulebook, Policy(), "CN-339900", date(2026, 11, 23))


def _card(use: RoomUse = RoomUse.OFFICE, level: str = "county", unit: int = 3) -> RoomCard:
    unit_id = UUID(int=unit) if unit else None
    room = Room(
        UUID(int=1),
        UUID(int=2),
        unit_id,
        "301",
        use,
        "",
        Area(18_000_000),
        RoomState.IN_USE,
    )
    person = Occupant(UUID(int=4), "王珺祎", "X_KE_1", "正科级", "局长", True, False)  # noqa: FBT003
    return RoomCard(room, "大院", "主楼", "3层", 3, unit_id, "教育局", level, (person,))


def _readings(*millimetres: int, withdrawn: int = -1) -> list[ReadingRecord]:
    return [
        ReadingRecord(
            id=UUID(int=100 + n),
            measurement_id=UUID(int=50),
            slot=slot,
            micrometres=mm * 1000,
            source=Source.BLE,
            instrument=Instrument("leica", "D2", "", 1),
            edge="",
            counter=None,
            raw=b"",
            operator="陈㛃",
            at=AT,
            withdrawn="瞄准有误" if n == withdrawn else "",
        )
        for n, (slot, mm) in enumerate(zip(SLOTS, millimetres, strict=False))
    ]


def test_five_readings_are_an_area_and_a_verdict() -> None:
    found = assess(_card(), _readings(*OVER), _rules())

    assert found.solved is not None
    assert found.solved.redundancy == 3
    assert found.verdict.outcome is Outcome.OVER
    assert found.verdict.limit == Area(18_000_000)
    assert found.next is None


def test_without_readings_there_is_no_area_and_the_first_wall_is_asked_for() -> None:
    found = assess(_card(), [], _rules())

    assert isinstance(found.solution, Underdetermined)
    assert found.solved is None
    assert found.verdict.outcome is Outcome.INCOMPLETE
    assert found.next is not None
    assert found.next.slot == "wall1"


def test_a_reading_that_was_set_aside_is_asked_for_again() -> None:
    found = assess(_card(), _readings(*OVER, withdrawn=1), _rules())

    assert isinstance(found.solution, Solved)
    assert found.solution.redundancy < 3
    assert found.next is not None
    assert found.next.slot == "wall2"


@pytest.mark.parametrize("use", [RoomUse.SERVICE, RoomUse.EQUIPMENT, RoomUse.TECHNICAL])
def test_what_is_no_office_has_no_limit_for_its_people(use: RoomUse) -> None:
    verdict = assess(_card(use), _readings(*OVER), _rules()).verdict
    assert verdict.outcome is Outcome.NOT_OFFICE


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (_card(RoomUse.UNSTATED), "用途未注明"),
        (_card(level=""), "教育局的层级不明"),
        (_card(level="某级"), "教育局的层级不明"),
    ],
)
def test_what_the_ledger_does_not_say_keeps_the_verdict_back(
    card: RoomCard, words: str
) -> None:
    verdict = assess(card, _readings(*OVER), _rules()).verdict

    assert verdict.outcome not in {Outcome.OVER, Outcome.WITHIN}
    assert any(words in line for line in verdict.missing)


def test_a_room_of_no_unit_is_not_blamed_on_a_units_level() -> None:
    verdict = assess(_card(level="", unit=0), _readings(*OVER), _rules()).verdict
    assert not any("层级" in line for line in verdict.missing)


def test_who_is_not_counted_adds_nothing_to_the_limit() -> None:
    card = _card()
    guest = replace(card.occupants[0], name="借调", rank="X_BELOW", counted=False)
    shared = replace(card, occupants=(*card.occupants, guest))

    alone = assess(card, _readings(*OVER), _rules()).verdict.limit
    assert assess(shared, _readings(*OVER), _rules()).verdict.limit == alone


def test_the_same_readings_are_judged_the_same_at_any_time() -> None:
    readings = _readings(*OVER)
    assert assess(_card(), readings, _rules()) == assess(_card(), readings, _rules())


def _certified(correction_um: int, uncertainty_um: int | None) -> list[ReadingRecord]:
    meter = Instrument(
        "leica", "D2", "77", 1, correction_um=correction_um, uncertainty_um=uncertainty_um
    )
    return [replace(reading, instrument=meter) for reading in _readings(*OVER)]


def test_the_correction_of_the_certificate_is_in_the_area() -> None:
    plain = assess(_card(), _readings(*OVER), _rules()).solved
    moved = assess(_card(), _certified(1_000, None), _rules()).solved
    longer = assess(_card(), _readings(*(mm + 1 for mm in OVER)), _rules()).solved

    assert plain is not None
    assert moved is not None
    assert moved == longer
    assert moved.area > plain.area


def test_the_certificate_s_uncertainty_widens_the_shared_offset_and_never_narrows() -> None:
    """Half of the expanded uncertainty; below the default of 1 mm it changes nothing."""
    plain = assess(_card(), _readings(*OVER), _rules()).solved
    fine = assess(_card(), _certified(0, 500), _rules()).solved
    coarse = assess(_card(), _certified(0, 6_000), _rules()).solved

    assert plain is not None
    assert coarse is not None
    assert fine == plain
    assert coarse.area == plain.area
    assert coarse.u_common.mm2 == pytest.approx(3 * plain.u_common.mm2, abs=2)
    assert coarse.u > plain.u


def test_the_least_certain_meter_of_a_room_speaks_for_all() -> None:
    mixed = [*_certified(0, 6_000)[:1], *_readings(*OVER)[1:]]
    all_coarse = assess(_card(), _certified(0, 6_000), _rules()).solved
    assert assess(_card(), mixed, _rules()).solved == all_coarse
