"""What the disk refuses is not shown as kept."""

from __future__ import annotations

from contextlib import AbstractContextManager
from uuid import UUID

from PySide6.QtCore import Qt

from disks import full_disk
from inspector.actions import measure
from inspector.actions.inspections import answer_check
from inspector.db import findings
from inspector.domain.inspections import Check
from room_site import (
    TRUTH_UM,
    WITHIN,
    Site,
    chips,
    confirm,
    primary,
)
from worlds import measure as measure_room
from worlds import taken


def _full(site: Site) -> AbstractContextManager[None]:
    room = site.cards[5].room.id

    def stray() -> object:
        return measure.keep_stray(site.here, site.inspection.id, room, taken(1000))

    def answer() -> object:
        where = (site.inspection.id, room)
        return answer_check(site.here, *where, Check.OTHER_OFFICE, answer=True)

    return full_disk(site.here.ledger, stray, answer)


def test_a_reading_that_cannot_be_kept_is_not_shown_and_is_waited_for_again(
    site: Site,
) -> None:
    site.connect()
    site.open()
    site.press()
    saved, shown = len(site.saved), site.view.plan.reading.spoken()
    with _full(site):
        site.hand.press()
        site.until(lambda: bool(site.troubles))
        site.settle()

        assert "磁盘已满" in str(site.troubles[0])
        assert site.screen.armed == "wall2"
        assert site.view.plan.reading.spoken() == shown
        assert len(site.saved) == saved
        assert [*site.counting()] == ["wall1"]

    site.press()
    assert [*site.counting().values()] == TRUTH_UM[:2]


def test_of_several_lost_readings_the_first_is_waited_for(site: Site) -> None:
    site.open()
    with _full(site):
        for micrometres in (5_203_000, 3_904_000):
            site.screen.enter_by_hand(micrometres)
        site.settle()
    assert len(site.troubles) == 2
    assert site.screen.armed == "wall1"


def test_nothing_else_is_shown_as_kept_either(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *WITHIN)
    site.open()
    with _full(site):
        chip = chips(site, Check.TOILET_INSIDE)["是"]
        site.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        site.settle()
        assert not chip.isChecked()
        confirm(site)
        assert site.screen.shows(site.cards[0].room.id)
        assert primary(site) == ("确认认定，下一间 ›", True)
    assert len(site.troubles) == 2
    assert site.here.ledger.ask(findings.findings, site.inspection.id) == []
    confirm(site)
    assert site.screen.shows(site.cards[1].room.id)


def test_an_answer_that_cannot_be_changed_goes_back_to_what_it_was(site: Site) -> None:
    site.open()
    pair = chips(site, Check.TOILET_INSIDE)
    site.qtbot.mouseClick(pair["否"], Qt.MouseButton.LeftButton)
    site.settle()
    with _full(site):
        site.qtbot.mouseClick(pair["是"], Qt.MouseButton.LeftButton)
        site.settle()
    assert (pair["否"].isChecked(), pair["是"].isChecked()) == (True, False)


def test_a_room_that_cannot_be_opened_leaves_the_page_as_it_is(site: Site) -> None:
    site.open()
    site.screen.open(site.inspection.id, UUID(int=404))
    site.until(lambda: bool(site.troubles))
    site.settle()
    assert site.screen.shows(site.cards[0].room.id)
    assert site.screen.armed == "wall1"
