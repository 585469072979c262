"""Facts of a visit come back as they were kept; placing and withdrawing only add."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import NoResultFound

from inspector.actions import measure as acts
from inspector.actions.here import Here
from inspector.actions.inspections import answer_check, begin_inspection
from inspector.db import inspections
from inspector.domain.inspections import Check, Inspection
from statements import selects
from worlds import OTHER, TEAM, measure, rooms, taken, unit_id, visit

FIVE = (5203, 3904, 5199, 3903, 6505)


def test_a_visit_comes_back_as_it_was_begun(here: Here) -> None:
    begun = visit(here, practice=True)

    assert here.ledger.ask(inspections.get_inspection, begun.id) == begun
    assert (begun.inspectors, begun.practice) == (TEAM.inspectors, True)
    assert here.ledger.ask(inspections.count_inspections) == 1


def test_visits_come_newest_first_of_one_unit_or_all(here: Here) -> None:
    first, second = visit(here), visit(here)
    other = begin_inspection(here, unit_id(here, OTHER), TEAM, practice=False).inspection

    assert here.ledger.ask(inspections.inspections) == [other, second, first]
    assert here.ledger.ask(inspections.inspections, unit_id(here)) == [second, first]


def test_a_visit_that_is_not_there_is_a_bug(here: Here) -> None:
    with pytest.raises(NoResultFound):
        here.ledger.ask(inspections.get_inspection, uuid4())


def test_an_unmeasured_room_has_no_measurement(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    assert here.ledger.ask(inspections.latest_measurement, inspection.id, room) is None
    assert here.ledger.ask(inspections.measurements, inspection.id) == []
    assert here.ledger.ask(inspections.tray, inspection.id) == []


def test_rounds_come_in_their_order_with_their_readings(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, *FIVE)
    acts.measure_again(here, inspection.id, room)
    measure(here, inspection, room, 5201)

    found = here.ledger.ask(inspections.measurements, inspection.id)

    assert [(m.round, len(m.readings)) for m in found] == [(1, 5), (2, 1)]
    latest = here.ledger.ask(inspections.latest_measurement, inspection.id, room)
    assert latest == found[1]
    assert here.ledger.ask(inspections.get_measurement, found[0].id) == found[0]
    other = rooms(here)[1].room.id
    assert here.ledger.ask(inspections.measurements, inspection.id, [other]) == []


def test_many_rooms_take_as_many_statements_as_one(here: Here) -> None:
    inspection = visit(here)
    for card in rooms(here):
        measure(here, inspection, card.room.id, *FIVE)
    with selects(here.ledger) as sent:
        found = here.ledger.ask(inspections.measurements, inspection.id)

    assert len(found) == 6
    assert len(sent) == 5


def test_readings_stand_in_the_order_in_which_they_were_taken(here: Here) -> None:
    """Also the one that waited in the tray first: its own time counts, not its placing."""
    inspection, room = visit(here), rooms(here)[0].room.id
    stray = acts.keep_stray(here, inspection.id, room, taken(6505)).tray[0]
    measure(here, inspection, room, 5203, 3904)
    acts.place_reading(here, inspection.id, room, stray.id, "diagonal1")

    latest = here.ledger.ask(inspections.latest_measurement, inspection.id, room)
    assert latest is not None
    assert [r.slot for r in latest.readings] == ["diagonal1", "wall1", "wall2"]
    assert latest.readings[0].measurement_id == latest.id


def test_the_tray_holds_what_nobody_placed_or_set_aside(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    for millimetres in (1000, 2000, 3000):
        acts.keep_stray(here, inspection.id, room, taken(millimetres))
    one, two, three = here.ledger.ask(inspections.tray, inspection.id)
    acts.place_reading(here, inspection.id, room, one.id, "wall1")
    acts.withdraw_reading(here, inspection.id, room, three.id, "不采用")

    assert here.ledger.ask(inspections.tray, inspection.id) == [two]
    assert here.ledger.ask(inspections.is_withdrawn, three.id)
    assert not here.ledger.ask(inspections.is_withdrawn, two.id)
    assert here.ledger.ask(inspections.get_reading, two.id) == two


def test_the_tray_belongs_to_its_visit(here: Here) -> None:
    first, room = visit(here), rooms(here)[0].room.id
    acts.keep_stray(here, first.id, room, taken(1000))
    assert here.ledger.ask(inspections.tray, visit(here).id) == []


def test_the_last_reading_of_some_bytes_is_found_wherever_it_was_put(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure(here, inspection, room, 5203)
    stray = acts.keep_stray(here, inspection.id, room, taken(5203)).tray[0]

    def last() -> UUID | None:
        return here.ledger.ask(inspections.last_reading_of, inspection.id, b"\x01\x02")

    assert last() == stray.id
    acts.withdraw_reading(here, inspection.id, room, stray.id, "不采用")
    latest = here.ledger.ask(inspections.latest_measurement, inspection.id, room)
    assert latest is not None
    assert last() == latest.readings[0].id
    assert here.ledger.ask(inspections.last_reading_of, visit(here).id, b"\x01\x02") is None


def test_a_reading_of_no_visit_waits_in_every_tray_until_one_takes_it(here: Here) -> None:
    first, second, room = visit(here), visit(here), rooms(here)[0].room.id
    [loose] = acts.keep_loose(here, taken(1000)).tray
    own = acts.keep_stray(here, first.id, room, taken(2000)).tray[-1]

    assert here.ledger.ask(inspections.tray, None) == [loose]
    assert here.ledger.ask(inspections.tray, first.id) == [loose, own]
    assert here.ledger.ask(inspections.tray, second.id) == [loose]

    acts.place_reading(here, second.id, room, loose.id, "wall1")
    assert here.ledger.ask(inspections.tray, None) == []
    assert here.ledger.ask(inspections.tray, first.id) == [own]
    latest = here.ledger.ask(inspections.latest_measurement, second.id, room)
    assert latest is not None
    assert [(r.id, r.slot) for r in latest.counting] == [(loose.id, "wall1")]


def test_the_last_reading_may_be_one_of_no_visit_but_not_another_visit_s(
    here: Here,
) -> None:
    first, second, room = visit(here), visit(here), rooms(here)[0].room.id
    measure(here, second, room, 3904)
    [loose] = acts.keep_loose(here, taken(5203)).tray

    def last(inspection_id: UUID | None) -> UUID | None:
        return here.ledger.ask(inspections.last_reading_of, inspection_id, b"\x01\x02")

    assert last(first.id) == last(second.id) == last(None) == loose.id
    acts.place_reading(here, first.id, room, loose.id, "wall1")
    assert last(first.id) == last(None) == loose.id
    assert last(second.id) not in {None, loose.id}


def test_a_reading_that_two_computers_placed_counts_where_the_first_one_put_it(
    here: Here,
) -> None:
    """The second placing came by the exchange; both facts stay, one counts."""
    first, second, room = visit(here), visit(here), rooms(here)[0].room.id
    [loose] = acts.keep_loose(here, taken(5203)).tray
    measure(here, second, room, 3904)
    acts.place_reading(here, first.id, room, loose.id, "wall1")
    other = here.ledger.ask(inspections.latest_measurement, second.id, room)
    assert other is not None
    with here.ledger.write(here.act("test")) as session:
        elsewhere = replace(loose, measurement_id=other.id, slot="wall2")
        inspections.add_placing(session, here.new_id(), elsewhere, "李䶮", here.now())

    def slots(inspection: Inspection) -> list[str]:
        found = here.ledger.ask(inspections.latest_measurement, inspection.id, room)
        return [r.slot for r in found.readings] if found else []

    assert slots(first) == ["wall1"]
    assert slots(second) == ["wall1"]
    assert here.ledger.ask(inspections.get_measurement, other.id).readings == other.readings


def test_the_last_judgement_of_each_room_counts(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    for card in cards[:2]:
        measure(here, inspection, card.room.id, *FIVE)
        for _ in range(2):
            with here.ledger.write(here.act("test")) as session:
                last = acts.conclude(session, here, inspection.id, card.room.id)

    found = here.ledger.ask(inspections.judgements, inspection.id)
    assert set(found) == {card.room.id for card in cards[:2]}
    assert found[cards[1].room.id] == last
    assert last.explanation
    assert here.ledger.ask(inspections.judgements, visit(here).id) == {}


def test_the_last_answer_to_each_question_counts(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    room = cards[0].room.id
    answer_check(here, inspection.id, room, Check.TOILET_INSIDE, answer=True)
    answer_check(here, inspection.id, room, Check.TOILET_INSIDE, answer=False)
    answer_check(here, inspection.id, room, Check.OTHER_OFFICE, answer=True)

    found = here.ledger.ask(inspections.checks, inspection.id)
    answers = {check: given.answer for check, given in found[room].items()}
    assert answers == {Check.TOILET_INSIDE: False, Check.OTHER_OFFICE: True}
    assert set(found) == {room}


def test_moments_survive_to_the_millisecond(here: Here) -> None:
    inspection: Inspection = visit(here)
    kept = here.ledger.ask(inspections.get_inspection, inspection.id)
    assert kept.begun == inspection.begun
    assert kept.begun.utcoffset() == timedelta(0)
