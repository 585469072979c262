"""Three ways to begin, each by mouse and by number key."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.desk import Desk, GoTo
from inspector.ui.first_run.screen import Copy, FirstRunScreen
from inspector.ui.tasks import Progress

SAMPLE = Path("samples") / "示例县.xlsx"
ADDRESS, SECRET = "https://centre.example:8443", "七里香"
DOWN = Trouble("连不上中心。", "请检查网络后重试。")

Make = Callable[..., FirstRunScreen]


@pytest.fixture
def went(desk: Desk) -> list[str]:
    """The pages that were asked for, in order."""
    pages: list[str] = []
    desk.wanted.connect(lambda goto: pages.append(goto.page))
    return pages


@pytest.fixture
def make(desk: Desk, qtbot: QtBot) -> Make:
    def made(copy: Copy | None = None, file: Path | None = None) -> FirstRunScreen:
        def choose(_parent: QWidget) -> Path | None:
            return file

        screen = FirstRunScreen(desk, lambda: SAMPLE, copy or _copied, choose)
        qtbot.addWidget(screen)
        screen.resize(1200, 700)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        screen.show_for(GoTo("first_run"))
        return screen

    return made


def _copied(progress: Progress, _url: str, _secret: str) -> str:
    progress.step(1, 2, "正在复制房间")
    return "copied"


def fill(screen: FirstRunScreen, qtbot: QtBot, url: str, secret: str) -> None:
    screen.view.show_form()
    form = screen.view.form
    form.url.setText(url)
    form.secret.setText(secret)
    qtbot.mouseClick(form.start, Qt.MouseButton.LeftButton)


def test_the_sample_leads_to_the_import_page(
    make: Make, went: list[str], qtbot: QtBot
) -> None:
    screen = make()
    with qtbot.waitSignal(screen.file_chosen) as chosen:
        qtbot.mouseClick(screen.view.sample, Qt.MouseButton.LeftButton)

    assert chosen.args == [SAMPLE]
    assert went == ["import"]


def test_key_1_opens_the_sample_key_2_asks_for_a_file(
    make: Make, went: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "台账.xlsx"
    screen = make(file=file)
    with qtbot.waitSignal(screen.file_chosen) as first:
        qtbot.keyClick(screen, Qt.Key.Key_1)
    with qtbot.waitSignal(screen.file_chosen) as second:
        qtbot.keyClick(screen, Qt.Key.Key_2)

    assert (first.args, second.args) == ([SAMPLE], [file])
    assert went == ["import", "import"]


def test_thinking_better_of_choosing_a_file_changes_nothing(
    make: Make, went: list[str], qtbot: QtBot
) -> None:
    screen = make(file=None)
    with qtbot.assertNotEmitted(screen.file_chosen):
        qtbot.keyClick(screen, Qt.Key.Key_2)

    assert went == []


def test_key_3_opens_the_form_and_escape_leads_back(make: Make, qtbot: QtBot) -> None:
    screen = make()
    qtbot.keyClick(screen, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: screen.view.on_form)
    qtbot.keyClick(screen.view.form, Qt.Key.Key_Escape)

    assert not screen.view.on_form


def test_copying_shows_progress_and_then_the_tasks(
    make: Make, desk: Desk, went: list[str], qtbot: QtBot
) -> None:
    asked: list[tuple[str, str]] = []
    seen = threading.Event()

    def copy(progress: Progress, url: str, secret: str) -> None:
        asked.append((url, secret))
        seen.wait(5)
        _copied(progress, url, secret)

    screen = make(copy)
    fill(screen, qtbot, ADDRESS, SECRET)
    assert not screen.view.form.start.isEnabled()
    assert not screen.ready

    seen.set()
    qtbot.waitUntil(lambda: went == ["tasks"])
    assert asked == [(ADDRESS, SECRET)]
    assert screen.view.form.words.text() == "正在复制房间"
    assert screen.ready


def test_a_centre_that_is_down_is_said_beside_the_form(
    make: Make, went: list[str], qtbot: QtBot
) -> None:
    def copy(_progress: Progress, _url: str, _secret: str) -> None:
        raise DOWN

    screen = make(copy)
    fill(screen, qtbot, ADDRESS, SECRET)

    qtbot.waitUntil(lambda: screen.ready)
    assert screen.view.form.fault.text() == str(DOWN)
    assert screen.view.form.fault.isVisible()
    assert screen.view.form.url.text() == ADDRESS
    assert went == []


def test_a_bug_while_copying_goes_to_the_one_handler(
    make: Make, desk: Desk, qtbot: QtBot
) -> None:
    def copy(_progress: Progress, _url: str, _secret: str) -> None:
        raise ZeroDivisionError

    screen = make(copy)
    with qtbot.waitSignal(desk.troubled) as told:
        fill(screen, qtbot, ADDRESS, SECRET)

    assert isinstance(told.args[0], ZeroDivisionError)
    assert screen.ready


def test_copying_can_be_stopped(make: Make, went: list[str], qtbot: QtBot) -> None:
    def copy(progress: Progress, _url: str, _secret: str) -> None:
        while progress.step(0, 0):
            pass
        raise Trouble("已停止复制。", "没有保存任何内容。")

    screen = make(copy)
    fill(screen, qtbot, ADDRESS, SECRET)
    qtbot.mouseClick(screen.view.form.stop, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: screen.ready)
    assert screen.view.form.fault.text().startswith("已停止复制。")
    assert went == []


@pytest.mark.parametrize(
    ("url", "secret", "fault"),
    [
        ("centre.example", SECRET, "中心地址要以 http:// 或 https:// 开头。"),
        (ADDRESS, "  ", "请填写登记口令。"),
    ],
)
def test_a_form_that_is_not_filled_in_says_what_is_missing(
    make: Make, qtbot: QtBot, url: str, secret: str, fault: str
) -> None:
    screen = make()
    with qtbot.assertNotEmitted(screen.view.copy_wanted):
        fill(screen, qtbot, url, secret)

    assert screen.view.form.fault.text() == fault


@pytest.mark.parametrize(("wide", "scale"), [(1200, 1.0), (600, 1.0), (1200, 1.5)])
def test_every_card_is_shown_whole(
    make: Make, qtbot: QtBot, wide: int, scale: float
) -> None:
    screen = make()
    theme.apply(_application(), "dark", scale)
    screen.resize(wide, 900)
    qtbot.waitUntil(lambda: screen.width() == wide)
    view = screen.view

    cards = (view.sample, view.file, view.copy)
    stacked = wide == 600
    qtbot.waitUntil(lambda: (view.file.y() > view.sample.geometry().bottom()) == stacked)
    assert not screen.grab().isNull()
    for card in cards:
        assert card.width() >= card.minimumSizeHint().width()
        assert card.height() >= card.minimumSizeHint().height()


def _application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found
