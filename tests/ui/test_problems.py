"""Trouble is shown as it reads; a bug leaves a report; neither stops anybody."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.trouble import Trouble
from inspector.ui.problems import Problems, install_hooks

FULL = Trouble("磁盘已满，本次改动没有保存。", "请腾出磁盘空间后重试。")
HELD = Trouble("台账正被另一个程序使用。", "请关闭另一个窗口后重试。")


def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def opened() -> list[Path]:
    return []


@pytest.fixture
def problems(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path, opened: list[Path]
) -> Problems:
    made = Problems(tmp_path / "logs", now, opened.append)
    qtbot.addWidget(made)
    return made


def a_bug() -> Exception:
    """As it arrives: with the lines it came through."""
    try:
        return _seven_sided()
    except ValueError as error:
        return error


def test_nothing_is_shown_while_nothing_is_wrong(problems: Problems) -> None:
    assert problems.isHidden()
    assert problems.shown is None


def test_trouble_is_shown_with_its_advice(problems: Problems) -> None:
    problems.tell(FULL)

    assert not problems.isHidden()
    assert problems.what.text() == FULL.what
    assert problems.advice.text() == FULL.advice
    assert problems.report.isHidden()


def test_troubles_wait_their_turn(problems: Problems, qtbot: QtBot) -> None:
    problems.tell(FULL)
    problems.tell(HELD)
    assert problems.what.text() == FULL.what
    assert problems.more.text() == "还有 1 条"

    qtbot.mouseClick(problems.understood, Qt.MouseButton.LeftButton)
    assert problems.what.text() == HELD.what
    assert problems.more.isHidden()

    qtbot.mouseClick(problems.understood, Qt.MouseButton.LeftButton)
    assert problems.isHidden()


def test_the_same_trouble_does_not_queue_twice(problems: Problems) -> None:
    problems.tell(FULL)
    problems.tell(FULL)

    assert problems.waiting == 1


def test_a_flood_does_not_grow_without_end(problems: Problems) -> None:
    for number in range(100):
        problems.tell(Trouble(f"第 {number} 处。", "请重试。"))

    assert problems.waiting == 20


def test_a_bug_is_written_down_and_can_be_opened(
    problems: Problems,
    qtbot: QtBot,
    opened: list[Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    problems.tell(a_bug())

    assert problems.what.text() == "程序出错，已保存的数据完好。"
    qtbot.mouseClick(problems.report, Qt.MouseButton.LeftButton)
    (report,) = opened
    written = report.read_text(encoding="utf-8")
    assert "ValueError: seven sides" in written
    assert "a_bug" in written
    assert "2026-11-23 09:30:00" in written
    assert "seven sides" in caplog.text
    caplog.clear()


def test_the_same_bug_is_told_once(
    problems: Problems, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        problems.tell(a_bug())

    assert len(list((tmp_path / "logs").iterdir())) == 1
    caplog.clear()


def test_a_bug_is_shown_even_where_no_report_can_be_kept(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    problems = Problems(tmp_path / "logs", now)
    qtbot.addWidget(problems)

    problems.tell(a_bug())

    assert problems.what.text() == "程序出错，已保存的数据完好。"
    assert problems.report.isHidden()
    caplog.clear()


def test_uncaught_exceptions_of_this_and_other_threads_arrive(
    problems: Problems, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    take_away = install_hooks(problems)
    try:
        sys.excepthook(Trouble, FULL, None)
        thread = threading.Thread(target=_fail)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: problems.waiting == 2)
    finally:
        take_away()
    caplog.clear()


def test_hooks_leave_exit_alone_and_can_be_taken_away(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[type[BaseException]] = []

    def before(kind: type[BaseException], _error: BaseException, _trace: object) -> None:
        seen.append(kind)

    monkeypatch.setattr(sys, "excepthook", before)
    take_away = install_hooks(problems)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    take_away()

    assert seen == [KeyboardInterrupt]
    assert sys.excepthook is before
    assert problems.waiting == 0


def _seven_sided() -> Exception:
    raise ValueError("seven sides")


def _fail() -> None:
    raise RuntimeError("on another thread")
