"""What the ear is told on the room page: never before the commit, and never too little."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disks import full_disk
from inspector.actions import measure
from inspector.actions.inspections import answer_check
from inspector.devices.events import (
    DeviceError,
    Fault,
    Measured,
    Reason,
    Rejected,
    Withdrawn,
)
from inspector.domain.inspections import Check
from room_site import BORDERLINE, TRUTH_UM, Site, reading
from worlds import measure as measure_room
from worlds import taken


@pytest.fixture
def heard(site: Site) -> list[object]:
    """Every cue in order: the micrometres that were accepted, or the name of the cue."""
    told: list[object] = []
    cues = site.screen.cues
    cues.accepted.connect(told.append)
    cues.again.connect(lambda: told.append("again"))
    cues.stray.connect(lambda: told.append("stray"))
    return told


def type_in(site: Site, *millimetres: int) -> None:
    for each in millimetres:
        site.screen.enter_by_hand(each * 1000)
        site.settle()


def test_every_reading_that_counts_is_accepted_once(
    site: Site, heard: list[object]
) -> None:
    site.connect()
    site.open()
    for _ in range(5):
        site.press()

    assert heard == TRUTH_UM[:5]


def test_at_the_tone_the_reading_is_on_the_disk(site: Site) -> None:
    site.open()
    kept: list[dict[str, int]] = []
    site.screen.cues.accepted.connect(lambda _um: kept.append(site.counting()))
    type_in(site, 5203, 3904)

    assert kept == [{"wall1": 5_203_000}, {"wall1": 5_203_000, "wall2": 3_904_000}]


def test_what_no_wall_waits_for_is_stray(site: Site, heard: list[object]) -> None:
    site.open()
    site.meter.heard.emit(Measured(reading(), None, 0))
    site.settle()
    assert heard == ["stray"]

    measure_room(site.here, site.inspection, site.cards[0].room.id, *BORDERLINE)
    site.screen.reload()
    site.settle()
    site.screen.enter_by_hand(4_000_000, "wall1")  # which has its reading
    site.settle()
    assert heard == ["stray", "stray"]


def test_a_stray_of_before_says_nothing_of_the_next_reading(
    site: Site, heard: list[object]
) -> None:
    room = site.cards[0].room.id
    measure.keep_stray(site.here, site.inspection.id, room, taken(3903))
    site.open()
    type_in(site, 5203)

    assert heard == [5_203_000]


def test_a_reading_of_the_room_before_is_heard_as_what_it_became(
    site: Site, heard: list[object]
) -> None:
    site.open()
    number = site.screen._waiting._number
    site.meter.heard.emit(Measured(reading(), number, 0))
    site.screen.open(site.inspection.id, site.cards[1].room.id)
    site.settle()

    assert heard == [5_203_000]
    assert site.screen.shows(site.cards[1].room.id)


def test_a_contradiction_asks_again_when_the_page_does(
    site: Site, heard: list[object]
) -> None:
    """The diagonal shows that a wall is wrong, and every reading after it until the
    readings agree."""
    site.open()
    type_in(site, 5203, 3904, 5199, 3903, 6105)

    assert heard == [5_203_000, 3_904_000, 5_199_000, 3_903_000, "again"]


def test_while_the_walls_go_on_a_doubt_is_not_heard(
    site: Site, heard: list[object]
) -> None:
    """After the third wall it may be the room that is crooked; the diagonal tells."""
    site.open()
    type_in(site, 5203, 3904, 5150)

    assert heard == [5_203_000, 3_904_000, 5_150_000]
    assert site.screen.armed == "wall4"


@pytest.mark.parametrize(
    "event", [Rejected(Reason.AREA, b""), DeviceError(3, Fault.NOT_MEASURED)]
)
def test_what_is_no_length_asks_again(
    site: Site, heard: list[object], event: object
) -> None:
    site.open()
    site.meter.heard.emit(event)

    assert heard == ["again"]


def test_a_reading_that_the_meter_takes_back_asks_again(
    site: Site, heard: list[object]
) -> None:
    site.open()
    site.meter.heard.emit(Measured(reading(), site.screen._waiting._number, 0))
    site.settle()
    site.meter.heard.emit(Withdrawn(reading(), Reason.AREA))
    site.settle()

    assert heard == [5_203_000, "again"]


def test_what_the_disk_refuses_is_never_heard_as_accepted(
    site: Site, heard: list[object]
) -> None:
    room = site.cards[5].room.id

    def stray() -> object:
        return measure.keep_stray(site.here, site.inspection.id, room, taken(1000))

    def answer() -> object:
        where = (site.inspection.id, room)
        return answer_check(site.here, *where, Check.OTHER_OFFICE, answer=True)

    site.open()
    with full_disk(site.here.ledger, stray, answer):
        site.screen.enter_by_hand(5_203_000)
        site.until(lambda: bool(site.troubles))
        site.settle()

    assert heard == ["again"]


@pytest.mark.parametrize("act", ["withdraw", "again"])
def test_what_the_person_does_by_hand_makes_no_sound(
    site: Site, heard: list[object], act: str
) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, 5203, 3904)
    site.open()
    deeds: dict[str, Callable[[], None]] = {
        "withdraw": site.view.withdrew.emit,
        "again": site.view.began_again.emit,
    }
    deeds[act]()
    site.settle()

    assert heard == []
