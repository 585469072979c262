"""整改: the findings that ask for something, the most urgent first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions.changes import Changes
from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.inspections import Inspection
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.rectification.model import LEFT_DAYS
from inspector.ui.rectification.screen import RectificationScreen
from inspector.ui.widgets.pill import TONE
from worlds import BEGUN, UNIT, measure, rooms, visit

TODAY = BEGUN.date()
LARGE = (5203, 3904, 5198, 3905, 6502)
ALL, BY_PLAN, ON_SITE, AT_ONCE, OVERDUE = range(5)


def by_plan(days: int) -> Decision:
    return Decision(
        FindingKind.OVER_LIMIT,
        Rectification.FIX_BY_PLAN,
        method=Method.SWAP,
        deadline=TODAY + timedelta(days=days),
    )


@pytest.fixture
def inspection(here: Here) -> Inspection:
    """301 fine, 302 due in 30 days, 304 filed, 305 three days late, 306 due in 4 days."""
    inspection, found = visit(here), rooms(here)
    fine = Decision(FindingKind.NO_FINDING, Rectification.NONE)
    decide(here, inspection.id, found[0].room.id, fine)
    for place, days in ((1, 30), (4, -3), (5, 4)):
        measure(here, inspection, found[place].room.id, *LARGE)
        decide(here, inspection.id, found[place].room.id, by_plan(days))
    filed = Decision(FindingKind.LEDGER_AREA, Rectification.FILE_AT_ONCE, "台账漏登")
    decide(here, inspection.id, found[3].room.id, filed)
    return inspection


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> RectificationScreen:
    screen = RectificationScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(1156, 640)
    screen.show()
    return screen


def shown(screen: RectificationScreen, qtbot: QtBot) -> RectificationScreen:
    screen.show_for(GoTo("rectification"))
    qtbot.waitUntil(lambda: screen.ready)
    return screen


def rows(screen: RectificationScreen) -> list[list[str]]:
    model = screen.view.findings
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.mark.usefixtures("inspection")
def test_the_nearest_deadline_stands_first_and_what_has_none_last(
    screen: RectificationScreen, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    assert [(row[0], row[3]) for row in rows(screen)] == [
        ("▲ 逾期 3 天", "305"),
        ("◆ 还有 4 天", "306"),
        ("还有 30 天", "302"),
        ("—", "304"),
    ]


@pytest.mark.usefixtures("inspection")
def test_a_row_says_where_what_how_much_and_until_when(
    screen: RectificationScreen, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    late = date(2026, 11, 20)
    assert rows(screen)[0] == [
        *("▲ 逾期 3 天", UNIT, "主楼", "305", "面积超标", "20.30", "9.00", "11.30"),
        *("出方案限期整改", "调换", str(late), "待整改"),
    ]
    assert rows(screen)[3][4:] == [
        *("台账面积不实", "—", "—", "—", "即时备案", "—", "—", "已备案"),
    ]


@pytest.mark.usefixtures("inspection")
def test_overdue_is_said_by_word_and_tone(
    screen: RectificationScreen, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    model = screen.view.findings
    tones = [model.data(model.index(row, LEFT_DAYS), TONE) for row in range(4)]
    assert tones == ["over", "undecided", "plain", ""]


@pytest.mark.usefixtures("inspection")
def test_the_chips_sift_by_class_and_carry_their_counts(
    screen: RectificationScreen, qtbot: QtBot
) -> None:
    view = shown(screen, qtbot).view
    assert [chip.text() for chip in view.chips] == [
        *("全部 4", "出方案限期整改 3", "当场整改 0", "即时备案 1", "逾期 1"),
    ]
    view.chips[AT_ONCE].click()
    assert [row[3] for row in rows(screen)] == ["304"]
    view.chips[OVERDUE].click()
    assert [row[3] for row in rows(screen)] == ["305"]
    view.chips[ON_SITE].click()
    assert rows(screen) == []
    assert not view.card.isVisible()
    assert not view.primary.isVisible()
    view.chips[ALL].click()
    assert len(rows(screen)) == 4


@pytest.mark.usefixtures("inspection")
def test_the_chosen_finding_shows_its_reckoning_and_the_next_step(
    screen: RectificationScreen, qtbot: QtBot
) -> None:
    view = shown(screen, qtbot).view
    assert view.card.room.text() == "主楼 305 室"
    assert view.card.sum.text() == "超出 11.30 ㎡（20.30 − 9.00）"
    assert view.card.step.text() == "已过期限，请到现场复查，或按程序催办。"
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert view.card.room.text() == "主楼 306 室"
    assert view.card.step.text() == "单位须在 2026年11月27日 前整改完毕，届时复查。"
    QTest.keyClick(view.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.card.note.text() == "台账漏登"
    assert view.card.step.text() == "已备案，不需要另行整改。"
    assert not view.card.days.isVisible()


def test_enter_goes_to_the_room(
    screen: RectificationScreen,
    desk: Desk,
    here: Here,
    inspection: Inspection,
    qtbot: QtBot,
) -> None:
    view = shown(screen, qtbot).view
    wanted_room = GoTo("room", inspection.id, rooms(here)[4].room.id)
    with qtbot.waitSignal(desk.wanted) as wanted:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert wanted.args == [wanted_room]
    with qtbot.waitSignal(desk.wanted) as wanted:
        view.primary.click()
    assert wanted.args == [wanted_room]


def test_a_new_finding_appears_and_the_person_stays_where_they_were(
    screen: RectificationScreen,
    desk: Desk,
    here: Here,
    inspection: Inspection,
    qtbot: QtBot,
) -> None:
    view = shown(screen, qtbot).view
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    found = Decision(FindingKind.IDLE, Rectification.FIX_ON_SITE, "已当场封存")
    decide(here, inspection.id, rooms(here)[2].room.id, found)
    desk.changed.emit(Changes(inspections=frozenset({inspection.id})))
    qtbot.waitUntil(lambda: screen.ready)
    assert len(rows(screen)) == 5
    assert view.card.room.text() == "主楼 306 室"
    view.chips[ON_SITE].click()
    assert view.card.step.text() == "已当场整改，等待复查。"


def test_without_findings_the_page_says_so_and_leads_to_the_tasks(
    screen: RectificationScreen, desk: Desk, qtbot: QtBot
) -> None:
    view = shown(screen, qtbot).view
    assert "没有需要整改的事项" in view.standing.notice.sentence.text()
    with qtbot.waitSignal(desk.wanted) as wanted:
        view.standing.notice.action.click()
    assert wanted.args == [GoTo("tasks")]


@pytest.mark.usefixtures("inspection")
@pytest.mark.parametrize("scale", theme.SCALES)
def test_the_page_fits_its_window_at_every_text_size(
    screen: RectificationScreen, dressed: QApplication, qtbot: QtBot, scale: float
) -> None:
    theme.apply(dressed, "outdoor", scale)
    view = shown(screen, qtbot).view
    assert screen.minimumSizeHint().width() <= 1156
    assert screen.minimumSizeHint().height() <= 360 * scale
    assert not screen.hasHeightForWidth()
    assert view.primary.width() >= view.primary.sizeHint().width()
    if scale == 1.0:
        assert view.table.horizontalScrollBar().maximum() == 0
    assert not screen.grab().isNull()
