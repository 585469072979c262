"""Areas are exact to the mm²: rounded once on the way in, once on the way out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.area import ZERO, Area

mm2s = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("length", "width", "mm2"),
    [
        (4_000_000, 4_500_000, 18_000_000),
        (4_504_400, 4_400_000, 19_819_360),
        (1000, 500, 0),  # half a mm², to the even side
        (3000, 500, 2),  # one and a half, to the even side
        (1000, 501, 1),
        (1000, 499, 0),
    ],
)
def test_a_rectangle_is_rounded_once_half_to_even(
    length: int, width: int, mm2: int
) -> None:
    assert Area.of_rectangle_um(length, width) == Area(mm2)


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_a_rectangle_agrees_with_exact_decimals(length: int, width: int) -> None:
    exact = Decimal(length) * Decimal(width) / Decimal(10**6)
    assert Area.of_rectangle_um(length, width).mm2 == round(exact)


@pytest.mark.parametrize(
    ("m2", "mm2"), [("18", 18_000_000), (Decimal("0.0000005"), 0), ("18.225", 18_225_000)]
)
def test_square_metres_come_in_exactly(m2: Decimal | str, mm2: int) -> None:
    assert Area.of_m2(m2) == Area(mm2)


@pytest.mark.parametrize("text", ["", "十八", "NaN", "Infinity", "1,5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an area"):
        Area.of_m2(text)


def test_a_spreadsheet_number_means_its_shortest_text() -> None:
    assert Area.of_m2_float(18.22) == Area.of_m2("18.22")
    assert Area.of_m2_float(0.1 + 0.2) == Area(300_000)


@pytest.mark.parametrize(
    ("mm2", "places", "text"),
    [
        (18_225_000, 2, "18.23"),
        (18_224_999, 2, "18.22"),
        (-4_000, 2, "0.00"),
        (-5_000, 2, "-0.01"),
        (24_084, 4, "0.0241"),
        (500_000, 0, "1"),
        (1_000_000_000, 2, "1000.00"),
    ],
)
def test_printing_rounds_halves_up(mm2: int, places: int, text: str) -> None:
    assert Area(mm2).m2_text(places) == text


def test_it_prints_with_its_unit() -> None:
    assert str(Area.of_m2("18")) == "18.00 ㎡"


@given(mm2s, mm2s)
def test_order_and_sums_are_those_of_the_figures(a: int, b: int) -> None:
    assert (Area(a) < Area(b)) == (a < b)
    assert (Area(a) >= Area(b)) == (a >= b)
    assert Area(a) + Area(b) - Area(b) == Area(a)
    assert Area.total([Area(a), Area(b), ZERO]) == Area(a + b)
    assert Area(a) * 2 == Area(a) + Area(a)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**8), min_size=1, max_size=6))
def test_shares_add_up_and_none_is_off_by_more_than_one(
    total: int, weights: list[int]
) -> None:
    if not sum(weights):
        return
    parts = Area(total).split([Area(weight) for weight in weights])
    assert Area.total(parts) == Area(total)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.mm2 * sum(weights) - total * weight) <= sum(weights)


@pytest.mark.parametrize("weights", [[], [ZERO], [Area(2), Area(-1)]])
def test_shares_need_weights(weights: list[Area]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Area(10).split(weights)
