"""签字: what is shown is what is signed; refusals; the sheet and its pages."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions import sheets
from inspector.actions.findings import Decision, decide
from inspector.actions.here import Here
from inspector.db import findings
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.domain.inspections import Inspection, Role, Signature
from inspector.domain.sheet import content_sha256
from inspector.places import resources
from inspector.reports.fonts import Fonts
from inspector.reports.preview import page_images
from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.signing.screen import SigningScreen
from inspector.ui.signing.signature_card import SignatureCard
from inspector.ui.signing.view import Step
from inspector.ui.widgets.pill import TONE
from worlds import BEGUN, UNIT, measure, rooms, visit

LARGE = (5203, 3904, 5198, 3905, 6502)
SMALL = (4203, 2104, 4203, 2104, 4700)
INK = Ink(
    (Stroke((InkPoint(900, 900, 500, 0), InkPoint(1900, 1200, 600, 40))),), 6000, 2400
)
FINE = Decision(FindingKind.NO_FINDING, Rectification.NONE)


@cache
def fonts() -> Fonts:
    return Fonts.load(resources() / "fonts")


@pytest.fixture
def inspection(here: Here) -> Inspection:
    """301 is within, 302 over; 304 has two readings and no finding."""
    inspection, found = visit(here), rooms(here)
    measure(here, inspection, found[0].room.id, *SMALL)
    decide(here, inspection.id, found[0].room.id, FINE)
    measure(here, inspection, found[1].room.id, *LARGE)
    over = Decision(
        FindingKind.OVER_LIMIT,
        Rectification.FIX_BY_PLAN,
        method=Method.SWAP,
        deadline=BEGUN.date() + timedelta(days=30),
    )
    decide(here, inspection.id, found[1].room.id, over)
    measure(here, inspection, found[3].room.id, 5203, 3904)
    return inspection


@pytest.fixture
def opened() -> list[Path]:
    return []


@pytest.fixture
def screen(desk: Desk, opened: list[Path], qtbot: QtBot) -> SigningScreen:
    screen = SigningScreen(desk, fonts, page_images, opened.append)
    qtbot.addWidget(screen)
    screen.resize(1156, 640)
    screen.show()
    return screen


def shown(screen: SigningScreen, qtbot: QtBot, inspection_id: UUID | None) -> None:
    screen.show_for(GoTo("signing", inspection_id=inspection_id))
    qtbot.waitUntil(lambda: screen.ready)


def sign(screen: SigningScreen, card: SignatureCard, qtbot: QtBot) -> None:
    """By hand: press, draw, let go, confirm."""
    field = card.field
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    QTest.mouseMove(field, QPoint(120, 70))
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=QPoint(120, 70))
    card.confirm.click()
    qtbot.waitUntil(lambda: screen.ready)


def test_a_narrow_window_has_the_sheet_and_the_signers_behind_tabs(
    screen: SigningScreen, inspection: Inspection, qtbot: QtBot
) -> None:
    screen.resize(729, 392)
    shown(screen, qtbot, inspection.id)
    panes = screen.view.panes
    qtbot.waitUntil(panes.tabs.isVisible)
    assert screen.view.summary.isVisible()

    panes.tabs.setCurrentIndex(1)
    assert screen.view.cards[0].field.isVisible()
    assert screen.view.summary.isHidden()


def step(screen: SigningScreen) -> Step:
    return screen.view.step


def kept(here: Here, inspection: Inspection) -> list[Signature]:
    return here.ledger.ask(findings.signatures, inspection.id)


def rows(screen: SigningScreen) -> list[list[str]]:
    model = screen.view.summary.rooms
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_summary_reads_as_it_will_on_paper(
    screen: SigningScreen, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    dash = "—"
    assert rows(screen) == [
        ["301", "主楼 3层", "17.80", "8.84 ± 0.02", "18.00", "● 合规", "无需整改"],
        [
            *("302", "主楼 3层", "17.50", "20.30 ± 0.02", "18.00"),
            *("▲ 超标 2.30 ㎡", "出方案限期整改"),
        ],
        ["未认定 4 间，其中已有读数 1 间", "", "", "", "", "", ""],
        ["303", "主楼 3层", "17.80", dash, dash, "未测", dash],
        ["304", "主楼 3层", "17.50", dash, dash, "测量中 2 读数", dash],
        ["305", "主楼 3层", "17.80", dash, dash, "未测", dash],
        ["306", "主楼 3层", "17.50", dash, dash, "未测", dash],
    ]
    assert screen.view.summary.counted.text() == "已认定 2 间：合规 1 间，超标 1 间。"
    model = screen.view.summary.rooms
    assert model.data(model.index(1, 5), TONE) == "over"
    assert "2026年11月23日" in screen.view.summary.visit.text()


def test_a_place_waits_for_everybody_who_signs_with_their_names(
    screen: SigningScreen, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    cards = screen.view.cards
    assert [(card.role, card.name) for card in cards] == [
        (Role.INSPECTOR, "陈㛃"),
        (Role.INSPECTOR, "王珺祎"),
        (Role.ESCORT, "李䶮"),
        (Role.RESPONSIBLE, ""),
    ]
    assert screen.view.hint.text() == "还差 4 人签字；也可打印后在纸上签"
    assert not any(card.confirm.isEnabled() for card in cards)


def test_a_signature_is_bound_to_what_was_shown(
    screen: SigningScreen, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    assert screen.page is not None
    sha = screen.page.sha256
    card = screen.view.cards[0]
    sign(screen, card, qtbot)
    (signature,) = kept(here, inspection)
    assert (signature.role, signature.name) == (Role.INSPECTOR, "陈㛃")
    assert signature.content_sha256 == sha
    assert signature.ink is not None
    assert not signature.ink.is_empty
    assert card.state.text().startswith("● 已签 2026-11-23")
    assert not card.confirm.isVisible()
    QTest.mousePress(card.field, Qt.MouseButton.LeftButton, pos=QPoint(30, 20))
    QTest.mouseRelease(card.field, Qt.MouseButton.LeftButton, pos=QPoint(50, 20))
    assert card.ink == signature.ink


def test_strokes_can_be_taken_back_before_they_are_confirmed(
    screen: SigningScreen, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    card = screen.view.cards[0]
    for x in (40, 90):
        QTest.mousePress(card.field, Qt.MouseButton.LeftButton, pos=QPoint(x, 40))
        QTest.mouseRelease(card.field, Qt.MouseButton.LeftButton, pos=QPoint(x + 9, 60))
    assert len(card.ink.strokes) == 2
    card.undo.click()
    assert len(card.field.ink().strokes) == 1
    card.clear.click()
    assert card.field.ink().is_empty
    assert not card.confirm.isEnabled()


def test_the_responsible_person_needs_a_name(
    screen: SigningScreen, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    card = screen.view.cards[3]
    card.field.show_ink(INK, sealed=False)
    card.given_name.setText(" ")
    assert not card.confirm.isEnabled()
    card.given_name.setText("周平")
    card.confirm.click()
    qtbot.waitUntil(lambda: screen.ready)
    assert [s.name for s in kept(here, inspection)] == ["周平"]
    assert card.fixed_name.text() == "周平"


def test_a_refusal_is_kept_with_its_reason(
    screen: SigningScreen, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    card = screen.view.cards[2]
    card.refuse.click()
    assert not card.keep_refusal.isEnabled()
    card.back.click()
    assert card.field.isVisible()
    card.refuse.click()
    card.reason.setText("对 302 室面积有异议")
    card.keep_refusal.click()
    qtbot.waitUntil(lambda: screen.ready)
    (signature,) = kept(here, inspection)
    assert (signature.refused, signature.ink) == ("对 302 室面积有异议", None)
    assert card.state.text().startswith("◆ 拒签")
    assert card.said.text() == "拒签原因：对 302 室面积有异议"
    assert screen.view.hint.text() == "还差 3 人签字；也可打印后在纸上签"


def test_an_inspector_is_not_asked_to_refuse(
    screen: SigningScreen, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    assert not screen.view.cards[0].refuse.isVisible()
    assert screen.view.cards[2].refuse.isVisible()


def test_a_change_after_a_signature_is_said_and_it_can_be_given_again(
    screen: SigningScreen, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    card = screen.view.cards[0]
    sign(screen, card, qtbot)
    decide(here, inspection.id, rooms(here)[2].room.id, FINE)
    screen.reload()
    qtbot.waitUntil(lambda: screen.ready)
    assert card.state.text() == "◆ 签字后有变动"
    assert "须核对后重新签字" in card.said.text()
    assert screen.view.hint.text() == "签字后内容有变动，1 人须重签"
    card.sign_again.click()
    assert card.ink.is_empty
    sign(screen, card, qtbot)
    assert len(kept(here, inspection)) == 2
    assert card.state.text().startswith("● 已签")


def test_nobody_signs_what_has_changed_behind_the_screen(
    screen: SigningScreen, desk: Desk, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    decide(here, inspection.id, rooms(here)[2].room.id, FINE)
    card = screen.view.cards[0]
    with qtbot.waitSignal(desk.troubled) as troubled:
        sign(screen, card, qtbot)
    assert isinstance(troubled.args[0], Trouble)
    assert "内容已有变化" in troubled.args[0].what
    qtbot.waitUntil(lambda: screen.ready)
    assert kept(here, inspection) == []
    assert rows(screen)[2][0] == "303"
    assert not card.ink.is_empty
    card.confirm.click()
    qtbot.waitUntil(lambda: screen.ready)
    assert len(kept(here, inspection)) == 1


def test_ink_that_waits_survives_another_persons_signature(
    screen: SigningScreen, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    waiting = screen.view.cards[1]
    waiting.field.show_ink(INK, sealed=False)
    sign(screen, screen.view.cards[0], qtbot)
    assert waiting.ink == INK


def test_a_deputy_takes_the_place_of_the_one_who_was_expected(
    screen: SigningScreen, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    sha = content_sha256(sheets.gather(here, inspection.id))
    sheets.sign(here, inspection.id, Role.ESCORT, "赵明", INK, sha)
    shown(screen, qtbot, inspection.id)
    escorts = [card for card in screen.view.cards if card.role is Role.ESCORT]
    assert [card.name for card in escorts] == ["赵明"]


def test_the_sheet_is_made_shown_and_found(
    screen: SigningScreen,
    here: Here,
    inspection: Inspection,
    opened: list[Path],
    qtbot: QtBot,
) -> None:
    shown(screen, qtbot, inspection.id)
    assert not screen.view.folder.isVisible()
    assert step(screen) is Step.MAKE
    screen.view.primary.click()
    assert screen.view.primary.text() == "正在生成…"
    assert not screen.view.primary.isEnabled()
    qtbot.waitUntil(lambda: screen.ready, timeout=30_000)
    (sheet,) = here.ledger.ask(findings.sheets, inspection.id)
    assert screen.view.summary.shows_pages
    assert screen.view.summary.pages.count == sheet.pages
    assert str(here.home.sheets) in screen.view.summary.made.text()
    assert step(screen) is Step.SEND
    screen.view.folder.click()
    assert opened == [here.home.sheets]
    screen.view.summary.turn_to(0)
    assert not screen.view.summary.shows_pages


def test_a_signature_after_the_sheet_asks_for_a_new_one(
    screen: SigningScreen, desk: Desk, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    screen.view.primary.click()
    qtbot.waitUntil(lambda: screen.ready, timeout=30_000)
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.primary.click()
    assert wanted.args == [GoTo("syncing")]
    sign(screen, screen.view.cards[0], qtbot)
    assert step(screen) is Step.MAKE
    assert "请重新生成" in screen.view.summary.made.text()


def test_a_sheet_that_cannot_be_made_is_said_and_can_be_tried_again(
    desk: Desk, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    def no_fonts() -> Fonts:
        raise Trouble("打印字体无法读取。", "请重新安装本程序。")

    screen = SigningScreen(desk, no_fonts, page_images)
    qtbot.addWidget(screen)
    shown(screen, qtbot, inspection.id)
    with qtbot.waitSignal(desk.troubled) as troubled:
        screen.view.primary.click()
    assert str(troubled.args[0]).startswith("打印字体无法读取")
    assert step(screen) is Step.MAKE
    assert here.ledger.ask(findings.sheets, inspection.id) == []


def test_two_presses_on_a_row_go_to_its_room(
    screen: SigningScreen, desk: Desk, here: Here, inspection: Inspection, qtbot: QtBot
) -> None:
    shown(screen, qtbot, inspection.id)
    table = screen.view.summary.table
    table.setCurrentIndex(screen.view.summary.rooms.index(1, 0))
    with qtbot.waitSignal(desk.wanted) as wanted:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert wanted.args == [GoTo("room", inspection.id, rooms(here)[1].room.id)]


def test_without_an_inspection_the_page_leads_to_the_tasks(
    screen: SigningScreen, desk: Desk, qtbot: QtBot
) -> None:
    shown(screen, qtbot, None)
    assert "还没有核查记录" in screen.view.standing.notice.sentence.text()
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.standing.notice.action.click()
    assert wanted.args == [GoTo("tasks")]


def test_coming_from_the_rail_the_newest_visit_is_shown(
    screen: SigningScreen, desk: Desk, inspection: Inspection, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(screen.located) as located:
        shown(screen, qtbot, None)
    assert located.args[0].steps == (UNIT,)
    assert screen.page is not None
    assert screen.page.inspection.id == inspection.id
    with qtbot.waitSignal(desk.wanted) as wanted:
        screen.view.back.click()
    assert wanted.args == [GoTo("tasks", unit_id=inspection.unit_id)]


@pytest.mark.parametrize("scale", theme.SCALES)
def test_the_page_fits_its_window_at_every_text_size(
    screen: SigningScreen,
    inspection: Inspection,
    dressed: QApplication,
    qtbot: QtBot,
    scale: float,
) -> None:
    theme.apply(dressed, "dark", scale)
    shown(screen, qtbot, inspection.id)
    assert screen.minimumSizeHint().width() <= 1156
    qtbot.waitUntil(lambda: screen.minimumSizeHint().height() <= 360 * scale)
    assert not screen.hasHeightForWidth()
    card = screen.view.cards[2]
    card.refuse.click()
    for button in (card.back, card.keep_refusal, card.confirm, screen.view.primary):
        assert button.width() >= button.sizeHint().width() or not button.isVisible()
    assert not screen.grab().isNull()
