"""What holds for every room: order, units, uncertainty, answers, and no hidden blunder."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector.domain.area import Area
from inspector.domain.lengths import Distance, ErrorModel
from inspector.domain.outlines import Outline
from inspector.domain.shapes import solve
from inspector.domain.solutions import Impossible, Model, Solved, Suspect, Underdetermined

QUADRILATERAL = Outline(Model.QUADRILATERAL)
EXACT = ErrorModel(common_um=0)


def _take(**mm: float) -> list[Distance]:
    return [Distance.of(slot, round(one * 1000)) for slot, one in mm.items()]


FIVE = _take(wall1=4000, wall2=4500, wall3=4001, wall4=4501, diagonal1=6021)
sides = st.integers(1_000_000, 15_000_000)
noise = st.lists(st.integers(-3000, 3000), min_size=6, max_size=6)
SLOTS = ("wall1", "wall2", "wall3", "wall4", "diagonal1", "diagonal2")


def _rectangle(a: int, b: int, shifts: Sequence[int]) -> list[Distance]:
    d = round(math.hypot(a, b))
    true = (a, b, a, b, d, d)
    return [
        Distance.of(slot, um + shift)
        for slot, um, shift in zip(SLOTS, true, shifts, strict=True)
    ]


@given(sides, sides, noise, st.randoms())
def test_the_order_of_taking_changes_no_bit(
    a: int, b: int, shifts: list[int], chance: Random
) -> None:
    readings = _rectangle(a, b, shifts)
    order = list(range(6))
    chance.shuffle(order)
    one, two = solve(readings), solve([readings[at] for at in order])
    assert type(one) is type(two)
    if isinstance(one, Solved) and isinstance(two, Solved):
        assert replace(one, checks=()) == replace(two, checks=())
        assert tuple(one.checks[at] for at in order) == two.checks
    assert solve(readings) == one


@given(sides, sides)
@example(1_432_997, 3_495_836)  # 5 009 522.500 492 mm²: rounded once, not twice
def test_two_sides_give_the_exact_product(a: int, b: int) -> None:
    solution = solve([Distance.of("wall1", a), Distance.of("wall2", b)])
    assert isinstance(solution, Solved)
    assert solution.area == Area.of_rectangle_um(a, b)


@given(sides, sides, noise, st.integers(0, 5), st.integers(0, 5000))
def test_a_less_certain_reading_never_gives_a_more_certain_area(
    a: int, b: int, shifts: list[int], at: int, more: int
) -> None:
    readings = _rectangle(a, b, [shift // 3 for shift in shifts])
    worse = list(readings)
    worse[at] = replace(worse[at], sigma_um=worse[at].sigma_um + more)
    one, two = solve(readings, errors=EXACT), solve(worse, errors=EXACT)
    assert isinstance(one, Solved)
    assert isinstance(two, Solved)
    # The adjusted sides move by parts of a mm, and u with them by parts of a thousandth.
    assert two.u.mm2 >= one.u.mm2 * 0.999 - 1


@given(sides, sides, noise, st.integers(0, 5))
def test_a_removed_check_never_lowers_u(a: int, b: int, shifts: list[int], at: int) -> None:
    readings = _rectangle(a, b, [shift // 3 for shift in shifts])
    fewer = [reading for i, reading in enumerate(readings) if i != at]
    one, two = solve(readings, errors=EXACT), solve(fewer, errors=EXACT)
    assert isinstance(one, Solved)
    assert isinstance(two, Solved)
    assert two.redundancy == one.redundancy - 1
    assert two.u.mm2 >= one.u.mm2 * 0.999 - 1


@given(sides, sides, st.integers(2, 9))
def test_a_room_n_times_as_large_has_n_squared_the_area(a: int, b: int, times: int) -> None:
    small = [Distance("wall1", a // 10, 2000), Distance("wall2", b // 10, 2000)]
    large = [replace(one, micrometres=one.micrometres * times) for one in small]
    one, two = solve(small), solve(large)
    assert isinstance(one, Solved)
    assert isinstance(two, Solved)
    assert abs(two.area.mm2 - one.area.mm2 * times**2) <= times**2


@given(sides, sides, noise)
@settings(max_examples=50)
def test_turning_the_room_by_one_corner_keeps_its_area(
    a: int, b: int, shifts: list[int]
) -> None:
    readings = _rectangle(a, b, shifts)
    turned = dict(
        zip(SLOTS, ("wall2", "wall3", "wall4", "wall1", *SLOTS[:3:-1]), strict=True)
    )
    again = [replace(one, slot=turned[one.slot]) for one in readings]
    for outline in (Outline(), QUADRILATERAL):
        one, two = solve(readings, outline), solve(again, outline)
        assert type(one) is type(two)
        if isinstance(one, Solved) and isinstance(two, Solved):
            assert abs(one.area.mm2 - two.area.mm2) <= 1
            assert abs(one.u.mm2 - two.u.mm2) <= 1


@given(
    st.lists(st.tuples(st.sampled_from(SLOTS), st.integers(60_000, 9_000_000)), max_size=9)
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_read_there_is_an_answer(taken: list[tuple[str, int]]) -> None:
    readings = [Distance.of(slot, um) for slot, um in taken]
    for outline in (Outline(), QUADRILATERAL):
        solution = solve(readings, outline)
        if isinstance(solution, Solved):
            assert solution.area.mm2 > 0
        if isinstance(solution, Suspect | Underdetermined | Impossible):
            assert solution.ask


def test_no_blunder_over_a_decimetre_is_adjusted_away() -> None:
    """A small share of the simulation: five readings, one wrong by 1 dm or 1 m."""
    rng = np.random.default_rng(7)
    named = 0
    for _ in range(100):
        a, b = rng.uniform(2800, 7000), rng.uniform(3000, 7500)
        true = (a, b, a, b, math.hypot(a, b))
        sigma = (2, 2, 2, 2, 4)
        mm = [t + rng.normal(0, s) for t, s in zip(true, sigma, strict=True)]
        at = int(rng.integers(5))
        mm[at] += float(rng.choice([-1000, -100, 100, 1000]))
        solution = solve(_take(**dict(zip(SLOTS, map(round, mm), strict=False))))
        assert isinstance(solution, Suspect)
        named += [one.position for one in solution.suspects] == [at]
    assert named >= 97


def test_speed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = _take(wall1=4000, wall2=4530, wall3=4001, wall4=4350, diagonal1=6043)
    rooms = {"four walls and a diagonal": FIVE, "one of them wrong": wrong}
    for name, readings in rooms.items():
        began = time.perf_counter()
        for _ in range(50):
            outcome = solve(readings)
        spent = (time.perf_counter() - began) * 20
        with capsys.disabled():
            sys.stdout.write(f"\n{name}: {spent:.2f} ms a room ")
        assert outcome == solve(readings)
