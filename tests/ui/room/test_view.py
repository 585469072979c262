"""Little room, and the words and digits of the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from inspector.actions import measure
from inspector.actions.here import Here
from inspector.domain.findings import Rectification
from inspector.ui import theme
from inspector.ui.room import words
from room_site import (
    TRUTH_UM,
    WITHIN,
    Site,
)
from worlds import measure as measure_room
from worlds import rooms, visit


def test_a_narrow_window_has_tabs_and_gives_the_columns_back(site: Site) -> None:
    site.open()
    view = site.view
    parts = (view.ledger, view.plan, view.decision)
    for _ in range(2):
        site.screen.resize(900, 692)
        site.until(lambda: view._tabs.count() == 3)
        assert [view._tabs.tabText(n) for n in range(3)] == ["台账与核对", "测量", "认定"]
        assert [part.isVisible() for part in parts] == [False, True, False]
        view._tabs.setCurrentIndex(2)
        assert view.decision.isVisible()
        site.screen.resize(1196, 692)
        site.until(lambda: view._tabs.count() == 0)
        assert all(part.isVisible() for part in parts)
    site.screen.enter_by_hand(5_203_000)
    site.settle()
    assert site.counting() == {"wall1": 5_203_000}


def test_large_text_cuts_nothing_at_the_right(site: Site, dressed: QApplication) -> None:
    site.open()
    site.screen.resize(1156, 692)
    theme.apply(dressed, "light", 1.3)
    site.view.decision.choose(Rectification.FIX_BY_PLAN)
    site.settle()
    areas = (site.view._left, site.view._right)
    for area, inside in zip(areas, (site.view.ledger, site.view.decision), strict=True):
        assert area.width() > 300
        assert inside.width() <= area.viewport().width()

    theme.apply(dressed, "light", 1.5)
    site.until(lambda: site.view._tabs.count() == 3)


def test_a_small_window_keeps_the_actions_in_sight(site: Site) -> None:
    site.open()
    site.screen.resize(729, 392)
    site.until(lambda: site.view._tabs.count() == 3)

    site.until(lambda: site.screen.minimumSizeHint().width() <= 729)
    assert site.screen.minimumSizeHint().height() <= 392


def test_nothing_moves_when_a_reading_arrives(site: Site) -> None:
    """Figures and lines change; no control and no figure changes its place."""
    site.open()
    site.qtbot.wait(50)
    watched = [site.view.plan.plan, site.view.plan.area, site.view.confirm, site.view.fire]
    before = [w.geometry() for w in watched]
    for micrometres in TRUTH_UM[:4]:
        site.screen.enter_by_hand(micrometres)
        site.settle()
        site.qtbot.wait(20)
        assert [w.geometry() for w in watched] == before


@pytest.mark.parametrize(
    ("walls", "closure", "advice"),
    [
        ((), "读数不足", "请量 ① 墙一"),
        ((5203,), "读数不足", "请量 ② 墙二"),
        ((5203, 3904), "无独立校核", "请量 ③ 墙三"),
        ((5203, 3904, 5203, 9304, 6505), "读数互相矛盾", "④ 墙四 与其余读数相差"),
        ((520300, 3904, 5203, 3904, 6505), "读数有误", "墙一"),
        (WITHIN, "闭合差 ", ""),
    ],
)
def test_the_line_under_the_plan_says_what_to_do_and_why(
    here: Here, walls: tuple[float, ...], closure: str, advice: str
) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    measure_room(here, inspection, room, *walls)
    assessment = measure.look(here, inspection.id, room).assessment

    assert words.closure(assessment)[0].startswith(closure)
    assert advice in words.advice(assessment)


@pytest.mark.parametrize(
    ("micrometres", "metre", "wall"),
    [
        (5_203_000, "5.203", "5\u2009203"),
        (5_203_499, "5.203", "5\u2009203"),
        (5_203_500, "5.204", "5\u2009204"),
        (999_600, "1.000", "1\u2009000"),
        (30_000, "0.030", "30"),
    ],
)
def test_digits_are_those_of_the_meter(micrometres: int, metre: str, wall: str) -> None:
    assert words.metres(micrometres) == metre
    assert words.wall_text(micrometres) == wall


class _Windows(QObject):
    """Every window that comes up while it listens."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[QWidget] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt)
        shown = event.type() is QEvent.Type.Show
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


def test_no_other_window_flashes_up_while_a_room_opens(
    site: Site, qapp: QApplication
) -> None:
    """It would take the keyboard away from the page in the middle of a round."""
    windows = _Windows(qapp)
    for number in (0, 1):
        site.open(number)
    qapp.removeEventFilter(windows)
    assert windows.seen == []
    assert site.screen.isActiveWindow()
