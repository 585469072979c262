"""Line ends by GB/T 15834: what may not start, may not end, may not be parted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspector.reports.breaking import HANGING, NO_END, NO_START, break_lines, clusters


def em(text: str) -> float:
    """Full-width squares for what is not Latin, half for the rest."""
    return sum(1.0 if ord(c) > 0x2000 else 0.5 for c in text)


PIECES = st.sampled_from(
    [
        *"办公用房核查记录𬀩䶮㛃",
        *"，。、；：？！“”‘’（）《》〈〉〔〕【】·～—/%‰℃",
        *"ab(C)[]",
        " ",
        "——",
        "……",
        "20.37 ㎡",
        "±0.03",
        "2026年12月23日",
        "DISTO D2",
        "0578-5123456",
        "第11条",
    ]
)
PROSE = st.lists(PIECES, max_size=60).map("".join)


@given(PROSE, st.floats(0.5, 30), st.sampled_from([0.0, 0.4]))
def test_no_character_is_lost(text: str, width: float, hang: float) -> None:
    assert "".join(break_lines(text, width, em, hang=hang)) == text


@given(PROSE, st.floats(1, 30))
def test_every_line_fits_but_for_a_hanging_stop(text: str, width: float) -> None:
    for line in break_lines(text, width, em):
        shown = line.rstrip(" ")
        excess = 0.5 if shown[-1:] in HANGING else 0.0
        assert em(shown) <= width + excess + 1e-9 or len(shown) == 1


@given(PROSE, st.floats(1, 30))
def test_no_line_starts_or_ends_where_it_may_not(text: str, width: float) -> None:
    assume(all(em(cluster) <= width for cluster in clusters(text)))
    lines = break_lines(text, width, em)

    for line in lines[1:]:
        assert line[0] not in NO_START or line.startswith("——")
        assert line[0] != " "
    for line in lines[:-1]:
        assert line.rstrip(" ")[-1:] not in NO_END


@given(PROSE)
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(PROSE, st.floats(1, 30))
def test_lines_are_as_full_as_they_can_be(text: str, width: float) -> None:
    assume(all(em(cluster) <= width for cluster in clusters(text)))
    lines = break_lines(text, width, em)

    for line, following in pairwise(lines):
        first = clusters(following)[0]
        assert em(line) + em(first.rstrip(" ")) > width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("面积为20.37 ± 0.03 ㎡，超限", 8, ["面积为", "20.37 ± 0.03 ㎡，", "超限"]),
        ("截至2026年12月23日止", 6, ["截至2026年", "12月23日止"]),
        ("他说“可以”的", 3, ["他说", "“可", "以”的"]),
        ("依据（发改投资）办理", 4, ["依据（发", "改投资）", "办理"]),
        ("整改——限期完成", 3, ["整改", "——限", "期完成"]),
        ("等等……完", 3, ["等等", "……完"]),
        ("甲—乙丙", 2, ["甲—", "乙丙"]),
        ("联系DISTO D2测距仪", 5, ["联系DISTO ", "D2测距仪"]),
        ("第 11 条与第12条", 4, ["第 11 条", "与第12条"]),
        ("约15%的房", 3, ["约15%", "的房"]),
        ("A座/B座", 2, ["A", "座/B", "座"]),
        ("GB/T 15834", 4, ["GB/T ", "15834"]),
        ("房号305A共2间", 4, ["房号305A", "共2间"]),
        ("宽5.2×3.9m长", 4, ["宽", "5.2×3.9m", "长"]),
        ("a\u0301一二", 1, ["a\u0301", "一", "二"]),
        ("甲\n乙", 9, ["甲", "乙"]),
        ("", 9, [""]),
        ("　　年　　月", 20, ["　　年　　月"]),
    ],
)
def test_by_hand(text: str, width: float, lines: list[str]) -> None:
    assert list(break_lines(text, width, em)) == lines


def test_a_stop_may_hang_and_a_bracket_may_not() -> None:
    assert break_lines("一二三。四", 3, em, hang=0.5) == ("一二三。", "四")
    assert break_lines("一二三）四", 3, em, hang=0.5) == ("一二", "三）四")


def test_what_no_line_holds_is_cut_as_late_as_possible() -> None:
    assert break_lines("a" * 25, 5, em) == ("a" * 10, "a" * 10, "a" * 5)
    assert break_lines("前" + "b" * 12, 5, em) == ("前", "b" * 10, "bb")
