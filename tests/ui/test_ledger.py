"""The ledger: tree, table and card, and finding a room in it by every way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector.actions.here import Here
from inspector.actions.ledgers import import_ledger
from inspector.db import estate
from inspector.domain.area import Area
from inspector.domain.estate import RoomState
from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.ledger.book import (
    FIELDS,
    UNASSIGNED,
    Arrangement,
    Book,
    Field,
    Wish,
    choose,
    natural,
    open_book,
)
from inspector.ui.ledger.branches import BranchesModel
from inspector.ui.ledger.detail import Detail
from inspector.ui.ledger.model import RoomsModel
from inspector.ui.ledger.screen import LedgerScreen
from inspector.ui.ledger.view import Content
from inspector.ui.tasks import Tasks
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.pill import TONE
from worlds import UNIT, open_here, rooms, small_draft, unit_id


@pytest.fixture
def book(here: Here) -> Book:
    return open_book(here.ledger.ask(estate.room_lines), "云溪县")


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> Iterator[LedgerScreen]:
    screen = LedgerScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(1180, 640)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.show_for(GoTo("ledger"))
    qtbot.waitUntil(lambda: screen.ready)
    yield screen
    qtbot.waitUntil(lambda: screen.ready)


def shown(screen: LedgerScreen) -> list[str]:
    model = screen.view.rooms
    return [model.line(row).number for row in range(model.rowCount())]


def content(screen: LedgerScreen) -> Content:
    return screen.view.content


def numbers(book: Book, wish: Wish) -> list[str]:
    return [book.lines[row].number for row in choose(book, wish).rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("304", ["304"]),
        ("30", ["301", "302", "303", "304", "305", "306"]),
        ("陈㛃", ["304"]),
        ("zp", ["305", "306"]),
        ("WJY", ["301"]),
        ("云溪县教育局", ["301", "302", "303", "304", "305", "306"]),
        ("04", []),
        ("没有此人", []),
    ],
)
def test_words_find_by_the_beginning_of_number_name_or_initials(
    book: Book, words: str, found: list[str]
) -> None:
    assert numbers(book, Wish(words=words)) == found


@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [
        (Field.USE, "会议", ["303"]),
        (Field.AREA, ">17.6", ["301", "303", "305"]),
        (Field.AREA, "＜17.6", ["302", "304", "306"]),
        (Field.AREA, ">很大", []),
        (Field.AREA, "17.8", ["301", "303", "305"]),
        (Field.REMARK, "共用", ["302"]),
        (Field.OCCUPANTS, "赵", ["302"]),
        (Field.STATE, "空置", []),
    ],
)
def test_a_column_is_filtered_by_a_part_of_its_text_or_by_a_bound(
    book: Book, field: Field, typed: str, found: list[str]
) -> None:
    assert numbers(book, Wish(filters=((field, typed),))) == found


def test_a_branch_of_either_tree_narrows_the_table(book: Book) -> None:
    third = Wish(Arrangement.PLACES, ("县府大院", "主楼", "3层"))
    assert len(numbers(book, third)) == 6
    assert numbers(book, replace(third, branch=("县府大院", "东楼"))) == []
    assert len(numbers(book, Wish(branch=(UNIT,)))) == 6
    assert choose(book, Wish()).area == Area(3 * 17_800_000 + 3 * 17_500_000)


def test_sorting_takes_figures_for_figures(book: Book) -> None:
    upwards = numbers(book, Wish(sort=Field.AREA))
    assert upwards == ["302", "304", "306", "301", "303", "305"]
    assert numbers(book, Wish(sort=Field.NUMBER, descending=True))[0] == "306"
    assert sorted(["12层", "3层", "地下1层"], key=natural) == ["3层", "12层", "地下1层"]


def test_rooms_without_a_unit_hang_together_at_the_end(book: Book) -> None:
    lines = [*book.lines, replace(book.lines[0], unit="", unit_id=None, ledger_area=None)]
    grown = open_book(lines)

    assert list(grown.branches[Arrangement.UNITS])[-2] == (UNASSIGNED,)
    assert numbers(grown, Wish(branch=(UNASSIGNED,))) == ["301"]
    assert numbers(grown, Wish(sort=Field.AREA))[0] == "301"


def test_a_hundred_thousand_rooms_are_filtered_within_a_moment(book: Book) -> None:
    many = open_book([line for line in book.lines for _ in range(17_000)])
    began = time.perf_counter()
    found = choose(many, Wish(words="zp", filters=((Field.AREA, ">17.6"),)))

    assert len(found.rows) == 17_000
    assert time.perf_counter() - began < 1.0


def test_the_models_keep_qts_rules(
    book: Book, dressed: QApplication, qtmodeltester: ModelTester
) -> None:
    model = RoomsModel()
    model.show(book, choose(book, Wish()))
    qtmodeltester.check(model)
    branches = BranchesModel()
    branches.show(book, Arrangement.UNITS)
    qtmodeltester.check(branches)

    area = FIELDS.index(Field.AREA)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.index(0, area).data() == "17.80"
    assert model.index(0, area).data(Qt.ItemDataRole.TextAlignmentRole) == right
    assert branches.index(1, 0).data() == "教育局"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("云溪县教育局", "教育局"),
        ("中共云溪县委组织部", "县委组织部"),
        ("政协云溪县委员会办公室", "政协县委员会办公室"),
        ("云溪县", "云溪县"),
        ("上垟头镇人民政府", "上垟头镇人民政府"),
    ],
)
def test_a_unit_is_called_as_at_home(
    book: Book, dressed: QApplication, unit: str, shown: str
) -> None:
    branches = BranchesModel()
    lines = [replace(book.lines[0], unit=unit)]
    branches.show(open_book(lines, "云溪县"), Arrangement.UNITS)

    assert branches.index(1, 0).data() == shown
    assert branches.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == unit


def test_a_room_out_of_use_wears_a_pill(book: Book, dressed: QApplication) -> None:
    lines = [replace(book.lines[0], state=RoomState.VACANT), book.lines[1]]
    model = RoomsModel()
    model.show(open_book(lines), choose(open_book(lines), Wish()))
    state = FIELDS.index(Field.STATE)

    assert model.index(0, state).data(TONE) == "plain"
    assert model.index(1, state).data(TONE) is None


def test_the_whole_ledger_is_shown_with_its_first_room(screen: LedgerScreen) -> None:
    assert len(shown(screen)) == 6
    assert screen.view.count.text() == "共 6 间，台账面积合计 105.90 ㎡"
    assert screen.view.detail.title.text() == "301 室"
    assert not screen.grab().isNull()


def test_typing_a_name_narrows_and_clearing_brings_all_back(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    qtbot.keyClicks(screen.view.search, "zp")
    qtbot.waitUntil(lambda: screen.ready)
    assert shown(screen) == ["305", "306"]
    assert screen.view.count.text() == "2 间（全部 6 间），台账面积合计 35.30 ㎡"

    screen.view.search.setText("查无此人")
    qtbot.waitUntil(lambda: content(screen) is Content.NOTICE)
    qtbot.waitUntil(lambda: screen.ready)
    assert screen.view.notice.sentence.text() == "没有符合条件的房间。"
    qtbot.mouseClick(screen.view.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready and content(screen) is Content.ROOMS)
    assert len(shown(screen)) == 6


def test_a_filter_over_a_column_narrows_its_rows(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    screen.view.table.filters[Field.USE].setText("会议")
    qtbot.waitUntil(lambda: screen.ready)

    assert shown(screen) == ["303"]


def test_the_tree_leads_by_unit_and_by_place(screen: LedgerScreen, qtbot: QtBot) -> None:
    view = screen.view
    view.select_branch((UNIT,))
    qtbot.waitUntil(lambda: screen.ready)
    assert len(shown(screen)) == 6

    _, places = view.switch.buttons()
    qtbot.mouseClick(places, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready)
    assert view.branches.index(1, 0).data() == "县府大院"
    view.select_branch(("县府大院", "主楼", "3层"))
    qtbot.waitUntil(lambda: screen.ready)
    assert len(shown(screen)) == 6
    assert view.branches.branch(view.tree.currentIndex()) == ("县府大院", "主楼", "3层")


def test_a_press_on_a_title_sorts_and_keeps_the_room_in_hand(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    screen.view.table.select(1)
    qtbot.waitUntil(lambda: screen.ready)
    column = FIELDS.index(Field.AREA)
    screen.view.table.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: screen.ready)

    assert shown(screen)[0] in {"301", "303", "305"}
    current = screen.view.table.view.currentIndex()
    assert screen.view.rooms.line(current.row()).number == "302"


def test_the_card_shows_the_ledgers_word_and_who_sits_there(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    screen.view.table.select(1)
    qtbot.waitUntil(lambda: screen.view.detail.title.text() == "302 室")
    names = [
        label.accessibleName() for label in screen.view.detail.findChildren(ElideLabel)
    ]

    assert {"李䶮1", "赵明1"} <= set(names)
    assert "备注 共用" in names


def test_a_second_room_of_the_same_person_is_pointed_out(
    tmp_path: Path, dressed: QApplication, qtbot: QtBot
) -> None:
    here = open_here(tmp_path / "two")
    draft = small_draft()
    again = replace(draft.occupancies[0], room=draft.rooms[4].key)
    import_ledger(here, replace(draft, occupancies=(*draft.occupancies, again)))
    detail = Detail()
    qtbot.addWidget(detail)
    detail.show_card(here.ledger.ask(estate.room_card, rooms(here)[0].room.id))
    here.ledger.close()

    words = [label.text() for label in detail.findChildren(QLabel)]
    assert "另有房间 305" in words
    assert "正科级 · 计入" in words


def test_enter_and_the_button_lead_to_the_room(
    screen: LedgerScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    expected = rooms(here)[0].room.id
    with qtbot.waitSignal(desk.wanted) as by_button:
        qtbot.mouseClick(screen.view.detail.inspect, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(desk.wanted) as by_key:
        qtbot.keyClick(screen.view.table.view, Qt.Key.Key_Return)

    for wanted in (by_button.args[0], by_key.args[0]):
        assert wanted == GoTo("room", room_id=expected, unit_id=unit_id(here))


def test_rows_are_copied_as_a_spreadsheet_takes_them(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    screen.view.table.view.selectRow(0)
    qtbot.keyClick(
        screen.view.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
    )

    copied = QGuiApplication.clipboard().text()
    assert copied == "301\t主楼\t3层\t办公室\t王珺祎\t17.80\t在用\t"


def test_coming_for_a_unit_shows_that_unit(
    screen: LedgerScreen, here: Here, qtbot: QtBot
) -> None:
    screen.show_for(GoTo("ledger", unit_id=unit_id(here)))
    qtbot.waitUntil(lambda: screen.ready)

    assert screen.view.branches.branch(screen.view.tree.currentIndex()) == (UNIT,)


def test_a_device_without_a_ledger_offers_to_begin(
    tmp_path: Path, dressed: QApplication, qtbot: QtBot
) -> None:
    here = open_here(tmp_path / "empty")
    tasks = Tasks()
    desk = Desk(here, tasks)
    screen = LedgerScreen(desk)
    qtbot.addWidget(screen)
    screen.show_for(GoTo("ledger"))
    qtbot.waitUntil(lambda: screen.ready)
    assert screen.view.notice.sentence.text() == "这台设备上还没有台账。"

    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.notice.action.click()
    assert wanted.args[0].page == "first_run"

    desk.do(lambda: import_ledger(here, small_draft()))
    qtbot.waitUntil(lambda: screen.ready and len(shown(screen)) == 6)
    tasks.stop()
    here.ledger.close()


def test_a_ledger_that_cannot_be_read_is_said_and_read_again(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = LedgerScreen(desk)
    qtbot.addWidget(screen)
    with monkeypatch.context() as broken, qtbot.waitSignal(desk.troubled):
        broken.setattr(estate, "room_lines", _unreadable)
        screen.show_for(GoTo("ledger"))
        qtbot.waitUntil(lambda: content(screen) is Content.NOTICE)
    assert screen.view.notice.sentence.text() == "台账没有读出来。"

    screen.view.notice.action.click()
    qtbot.waitUntil(lambda: screen.ready and content(screen) is Content.ROOMS)


def test_a_narrow_window_has_the_three_panes_behind_tabs(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    panes = screen.view.panes
    assert panes.tabs.isHidden()
    screen.resize(720, 500)
    qtbot.waitUntil(panes.tabs.isVisible)
    assert screen.view.middle.isVisible()
    assert screen.view.detail.isHidden()

    panes.bring_up(screen.view.detail)
    assert screen.view.detail.isVisible()
    assert screen.view.middle.isHidden()


def test_large_text_keeps_the_filters_over_their_columns(
    screen: LedgerScreen, qtbot: QtBot
) -> None:
    theme.apply(_application(), "outdoor", 1.3)
    screen.resize(1500, 800)
    qtbot.waitUntil(lambda: screen.width() == 1500)
    table = screen.view.table
    header = table.view.horizontalHeader()

    def aligned(field: Field) -> bool:
        left = header.sectionViewportPosition(FIELDS.index(field))
        return abs(table.filters[field].x() - left) <= table.view.frameWidth()

    qtbot.waitUntil(lambda: all(map(aligned, FIELDS)))
    assert not screen.grab().isNull()


def _unreadable(_session: object) -> None:
    raise Trouble("台账读不出来。", "请重试。")


def _application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found
