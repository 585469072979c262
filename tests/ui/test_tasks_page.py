"""任务: the round, its readiness, beginning a visit, going on with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.actions.changes import Changes
from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.actions.rounds import remember_room
from inspector.db import inspections
from inspector.devices.events import LinkState
from inspector.devices.rangefinders import Rangefinders
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.inspections import Inspection
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.tasks import Tasks
from inspector.ui.tasks_page import words
from inspector.ui.tasks_page.reading import Readiness, UnitState
from inspector.ui.tasks_page.screen import TasksScreen
from inspector.ui.tasks_page.standing import Asking, Standing
from inspector.ui.tasks_page.view import Step
from worlds import BEGUN, OTHER, TEAM, UNIT, measure, open_here, rooms, unit_id, visit

LARGE = (5203, 3904, 5198, 3905, 6502)
SMALL = (4203, 2104, 4203, 2104, 4700)


@pytest.fixture
def meter() -> Iterator[Meter]:
    meter = Meter(Rangefinders([]))
    yield meter
    meter.close()


@pytest.fixture
def screen(desk: Desk, meter: Meter, qtbot: QtBot) -> TasksScreen:
    screen = TasksScreen(desk, meter)
    qtbot.addWidget(screen)
    screen.resize(1156, 640)
    screen.show()
    return screen


def shown(screen: TasksScreen, qtbot: QtBot, goto: GoTo | None = None) -> TasksScreen:
    screen.show_for(goto or GoTo("tasks"))
    settled(screen, qtbot)
    return screen


def settled(screen: TasksScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.ready)


def room_texts(screen: TasksScreen) -> list[str]:
    model = screen.view.unit.model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def unit_texts(screen: TasksScreen) -> list[str]:
    model = screen.view.units.model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def decide_rooms(here: Here, inspection: Inspection) -> None:
    """301 is within, 302 over; 304 has two readings and no finding."""
    found = rooms(here)
    measure(here, inspection, found[0].room.id, *SMALL)
    fine = Decision(FindingKind.NO_FINDING, Rectification.NONE)
    decide(here, inspection.id, found[0].room.id, fine)
    measure(here, inspection, found[1].room.id, *LARGE)
    over = Decision(
        FindingKind.OVER_LIMIT,
        Rectification.FIX_BY_PLAN,
        method=Method.SWAP,
        deadline=BEGUN.date() + timedelta(days=30),
    )
    decide(here, inspection.id, found[1].room.id, over)
    measure(here, inspection, found[3].room.id, 5203, 3904)


def name_two(screen: TasksScreen) -> None:
    for field, name in zip(screen.view.form.names, TEAM.inspectors, strict=True):
        field.setText(name)


def test_every_unit_is_listed_with_what_has_been_done(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    decide_rooms(here, visit(here))
    shown(screen, qtbot)
    assert unit_texts(screen) == [
        f"{UNIT} 已核 2 / 6 间 · 发现 1",
        f"{OTHER} 未开始 · 0 间",
    ]
    assert screen.view.units.count.text() == "共 2 个单位"


def test_rooms_stand_in_walking_order_under_their_floor_with_their_state(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    decide_rooms(here, visit(here))
    shown(screen, qtbot)
    assert room_texts(screen) == [
        "主楼 3层",
        "301 ● 合规 已认定 办公室 王珺祎",
        "302 ▲ 超标 已认定 办公室 李䶮1、赵明1",
        "303 ○ 未测 会议室",
        "304 ◐ 测量中 2 读数 办公室 陈㛃3",
        "305 ○ 未测 办公室 周平4",
        "306 ○ 未测 办公室 周平5",
    ]


def test_a_unit_without_a_visit_shows_its_rooms_from_the_ledger(
    screen: TasksScreen, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    assert room_texts(screen)[1] == "301 ○ 未测 办公室 王珺祎"
    assert screen.view.primary.text() == "开始核查"
    assert not screen.view.sign.isVisible()


def test_going_on_leads_to_the_room_that_was_left_open(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    decide_rooms(here, inspection)
    left = rooms(here)[4].room.id
    remember_room(here, inspection.id, left)
    shown(screen, qtbot)
    assert screen.view.primary.text() == "继续核查 305 室 ›"
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.primary.click()
    assert wanted.args == [GoTo("room", inspection.id, left)]


def test_without_a_room_left_open_the_first_undecided_one_is_next(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    decide_rooms(here, inspection)
    remember_room(here, inspection.id, rooms(here)[0].room.id)
    shown(screen, qtbot)
    assert screen.view.primary.text() == "继续核查 303 室 ›"


def test_a_visit_with_every_room_decided_leads_to_the_signatures(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    fine = Decision(FindingKind.NO_FINDING, Rectification.NONE)
    for card in rooms(here):
        decide(here, inspection.id, card.room.id, fine)
    shown(screen, qtbot)
    line = screen.view.units.current
    assert line is not None
    assert line.state is UnitState.DONE
    assert screen.view.primary.text() == "汇总签字 ›"
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.primary.click()
    assert wanted.args == [GoTo("signing", inspection.id)]


def test_beginning_asks_for_the_team_and_enters_the_first_room(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    screen.view.primary.click()
    form = screen.view.form
    assert screen.view.step is Step.CONFIRM
    assert not screen.view.primary.isEnabled()
    assert "不少于二人" in form.hint.text()
    form.team.setText("督查二组")
    form.names[0].setText("陈㛃")
    form.names[1].setText("王珺祎")
    form.escort.setText("李䶮")
    assert screen.view.primary.isEnabled()
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.primary.click()
    kept = here.ledger.ask(inspections.inspections)[0]
    assert (kept.team, kept.inspectors, kept.escort) == (TEAM.name, TEAM.inspectors, "李䶮")
    assert not kept.practice
    assert wanted.args == [GoTo("room", kept.id, rooms(here)[0].room.id)]


def test_the_same_name_twice_is_one_inspector(screen: TasksScreen, qtbot: QtBot) -> None:
    shown(screen, qtbot)
    screen.view.primary.click()
    for field in screen.view.form.names:
        field.setText("陈㛃")
    assert not screen.view.primary.isEnabled()


def test_a_practice_visit_is_kept_as_practice_and_says_so(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    screen.view.primary.click()
    name_two(screen)
    screen.view.form.practice.setChecked(True)
    assert "练习" in screen.view.form.hint.text()
    with qtbot.waitSignal(desk.wanted):
        screen.view.primary.click()
    assert here.ledger.ask(inspections.inspections)[0].practice
    shown(screen, qtbot)
    assert screen.view.unit.practice.isVisible()
    assert unit_texts(screen)[0].endswith("练习")


def test_the_last_team_is_offered_again(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    visit(here)
    shown(screen, qtbot)
    screen.view.again.click()
    form = screen.view.form
    assert form.team.text() == TEAM.name
    assert [field.text() for field in form.names] == list(TEAM.inspectors)
    assert form.escort.text() == ""


def test_a_third_inspector_can_be_added(screen: TasksScreen, qtbot: QtBot) -> None:
    shown(screen, qtbot)
    screen.view.primary.click()
    form = screen.view.form
    name_two(screen)
    form.more.click()
    form.names[2].setText("赵明")
    assert form.given().inspectors == ("陈㛃", "王珺祎", "赵明")


def test_escape_leaves_the_form_and_enter_confirms_it(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    screen.view.primary.click()
    QTest.keyClick(screen.view.form.team, Qt.Key.Key_Escape)
    assert screen.view.step is Step.BEGIN
    assert screen.view.right.currentWidget() is screen.view.unit
    screen.view.primary.click()
    name_two(screen)
    with qtbot.waitSignal(desk.wanted):
        QTest.keyClick(screen.view.form.names[1], Qt.Key.Key_Return)
    assert len(here.ledger.ask(inspections.inspections)) == 1


def test_enter_on_a_room_opens_it(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    shown(screen, qtbot)
    wanted_room = rooms(here)[3].room.id
    screen.view.unit.rooms.go_to(wanted_room)
    with qtbot.waitSignal(desk.wanted) as wanted:
        QTest.keyClick(screen.view.unit.rooms, Qt.Key.Key_Return)
    assert wanted.args == [GoTo("room", inspection.id, wanted_room)]


def test_a_room_opened_before_the_visit_comes_first_in_it(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    wanted_room = rooms(here)[3].room.id
    screen.view.unit.rooms.go_to(wanted_room)
    QTest.keyClick(screen.view.unit.rooms, Qt.Key.Key_Return)
    assert screen.view.asks_for_team
    name_two(screen)
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.primary.click()
    assert wanted.args[0].room_id == wanted_room


def test_the_arrow_keys_pass_over_the_headings(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    listed = screen.view.unit.rooms
    listed.go_to(rooms(here)[0].room.id)
    QTest.keyClick(listed, Qt.Key.Key_Up)
    assert listed.current is not None
    assert listed.current.number == "301"
    QTest.keyClick(listed, Qt.Key.Key_Down)
    assert listed.current.number == "302"


@pytest.mark.parametrize("typed", ["教育", "yxxjyj", "YXX"])
def test_a_unit_is_found_by_its_name_or_its_initials(
    screen: TasksScreen, qtbot: QtBot, typed: str
) -> None:
    shown(screen, qtbot)
    screen.view.units.search.setText(typed)
    assert unit_texts(screen)[0].startswith(UNIT)
    QTest.keyClick(screen.view.units.search, Qt.Key.Key_Return)
    settled(screen, qtbot)
    assert screen.view.unit.name.text() == UNIT


def test_nothing_found_is_said_with_the_number_there_is(
    screen: TasksScreen, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    screen.view.units.search.setText("没有这个单位")
    assert unit_texts(screen) == []
    assert screen.view.units.count.text() == "找到 0 个，共 2 个单位"


def test_the_chips_sift_by_state_and_carry_their_counts(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    visit(here)
    shown(screen, qtbot)
    chips = [button.text() for button in screen.view.units._chips]
    assert chips == ["全部 2", "未开始 1", "进行中 1", "已核完 0"]
    screen.view.units._chips[1].click()
    assert [text.split()[0] for text in unit_texts(screen)] == [OTHER]


def test_choosing_another_unit_shows_its_rooms(screen: TasksScreen, qtbot: QtBot) -> None:
    shown(screen, qtbot)
    screen.view.units.go_to(unit_id(screen._desk.here, OTHER))
    settled(screen, qtbot)
    assert screen.view.unit.name.text() == OTHER
    assert room_texts(screen) == []


def test_navigation_to_a_unit_shows_it_though_the_list_was_sifted(
    screen: TasksScreen, here: Here, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    screen.view.units.search.setText("教育")
    shown(screen, qtbot, GoTo("tasks", unit_id=unit_id(here, OTHER)))
    assert screen.view.unit.name.text() == OTHER
    assert screen.view.units.search.text() == ""


def test_one_building_can_be_kept_to(screen: TasksScreen, qtbot: QtBot) -> None:
    shown(screen, qtbot)
    screen.view.unit.model.keep_to("附楼")
    assert room_texts(screen) == []
    screen.view.unit.model.keep_to("")
    assert len(room_texts(screen)) == 7


def test_a_change_elsewhere_is_shown_at_once(
    screen: TasksScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    shown(screen, qtbot)
    decide_rooms(here, inspection)
    desk.changed.emit(Changes(inspections=frozenset({inspection.id})))
    settled(screen, qtbot)
    assert "发现 1" in unit_texts(screen)[0]


def test_an_empty_ledger_leads_to_the_import(
    meter: Meter, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    here = open_here(tmp_path / "empty")
    tasks = Tasks()
    empty = Desk(here, tasks)
    screen = TasksScreen(empty, meter)
    qtbot.addWidget(screen)
    shown(screen, qtbot)
    assert "导入" in screen.view.standing.notice.sentence.text()
    with qtbot.waitSignal(empty.wanted) as wanted:
        screen.view.standing.notice.action.click()
    assert wanted.args == [GoTo("import")]
    tasks.stop()
    here.ledger.close()


def test_readiness_is_said_with_sign_and_word(
    screen: TasksScreen, meter: Meter, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    line = screen.view.ready_line
    assert line.ledger.said.text() == "● 2026-11-23 09:00"
    assert line.standard.said.text() == "◆ 未核对原文"
    assert line.meter.said.text() == "○ 未选择测距仪"
    assert line.storage.said.text().startswith(("● 可用", "▲ 可用"))
    assert line.clock.said.text().startswith("● 11-23 09:")
    meter.link_changed.emit(LinkState.NO_BLUETOOTH)
    assert line.meter.toolTip().startswith("未选择测距仪")


def test_what_is_not_ready_is_pointed_out() -> None:
    late = BEGUN + timedelta(days=1)
    found = Readiness(None, "", 0, 0, 500_000_000, late, BEGUN)
    assert str(words.ledger_ready(found)) == "◆ 还没有台账"
    assert str(words.standard_ready(found)) == "▲ 没有限额"
    assert words.storage_ready(found).tone == "over"
    assert str(words.clock_ready(found)) == "◆ 11-23 09:00，早于上次记录"
    checked = Readiness(BEGUN, "", 0, 3, 20_000_000_000, None, BEGUN)
    assert str(words.standard_ready(checked)) == "● 已核对原文"
    assert (
        str(words.meter_ready(LinkState.CONNECTED, "DISTO D2", ())) == "● DISTO D2 已连接"
    )
    assert words.meter_ready(LinkState.LOST, "DISTO D2", ()).tone == "undecided"


def test_a_ledger_that_cannot_be_read_is_said_with_a_way_out(
    dressed: QApplication, here: Here, qtbot: QtBot
) -> None:
    tasks = Tasks()
    desk = Desk(here, tasks)
    told: list[Exception] = []
    desk.troubled.connect(told.append)
    standing = Standing(QLineEdit())
    qtbot.addWidget(standing)
    asking = Asking(desk, standing.show_failure)

    def broken() -> int:
        raise LookupError("no such table")

    standing.wait()
    asking.ask(broken, lambda _answer: None)
    qtbot.waitUntil(lambda: asking.outstanding == 0)
    assert standing.notice.sentence.text() == "没有读出来。"
    assert standing.notice.action.text() == "重新读取"
    assert [type(error) for error in told] == [LookupError]
    with qtbot.waitSignal(standing.acted):
        standing.notice.action.click()
    tasks.stop()


@pytest.mark.parametrize("scale", theme.SCALES)
@pytest.mark.parametrize("palette", theme.PALETTES)
def test_the_page_fits_its_window_at_every_text_size(
    screen: TasksScreen,
    here: Here,
    dressed: QApplication,
    qtbot: QtBot,
    scale: float,
    palette: str,
) -> None:
    decide_rooms(here, visit(here))
    theme.apply(dressed, palette, scale)
    shown(screen, qtbot)
    assert screen.minimumSizeHint().width() <= 1156
    assert not screen.hasHeightForWidth()
    assert not screen.grab().isNull()
    needed = screen.view.primary.sizeHint().width()
    assert screen.view.primary.width() >= needed
    screen.resize(729, 360)
    QApplication.processEvents()
    assert screen.minimumSizeHint().height() <= 360 * scale
