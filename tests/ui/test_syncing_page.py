"""上报: what waits, the exchange with a real centre, receipts, failures in words."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import inspector.actions
from centres import SECRET, edit_room, next_device, sync
from inspector.actions.changes import Changes
from inspector.actions.evidence import keep_photo
from inspector.actions.here import Here
from inspector.central.serve import Service, running
from inspector.db import device, journal
from inspector.db.device import Receipt
from inspector.domain.mutations import MutationState
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.settings.preferences import Preferences
from inspector.ui.syncing import words
from inspector.ui.syncing.centre import sync_with_centre
from inspector.ui.syncing.screen import SyncingScreen
from inspector.ui.syncing.view import SyncingView
from inspector.ui.tasks import Progress
from worlds import measure, rooms, visit

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running(Service(tmp_path / "centre", SECRET)) as address:
        yield address


@pytest.fixture
def preferences(here: Here) -> Preferences:
    return Preferences(here.home.settings)


@pytest.fixture
def screen(desk: Desk, here: Here, preferences: Preferences, qtbot: QtBot) -> SyncingScreen:
    screen = SyncingScreen(desk, sync_with_centre(here, "测试机"), preferences)
    qtbot.addWidget(screen)
    screen.resize(1156, 640)
    screen.show()
    return screen


def settled(screen: SyncingScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.ready, timeout=60_000)


def shown(screen: SyncingScreen, qtbot: QtBot) -> SyncingView:
    screen.show_for(GoTo("syncing"))
    settled(screen, qtbot)
    return screen.view


def send(screen: SyncingScreen, qtbot: QtBot, url: str, secret: str = SECRET) -> None:
    view = shown(screen, qtbot)
    view.counts.url.setText(url)
    view.counts.secret.setText(secret)
    view.primary.click()
    settled(screen, qtbot)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def texts(view: SyncingView, column: int) -> list[str]:
    lines = view.lists.queued.lines
    return [str(lines.data(lines.index(row, column))) for row in range(lines.rowCount())]


def test_records_and_photos_that_wait_are_counted_apart(
    screen: SyncingScreen, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    keep_photo(here, inspection.id, rooms(here)[0].room.id, photo())
    view = shown(screen, qtbot)
    unsent = here.ledger.ask(journal.unsent)
    assert view.counts.records.text() == str(unsent.records)
    assert view.counts.photos.text() == "1"
    assert view.counts.records.property("tone") == "undecided"


def test_every_action_that_waits_is_listed_with_its_room_person_and_time(
    screen: SyncingScreen, here: Here, qtbot: QtBot
) -> None:
    inspection = visit(here)
    measure(here, inspection, rooms(here)[0].room.id, 5203, 3904)
    view = shown(screen, qtbot)
    assert texts(view, 1) == ["导入台账", "开始核查", "记录读数", "记录读数"]
    assert texts(view, 2)[1:] == ["", "主楼 301 室 · 5.203 m", "主楼 301 室 · 3.904 m"]
    assert texts(view, 2)[0].endswith(" 条")
    assert set(texts(view, 3)) == {"陈㛃"}
    assert texts(view, 4)[0].startswith("2026-11-23 09:00:0")
    assert view.lists.tabs.tabText(0) == "未上报操作 4"


def test_every_action_of_the_program_has_its_words() -> None:
    folder = Path(inspector.actions.__file__).parent
    written = {
        name
        for file in folder.glob("*.py")
        for name in re.findall(r"\.act\(\"(\w+)\"\)", file.read_text("utf-8"))
    }
    assert len(written) > 10
    assert written - set(words.actions()) == set()


def test_without_an_address_the_reason_stands_beside_the_button(
    screen: SyncingScreen, qtbot: QtBot
) -> None:
    view = shown(screen, qtbot)
    assert not view.primary.isEnabled()
    assert view.hint.text() == "请先填写中心地址"
    view.counts.url.setText(NOWHERE)
    assert view.primary.isEnabled()
    assert view.hint.text() == ""


def test_everything_is_sent_and_the_receipt_gives_the_centres_numbers(
    screen: SyncingScreen, desk: Desk, here: Here, address: str, qtbot: QtBot
) -> None:
    inspection = visit(here)
    keep_photo(here, inspection.id, rooms(here)[0].room.id, photo())
    told: list[Changes] = []
    desk.changed.connect(told.append)
    with qtbot.waitSignal(screen.synced, timeout=60_000) as synced:
        send(screen, qtbot, address)
    receipt = synced.args[0]
    (kept,) = here.ledger.ask(device.receipts)
    assert receipt == kept
    assert (receipt.sent, receipt.applied, receipt.photos_sent) == (3, 3, 1)
    view = screen.view
    assert view.counts.outcome.headline.text() == "● 上报完成"
    assert f"送出 {receipt.records} 条记录（3 次操作，中心接受 3 次），照片 1 张" in (
        view.counts.outcome.sentence.text()
    )
    number = words.receipt_number(receipt)
    assert view.counts.outcome.number.text() == f"回执 {number}"
    assert view.lists.tabs.currentWidget() is view.lists.receipts
    lines = view.lists.receipts.lines
    assert lines.data(lines.index(0, 1)) == number
    assert (view.counts.records.text(), view.counts.photos.text()) == ("0", "0")
    assert any(changes.synced for changes in told)


def test_the_address_is_kept_and_the_pass_phrase_is_not(
    screen: SyncingScreen, here: Here, preferences: Preferences, address: str, qtbot: QtBot
) -> None:
    send(screen, qtbot, address)
    assert preferences.centre == address
    assert SECRET not in here.home.settings.read_text("utf-8")
    assert screen.view.counts.secret.text() == ""
    assert "不必再填口令" in screen.view.counts.secret_hint.text()
    screen.view.primary.click()
    settled(screen, qtbot)
    assert len(here.ledger.ask(device.receipts)) == 2


def test_a_centre_out_of_reach_is_said_with_advice_and_loses_nothing(
    screen: SyncingScreen, here: Here, qtbot: QtBot
) -> None:
    before = here.ledger.ask(journal.unsent)
    send(screen, qtbot, NOWHERE)
    outcome = screen.view.counts.outcome
    assert outcome.headline.text().startswith("▲ 连不上中心")
    assert "没有丢失" in outcome.sentence.text()
    assert here.ledger.ask(journal.unsent) == before
    assert screen.view.primary.isEnabled()


def test_a_wrong_pass_phrase_is_said_in_the_centres_words(
    screen: SyncingScreen, address: str, qtbot: QtBot
) -> None:
    send(screen, qtbot, address, "不对")
    outcome = screen.view.counts.outcome
    assert outcome.headline.text() == "▲ 登记口令不对。"
    assert outcome.sentence.text().endswith("本机的记录完好，可随时再次上报。")


def test_what_two_devices_say_differently_is_listed_with_the_reason(
    screen: SyncingScreen, here: Here, address: str, qtbot: QtBot, tmp_path: Path
) -> None:
    send(screen, qtbot, address)
    other = next_device(tmp_path / "other", address)
    edit_room(other, "301", remark="甲")
    sync(other, address)
    other.ledger.close()
    edit_room(here, "301", remark="乙")
    send(screen, qtbot, address, "")
    listed = here.ledger.ask(journal.mutations, MutationState.CONFLICT)
    view = screen.view
    assert len(listed) == 1
    assert view.counts.outcome.headline.text() == "◆ 已上报，有待处理"
    assert view.lists.tabs.currentWidget() is view.lists.conflicts
    lines = view.lists.conflicts.lines
    assert lines.rowCount() == 1
    assert lines.data(lines.index(0, 5)) == (listed[0].result or "需确认")
    assert lines.data(lines.index(0, 1)) == "其他改动"


def test_the_exchange_shows_how_far_it_is_and_can_be_stopped(
    desk: Desk, here: Here, preferences: Preferences, qtbot: QtBot
) -> None:
    told = threading.Event()

    def slow(progress: Progress, url: str, _secret: str) -> Receipt:
        progress.step(3, 10, "上报记录")
        told.set()
        while progress.step(4, 10, "上报记录"):
            threading.Event().wait(0.01)
        return Receipt(here.new_id(), here.now(), "", url, sent=4, finished=False)

    screen = SyncingScreen(desk, slow, preferences)
    qtbot.addWidget(screen)
    screen.resize(1156, 640)
    screen.show()
    view = shown(screen, qtbot)
    view.counts.url.setText(NOWHERE)
    view.primary.click()
    assert told.wait(5)
    qtbot.waitUntil(lambda: view.counts.work.words.text() == "上报记录  4 / 10")
    assert view.counts.work.bar.value() == 4
    assert not view.primary.isEnabled()
    assert view.hint.text() == "正在上报，可以继续做别的事"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.counts.work.words.text().startswith("正在停止")
    settled(screen, qtbot)
    assert view.counts.outcome.headline.text() == "◆ 已按要求停止"
    assert "不会丢失" in view.counts.outcome.sentence.text()
    assert view.primary.isEnabled()


def test_a_bug_in_the_exchange_goes_to_where_bugs_are_told(
    desk: Desk, preferences: Preferences, qtbot: QtBot
) -> None:
    def broken(_progress: Progress, _url: str, _secret: str) -> Receipt:
        raise LookupError("not foreseen")

    screen = SyncingScreen(desk, broken, preferences)
    qtbot.addWidget(screen)
    view = shown(screen, qtbot)
    view.counts.url.setText(NOWHERE)
    with qtbot.waitSignal(desk.troubled) as troubled:
        view.primary.click()
    assert isinstance(troubled.args[0], LookupError)
    settled(screen, qtbot)
    assert view.primary.isEnabled()


def test_empty_lists_say_so(screen: SyncingScreen, address: str, qtbot: QtBot) -> None:
    send(screen, qtbot, address)
    lists = screen.view.lists
    assert lists.queued.currentWidget() is lists.queued.notice
    assert "都已在中心" in lists.queued.notice.sentence.text()
    assert lists.receipts.currentWidget() is lists.receipts.table


def test_what_is_done_elsewhere_is_counted_at_once(
    screen: SyncingScreen, desk: Desk, here: Here, qtbot: QtBot
) -> None:
    view = shown(screen, qtbot)
    before = len(texts(view, 0))
    inspection = visit(here)
    desk.changed.emit(Changes(inspections=frozenset({inspection.id})))
    settled(screen, qtbot)
    assert len(texts(view, 0)) == before + 1


@pytest.mark.parametrize("scale", theme.SCALES)
def test_the_page_fits_its_window_at_every_text_size(
    screen: SyncingScreen, dressed: QApplication, qtbot: QtBot, scale: float
) -> None:
    theme.apply(dressed, "dark", scale)
    view = shown(screen, qtbot)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert screen.minimumSizeHint().width() <= 1156
    assert screen.minimumSizeHint().height() <= 360 * scale
    assert not screen.hasHeightForWidth()
    assert view.primary.width() >= view.primary.sizeHint().width()
    assert not screen.grab().isNull()
