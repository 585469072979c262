"""The parts below the sheet: pages, tables, drawings, marks, words, JPEG headers."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.area import Area
from inspector.domain.compliance import Outcome
from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.domain.inspections import Instrument
from inspector.reports import wording
from inspector.reports.jpeg import jpeg_size
from inspector.reports.marks import handwriting
from inspector.reports.operations import POINTS_PER_MM, Line, Operation, Polygon, Text
from inspector.reports.page import Frame, paginate
from inspector.reports.plan import SCALES, room_plan
from inspector.reports.setting import Align, Fragment, Typesetter, plain
from inspector.reports.style import Style
from inspector.reports.table import Cell, Strip, kept, row, space, under
from tests.reports.examples import LEICA, fonts, jpeg, judgement, person
from tests.reports.examples import handwriting as signature

STYLE = Style()
SETTER = Typesetter(fonts())
FRAME = Frame(50, 100)


def strip(number: int, height: float = 30) -> Strip:
    """A strip that can be told apart: its line is as long as its number."""
    return Strip(height, (Line(0, 0, number, 0, 1),))


def numbers(pages: list[list[Operation]]) -> list[list[float]]:
    return [[op.x2 for op in page if isinstance(op, Line)] for page in pages]


@given(st.lists(st.tuples(st.floats(1, 60), st.booleans()), max_size=30))
def test_every_strip_is_drawn_once_in_order_and_inside_the_frame(
    wanted: list[tuple[float, bool]],
) -> None:
    strips = [
        replace(strip(n, height), keep=keep) for n, (height, keep) in enumerate(wanted, 1)
    ]
    pages = paginate(strips, FRAME)

    assert [n for page in numbers(pages) for n in page] == list(range(1, len(wanted) + 1))
    heights = {n: height for n, (height, _) in enumerate(wanted, 1)}
    for page in pages:
        for op in page:
            assert isinstance(op, Line)
            assert op.y1 >= 50
            assert op.y1 + heights[round(op.x2)] <= 150.02


def test_what_is_kept_together_goes_to_the_next_page_whole() -> None:
    strips = [strip(1), strip(2), *kept([strip(3)]), strip(4)]
    assert numbers(paginate(strips, FRAME)) == [[1, 2], [3, 4]]


def test_a_group_no_page_holds_gives_from_its_front() -> None:
    strips = [*kept([strip(n) for n in range(1, 5)]), strip(5)]
    assert numbers(paginate(strips, FRAME)) == [[1, 2], [3, 4, 5]]


def test_space_vanishes_at_the_top_of_a_page() -> None:
    strips = [strip(1, 95), space(20), strip(2)]
    (_, second) = paginate(strips, FRAME)
    assert [op for op in second if isinstance(op, Line)] == [Line(0, 50, 2, 50, 1)]


def test_a_strip_that_fits_nowhere_is_a_bug_and_not_clipped() -> None:
    with pytest.raises(ValueError, match="fits on no page"):
        paginate([strip(1, 101)], FRAME)


def test_a_table_has_its_head_on_every_page_and_never_one_row_alone() -> None:
    rows = [strip(n, 20) for n in range(1, 6)]
    pages = numbers(paginate(under([strip(99, 20)], rows), FRAME))
    assert pages == [[99, 1, 2, 3], [99, 4, 5]]


def test_a_parted_row_loses_nothing_and_keeps_its_label_whole() -> None:
    lines = tuple(Fragment(10, (Line(0, 0, n, 0, 1),)) for n in range(1, 60))
    label = Cell(50, SETTER.paragraph("一\n二", STYLE.label, 40), whole=True)
    strips = row([label, Cell(100, lines)], STYLE)

    assert len(strips) > 2
    words = [[op.text for op in s.operations if isinstance(op, Text)] for s in strips]
    assert words[0] == ["一", "二"]
    assert not any(words[1:])
    drawn = sum(
        isinstance(op, Line) and op.width == 1 for s in strips for op in s.operations
    )
    assert drawn == 59


def test_items_fill_lines_and_a_long_one_is_parted() -> None:
    voice = STYLE.body
    short = SETTER.items(["一", "二"], voice, 100, 9)
    assert len(short) == 1
    assert SETTER.items([], voice, 100, 9) == ()
    long = SETTER.items(["一", "长" * 30, "二"], voice, 100, 9)
    words = [op.text for line in long for op in line.operations if isinstance(op, Text)]
    assert "".join(words) == "一" + "长" * 30 + "二"
    assert all(
        op.x + SETTER.width(op.text, voice) <= 100.01
        for line in long
        for op in line.operations
        if isinstance(op, Text)
    )


def test_even_items_stand_in_columns() -> None:
    lines = SETTER.items(["一二三", "四", "五", "六"], STYLE.body, 80, 9, even=True)
    starts = [[op.x for op in line.operations if isinstance(op, Text)] for line in lines]
    assert starts == [[0, 36], [0, 36]]


def test_an_empty_paragraph_takes_a_line_and_no_text_takes_none() -> None:
    assert SETTER.paragraph("", STYLE.body, 100) == ()
    (_, blank, _) = SETTER.paragraph("一\n\n二", STYLE.body, 100)
    assert blank == Fragment(STYLE.body.line)


def test_full_width_blanks_are_kept() -> None:
    (line,) = SETTER.paragraph("　　年", STYLE.body, 100, Align.LEFT)
    assert [op.text for op in line.operations if isinstance(op, Text)] == ["　　年"]
    assert plain("a\tb\r\nc\u200d") == "a b\nc"


RECTANGLE = ((0, 0), (5200, 0), (5200, 3900), (0, 3900))
ROOM = (190.0, 147.0)


def outline(corners: tuple[tuple[int, int], ...]) -> Polygon:
    drawing = room_plan(corners, (), ROOM, STYLE, SETTER)[0]
    (shape,) = (op for op in drawing.operations if isinstance(op, Polygon))
    return shape


@given(st.integers(200, 30_000), st.integers(200, 30_000))
def test_a_plan_is_to_one_of_the_usual_scales_and_in_its_room(wide: int, high: int) -> None:
    corners = ((0, 0), (wide, 0), (wide, high), (0, high))
    shape = outline(corners)

    a, b, c, _ = shape.points
    scale = wide * POINTS_PER_MM / math.dist(a, b)
    assert min(abs(scale - usual) for usual in SCALES) < 0.001
    assert math.dist(b, c) == pytest.approx(high * POINTS_PER_MM / scale)
    assert all(0 < x < ROOM[0] and 0 < y < ROOM[1] for x, y in shape.points)


def test_a_hall_beyond_every_scale_is_still_drawn() -> None:
    shape = outline(((0, 0), (150_000, 0), (150_000, 90_000), (0, 90_000)))
    assert all(0 < x < ROOM[0] and 0 < y < ROOM[1] for x, y in shape.points)


def test_lengths_stand_outside_their_walls_and_read_from_below_or_the_right() -> None:
    drawing, *_ = room_plan(RECTANGLE, ("diagonal1", "diagonal2"), ROOM, STYLE, SETTER)
    words = [op for op in drawing.operations if isinstance(op, Text)]
    left = min(x for x, _ in outline(RECTANGLE).points)
    top = min(y for _, y in outline(RECTANGLE).points)
    lengths = [op for op in words if op.text in {"5.200", "3.900"}]

    assert len(lengths) == 4
    assert {round(op.angle) for op in words} <= {0, 90, 37, -37}
    assert any(op.y < top for op in lengths)
    assert any(op.x < left for op in lengths if round(op.angle) == 90)
    assert {"墙一", "墙二", "墙三", "墙四", "对角线一", "对角线二"} <= {
        op.text for op in words
    }


@pytest.mark.parametrize("turn", range(0, 360, 15))
def test_words_on_a_plan_are_never_upside_down(turn: int) -> None:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = tuple(
        (round(x * cos - y * sin), round(x * sin + y * cos)) for x, y in RECTANGLE
    )
    drawing, *_ = room_plan(corners, ("diagonal1",), ROOM, STYLE, SETTER)
    assert all(-90 < op.angle <= 91 for op in drawing.operations if isinstance(op, Text))


def test_walls_too_short_for_their_length_get_a_letter_and_a_legend() -> None:
    notch = ((0, 0), (9000, 0), (9000, 6000), (5000, 6000), (5000, 5800), (0, 5800))
    drawing, *legend = room_plan(notch, ("diagonal1",), ROOM, STYLE, SETTER)

    assert "a" in {op.text for op in drawing.operations if isinstance(op, Text)}
    words = [op.text for line in legend for op in line.operations if isinstance(op, Text)]
    assert "a 0.200" in words
    assert not any(isinstance(op, Line) for op in drawing.operations)


def test_many_short_walls_have_letters_of_their_own() -> None:
    steps = [(x * 1000 + 500 * y, 10_000 - 100 * x) for x in range(40) for y in (0, 1)]
    corners = ((0, 0), (39_500, 0), *reversed(steps))
    _, *legend = room_plan(corners, (), ROOM, STYLE, SETTER)
    words = [op.text for line in legend for op in line.operations if isinstance(op, Text)]
    tags = [word.split()[0] for word in words[2:]]
    assert len(tags) > 26
    assert len(tags) == len(set(tags))


def test_handwriting_keeps_its_shape_and_its_place_in_the_field() -> None:
    strokes = handwriting(signature(3), 10, 20, 100, 40)
    points = [point for stroke in strokes for point in stroke.points]

    assert len(strokes) == len(signature(3).strokes)
    assert all(10 <= x <= 110 and 20 <= y <= 60 for x, y, _ in points)
    assert len({round(width, 3) for _, _, width in points}) > 10


def test_ink_is_never_enlarged_and_an_empty_field_draws_nothing() -> None:
    ink = Ink(
        (Stroke((InkPoint(0, 0, 2000, 0), InkPoint(1000, 0, -5, 9))), Stroke(())),
        1000,
        1000,
    )
    (stroke,) = handwriting(ink, 0, 0, 500, 500)
    (x1, _, thick), (x2, _, thin) = stroke.points

    assert x2 - x1 == pytest.approx(10 * POINTS_PER_MM)
    assert thick > thin > 0
    assert handwriting(replace(ink, width=0), 0, 0, 9, 9) == []


def test_sizes_of_jpegs_are_read_and_other_files_refused() -> None:
    data = jpeg(80, 60)
    assert jpeg_size(data) == (80, 60)
    assert jpeg_size(b"\xff\xd8\xff\x01" + data[2:]) == (80, 60)
    assert jpeg_size(b"") is None
    assert jpeg_size(b"\x89PNG") is None
    assert jpeg_size(b"\xff\xd8\xff\xd9\x00\x00") is None
    assert jpeg_size(b"\xff\xd8\xff\xc0\x00\x11\x08") is None
    cmyk = b"\xff\xd8\xff\xc0\x00\x14\x08\x00\x10\x00\x10\x04"
    assert jpeg_size(cmyk) is None
    assert jpeg_size(b"\xff\xd8" + b"\x00" * 20) is None


@given(st.binary(max_size=60))
def test_no_bytes_upset_the_reading_of_a_jpeg(tail: bytes) -> None:
    size = jpeg_size(b"\xff\xd8" + tail)
    assert size is None or min(size) > 0


@given(st.integers(0, 10**9))
def test_lengths_have_exactly_three_decimals(micrometres: int) -> None:
    whole, _, decimals = wording.metres(micrometres).partition(".")
    assert len(decimals) == 3
    assert abs(int(whole + decimals) * 1000 - micrometres) <= 500


def test_times_are_beijing_time_whatever_zone_they_came_in() -> None:
    at = datetime(2026, 12, 23, 16, 30, tzinfo=UTC)
    assert wording.minute(at) == "2026-12-24 00:30"
    assert wording.minute(at.replace(tzinfo=None)) == "2026-12-23 16:30"
    assert wording.span([at]) == "2026年12月24日"
    assert wording.span([at, at.replace(hour=1)]) == "2026年12月23日至2026年12月24日"


def test_differences_carry_their_sign() -> None:
    judged = judgement("1", "20.00", "0.01", Outcome.OVER, "18")
    assert wording.difference(judged, Area.of_m2("18")) == "+2.00"
    assert wording.difference(judged, Area.of_m2("21.5")) == "-1.50"
    assert wording.difference(judged, Area.of_m2("20")) == "0.00"
    assert wording.difference(judged, None) == wording.NONE


def test_an_excess_is_printed_only_where_it_is_claimed() -> None:
    over = judgement("1", "20.00", "0.01", Outcome.OVER, "18")
    assert wording.outcome(over) == "▲ 超标 2.00 ㎡"
    assert wording.outcome(replace(over, excess=None)) == "▲ 超标"
    assert wording.outcome(None) == "未判定"


def test_shapes_that_have_no_word_are_printed_as_they_stand() -> None:
    judged = judgement("1", "20.00", "0.01", Outcome.OVER, "18")
    assert (
        wording.checked(replace(judged, model="六边形", redundancy=0))
        == "六边形，无独立校核"
    )
    assert wording.checked(replace(judged, model="")) == "多余观测 1 个"


def test_ranks_follow_the_ledger_and_then_the_code() -> None:
    assert wording.rank(person("甲", "X_KE_1", "正科(实职)")) == "正科(实职)"
    assert wording.rank(person("甲", "X_KE_1")) == "正科级"
    assert wording.rank(person("甲", None)) == "职级未注明"


def test_a_meter_is_named_as_far_as_it_is_known() -> None:
    assert wording.instrument(Instrument("", "", "", 0)) == ""
    assert wording.instrument(Instrument("", "", "77", 0)) == "测距仪（序列号 77）"
    assert wording.instrument(Instrument("博世", "", "", 0)) == "博世（序列号未知）"


def test_a_meter_s_certificate_is_named_with_what_it_changes() -> None:
    meter = replace(
        LEICA,
        certificate="JL-1",
        certificate_until=date(2027, 2, 28),
        correction_um=-1_250,
    )
    assert wording.instrument(meter) == (
        "DISTO D2（序列号 1052431877；检定证书 JL-1，有效期至 2027年2月28日，"
        "面积已按修正值 -1.25 mm 计算）"
    )
    bare = replace(meter, certificate_until=None, correction_um=0)
    assert wording.instrument(bare, "检定证书已过期") == (
        "DISTO D2（序列号 1052431877；检定证书 JL-1；检定证书已过期）"
    )


@pytest.mark.parametrize(
    ("step", "printed"),
    [
        ("王珺祎，使用面积限额18.00 ㎡", "王珺祎，使用面积限额 18.00 ㎡"),
        ("实测使用面积20.37 ㎡，多余观测1个", "实测使用面积 20.37 ㎡，多余观测 1 个"),
        (
            "〔2014〕2674号）第十一条 表3 [未核对原文]",
            "〔2014〕2674号）第十一条 表3（未核对原文）",
        ),
    ],
)
def test_a_ground_is_set_as_print_sets_it(step: str, printed: str) -> None:
    assert wording.ground(step) == printed
