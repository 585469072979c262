"""Cells: text stays text, numbers are exact, and what was written comes back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.domain.area import Area
from inspector.domain.estate import RoomState, RoomUse
from inspector.sheets import cells
from inspector.sheets.grid import Cell, open_book
from tests.sheets.tables import MakeBook

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("𬀩㛃䶮")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (301.0, "301"),
        (301, "301"),
        ("0301", "0301"),
        ("３０１", "301"),
        (" 3 01 ", "301"),
        ("301.0", "301"),
        ("Ａ－３０１", "A-301"),
        ("B1-05", "B1-05"),
        ("", ""),
    ],
)
def test_a_room_number_keeps_its_zeros(cell: Cell, read: str) -> None:
    assert cells.identifier(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (True, "是"),
        (False, "否"),
        (18.5, "18.5"),
        (date(2026, 6, 30), "2026-06-30"),
        (datetime.fromisoformat("2026-06-30"), "2026-06-30"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=1), "1:00:00"),
        ("\ufeff 张\u200b三　", "张三"),
    ],
)
def test_text_is_what_the_sheet_shows(cell: Cell, read: str) -> None:
    assert cells.text(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [("张　三", "张三"), ("欧阳 𬀩", "欧阳𬀩"), ("阿 Q", "阿 Q"), ("李·珺", "李·珺")],
)
def test_padding_in_names_goes_and_characters_stay(cell: Cell, read: str) -> None:
    assert cells.name_of_person(cell) == read


@pytest.mark.parametrize(
    ("cell", "m2"),
    [
        (18.57, "18.57"),
        (18, "18"),
        ("18.57㎡", "18.57"),
        ("１８．５７ m²", "18.57"),
        ("1,234.5平方米", "1234.5"),
        (0.1 + 0.2, "0.3"),
        ("－３", "-3"),
    ],
)
def test_areas(cell: Cell, m2: str) -> None:
    assert cells.area(cell) == Area.of_m2(m2)


@pytest.mark.parametrize("cell", ["", " ", "—", "/", "无", "－－"])
def test_marks_for_nothing_are_blank(cell: Cell) -> None:
    assert cells.area(cell) is None
    assert cells.whole(cell) is None
    assert cells.is_nothing(cell)


@pytest.mark.parametrize("cell", ["十八", "18-20", "1e3", "NaN", "1,23", True, "9" * 30])
def test_what_is_no_number_is_an_error(cell: Cell) -> None:
    for reader in (cells.area, cells.number, cells.whole):
        with pytest.raises(ValueError, match="not a"):
            reader(cell)


def test_counts() -> None:
    assert cells.whole("１２人") == 12
    assert cells.whole(12.0) == 12
    with pytest.raises(ValueError, match="whole"):
        cells.whole("12.5")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (3, ("3层", 3)),
        (3.0, ("3层", 3)),
        ("三层", ("3层", 3)),
        ("第十二层", ("12层", 12)),
        ("二十一楼", ("21层", 21)),
        ("１２Ｆ", ("12层", 12)),
        ("二〇层", ("20层", 20)),
        ("两层", ("2层", 2)),
        ("负一层", ("地下1层", -1)),
        ("地下二层", ("地下2层", -2)),
        ("B1", ("地下1层", -1)),
        (-1, ("地下1层", -1)),
        ("", None),
    ],
)
def test_floors(cell: Cell, read: tuple[str, int] | None) -> None:
    assert cells.floor(cell) == read


@pytest.mark.parametrize("cell", ["屋顶", "0", "三层东", "十十层", "999", "二三十层", 3.5])
def test_what_is_no_floor(cell: Cell) -> None:
    with pytest.raises(ValueError, match="not a floor"):
        cells.floor(cell)
    assert cells.floor_or_none(cell) is None


def test_years_and_answers() -> None:
    assert [cells.year(each) for each in (1998, "1998年", "2012-06", "")] == [
        1998,
        1998,
        2012,
        None,
    ]
    assert cells.year(date(2001, 5, 1)) == 2001
    assert [
        cells.yes_no(each) for each in ("是", "√", True, "否", "×", False, "", "无")
    ] == [
        True,
        True,
        True,
        False,
        False,
        False,
        None,
        None,
    ]
    with pytest.raises(ValueError, match="year"):
        cells.year("九八年")
    with pytest.raises(ValueError, match="yes nor no"):
        cells.yes_no("也许")


def test_uses_and_states_by_the_longest_known_word() -> None:
    uses = {
        "领导办公室": RoomUse.OFFICE,
        "服务用房-小会议室": RoomUse.SERVICE,
        "空调机房": RoomUse.EQUIPMENT,
        "机关食堂": RoomUse.ANCILLARY,
        "技术业务用房": RoomUse.TECHNICAL,
        "花房": RoomUse.UNSTATED,
    }
    assert {words: cells.use(words) for words in uses} == uses
    states = {"未使用": RoomState.IDLE, "使用中": RoomState.IN_USE, "已出租": RoomState.LET}
    assert {words: cells.state(words) for words in states} == states
    assert cells.state("塌了") is None


@given(st.decimals(min_value=0, max_value=100_000, places=2), st.booleans())
def test_an_area_written_as_text_comes_back(m2: Decimal, wide: bool) -> None:  # noqa: FBT001
    words = f"{m2:.2f}"
    assert cells.area(words.translate(WIDE) if wide else f"{words} ㎡") == Area.of_m2(m2)


@given(st.integers(min_value=0, max_value=10_000_000))
def test_an_area_written_as_a_number_comes_back(hundredths: int) -> None:
    read = cells.area(hundredths / 100)
    assert read == Area(hundredths * 10_000)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(HAN, min_size=1, max_size=8),
            st.from_regex(r"[A-Z]?[0-9]{1,6}", fullmatch=True),
            st.integers(min_value=1, max_value=300_000),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_cells_survive_a_workbook(
    make_book: MakeBook, rows: list[tuple[str, str, int]]
) -> None:
    written = [(name, number, hundredths / 100) for name, number, hundredths in rows]
    grid = open_book(make_book({"表": written})).grids[0]
    read = [
        (cells.name_of_person(a), cells.identifier(b), cells.area(c))
        for a, b, c in grid.rows
    ]
    assert read == [(a, b, Area(c * 10_000)) for a, b, c in rows]
