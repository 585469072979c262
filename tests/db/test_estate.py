"""Reading the ledger: everything in its order, in a fixed number of statements."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.exc import NoResultFound

from inspector.actions.here import Here
from inspector.db import estate
from inspector.db.ledger import Ledger
from inspector.db.tables import OccupancyRow, RoomRow
from inspector.domain.estate import EstateCounts, Place, RoomState, RoomUse
from statements import selects
from worlds import OTHER, UNIT, rooms, small_draft, small_ledger, unit_id


def _seat(here: Here, person: int, room: int) -> None:
    """Give the first occupant of one room a second room."""
    cards = rooms(here)
    with here.ledger.write(here.act("test")) as session:
        session.add(
            OccupancyRow(
                id=uuid4(),
                room_id=cards[room].room.id,
                person_id=cards[person].occupants[0].person_id,
                remark="",
            )
        )


def test_an_empty_ledger_has_no_county_and_counts_nothing(ledger: Ledger) -> None:
    assert ledger.ask(estate.county) is None
    assert ledger.ask(estate.counts) == EstateCounts(0, 0, 0, 0, 0)
    assert ledger.ask(estate.units) == []
    assert ledger.ask(estate.room_lines) == []


def test_the_county_and_what_is_in_it(here: Here) -> None:
    county = here.ledger.ask(estate.county)
    assert county is not None
    assert (county.code, county.name) == ("339900", "云溪县")
    assert here.ledger.ask(estate.counts) == EstateCounts(2, 1, 1, 6, 6)


def test_units_come_by_name_with_their_posts_in_two_statements(tmp_path: Path) -> None:
    here = small_ledger(tmp_path)
    with selects(here.ledger) as sent:
        units = here.ledger.ask(estate.units)

    assert [unit.name for unit in units] == sorted([UNIT, OTHER])
    assert dict(units[0].posts if units[0].name == UNIT else units[1].posts) == {
        "X_KE_1": 1,
        "X_BELOW": 20,
    }
    assert len(sent) == 2
    assert here.ledger.ask(estate.get_unit, units[0].id) == units[0]
    here.ledger.close()


def test_a_unit_that_is_not_there_is_a_bug(here: Here) -> None:
    with pytest.raises(NoResultFound):
        here.ledger.ask(estate.get_unit, uuid4())


def test_where_a_unit_sits(here: Here) -> None:
    [place] = here.ledger.ask(estate.places_of, unit_id(here))
    assert place == Place(place.building_id, "县府大院", "主楼", 6)
    assert here.ledger.ask(estate.places_of, unit_id(here, OTHER)) == []


@pytest.mark.parametrize("number", [3, 60])
def test_a_units_rooms_come_in_walking_order_in_three_statements(
    tmp_path: Path, number: int
) -> None:
    here = small_ledger(tmp_path, number)
    unit = unit_id(here)
    with selects(here.ledger) as sent:
        cards = here.ledger.ask(estate.rooms_of, unit)

    assert len(sent) == 3
    assert len(cards) == number
    assert cards == sorted(cards, key=lambda c: (c.floor_level, c.room.number))
    here.ledger.close()


def test_the_whole_ledger_comes_as_lines_in_two_statements(tmp_path: Path) -> None:
    here = small_ledger(tmp_path, 120)
    with selects(here.ledger) as sent:
        lines = here.ledger.ask(estate.room_lines)

    assert len(sent) == 2
    assert len(lines) == 120
    second = next(line for line in lines if line.number == "302")
    assert set(second.occupants.split("、")) == {"李䶮1", "赵明1"}
    assert (second.unit, second.use, second.state) == (
        UNIT,
        RoomUse.OFFICE,
        RoomState.IN_USE,
    )
    here.ledger.close()


def test_a_room_without_a_unit_is_still_a_room(here: Here) -> None:
    room = rooms(here)[2].room
    with here.ledger.write(here.act("test")) as session:
        session.get_one(RoomRow, room.id).unit_id = None

    card = here.ledger.ask(estate.room_card, room.id)
    assert (card.unit, card.unit_level, card.unit_id) == ("", "", None)
    assert card.where == ("未分配单位", "主楼", "3层")
    line = next(one for one in here.ledger.ask(estate.room_lines) if one.id == room.id)
    assert (line.unit, line.occupants) == ("", "")


def test_a_person_with_two_rooms_is_shown_with_the_other_one(here: Here) -> None:
    _seat(here, person=0, room=4)
    cards = rooms(here)

    assert cards[0].occupants[0].other_rooms == ("305",)
    [mine] = [p for p in cards[4].occupants if p.name == "王珺祎"]
    assert mine.other_rooms == ("301",)
    assert cards[3].occupants[0].other_rooms == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("301", ["301"]),
        ("30", ["301", "302", "303", "304", "305", "306"]),
        ("王珺", ["301"]),
        ("WJY", ["301"]),
        ("zm", ["302"]),
        ("教育", ["301", "302", "303", "304", "305", "306"]),
        ("yxx", ["301", "302", "303", "304", "305", "306"]),
        (" 302 ", ["302"]),
        ("", []),
        ("  ", []),
        ("%", []),
        ("_", []),
        ("\\", []),
    ],
)
def test_search_by_number_name_initials_and_unit(
    here: Here, words: str, found: list[str]
) -> None:
    cards = here.ledger.ask(estate.search, words)
    assert [card.room.number for card in cards] == found


def test_search_puts_numbers_first_and_never_says_a_room_twice(here: Here) -> None:
    with here.ledger.write(here.act("test")) as session:
        room = session.get_one(RoomRow, rooms(here)[5].room.id)
        room.number = "王珺祎旧室"

    cards = here.ledger.ask(estate.search, "王珺")
    assert [card.room.number for card in cards] == ["王珺祎旧室", "301"]


def test_search_fills_its_places_with_rooms_that_were_not_found_yet(here: Here) -> None:
    """302 matches by number and by unit; it must not take the place of another."""
    with here.ledger.write(here.act("test")) as session:
        session.get_one(RoomRow, rooms(here)[0].room.id).number = "云溪厅"

    cards = here.ledger.ask(estate.search, "云溪", 3)
    assert [card.room.number for card in cards] == ["云溪厅", "302", "303"]


def test_no_more_rooms_than_asked(here: Here) -> None:
    assert len(here.ledger.ask(estate.search, "教育", 2)) == 2
    assert len(small_draft().rooms) > 2


def test_the_highest_rank_comes_first_in_a_shared_room(here: Here) -> None:
    _seat(here, person=0, room=1)
    _seat(here, person=3, room=1)

    ranks = [person.rank_text for person in rooms(here)[1].occupants]
    assert ranks == ["正科级", "副科级", "科员", "科员"]
