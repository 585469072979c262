"""The frame: pages, breadcrumb, search, state chips, and giving way to small screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector.actions import measure
from inspector.actions.here import Here
from inspector.actions.inspections import begin_inspection
from inspector.devices.events import LinkChanged, LinkState
from inspector.domain.meters import Caution
from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.main_window import MainWindow, link_words
from inspector.ui.problems import Problems
from inspector.ui.settings.preferences import Preferences
from worlds import TEAM, rooms, taken, unit_id

PAGES = (
    *("first_run", "tasks", "room", "ledger", "rectification", "syncing", "meters"),
    "settings",
)


class Page(QWidget):
    """The least that a screen is: it says where it stands and remembers what for."""

    located = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[GoTo] = []
        column = QVBoxLayout(self)
        column.addWidget(QPushButton("按钮"))

    def show_for(self, goto: GoTo) -> None:
        self.shown.append(goto)


@pytest.fixture
def pages() -> dict[str, Page]:
    return {name: Page() for name in PAGES}


@pytest.fixture
def preferences(here: Here) -> Preferences:
    return Preferences(here.home.settings)


@pytest.fixture
def window(
    desk: Desk,
    pages: dict[str, Page],
    preferences: Preferences,
    qtbot: QtBot,
    tmp_path: Path,
) -> Iterator[MainWindow]:
    problems = Problems(tmp_path / "logs", desk.now)
    window = MainWindow(desk, pages, problems, preferences)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.resize(1280, 800)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.ready)
    yield window
    qtbot.waitUntil(lambda: window.ready and window.search.ready)


def search(window: MainWindow, qtbot: QtBot, words: str) -> None:
    window.search.setFocus()
    qtbot.waitUntil(window.search.hasFocus)
    qtbot.keyClicks(window.search, words)
    qtbot.waitUntil(window.search.list.isVisible)


def test_going_somewhere_brings_up_the_screen_for_it(
    desk: Desk, window: MainWindow, pages: dict[str, Page], here: Here
) -> None:
    room = rooms(here)[0].room.id
    desk.go("room", room_id=room)

    assert window.stack.currentWidget() is pages["room"]
    assert pages["room"].shown[-1].room_id == room
    assert window.rail.current() == "tasks"


def test_the_rail_and_the_number_keys_lead_to_the_pages(
    window: MainWindow, qtbot: QtBot
) -> None:
    for number, page in enumerate(
        ("tasks", "ledger", "rectification", "syncing", "settings"), start=1
    ):
        key = Qt.Key(Qt.Key.Key_0 + number)
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page == page
        assert window.rail.current() == page


def test_a_page_nobody_made_changes_nothing(desk: Desk, window: MainWindow) -> None:
    desk.go("ledger")
    desk.go("signing")

    assert window.page == "ledger"


def test_before_there_is_a_ledger_there_is_no_rail_and_no_search(
    desk: Desk, window: MainWindow
) -> None:
    desk.go("first_run")
    assert not window.rail.isVisible()
    assert not window.search.isVisible()

    desk.go("tasks")
    assert window.rail.isVisible()
    assert window.search.isVisible()


def test_the_breadcrumb_is_what_the_shown_screen_says(
    desk: Desk, window: MainWindow, pages: dict[str, Page]
) -> None:
    desk.go("room")
    pages["ledger"].located.emit(Whereabouts("台账"))
    pages["room"].located.emit(Whereabouts("305 室", ("县教育局", "主楼"), "第 7 / 42 间"))

    assert window.top.here.text() == "305 室"
    assert window.top.steps.text() == "县教育局  ›  主楼  ›  "
    assert window.top.counter.text() == "第 7 / 42 间"

    desk.go("settings")
    assert window.top.here.text() == "设置"
    assert window.top.counter.isHidden()


def test_the_counter_is_the_door_back_to_the_round(
    desk: Desk, window: MainWindow, pages: dict[str, Page], qtbot: QtBot
) -> None:
    desk.go("room")
    pages["room"].located.emit(Whereabouts("305 室", (), "第 7 / 42 间"))
    qtbot.mouseClick(window.top.counter, Qt.MouseButton.LeftButton)

    assert window.page == "tasks"


def test_ctrl_f_then_a_number_then_enter_opens_the_room(
    desk: Desk, window: MainWindow, pages: dict[str, Page], here: Here, qtbot: QtBot
) -> None:
    desk.go("tasks")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.search.hasFocus)
    search(window, qtbot, "304")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)

    assert window.page == "room"
    assert pages["room"].shown[-1].room_id == rooms(here)[3].room.id
    assert window.search.text() == ""
    assert not window.search.list.isVisible()


def test_enter_pressed_before_the_answer_opens_the_first_found(
    window: MainWindow, pages: dict[str, Page], here: Here, qtbot: QtBot
) -> None:
    window.search.setFocus()
    qtbot.waitUntil(window.search.hasFocus)
    qtbot.keyClicks(window.search, "302")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.page == "room")
    assert pages["room"].shown[-1].room_id == rooms(here)[1].room.id


def test_initials_find_a_person_and_the_arrows_choose(
    window: MainWindow, pages: dict[str, Page], here: Here, qtbot: QtBot
) -> None:
    search(window, qtbot, "zp")  # 周平, in two rooms of the small world
    assert window.search.found.rowCount() == 2
    assert "周平4" in window.search.found.index(0, 0).data()

    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert pages["room"].shown[-1].room_id == rooms(here)[5].room.id


def test_what_is_not_found_is_said_and_escape_goes_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "999")
    assert window.search.found.index(0, 0).data().startswith("没有找到“999”")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page == ""

    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert not window.search.list.isVisible()


def test_the_found_rooms_can_be_painted_and_pressed(
    window: MainWindow, pages: dict[str, Page], qtbot: QtBot
) -> None:
    search(window, qtbot, "30")
    view = window.search.list
    assert not view.grab().isNull()
    first = view.visualRect(window.search.found.index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)

    assert len(pages["room"].shown) == 1


def test_the_chips_say_what_the_ledger_says(
    desk: Desk, window: MainWindow, here: Here, qtbot: QtBot
) -> None:
    before = window.status.unsent.text()
    assert before.startswith("未上报 ")
    assert before.endswith("· 照片 0 张")
    assert window.status.ledger.text() == "台账 2026-11-23 09:00"
    assert window.status.where.text() == f"数据在 {here.home.folder}"

    desk.do(lambda: begin_inspection(here, unit_id(here), TEAM, practice=False))
    qtbot.waitUntil(lambda: window.ready and window.status.unsent.text() != before)
    assert window.status.saved.text().startswith("已存盘 09:00:")


@pytest.mark.parametrize(
    ("chip", "page"),
    [
        ("link", "meters"),
        ("unsent", "syncing"),
        ("ledger", "ledger"),
        ("saved", "settings"),
    ],
)
def test_each_chip_is_a_door(
    window: MainWindow, qtbot: QtBot, chip: str, page: str
) -> None:
    qtbot.mouseClick(getattr(window.status, chip), Qt.MouseButton.LeftButton)

    assert window.page == page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LinkState.CONNECTED, ("DISTO D2 已连接", "within")),
        (LinkState.RECONNECTING, ("DISTO D2 已断开，正在重连", "undecided")),
        (LinkState.NONE_CHOSEN, ("未选择测距仪", "plain")),
        (LinkState.NO_BLUETOOTH, ("DISTO D2 无蓝牙", "undecided")),
    ],
)
def test_the_link_is_said_in_words_and_tone(
    state: LinkState, words: tuple[str, str]
) -> None:
    assert link_words(LinkChanged(state, "DISTO D2")) == words


def test_of_all_the_meter_says_the_window_shows_the_link(window: MainWindow) -> None:
    window.hear(LinkChanged(LinkState.CONNECTED, "DISTO D2"))
    window.hear("something else")

    assert window.status.link.text() == "● DISTO D2 已连接"


def test_trouble_at_the_desk_is_shown_and_nothing_is_blocked(
    desk: Desk, window: MainWindow
) -> None:
    desk.troubled.emit(Trouble("磁盘已满。", "请腾出空间。"))

    assert window.problems.isVisible()
    assert window.stack.isEnabled()


def test_who_works_here_stands_in_the_corner(
    window: MainWindow, preferences: Preferences
) -> None:
    preferences.set_me("陈㛃", "督查二组")

    assert window.status.person.text() == "督查二组 · 陈㛃"


def test_a_small_window_loses_no_page_and_no_chip(
    desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    desk.go("tasks")
    window.resize(853, 533)
    qtbot.waitUntil(lambda: window.width() == 853)
    assert window.status.saved.text().startswith("存盘 ")
    assert window.status.saved.accessibleName().startswith("已存盘 ")

    window.resize(640, 400)
    qtbot.waitUntil(lambda: window.rail.width() == 640)
    assert window.rail.geometry().bottom() == 399
    for chip in ("link", "unsent", "ledger", "saved"):
        assert getattr(window.status, chip).isVisible()


def test_a_page_taller_than_the_window_scrolls(
    desk: Desk, window: MainWindow, pages: dict[str, Page], qtbot: QtBot
) -> None:
    pages["room"].setMinimumHeight(2000)
    desk.go("room")
    qtbot.waitUntil(lambda: window.viewport.verticalScrollBar().maximum() > 0)

    desk.go("tasks")
    qtbot.waitUntil(lambda: window.viewport.verticalScrollBar().maximum() == 0)


def test_large_text_shortens_the_words_sooner(
    window: MainWindow, preferences: Preferences, qtbot: QtBot
) -> None:
    theme.apply(_application(), "dark", 1.5)
    preferences.set_look("dark", 1.5)

    assert window.width() == 1280
    assert window.status.saved.text().startswith("存盘 ")
    assert not window.grab().isNull()


def test_the_window_comes_back_where_it_was(
    desk: Desk, window: MainWindow, preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> None:
    window.resize(760, 600)
    window.close()

    again = MainWindow(desk, {}, Problems(tmp_path, desk.now), preferences)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.ready)
    assert (again.width(), again.height()) == (760, 600)


def _application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def test_a_reading_of_no_room_is_in_sight_until_it_is_placed(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    assert not window.status.loose.isVisible()
    here = desk.here
    desk.do(lambda: measure.keep_loose(here, taken(3261)))
    qtbot.waitUntil(window.status.loose.isVisible)
    assert window.status.loose.text() == "◆ 待归位读数 1 个"


def test_a_meter_that_must_be_looked_after_is_not_simply_connected() -> None:
    connected = LinkChanged(LinkState.CONNECTED, "DISTO D2")
    assert link_words(connected, [Caution.EXPIRED]) == (
        "DISTO D2 已连接 · 检定证书已过期",
        "undecided",
    )


def test_a_lost_link_is_said_before_any_caution(window: MainWindow) -> None:
    window.hear(LinkChanged(LinkState.RECONNECTING, "DISTO D2"))
    window.show_cautions([Caution.NO_CERTIFICATE])
    window.status.set_compact(compact=True)
    assert LinkState.RECONNECTING.label in window.status.link.text()
    assert Caution.NO_CERTIFICATE.label not in window.status.link.text()
    window.hear(LinkChanged(LinkState.CONNECTED, "DISTO D2"))
    window.show_cautions([Caution.NO_CERTIFICATE])
    assert window.status.link.text() == "◆ 无检定证书"
