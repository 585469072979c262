"""Readings are kept first and shown afterwards; nothing is ever thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector.actions import measure
from inspector.actions.here import Here
from inspector.db import inspections, journal
from inspector.domain.compliance import Outcome
from inspector.domain.inspections import Discarded, Source
from inspector.domain.lengths import SLOTS
from inspector.domain.solutions import Solved, Suspect
from inspector.trouble import Trouble
from worlds import BEGUN, METER, rooms, taken, visit
from worlds import measure as measure_room

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


def test_a_reading_withdrawn_twice_keeps_its_first_reason(here: Here) -> None:
    """Two quick presses of the key: the second one changes nothing, and breaks nothing."""
    inspection, room = visit(here), rooms(here)[0].room.id
    kept = measure.keep_reading(here, inspection.id, room, "wall1", taken(5203))
    assert kept.measurement is not None
    reading = kept.measurement.readings[0].id

    for reason in ("瞄准有误", "又按了一次"):
        standing = measure.withdraw_reading(here, inspection.id, room, reading, reason)

    assert standing.measurement is not None
    assert [r.withdrawn for r in standing.measurement.readings] == ["瞄准有误"]


def test_a_reading_placed_twice_stays_where_it_was_put_first(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    stray = measure.keep_stray(here, inspection.id, room, taken(5208)).tray[0]

    for slot in ("wall1", "wall2"):
        standing = measure.place_reading(here, inspection.id, room, stray.id, slot)

    assert standing.measurement is not None
    assert [r.slot for r in standing.measurement.readings] == ["wall1"]


def test_placing_sets_aside_only_what_stood_in_that_place(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, 5203, 3904)
    stray = measure.keep_stray(here, inspection.id, room, taken(3908)).tray[0]

    standing = measure.place_reading(here, inspection.id, room, stray.id, "wall2")

    assert standing.measurement is not None
    counting = {r.slot: r.micrometres for r in standing.measurement.counting}
    assert counting == {"wall1": 5_203_000, "wall2": 3_908_000}


@pytest.mark.parametrize("in_tray", [False, True])
def test_what_the_meter_takes_back_never_counts(here: Here, *, in_tray: bool) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    if in_tray:
        measure.keep_stray(here, inspection.id, room, taken(5203))
    else:
        measure_room(here, inspection, room, 5203)

    standing = measure.take_back(here, inspection.id, room, b"\x01\x02", "这是面积读数")

    assert standing.tray == ()
    assert standing.measurement is None or standing.measurement.counting == ()
    again = measure.take_back(here, inspection.id, room, b"\x01\x02", "这是面积读数")
    assert again.measurement == standing.measurement


def test_a_room_left_without_a_decision_keeps_what_its_readings_say(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *WALLS)

    for _ in range(2):
        measure.set_by(here, inspection.id, room)

    judgement = here.ledger.ask(inspections.judgements, inspection.id)[room]
    assert judgement.outcome is Outcome.OVER
    saved = [m.action for m in here.ledger.ask(journal.queued, 500, 1 << 24)]
    assert saved.count("set_by") == 1


def test_new_readings_after_it_was_left_are_concluded_anew(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *WALLS)
    measure.set_by(here, inspection.id, room)
    first = here.ledger.ask(inspections.judgements, inspection.id)[room]
    measure.keep_reading(here, inspection.id, room, "diagonal2", taken(6505))

    measure.set_by(here, inspection.id, room)

    second = here.ledger.ask(inspections.judgements, inspection.id)[room]
    assert second.id != first.id
    assert second.u != first.u


@pytest.mark.parametrize("walls", [(), (5203,)])
def test_a_room_without_an_area_is_left_as_it_is(
    here: Here, walls: tuple[float, ...]
) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *walls)

    standing = measure.set_by(here, inspection.id, room)

    assert standing.assessment.solved is None
    assert here.ledger.ask(inspections.judgements, inspection.id) == {}


def test_a_clock_set_back_does_not_bring_back_the_first_round(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *WALLS)
    begun = here.now()

    back = replace(here, now=lambda: begun - timedelta(days=400))
    measure.measure_again(back, inspection.id, room)
    standing = measure.keep_reading(back, inspection.id, room, "wall1", taken(4000))

    assert standing.measurement is not None
    assert standing.measurement.round == 2
    assert [r.slot for r in standing.measurement.readings] == ["wall1"]
    assert not standing.tray


def test_all_that_came_with_a_reading_is_kept_in_one_transaction(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    meter = replace(
        METER,
        meter_id=here.new_id(),
        certificate="JL-1",
        certificate_until=date(2027, 2, 28),
        correction_um=400,
        uncertainty_um=1_000,
    )
    discarded = (
        Discarded(b"\x01\x02", 5_203_000, "重复的读数", BEGUN),
        Discarded(b"\x09", None, "这是面积读数，不能当作长度", BEGUN),
    )
    came = replace(
        taken(5203),
        instrument=meter,
        device_time="2026-11-23 09:00",
        tilt_udeg=-1_250_000,
        discarded=discarded,
    )
    before = len(here.ledger.ask(journal.queued, 500, 1 << 24))

    standing = measure.keep_reading(here, inspection.id, room, "wall1", came)

    assert standing.measurement is not None
    [reading] = standing.measurement.readings
    assert (reading.instrument, reading.discarded) == (meter, discarded)
    assert (reading.device_time, reading.tilt_udeg) == ("2026-11-23 09:00", -1_250_000)
    assert (reading.micrometres, reading.corrected_um) == (5_203_000, 5_203_400)
    assert len(here.ledger.ask(journal.queued, 500, 1 << 24)) == before + 1
    stray = measure.keep_stray(here, inspection.id, room, came).tray[0]
    assert (stray.discarded, stray.tilt_udeg) == (discarded, -1_250_000)


def test_the_area_is_that_of_the_corrected_lengths(here: Here) -> None:
    inspection, (one, two, *_) = visit(here), rooms(here)
    measure_room(here, inspection, one.room.id, *(wall + 1 for wall in WALLS))
    meter = replace(METER, correction_um=1_000)
    for slot, wall in zip(SLOTS, WALLS, strict=False):
        came = replace(taken(wall), instrument=meter)
        measure.keep_reading(here, inspection.id, two.room.id, slot, came)

    found = [measure.look(here, inspection.id, c.room.id).assessment for c in (one, two)]
    assert found[0].solved is not None
    assert found[0].solved == found[1].solved


def test_a_reading_with_no_room_open_waits_for_any_room(here: Here) -> None:
    loose = measure.keep_loose(here, taken(5203))
    [reading] = loose.tray
    inspection, room = visit(here), rooms(here)[0].room.id

    assert measure.look(here, inspection.id, room).tray == (reading,)
    standing = measure.place_reading(here, inspection.id, room, reading.id, "wall1")
    assert standing.tray == ()
    assert standing.measurement is not None
    assert [r.id for r in standing.measurement.counting] == [reading.id]
    assert measure.look(here, visit(here).id, room).tray == ()


def test_a_reading_with_no_room_open_may_be_set_aside_in_any_room(here: Here) -> None:
    [reading] = measure.keep_loose(here, taken(5203)).tray
    inspection, room = visit(here), rooms(here)[0].room.id

    measure.withdraw_reading(here, inspection.id, room, reading.id, "不采用")

    assert measure.look(here, visit(here).id, room).tray == ()


def test_the_meter_takes_back_what_came_while_no_room_was_open(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, 5203)
    measure.keep_loose(here, taken(3904))

    loose = measure.take_back_loose(here, b"\x01\x02", "这是面积读数")
    again = measure.take_back_loose(here, b"\x01\x02", "这是面积读数")

    assert loose.tray == again.tray == ()
    standing = measure.look(here, inspection.id, room)
    assert standing.measurement is not None
    assert len(standing.measurement.counting) == 1
