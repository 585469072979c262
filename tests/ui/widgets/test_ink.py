"""A signature is kept as the very points the pen gave, on paper's own scale."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.ui import theme
from inspector.ui.widgets.ink import InkField

# The offscreen platform says so of every window it is asked to size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Clock:
    """Seconds that a test moves by hand."""

    seconds: float = 100.0
    step: float = 0.010
    read: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        now = self.seconds
        self.read.append(now)
        self.seconds += self.step
        return now


@pytest.fixture
def signing(qtbot: QtBot) -> InkField:
    """A field of 60 by 24 mm shown on 300 by 120 pixels: a pixel is 0.2 mm."""
    signing = InkField("检查人员签名", clock=Clock())
    qtbot.addWidget(signing)
    signing.resize(300, 120)
    signing.show()
    return signing


def pen(
    widget: InkField, kind: QEvent.Type, at: QPointF, pressure: float, *, down: bool = True
) -> None:
    device = QPointingDevice.primaryPointingDevice()
    event = QTabletEvent(
        kind,
        device,
        at,
        widget.mapToGlobal(at),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        LEFT,
        LEFT if down else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(widget, event)
    assert event.isAccepted()


def pen_stroke(widget: InkField, *points: tuple[float, float, float]) -> None:
    x, y, pressure = points[0]
    pen(widget, QEvent.Type.TabletPress, QPointF(x, y), pressure)
    for x, y, pressure in points[1:]:
        pen(widget, QEvent.Type.TabletMove, QPointF(x, y), pressure)
    pen(widget, QEvent.Type.TabletRelease, QPointF(x, y), 0.0, down=False)


def mouse_stroke(qtbot: QtBot, widget: InkField, *points: tuple[int, int]) -> None:
    qtbot.mousePress(widget, LEFT, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(widget, QPoint(*point))
    qtbot.mouseRelease(widget, LEFT, pos=QPoint(*points[-1]))


def test_a_pen_gives_exact_points_pressure_and_times(
    signing: InkField, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(signing.changed) as changed:
        pen_stroke(signing, (10, 20, 0.25), (10.5, 20, 0.5), (150, 60, 1.0))

    expected = Ink(
        (
            Stroke(
                (
                    InkPoint(200, 400, 250, 0),
                    InkPoint(210, 400, 500, 10),
                    InkPoint(3000, 1200, 1000, 20),
                )
            ),
        ),
        6000,
        2400,
    )
    assert changed.args == [expected]
    assert signing.ink() == expected


def test_a_mouse_gives_exact_points_at_an_even_pressure(
    signing: InkField, qtbot: QtBot
) -> None:
    mouse_stroke(qtbot, signing, (5, 5), (30, 12), (299, 119))

    (stroke,) = signing.ink().strokes
    assert stroke.points == (
        InkPoint(100, 100, 500, 0),
        InkPoint(600, 240, 500, 10),
        InkPoint(5980, 2380, 500, 20),
    )


def test_the_first_finger_writes_and_the_second_does_not(signing: InkField) -> None:
    screen = QTest.createTouchDevice()
    start, end, palm = (
        signing.mapToGlobal(QPoint(x, y)) for x, y in ((15, 15), (60, 45), (200, 100))
    )
    QTest.touchEvent(signing, screen).press(0, start).press(1, palm).commit()
    QTest.touchEvent(signing, screen).move(0, end).stationary(1).commit()
    QTest.touchEvent(signing, screen).release(0, end).release(1, palm).commit()

    (stroke,) = signing.ink().strokes
    assert stroke.points == (InkPoint(300, 300, 500, 0), InkPoint(1200, 900, 500, 10))


def test_a_palm_that_stays_takes_over_nothing(signing: InkField) -> None:
    screen = QTest.createTouchDevice()
    start, end, palm = (
        signing.mapToGlobal(QPoint(x, y)) for x, y in ((15, 15), (60, 45), (200, 100))
    )
    QTest.touchEvent(signing, screen).press(0, start).press(1, palm).commit()
    QTest.touchEvent(signing, screen).release(0, end).stationary(1).commit()
    QTest.touchEvent(signing, screen).move(1, start).commit()
    QTest.touchEvent(signing, screen).press(2, start).stationary(1).commit()
    QTest.touchEvent(signing, screen).move(2, end).stationary(1).commit()
    QTest.touchEvent(signing, screen).release(2, end).release(1, palm).commit()

    strokes = [[(p.x, p.y) for p in stroke.points] for stroke in signing.ink().strokes]
    assert strokes == [[(300, 300)], [(300, 300), (1200, 900)]]


def test_a_pen_whose_lifting_was_lost_writes_on(signing: InkField) -> None:
    pen(signing, QEvent.Type.TabletPress, QPointF(10, 10), 0.5)
    pen_stroke(signing, (30, 10, 0.5), (40, 10, 0.5))

    assert [len(stroke.points) for stroke in signing.ink().strokes] == [1, 2]


def test_the_points_do_not_depend_on_the_size_it_is_shown_at(
    signing: InkField, qtbot: QtBot
) -> None:
    mouse_stroke(qtbot, signing, (30, 12), (60, 24))
    signing.resize(600, 300)  # 600 by 240 of paper, 30 pixels above and below
    mouse_stroke(qtbot, signing, (60, 54), (120, 78))

    first, second = signing.ink().strokes
    assert [(p.x, p.y) for p in first.points] == [(p.x, p.y) for p in second.points]


def test_ink_ends_at_the_edge_of_the_paper(signing: InkField, qtbot: QtBot) -> None:
    mouse_stroke(qtbot, signing, (10, 10), (-40, 500))

    (stroke,) = signing.ink().strokes
    assert (stroke.points[-1].x, stroke.points[-1].y) == (0, 2400)


def test_a_palm_beside_the_pen_writes_nothing(signing: InkField, qtbot: QtBot) -> None:
    pen(signing, QEvent.Type.TabletPress, QPointF(10, 10), 0.5)
    mouse_stroke(qtbot, signing, (200, 100), (220, 100))
    pen(signing, QEvent.Type.TabletMove, QPointF(20, 10), 0.5)
    pen(signing, QEvent.Type.TabletRelease, QPointF(20, 10), 0.0, down=False)

    (stroke,) = signing.ink().strokes
    assert [(point.x, point.y) for point in stroke.points] == [(200, 200), (400, 200)]


def test_the_other_mouse_button_writes_nothing(signing: InkField, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(signing.changed):
        qtbot.mouseClick(signing, Qt.MouseButton.RightButton, pos=QPoint(9, 9))

    assert signing.ink().is_empty


def test_the_last_stroke_can_be_taken_back_and_all_of_them(
    signing: InkField, qtbot: QtBot
) -> None:
    mouse_stroke(qtbot, signing, (10, 10), (20, 10))
    first = signing.ink()
    mouse_stroke(qtbot, signing, (10, 30), (20, 30))

    with qtbot.waitSignal(signing.changed) as changed:
        signing.undo_stroke()
    assert changed.args == [first]
    mouse_stroke(qtbot, signing, (10, 40), (20, 40))
    signing.clear()
    assert signing.ink() == Ink((), 6000, 2400)
    with qtbot.assertNotEmitted(signing.changed):
        signing.undo_stroke()
        signing.clear()


def test_the_clock_starts_again_with_an_empty_field(
    signing: InkField, qtbot: QtBot
) -> None:
    mouse_stroke(qtbot, signing, (10, 10), (20, 10))
    signing.clear()
    mouse_stroke(qtbot, signing, (10, 10), (20, 10))

    assert signing.ink().strokes[0].points[0].ms == 0


def test_keys_take_back_and_clear(signing: InkField, qtbot: QtBot) -> None:
    for y in (10, 20, 30, 40):
        mouse_stroke(qtbot, signing, (10, y), (20, y))

    qtbot.keyClick(signing, Qt.Key.Key_Backspace)
    qtbot.keyClick(signing, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(signing, Qt.Key.Key_A)
    assert len(signing.ink().strokes) == 2
    qtbot.keyClick(signing, Qt.Key.Key_Delete)
    assert signing.ink().is_empty


def test_a_dot_is_a_stroke_and_is_seen(signing: InkField, qtbot: QtBot) -> None:
    qtbot.mouseClick(signing, LEFT, pos=QPoint(150, 40))

    assert len(signing.ink().strokes[0].points) == 1
    assert signing.grab().toImage().pixelColor(150, 40).name() == theme.LIGHT.ink.lower()


def test_a_harder_pen_draws_a_broader_line(signing: InkField) -> None:
    def thickness() -> int:
        image = signing.grab().toImage()
        column = [image.pixelColor(150, y).name() for y in range(5, 90)]
        return column.count(theme.LIGHT.ink.lower())

    pen_stroke(signing, (50, 40, 0.05), (250, 40, 0.05))
    light = thickness()
    signing.clear()
    pen_stroke(signing, (50, 40, 1.0), (250, 40, 1.0))

    assert thickness() > light


def test_a_signature_given_before_is_shown_and_sealed(qtbot: QtBot) -> None:
    given = Ink(
        (Stroke((InkPoint(100, 100, 500, 0), InkPoint(900, 100, 500, 40))),), 4000, 2000
    )
    signing = InkField("负责人签名", clock=Clock())
    qtbot.addWidget(signing)
    signing.show_ink(given)
    signing.resize(400, 200)

    with qtbot.assertNotEmitted(signing.changed):
        mouse_stroke(qtbot, signing, (10, 10), (20, 10))
        signing.undo_stroke()
        signing.clear()

    assert signing.ink() == given
    assert signing.heightForWidth(400) == 200


def test_an_unsealed_signature_goes_on_where_it_was(qtbot: QtBot) -> None:
    given = Ink(
        (Stroke((InkPoint(100, 100, 500, 0), InkPoint(900, 100, 500, 40))),), 6000, 2400
    )
    signing = InkField("负责人签名", clock=Clock())
    qtbot.addWidget(signing)
    signing.resize(300, 120)
    signing.show_ink(given, sealed=False)

    mouse_stroke(qtbot, signing, (10, 10), (20, 10))

    assert len(signing.ink().strokes) == 2
    assert signing.ink().strokes[1].points[0].ms >= 40


def test_a_mouse_moving_without_a_button_writes_nothing(signing: InkField) -> None:
    at = QPointF(40, 40)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(signing, event)

    assert signing.ink().is_empty
