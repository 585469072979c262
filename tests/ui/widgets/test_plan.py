"""A plan shows every reading, legibly, whatever the room's proportions."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.ui import theme
from inspector.ui.widgets.plan import PlanView
from inspector.ui.widgets.plan_layout import (
    PlanDrawing,
    PlanLayout,
    PlanLine,
    PlanPatch,
    crosses,
    distance,
    lay_out,
)

# The offscreen platform says so of every window it is asked to size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯"
LETTER_L = ((0, 0), (6000, 0), (6000, 2500), (3000, 2500), (3000, 4500), (0, 4500))
NOTCHED = ((0, 0), (6000, 0), (6000, 4000), (400, 4000), (400, 3700), (0, 3700))


def ring(*corners: tuple[int, int]) -> tuple[PlanLine, ...]:
    following = (*corners[1:], corners[0])
    pairs = zip(NUMBERS, corners, following, strict=False)
    return tuple(PlanLine(name, reading(a, b), a, b) for name, a, b in pairs)


def reading(a: tuple[int, int], b: tuple[int, int]) -> str:
    return f"{round(math.dist(a, b)):,}".replace(",", "\u2009")


def rectangle(width: int, depth: int, *, diagonals: int = 1) -> PlanDrawing:
    corners = ((0, 0), (width, 0), (width, depth), (0, depth))
    ends = ((corners[0], corners[2]), (corners[1], corners[3]))[:diagonals]
    crossing = tuple(
        PlanLine(name, reading(a, b), a, b)
        for name, (a, b) in zip("⑤⑥", ends, strict=False)
    )
    column = ((width - 300, 0), (width, 0), (width, 300), (width - 300, 300))
    return PlanDrawing(ring(*corners), crossing, (PlanPatch("扣 柱 0.09", column),))


def measure(text: str) -> QSizeF:
    """As wide as the real tags are, without a font."""
    lines = text.split("\n")
    return QSizeF(max(map(len, lines)) * 10.0 + 16, 18.0 * len(lines) + 6)


def laid_out(drawing: PlanDrawing, width: float = 506, height: float = 420) -> PlanLayout:
    texts = {line.name: f"{line.name} {line.value}" for line in drawing.lines}
    return lay_out(drawing, texts, QSizeF(width, height), measure)


def overlaps(layout: PlanLayout) -> list[tuple[str, str]]:
    pairs = combinations(layout.tags, 2)
    return [(a.name, b.name) for a, b in pairs if a.rect.intersects(b.rect)]


def covered_ends(drawing: PlanDrawing, layout: PlanLayout) -> list[str]:
    ends = [layout.fit.point(wall.start) for wall in drawing.walls]
    return [tag.name for tag in layout.tags for end in ends if tag.rect.contains(end)]


@pytest.mark.parametrize("size", [(506, 420), (380, 260), (320, 220), (900, 300)], ids=str)
@pytest.mark.parametrize(
    ("width", "depth"),
    [
        (12_000, 1500),
        (1500, 12_000),
        (5203, 3904),
        (1000, 1000),
        (60_000, 900),
        (3300, 6600),
    ],
)
@pytest.mark.parametrize("diagonals", [1, 2])
def test_every_tag_of_a_rectangle_has_a_place_of_its_own(
    width: int, depth: int, diagonals: int, size: tuple[int, int]
) -> None:
    drawing = rectangle(width, depth, diagonals=diagonals)
    layout = laid_out(drawing, *size)

    assert sorted(tag.name for tag in layout.tags) == sorted(
        [line.name for line in drawing.lines] + ["扣 柱 0.09"]
    )
    assert overlaps(layout) == []
    assert covered_ends(drawing, layout) == []
    paper = QRectF(0, 0, *size)
    assert all(paper.contains(tag.rect) for tag in layout.tags)


@settings(deadline=None, max_examples=60)
@given(st.integers(900, 30_000), st.integers(900, 30_000), st.integers(0, 2))
def test_no_proportion_makes_tags_overlap(width: int, depth: int, diagonals: int) -> None:
    drawing = rectangle(width, depth, diagonals=diagonals)
    layout = laid_out(drawing)

    assert overlaps(layout) == []
    assert covered_ends(drawing, layout) == []


@pytest.mark.parametrize("corners", [LETTER_L, NOTCHED, LETTER_L[::-1], NOTCHED[::-1]])
def test_rooms_with_corners_turned_inward_keep_their_tags_apart(
    corners: tuple[tuple[int, int], ...],
) -> None:
    drawing = PlanDrawing(ring(*corners))
    layout = laid_out(drawing)

    assert len(layout.tags) == len(corners)
    assert overlaps(layout) == []
    assert covered_ends(drawing, layout) == []


@pytest.mark.parametrize(
    "corners", [LETTER_L, LETTER_L[::-1]], ids=["clockwise", "counter"]
)
def test_a_tag_stands_outside_its_wall_whichever_way_the_room_was_walked(
    corners: tuple[tuple[int, int], ...],
) -> None:
    layout = laid_out(PlanDrawing(ring(*corners)), 900, 700)
    longest = next(tag for tag in layout.tags if tag.text.endswith("6\u2009000"))

    assert longest.rect.bottom() < layout.fit.point((0, 0)).y()
    assert not any(tag.led for tag in layout.tags)


def test_no_tag_lies_on_a_wall_where_there_is_room(qtbot: QtBot) -> None:
    drawing = rectangle(5203, 3904)
    layout = laid_out(drawing)

    walls = [layout.fit.line(wall) for wall in drawing.walls]
    assert [t.name for t in layout.tags for wall in walls if crosses(t.rect, wall)] == []


def test_a_tag_that_had_to_stand_apart_is_led_to_what_it_speaks_of() -> None:
    layout = laid_out(rectangle(12_000, 1500), 380, 260)
    diagonal = next(tag for tag in layout.tags if tag.name == "⑤")

    assert diagonal.led
    assert not diagonal.rect.contains(diagonal.anchor)


def test_a_deduction_that_is_large_enough_holds_its_words() -> None:
    low = PlanPatch("扣 低矮 4.00", ((0, 0), (3000, 0), (3000, 2000), (0, 2000)))
    drawing = PlanDrawing(ring((0, 0), (6000, 0), (6000, 4000), (0, 4000)), (), (low,))
    layout = laid_out(drawing, 900, 600)

    area = QRectF(layout.fit.point((0, 0)), layout.fit.point((3000, 2000)))
    assert area.contains(layout.tags[-1].rect)


def test_an_open_run_of_walls_and_no_walls_at_all_are_plans_too() -> None:
    walls = ring((0, 0), (5000, 0), (5000, 4000))[:2]

    assert not PlanDrawing(walls).closed
    assert len(laid_out(PlanDrawing(walls)).tags) == 2
    assert laid_out(PlanDrawing()).tags == ()
    assert not PlanDrawing().closed


def test_labels_are_kept_even_where_there_is_no_room_left() -> None:
    layout = laid_out(rectangle(5000, 4000), 90, 40)

    assert len(layout.tags) == 6


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        (QLineF(-5, 5, 15, 5), True),
        (QLineF(5, -5, 5, 15), True),
        (QLineF(2, 2, 3, 3), True),
        (QLineF(-5, 0, 0, 20), False),
        (QLineF(-5, 11, 15, 11), False),
        (QLineF(11, -5, 11, 15), False),
        (QLineF(-5, 5, -1, 5), False),
    ],
)
def test_whether_a_line_enters_a_rectangle(line: QLineF, *, inside: bool) -> None:
    assert crosses(QRectF(0, 0, 10, 10), line) == inside


def test_distance_is_to_the_nearest_place_on_the_line() -> None:
    line = QLineF(0, 0, 10, 0)

    assert distance(QPointF(5, 3), line) == pytest.approx(3)
    assert distance(QPointF(13, 4), line) == pytest.approx(5)
    assert distance(QPointF(3, 4), QLineF(0, 0, 0, 0)) == pytest.approx(5)


@pytest.fixture
def view(qtbot: QtBot) -> PlanView:
    view = PlanView()
    qtbot.addWidget(view)
    view.resize(506, 420)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_the_plan_can_be_read_out(view: PlanView) -> None:
    room = rectangle(5000, 4000)
    unread = PlanLine("⑥", "", (5000, 0), (0, 4000))
    view.draw(
        PlanDrawing(
            room.walls,
            (*room.diagonals, unread),
            room.deductions,
            armed="⑥",
            suspect="②",
            question="是否 4\u2009400？",
        )
    )

    assert view.accessibleDescription().split("；") == [
        "① 5\u2009000",
        "② 4\u2009000 ？\n是否 4\u2009400？",
        "③ 5\u2009000",
        "④ 4\u2009000",
        "⑤ 6\u2009403",
        "⑥ 待测",
        "扣 柱 0.09",
    ]
    assert view.accessibleName() == "房间平面"


def colours_along(view: PlanView, line: QLineF) -> set[str]:
    image = view.grab().toImage()
    places = (line.pointAt(step / 200) for step in range(20, 70))
    return {image.pixelColor(place.toPoint()).name() for place in places}


def test_walls_are_heavy_the_armed_one_glows_the_suspect_one_is_outlined(
    view: PlanView, qapp: QApplication
) -> None:
    room = rectangle(5000, 4000)
    drawing = PlanDrawing(room.walls, armed="①", suspect="③", question="？")
    view.draw(drawing)
    lines = {wall.name: view.layout_now().fit.line(wall) for wall in drawing.walls}

    assert colours_along(view, lines["④"]) == {theme.LIGHT.ink.lower()}
    assert colours_along(view, lines["①"]) == {theme.LIGHT.accent.lower()}
    assert colours_along(view, lines["①"].translated(0, 6)) != colours_along(
        view, lines["④"].translated(6, 0)
    )
    rim = colours_along(view, lines["③"].translated(0, 4))
    assert theme.LIGHT.undecided.lower() not in colours_along(view, lines["③"])
    assert len(rim) == 1
    theme.apply(qapp, "dark")
    assert colours_along(view, lines["④"]) == {theme.DARK.ink.lower()}


def test_every_label_is_painted(view: PlanView) -> None:
    view.draw(rectangle(5203, 3904))

    image = view.grab().toImage()
    for tag in view.layout_now().tags:
        box = tag.rect.toRect().adjusted(6, 4, -6, -4)
        inks = {
            image.pixelColor(x, y).name()
            for x in range(box.left(), box.right())
            for y in range(box.top(), box.bottom())
        }
        assert len(inks) > 5, tag.text


def test_a_tag_and_a_wall_can_be_pointed_at(view: PlanView, qtbot: QtBot) -> None:
    view.draw(rectangle(5203, 3904))
    layout = view.layout_now()
    tag = next(tag for tag in layout.tags if tag.name == "②")
    wall = layout.fit.line(view.drawing().walls[3])

    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=tag.rect.center().toPoint())
    assert picked.args == ["②"]
    with qtbot.waitSignal(view.picked) as picked:
        near = wall.pointAt(0.2).toPoint() + QPoint(15, 0)
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=near)
    assert picked.args == ["④"]
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=tag.rect.center().toPoint())


def test_every_line_can_be_picked_by_keyboard(view: PlanView, qtbot: QtBot) -> None:
    view.draw(rectangle(5203, 3904))
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    names: list[str] = []
    view.picked.connect(names.append)

    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Return)
        qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Enter)

    assert names == ["①", "②", "③", "④", "⑤", "⑤"]
    view.draw(PlanDrawing())
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert len(names) == 6


def test_the_layout_follows_size_and_text(view: PlanView, qapp: QApplication) -> None:
    view.draw(rectangle(5203, 3904))
    before = view.layout_now()

    view.resize(700, 500)
    assert view.layout_now().fit.scale > before.fit.scale
    larger = view.layout_now().tags[0].rect.height()
    theme.apply(qapp, "light", 1.5)

    assert view.layout_now().tags[0].rect.height() > larger
    assert view.minimumSizeHint().width() == 480
