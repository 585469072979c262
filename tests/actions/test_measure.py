"""Readings are kept first and shown afterwards; nothing is ever thrown away."""

from __future__ import annotations

import pytest

from inspector.actions import measure
from inspector.actions.here import Here
from inspector.domain.compliance import Outcome
from inspector.domain.inspections import Source
from inspector.domain.solutions import Solved, Suspect
from inspector.trouble import Trouble
from worlds import measure as measure_room
from worlds import rooms, taken, visit

WALLS = (5203, 3904, 5199, 3903, 6505)


def test_five_readings_give_an_area_a_verdict_and_no_more_to_do(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *WALLS)

    standing = measure.look(here, inspection.id, room)

    assert isinstance(standing.assessment.solution, Solved)
    assert standing.assessment.solution.redundancy == 3
    assert standing.assessment.verdict.outcome is Outcome.OVER
    assert standing.assessment.next is None


def test_each_reading_is_durable_by_itself_and_names_the_next(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    first = measure.keep_reading(here, inspection.id, room, "wall1", taken(5203))

    assert first.assessment.next is not None
    assert first.assessment.next.slot == "wall2"
    assert first.assessment.verdict.outcome is Outcome.INCOMPLETE
    assert first.changes.rooms == {room}


def test_a_reading_keeps_everything_that_came_with_it(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    standing = measure.keep_reading(
        here, inspection.id, room, "wall1", taken(5203.05, Source.KEYBOARD)
    )

    assert standing.measurement is not None
    [reading] = standing.measurement.readings
    assert reading.micrometres == 5_203_050
    assert (reading.source, reading.raw, reading.edge) == (
        Source.KEYBOARD,
        b"\x01\x02",
        "后沿",
    )
    assert (reading.instrument.serial, reading.operator) == ("1234567", "陈㛃")


def test_a_second_reading_for_a_taken_place_waits_in_the_tray(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure.keep_reading(here, inspection.id, room, "wall1", taken(5203))

    standing = measure.keep_reading(here, inspection.id, room, "wall1", taken(5208))

    assert standing.measurement is not None
    assert [r.micrometres for r in standing.measurement.counting] == [5_203_000]
    assert [r.micrometres for r in standing.tray] == [5_208_000]


def test_a_reading_of_the_tray_is_placed_and_replaces_with_a_reason(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure.keep_reading(here, inspection.id, room, "wall1", taken(5203))
    stray = measure.keep_stray(here, inspection.id, room, taken(5208)).tray[0]

    standing = measure.place_reading(here, inspection.id, room, stray.id, "wall1")

    assert standing.measurement is not None
    assert standing.tray == ()
    assert [r.micrometres for r in standing.measurement.counting] == [5_208_000]
    withdrawn = [r.withdrawn for r in standing.measurement.readings if r.withdrawn]
    assert withdrawn == ["由另一次读数代替"]


def test_a_withdrawn_reading_stays_with_its_reason(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    kept = measure.keep_reading(here, inspection.id, room, "wall1", taken(5203))
    assert kept.measurement is not None

    standing = measure.withdraw_reading(
        here, inspection.id, room, kept.measurement.readings[0].id, "瞄准有误"
    )

    assert standing.measurement is not None
    assert standing.measurement.counting == ()
    assert standing.measurement.readings[0].withdrawn == "瞄准有误"
    assert standing.assessment.next is not None
    assert standing.assessment.next.slot == "wall1"


def test_measuring_again_keeps_the_first_round(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *WALLS)

    standing = measure.measure_again(here, inspection.id, room)

    assert standing.measurement is not None
    assert (standing.measurement.round, standing.measurement.readings) == (2, ())


def test_a_swapped_digit_is_named_not_judged(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, 5203, 3904, 5203, 9304, 6505)

    assessment = measure.look(here, inspection.id, room).assessment

    assert isinstance(assessment.solution, Suspect)
    assert assessment.verdict.outcome is Outcome.INCOMPLETE


def test_no_conclusion_is_kept_from_too_few_readings(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, 5203)

    with pytest.raises(Trouble, match="不足"), here.ledger.write(here.act("x")) as session:
        measure.conclude(session, here, inspection.id, room)


def test_a_stored_measurement_is_concluded_again_bit_for_bit(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *WALLS)

    first = measure.look(here, inspection.id, room).assessment
    second = measure.look(here, inspection.id, room).assessment

    assert first == second
