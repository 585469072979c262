"""The one place that shows what went wrong: `Trouble` as it reads, anything else as a bug.

Nothing here blocks: a banner at the top says one thing at a time and waits to be read.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.trouble import Trouble
from inspector.ui import theme

_log = logging.getLogger(__name__)
_MOST_WAITING = 20
"""More than this at once is one fault told many times."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`report` is the file a bug was written to; troubles have none."""

    what: str
    advice: str
    report: Path | None = None


def open_on_desktop(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


class Problems(QFrame):
    """Give every exception to `tell`, from any thread."""

    _arrived = Signal(object)

    def __init__(
        self,
        logs: Path,
        now: Callable[[], datetime],
        open_report: Callable[[Path], None] = open_on_desktop,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._logs = logs
        self._now = now
        self._open_report = open_report
        self._waiting: deque[Problem] = deque()
        self._told: set[str] = set()
        self.what = QLabel()
        self.advice = QLabel()
        self.more = QLabel()
        self.report = QPushButton(self.tr("打开报告"))
        self.understood = QPushButton(self.tr("知道了"))
        self._lay_out()
        self.report.clicked.connect(self._open)
        self.understood.clicked.connect(self._next)
        self._arrived.connect(self._take)
        self.hide()

    def _lay_out(self) -> None:
        theme.set_role(self, "verdict", "undecided")
        theme.set_role(self.what, "strong")
        theme.set_role(self.more, "muted")
        for label in (self.what, self.advice):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        space = theme.SPACE
        words = QVBoxLayout()
        words.setSpacing(space.xs)
        words.addWidget(self.what)
        words.addWidget(self.advice)
        line = QHBoxLayout(self)
        line.setContentsMargins(space.l, space.s, space.s, space.s)
        line.setSpacing(space.s)
        line.addLayout(words, 1)
        line.addWidget(self.more)
        line.addWidget(self.report)
        line.addWidget(self.understood)

    @property
    def shown(self) -> Problem | None:
        return self._waiting[0] if self._waiting else None

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @Slot(object)
    def tell(self, error: BaseException) -> None:
        """Show it when its turn comes; a bug is written down first, once for each place."""
        if isinstance(error, Trouble):
            self._arrived.emit(Problem(error.what, error.advice))
            return
        place = _place_of(error)
        if place not in self._told:
            self._told.add(place)
            _log.error("bug at %s", place, exc_info=error)
            self._arrived.emit(self._bug(error))

    def _bug(self, error: BaseException) -> Problem:
        return Problem(
            self.tr("程序出错，已保存的数据完好。"),
            self.tr("可以继续使用；请把报告交给技术支持，以便更正。"),
            self._kept_report(error),
        )

    def _kept_report(self, error: BaseException) -> Path | None:
        at = self._now()
        file = self._logs / f"report-{at:%Y%m%d-%H%M%S-%f}.txt"
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            file.write_text(_report(error, at), encoding="utf-8")
        except OSError:
            # A full disk must not hide the bug; the log has it if anything has.
            _log.exception("the report could not be kept")
            return None
        return file

    @Slot(object)
    def _take(self, problem: Problem) -> None:
        if problem not in self._waiting and len(self._waiting) < _MOST_WAITING:
            self._waiting.append(problem)
        self._show()

    @Slot()
    def _next(self) -> None:
        if self._waiting:
            self._waiting.popleft()
        self._show()

    def _show(self) -> None:
        problem = self.shown
        self.setVisible(problem is not None)
        if problem is None:
            return
        tone = "undecided" if problem.report is None else "over"
        theme.set_role(self, "verdict", tone)
        self.what.setText(problem.what)
        self.advice.setText(problem.advice)
        self.report.setVisible(problem.report is not None)
        behind = len(self._waiting) - 1
        self.more.setText(self.tr("还有 {0} 条").format(behind))
        self.more.setVisible(behind > 0)
        self.setAccessibleName(f"{problem.what} {problem.advice}")

    @Slot()
    def _open(self) -> None:
        if self.shown is not None and self.shown.report is not None:
            self._open_report(self.shown.report)


def install_hooks(problems: Problems) -> Callable[[], None]:
    """Bring every exception that nobody caught, on any thread, to `problems`.

    Returns what takes the hooks away again. Ctrl+C and exit keep their old meaning.
    """
    before = sys.excepthook, threading.excepthook

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            problems.tell(error)
        else:
            before[0](kind, error, trace)

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, Exception):
            problems.tell(args.exc_value)
        else:
            before[1](args)

    def take_away() -> None:
        sys.excepthook, threading.excepthook = before

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
    return take_away


def _place_of(error: BaseException) -> str:
    """Kind and line: the same bug, told by every repaint, is one bug."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    where = f"{last.filename}:{last.lineno}" if last else "?"
    return f"{type(error).__name__} {where}"


def _report(error: BaseException, at: datetime) -> str:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    facts = (
        f"时间 {at:%Y-%m-%d %H:%M:%S%z}",
        f"系统 {system}",
        f"Python {platform.python_version()}  PySide6 {qt_version}",
        "",
    )
    return "\n".join(facts) + "\n" + "".join(traceback.format_exception(error))
