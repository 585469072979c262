"""A workbook is read, shown, and then kept whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector.actions.here import Here
from inspector.db import estate
from inspector.domain.drafts import Fault, LedgerDraft, Severity, SheetRead
from inspector.sheets.faults import write_faults
from inspector.sheets.ledger import read_ledger
from inspector.trouble import Trouble
from inspector.ui.desk import Desk
from inspector.ui.importing import model
from inspector.ui.importing.screen import ImportScreen, Read
from inspector.ui.importing.view import Page
from inspector.ui.tasks import Progress
from inspector.ui.widgets.lines import LinesModel
from inspector.ui.widgets.pill import TONE
from worlds import open_here, small_draft

NOTE = Fault("人员", 6, "C", "大科级", "职级不认识，按未填处理", Severity.NOTE)
NEGATIVE = Fault("房间台账", 33, "F", "-17.5", "使用面积应为大于 0 的数")
WHOLE = Fault("", 0, "", "（整个工作簿）", "没有找到办公用房明细表")
SHEETS = (
    SheetRead("房间台账", (2, 3), (("楼座", "building"), ("房间号", "room")), 33),
    SheetRead("说明", (), (), 0),
)
LEVELS = SheetRead(
    "单位及编制情况",
    (3, 4),
    (
        ("单位名称", "unit"),
        ("批复编制情况（人）／正科级", "posts"),
        ("批复编制情况（人）／副科级", "posts"),
        ("批复编制情况（人）／合计", "posts_total"),
    ),
    60,
)

Make = Callable[..., ImportScreen]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    """A device without a ledger yet."""
    here = open_here(tmp_path / "home")
    yield here
    here.ledger.close()


@pytest.fixture
def make(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Make:
    def made(read: Read, file: Path | None = None) -> ImportScreen:
        def choose(_parent: QWidget) -> Path | None:
            return file

        def save_as(_parent: QWidget, name: str) -> Path | None:
            return tmp_path / name

        def write(draft: LedgerDraft, source: Path, target: Path) -> None:
            write_faults(draft, target, source=source if source.exists() else None)

        screen = ImportScreen(desk, read, write, choose, save_as)
        qtbot.addWidget(screen)
        screen.resize(1200, 700)
        with qtbot.waitExposed(screen):
            screen.show()
        return screen

    return made


def page_of(screen: ImportScreen) -> Page:
    """A question of its own: mypy would take the first answer for the last."""
    return screen.view.page


def giving(draft: LedgerDraft) -> Read:
    def read(_path: Path, progress: Progress) -> LedgerDraft:
        progress.step(1, 1, "")
        return draft

    return read


def opened(make: Make, qtbot: QtBot, draft: LedgerDraft) -> ImportScreen:
    screen = make(giving(draft))
    screen.open_workbook(Path("台账.xlsx"))
    qtbot.waitUntil(lambda: screen.ready)
    return screen


def test_at_first_there_is_one_sentence_and_one_action(
    make: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = make(giving(small_draft()), tmp_path / "选中.xlsx")
    assert page_of(screen) is Page.NOTICE
    assert screen.view.take.isHidden()

    qtbot.mouseClick(screen.view.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready)
    assert page_of(screen) is Page.PREVIEW


def test_a_clean_draft_is_shown_and_kept_whole(
    make: Make, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    screen = opened(make, qtbot, small_draft())
    view = screen.view
    assert view.take.text() == "导入 6 间房"
    assert view.export.isHidden()
    assert view.preview.verdict.headline.text() == "● 可以导入"

    with qtbot.waitSignal(desk.saved):
        qtbot.mouseClick(view.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready)
    assert page_of(screen) is Page.KEPT
    assert view.receipt.sentence.text() == (
        "来自“small.xlsx”：2 个单位、1 处院落、1 座楼、6 间房、6 名人员。"
    )
    assert here.ledger.ask(estate.counts).rooms == 6

    with qtbot.waitSignal(desk.wanted) as wanted:
        qtbot.mouseClick(view.begin, Qt.MouseButton.LeftButton)
    assert wanted.args[0].page == "tasks"


def test_with_one_refused_row_nothing_can_be_imported(
    make: Make, here: Here, qtbot: QtBot
) -> None:
    screen = opened(make, qtbot, replace(small_draft(), faults=(NOTE, NEGATIVE)))

    assert screen.view.take.isHidden()
    assert screen.view.export.isVisible()
    assert screen.view.preview.verdict.headline.text() == "▲ 不能导入：1 处须更正"
    assert here.ledger.ask(estate.county) is None


def test_notes_alone_do_not_keep_the_ledger_out(make: Make, qtbot: QtBot) -> None:
    screen = opened(make, qtbot, replace(small_draft(), faults=(NOTE,)))

    assert screen.view.take.isVisible()
    assert screen.view.preview.verdict.headline.text() == "◆ 可以导入，有 1 处提示"


def test_a_file_without_rooms_offers_nothing_to_import(make: Make, qtbot: QtBot) -> None:
    empty = replace(small_draft(), rooms=(), occupancies=(), faults=(WHOLE,))
    screen = opened(make, qtbot, empty)

    assert screen.view.take.isHidden()


def test_the_refused_rows_stand_first_with_sign_word_and_tone(
    dressed: object, qtmodeltester: ModelTester
) -> None:
    faults = LinesModel(model.columns())
    faults.show(model.rows_of(replace(small_draft(), faults=(NOTE, NEGATIVE, WHOLE))))
    qtmodeltester.check(faults)

    def row(number: int) -> list[str]:
        return [faults.index(number, column).data() for column in range(6)]

    assert row(0) == ["▲ 不能导入", "房间台账", "33", "F", "-17.5", NEGATIVE.expected]
    assert row(1) == ["▲ 不能导入", "整个文件", "—", "—", "（整个工作簿）", WHOLE.expected]
    assert row(2)[0] == "◆ 提示"
    assert faults.index(0, model.SEVERITY).data(TONE) == "over"
    assert faults.index(2, model.SEVERITY).data(TONE) == "undecided"


def test_the_selected_fault_is_written_out_below(make: Make, qtbot: QtBot) -> None:
    screen = opened(make, qtbot, replace(small_draft(), faults=(NEGATIVE, NOTE)))
    preview = screen.view.preview
    assert preview.whole.text() == "读到“-17.5”，使用面积应为大于 0 的数。"

    preview.table.selectRow(1)
    assert preview.whole.text() == "读到“大科级”，职级不认识，按未填处理。"
    assert not preview.grab().isNull()


def test_each_sheet_says_how_it_was_understood(make: Make, qtbot: QtBot) -> None:
    screen = opened(make, qtbot, replace(small_draft(), sheets=SHEETS))
    words = [label.text() for label in screen.view.preview.findChildren(QLabel)]

    assert "表头第 2–3 行，数据 33 行\n楼座 → 楼座名称、房间号" in words
    assert "没有读取：没有找到表头。" in words


def test_columns_that_are_kept_together_are_counted(make: Make, qtbot: QtBot) -> None:
    screen = opened(make, qtbot, replace(small_draft(), sheets=(LEVELS,)))
    words = [label.text() for label in screen.view.preview.findChildren(QLabel)]

    understood = "单位名称、各级编制数（2 列）、合计 → 编制数"
    assert f"表头第 3–4 行，数据 60 行\n{understood}" in words


def test_a_second_file_replaces_what_the_first_showed(make: Make, qtbot: QtBot) -> None:
    screen = opened(make, qtbot, replace(small_draft(), sheets=SHEETS, faults=(NEGATIVE,)))
    screen._read = giving(small_draft(rooms=9))
    screen.open_workbook(Path("更正.xlsx"))
    qtbot.waitUntil(lambda: screen.ready)

    assert screen.view.take.text() == "导入 9 间房"
    assert screen.view.preview.faults.rowCount() == 0


def test_the_faults_can_be_taken_back_to_excel(
    make: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(make, qtbot, replace(small_draft(), faults=(NEGATIVE,)))
    qtbot.mouseClick(screen.view.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready)

    made = tmp_path / "错误清单-small.xlsx"
    assert made.stat().st_size > 0
    assert screen.view.exported.text() == f"已导出到 {made}"
    assert page_of(screen) is Page.PREVIEW


def test_a_list_that_cannot_be_written_is_trouble_and_the_preview_stays(
    make: Make, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(make, qtbot, replace(small_draft(), faults=(NEGATIVE,)))
    (tmp_path / "错误清单-small.xlsx").mkdir()
    with qtbot.waitSignal(desk.troubled):
        qtbot.mouseClick(screen.view.export, Qt.MouseButton.LeftButton)

    assert screen.ready
    assert page_of(screen) is Page.PREVIEW


def test_a_file_that_is_no_workbook_says_so_and_offers_another(
    make: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    def read(path: Path, progress: Progress) -> LedgerDraft:
        return read_ledger(path, progress=progress.step)

    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    screen = make(read)
    screen.open_workbook(broken)
    qtbot.waitUntil(lambda: screen.ready)

    assert page_of(screen) is Page.NOTICE
    assert screen.view.notice.action.text() == "另选文件"


def test_a_bug_in_reading_goes_to_the_one_handler(
    make: Make, desk: Desk, qtbot: QtBot
) -> None:
    def read(_path: Path, _progress: Progress) -> LedgerDraft:
        raise IndexError

    screen = make(read)
    with qtbot.waitSignal(desk.troubled) as told:
        screen.open_workbook(Path("台账.xlsx"))

    assert isinstance(told.args[0], IndexError)
    assert page_of(screen) is Page.NOTICE


@pytest.mark.parametrize("raises", [True, False])
def test_reading_can_be_stopped(make: Make, qtbot: QtBot, *, raises: bool) -> None:
    begun = threading.Event()

    def read(_path: Path, progress: Progress) -> LedgerDraft:
        begun.set()
        while progress.step(1, 3, "房间台账"):
            pass
        if raises:
            raise Trouble("已停止读取。", "可以另选文件。")
        return small_draft()

    screen = make(read)
    screen.open_workbook(Path("台账.xlsx"))
    assert begun.wait(5)
    assert page_of(screen) is Page.WORKING
    screen.open_workbook(Path("另一份.xlsx"))  # one at a time: this one is not begun
    qtbot.keyClick(screen.view, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: screen.ready)
    assert page_of(screen) is Page.NOTICE
    assert screen.view.working.what.text() == "正在读取“台账.xlsx”"


def test_a_second_ledger_on_one_device_is_refused_in_words(
    make: Make, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    screen = opened(make, qtbot, small_draft())
    qtbot.mouseClick(screen.view.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page_of(screen) is Page.KEPT)

    screen.open_workbook(Path("另一份.xlsx"))
    qtbot.waitUntil(lambda: screen.ready)
    with qtbot.waitSignal(desk.troubled) as told:
        qtbot.mouseClick(screen.view.take, Qt.MouseButton.LeftButton)

    assert isinstance(told.args[0], Trouble)
    assert page_of(screen) is Page.PREVIEW
    assert here.ledger.ask(estate.counts).rooms == 6


def test_back_leads_to_the_three_cards(make: Make, desk: Desk, qtbot: QtBot) -> None:
    screen = opened(make, qtbot, small_draft())
    with qtbot.waitSignal(desk.wanted) as wanted:
        qtbot.mouseClick(screen.view.back, Qt.MouseButton.LeftButton)

    assert wanted.args[0].page == "first_run"
