"""The room page in one go, its neighbours, and the way back to it after a crash."""

from __future__ import annotations

from uuid import uuid4

from inspector.actions import rounds
from inspector.actions.evidence import keep_photo
from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.actions.inspections import answer_check
from inspector.db.ledger import Ledger
from inspector.domain.findings import FindingKind, Rectification
from inspector.domain.inspections import Check
from photos import picture
from worlds import OTHER, measure, rooms, unit_id, visit

FINE = Decision(FindingKind.NO_FINDING, Rectification.NONE)


def test_a_page_holds_everything_of_its_room_and_nothing_of_others(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    for card in cards[:2]:
        room = card.room.id
        measure(here, inspection, room, 4500, 3600)
        keep_photo(here, inspection.id, room, picture())
        answer_check(here, inspection.id, room, Check.TOILET_INSIDE, answer=False)
    decide(here, inspection.id, cards[2].room.id, FINE)

    page = rounds.open_room(here, inspection.id, cards[1].room.id)

    assert page.inspection == inspection
    assert page.standing.card == cards[1]
    assert page.standing.measurement is not None
    assert len(page.standing.measurement.readings) == 2
    assert [photo.room_id for photo in page.photos] == [cards[1].room.id]
    assert set(page.checks) == {Check.TOILET_INSIDE}
    assert page.finding is None
    third = rounds.open_room(here, inspection.id, cards[2].room.id)
    assert third.finding is not None
    assert (third.photos, third.checks) == ((), {})


def test_neighbours_are_those_of_the_walk(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    first, last = (rounds.open_room(here, inspection.id, c.room.id) for c in cards[::5])

    assert (first.place, last.place) == (0, 5)
    assert (first.neighbour(-1), first.neighbour(1)) == (None, cards[1].room.id)
    assert (last.neighbour(-1), last.neighbour(1)) == (cards[4].room.id, None)


def test_a_room_outside_the_round_leads_to_its_first_room(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    page = rounds.open_room(here, inspection.id, cards[0].room.id)
    stranger = rounds.RoomPage(page.inspection, page.standing, page.round[1:], {}, (), None)
    assert stranger.place == -1
    assert stranger.neighbour(-1) is None
    assert stranger.neighbour(1) == cards[1].room.id


def test_the_latest_visit_of_a_unit(here: Here) -> None:
    visit(here)
    second = visit(here)
    assert rounds.latest_inspection(here, unit_id(here)) == second.id
    assert rounds.latest_inspection(here, unit_id(here, OTHER)) is None


def test_after_a_crash_the_person_is_back_in_the_same_room(here: Here) -> None:
    assert rounds.last_room(here) is None
    inspection, room = visit(here), rooms(here)[3].room.id
    rounds.remember_room(here, inspection.id, room)

    again = Ledger.open(here.ledger.path)
    assert rounds.last_room(here) == (inspection.id, room)
    again.close()


def test_a_visit_that_is_gone_is_not_returned_to(here: Here) -> None:
    rounds.remember_room(here, uuid4(), rooms(here)[0].room.id)
    assert rounds.last_room(here) is None
