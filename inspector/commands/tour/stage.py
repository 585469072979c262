"""Where the tour plays: a real window without a display, a hand, a pen and a camera."""

from __future__ import annotations

import io
import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector.app import Program

_POLL_MS = 10
_PATIENCE_MS = 30_000
WIDTH, HEIGHT = 1280, 800


class StepFailed(Exception):
    """A step did not come to its end; the text says what was waited for."""

    def __init__(self, step: str, why: str) -> None:
        super().__init__(why)
        self.step = step


class Stage:
    """Drives one program's window; keeps a log of all that was shown as saved."""

    def __init__(self, program: Program, out: Path, say: Callable[[str], None]) -> None:
        self.program = program
        self.out = out
        self.say = say
        self.step = ""
        self.pictures: list[str] = []
        program.window.resize(WIDTH, HEIGHT)
        program.window.show()

    def begin(self, step: str) -> None:
        self.step = step
        self.say(f"· {step}")

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Let the window live until something is so; `StepFailed` when it never is."""
        for _ in range(_PATIENCE_MS // _POLL_MS):
            if true():
                return
            live(_POLL_MS)
        shown = self.program.window.problems.shown
        raise StepFailed(self.step, f"{what}（{shown}）" if shown else what)

    def settle(self) -> None:
        """Until nothing is on its way and everything is painted."""
        self.until(lambda: self.program.window.ready, "画面没有就绪")
        QApplication.processEvents()
        self.until(lambda: self.program.window.ready, "画面没有就绪")

    def picture(self, name: str) -> None:
        self.settle()
        folder = self.out / "pictures"
        folder.mkdir(exist_ok=True)
        file = folder / f"{len(self.pictures) + 1:02d}-{name}.png"
        if not self.program.window.grab().save(str(file)):
            raise StepFailed(self.step, f"截图没有写成：{file}")
        self.pictures.append(file.name)

    def go(self, page: str, **where: Any) -> None:
        self.program.desk.go(page, **where)
        self.until(lambda: self.program.window.page == page, f"没有到“{page}”页")
        self.settle()

    def press(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def log_saved(self, kind: str, what: str) -> None:
        """Written only after the window showed it as saved; a later start checks it."""
        line = json.dumps({"kind": kind, "what": what}, ensure_ascii=False)
        with (self.out / "shown.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
            log.flush()
            os.fsync(log.fileno())


def live(milliseconds: int) -> None:
    """Let the window live that long. (`QTest.qWait` would keep the interpreter's lock
    all the while, and the threads that work for the window would starve.)"""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def write_name(field: QWidget, seed: int) -> None:
    """A few pen strokes across a signature field, as the mouse sends them."""
    width, height = field.width(), field.height()
    for stroke in range(4):
        left = width * (0.12 + 0.19 * stroke)
        points = [
            QPointF(
                left + width * 0.15 * t / 12,
                height
                * (0.5 + 0.26 * math.sin(t / 12 * math.pi * (1.2 + (seed + stroke) % 3))),
            )
            for t in range(13)
        ]
        _mouse(field, QMouseEvent.Type.MouseButtonPress, points[0])
        for point in points[1:]:
            _mouse(field, QMouseEvent.Type.MouseMove, point)
            live(2)
        _mouse(field, QMouseEvent.Type.MouseButtonRelease, points[-1])


def snapshot(number: str) -> bytes:
    """A picture for practice: a plain room with the door plate, as a JPEG."""
    picture = Image.new("RGB", (1600, 1200), (203, 196, 182))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 1200), (420, 820), (1180, 820), (1600, 1200)], fill=(164, 148, 126))
    draw.rectangle((420, 260, 1180, 820), fill=(222, 217, 206))
    draw.rectangle((620, 360, 980, 640), fill=(186, 205, 220))
    draw.line((800, 360, 800, 640), fill=(240, 240, 238), width=14)
    draw.rectangle((560, 760, 1040, 960), fill=(118, 86, 58))
    draw.rectangle((60, 80, 330, 200), fill=(32, 48, 63))
    draw.text((92, 104), number, fill=(255, 255, 255), font_size=64)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=86)
    return out.getvalue()


def _mouse(field: QWidget, kind: QMouseEvent.Type, at: QPointF) -> None:
    button = Qt.MouseButton.LeftButton
    held = (
        Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseButtonRelease else button
    )
    event = QMouseEvent(
        kind,
        at,
        field.mapToGlobal(at),
        Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseMove else button,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(field, event)
