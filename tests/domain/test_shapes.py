"""Readings to area: the worked cases, the default scheme, and what must always hold."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from inspector.domain.adjust import RightAngle
from inspector.domain.area import Area
from inspector.domain.lengths import Distance, ErrorModel, Invalid
from inspector.domain.mistakes import Mistake
from inspector.domain.outlines import Outline
from inspector.domain.shapes import Next, next_reading, solve
from inspector.domain.solutions import (
    Assumption,
    Degenerate,
    Impossible,
    Model,
    Solution,
    Solved,
    Suspect,
    Underdetermined,
)

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "geometry_cases.json").read_bytes()
)["cases"]
QUADRILATERAL = Outline(Model.QUADRILATERAL)
TRIANGLE = Outline(Model.TRIANGLE)

# How the case file names what it measures, in our slots.
_NAMES = {
    "w01": "wall1",
    "w12": "wall2",
    "w23": "wall3",
    "w30": "wall4",
    "d02": "diagonal1",
    "d13": "diagonal2",
    "S": "wall1",
    "N": "wall3",
    "W": "wall4",
    "E": "wall2",
    "D1": "diagonal1",
    "D2": "diagonal2",
    "width": "wall1",
    "depth": "wall2",
    "mid_wall_span": "span",
}
_TRIANGLE = {"a": "wall1", "b": "wall2", "c": "wall3"}
_MODELS = {
    "rect2": Model.RECTANGLE,
    "rect_repeat": Model.RECTANGLE,
    "rect_ls": Model.RECTANGLE,
    "triangle": Model.TRIANGLE,
    "quad_1diag": Model.QUADRILATERAL,
    "quad_0diag": Model.QUADRILATERAL,
    "polygon_ls": Model.QUADRILATERAL,
}


def _covered(case: dict[str, Any]) -> bool:
    return case["kind"] in _MODELS and len(case.get("sketch", "four")) == 4


def _slot(reading: dict[str, Any], case: dict[str, Any]) -> str:
    if case["kind"] == "triangle":
        return _TRIANGLE[reading["id"]]
    if reading["type"] == "mid_wall_span":
        return {"a": "span1", "b": "span2"}[reading["id"]]
    return _NAMES.get(reading["id"]) or _NAMES[reading["type"]]


def _solve_case(case: dict[str, Any]) -> tuple[Solution, list[str]]:
    readings = [
        Distance(_slot(one, case), round(one["mm"] * 1000), round(one["u_mm"] * 1000))
        for one in case["readings"]
        if one["mm"] is not None
    ]
    sketch = tuple((round(1000 * x), round(1000 * y)) for x, y in case.get("sketch", ()))
    angles = case.get("soft_right_angles_deg", {})
    outline = Outline(
        _MODELS[case["kind"]],
        sketch,
        tuple(RightAngle(int(corner), degrees) for corner, degrees in angles.items()),
    )
    errors = ErrorModel(common_um=round(case["common_u_mm"] * 1000))
    return solve(readings, outline, errors), [one["id"] for one in case["readings"]]


_TYPES = {
    "ok": Solved,
    "gross_error": Suspect,
    "invalid_input": Invalid,
    "underdetermined": Underdetermined,
    "impossible": Impossible,
    "degenerate": Degenerate,
}


@pytest.mark.parametrize(
    "case", [*filter(_covered, CASES)], ids=lambda case: str(case["id"])
)
def test_every_worked_case_comes_out(case: dict[str, Any]) -> None:
    solution, names = _solve_case(case)
    expected = case["expected"]
    assert type(solution) is _TYPES[expected["status"]]
    if isinstance(solution, Solved):
        _same_area(solution, expected)
        _same_checks(solution, expected, names)
    elif isinstance(solution, Suspect):
        _same_checks(solution, expected, names)
        _same_suspects(solution, expected, names)
    elif isinstance(solution, Impossible):
        assert [names[at] for at in solution.suspects] == expected["suspects"]
    elif isinstance(solution, Underdetermined) and "max_area_m2" in expected:
        assert solution.most == Area.of_m2(str(expected["max_area_m2"]))
        assert solution.ask == tuple(_NAMES[one] for one in expected["ask"])
        assert solution.missing == expected["missing"]
    elif isinstance(solution, Invalid) and "suggest_mm" in expected:
        assert solution.did_you_mean_um == expected["suggest_mm"] * 1000


def _same_area(solution: Solved, expected: dict[str, Any]) -> None:
    u = expected["u_m2"]
    assert float(solution.area.m2) == pytest.approx(expected["area_m2"], abs=2e-6)
    assert float(solution.u.m2) == pytest.approx(u, rel=2e-3)
    assert solution.redundancy == expected["redundancy"]
    # The second method of the case: shapely, scipy refits, Monte Carlo, with its own noise.
    check = expected["check"]
    assert float(solution.area.m2) == pytest.approx(
        check["area_m2"], abs=max(2e-4, 0.03 * u)
    )
    assert float(solution.u.m2) == pytest.approx(
        check["u_m2"], rel=check.get("tol_u", 0.02)
    )


def _same_checks(
    solution: Solved | Suspect, expected: dict[str, Any], names: Sequence[str]
) -> None:
    for name, check in zip(names, solution.checks, strict=True):
        if name in expected.get("w", {}):
            assert check.w == pytest.approx(expected["w"][name], abs=0.011)
        if name in expected.get("redundancy_numbers", {}):
            assert check.number == pytest.approx(
                expected["redundancy_numbers"][name], abs=2e-4
            )
        if name in expected.get("mdb_mm", {}):
            assert check.findable_um is not None
            assert check.findable_um / 1000 == pytest.approx(
                expected["mdb_mm"][name], abs=0.11
            )
        if name in expected.get("sensitivities_m", {}):
            assert check.sensitivity_um / 1e6 == pytest.approx(
                expected["sensitivities_m"][name], abs=2e-4
            )


def _same_suspects(
    solution: Suspect, expected: dict[str, Any], names: Sequence[str]
) -> None:
    assert [names[one.position] for one in solution.suspects] == expected["suspects"]
    assert solution.nameable == expected["nameable"]
    if solution.nameable:
        assert solution.without is not None
        area, u = solution.without.area, solution.without.u
        assert float(area.m2) == pytest.approx(
            expected["area_without_suspect_m2"], abs=2e-6
        )
        assert float(u.m2) == pytest.approx(expected["u_without_suspect_m2"], rel=2e-3)
        predicted = solution.suspects[0].predicted_um / 1000
        assert predicted == pytest.approx(
            expected["suspect_reading_should_be_mm"], abs=0.06
        )
        error = solution.suspects[0].error_um / 1000
        assert error == pytest.approx(expected["error_mm"], abs=0.06)


def test_the_case_file_covers_what_is_built() -> None:
    assert sum(map(_covered, CASES)) == 22


def _take(**mm: float | tuple[float, ...]) -> list[Distance]:
    return [
        Distance.of(slot, round(one * 1000))
        for slot, values in mm.items()
        for one in (values if isinstance(values, tuple) else (values,))
    ]


def _room(corners: Sequence[tuple[float, float]]) -> list[Distance]:
    """All six distances of a room with these corners, to the mm."""
    edges = {"wall1": (0, 1), "wall2": (1, 2), "wall3": (2, 3), "wall4": (3, 0)}
    edges |= {"diagonal1": (0, 2), "diagonal2": (1, 3)}
    return _take(
        **{s: round(math.dist(corners[i], corners[j])) for s, (i, j) in edges.items()}
    )


FIVE = _take(wall1=4000, wall2=4500, wall3=4001, wall4=4501, diagonal1=6021)


def test_two_sides_rest_on_assumptions_that_are_said() -> None:
    solution = solve(_take(wall1=4000, wall2=4500))
    assert isinstance(solution, Solved)
    assert solution.area == Area.of_m2("18")
    assert solution.u == Area(14_740)  # 12.042 random, 8.5 from the common offset
    assert solution.u_common == Area(8_500)
    assert solution.misclosure_um is None
    assert solution.corners == ((0, 0), (4000, 0), (4000, 4500), (0, 4500))
    assert solution.assumptions == (
        Assumption.RIGHT_ANGLES,
        Assumption.OPPOSITE_EQUAL,
        Assumption.NO_CHECK,
    )
    assert [check.w for check in solution.checks] == [None, None]


def test_mid_wall_spans_say_how_they_were_taken() -> None:
    solution = solve(_take(span1=4504.4, span2=4400))
    assert isinstance(solution, Solved)
    assert solution.area == Area.of_m2("19.81936")
    assert Assumption.MID_WALL in solution.assumptions


def test_the_default_scheme_shows_its_raw_misfit() -> None:
    solution = solve(FIVE)
    assert isinstance(solution, Solved)
    assert solution.redundancy == 3
    assert {gap.slots: gap.um for gap in solution.misclosures} == {
        ("wall1", "wall3"): -1000,
        ("wall2", "wall4"): -1000,
        ("diagonal1",): round(6_021_000 - math.hypot(4000.5, 4500.5) * 1000),
    }
    assert solution.misclosure_um == 1000
    assert solution.assumptions == ()


def test_engine_1_gives_these_figures_for_ever() -> None:
    """A stored area is computed again bit for bit; another figure needs another engine."""
    solution = solve(FIVE)
    assert isinstance(solution, Solved)
    assert (solution.engine, solution.area, solution.u) == (
        1,
        Area(18_003_916),
        Area(11_501),
    )
    assert solution.corners == ((0, 0), (4000, 0), (4000, 4500), (0, 4500))
    assert solution.chi2 == 0.264
    assert [check.w for check in solution.checks] == [0.32, 0.31, -0.37, -0.37, 0.12]


def test_repeats_count_as_checks_and_show_their_spread() -> None:
    solution = solve(_take(wall1=(4000, 4003), wall2=4500))
    assert isinstance(solution, Solved)
    assert solution.redundancy == 1
    assert solution.misclosures[0].slots == ("wall1",)
    assert solution.misclosures[0].um == 3000


def test_swapped_digits_are_named_and_the_meant_value_is_offered() -> None:
    wrong = _take(wall1=4000, wall2=4530, wall3=4001, wall4=4350, diagonal1=6043)
    solution = solve(wrong)
    assert isinstance(solution, Suspect)
    assert [one.slot for one in solution.suspects] == ["wall4"]
    assert solution.suspects[0].guess.mistake is Mistake.SWAPPED
    assert solution.did_you_mean_um == 4_530_000
    assert solution.may_be_skew
    assert solution.ask == ("diagonal2", "wall4")


def test_six_readings_tell_a_wrong_reading_from_a_skew_room() -> None:
    wrong = _take(wall1=4000, wall2=4530, wall3=4001, wall4=4350, diagonal1=6043)
    named = solve([*wrong, *_take(diagonal2=6044)])
    assert isinstance(named, Suspect)
    assert not named.may_be_skew
    assert named.ask == ("wall4",)

    skew = _room([(0, 0), (4000, 0), (4300, 4500), (0, 4500)])
    assert isinstance(solve(skew[:5]), Suspect)
    solution = solve(skew)
    assert isinstance(solution, Solved)
    assert solution.model is Model.QUADRILATERAL
    assert Assumption.NOT_RECTANGLE in solution.assumptions
    assert float(solution.area.m2) == pytest.approx(18.675, abs=0.005)
    assert solution.misclosure_um is not None
    assert solution.misclosure_um < 2000


def test_a_small_error_that_also_fits_a_skew_room_is_read_again_first() -> None:
    corners: list[tuple[float, float]] = [(0, 0), (4000, 0), (4000, 4500), (0, 4500)]
    readings = _room(corners)
    readings[0] = Distance.of("wall1", 3_975_000)
    solution = solve(readings)
    assert isinstance(solution, Suspect)
    assert [one.slot for one in solution.suspects] == ["wall1"]
    assert solution.may_be_skew
    assert solution.suspects[0].guess.mistake is Mistake.SHORT

    confirmed = solve([*readings, Distance.of("wall1", 3_975_500)])
    assert isinstance(confirmed, Solved)
    assert confirmed.model is Model.QUADRILATERAL


def test_a_skew_room_with_a_wrong_reading_is_neither() -> None:
    readings = _room([(0, 0), (4000, 0), (4300, 4500), (0, 4500)])
    readings[1] = Distance.of("wall2", 4_200_000)
    solution = solve(readings)
    assert isinstance(solution, Suspect)
    assert solution.suspects == ()
    assert solution.did_you_mean_um is None
    assert not solution.may_be_skew
    assert solution.ask == Outline().slots


def test_repeats_that_contradict_each_other_are_no_matter_of_shape() -> None:
    solution = solve(_take(wall1=(4000, 4300), wall2=4500))
    assert isinstance(solution, Suspect)
    assert [one.position for one in solution.suspects] == [0, 1]
    assert not solution.may_be_skew
    assert solution.ask[0] == "wall1"


def test_the_named_reading_is_the_wrong_one_of_two_repeats() -> None:
    readings = [*FIVE, Distance.of("wall2", 4_050_000)]
    solution = solve(readings)
    assert isinstance(solution, Suspect)
    assert [one.position for one in solution.suspects] == [5]
    assert solution.without == solve(FIVE)


def test_a_suspect_whose_absence_still_leaves_a_doubt_claims_no_area() -> None:
    """Chi-square lets the rest pass, one reading in it does not."""
    solution = solve(_room([(0, 0), (4000, 0), (4300, 4500), (0, 4500)])[:5])
    assert isinstance(solution, Suspect)
    assert solution.nameable
    assert solution.without is None


def test_too_many_errors_name_nobody() -> None:
    solution = solve(_take(wall1=4000, wall2=4500, wall3=4300, wall4=4900, diagonal1=6500))
    assert isinstance(solution, Suspect)
    assert solution.suspects == ()
    assert solution.ask[0] == "diagonal2"


def test_a_rectangle_needs_two_different_sides() -> None:
    nothing = solve([])
    assert isinstance(nothing, Underdetermined)
    assert nothing.missing == 2
    one = solve(_take(wall2=4500, wall4=4500))
    assert isinstance(one, Underdetermined)
    assert one.ask == ("wall1", "wall3")


def test_a_side_may_be_found_from_the_diagonal() -> None:
    solution = solve(_take(wall1=3000, diagonal1=5000))
    assert isinstance(solution, Solved)
    assert solution.area == Area.of_m2("12")


def test_a_diagonal_must_be_longer_than_the_side() -> None:
    solution = solve(_take(wall1=4000, diagonal1=3900))
    assert isinstance(solution, Impossible)
    assert solution.suspects == (0, 1)
    assert "长出 100 mm" in solution.reason
    assert isinstance(solve(_take(wall1=4000, diagonal1=4010)), Degenerate)


def test_a_quadrilateral_needs_a_diagonal() -> None:
    missing = solve(_take(wall1=4000, wall2=4500), QUADRILATERAL)
    assert isinstance(missing, Underdetermined)
    assert missing.missing == 3
    assert missing.most is None
    assert missing.ask == ("wall3", "wall4", "diagonal1", "diagonal2")


def test_a_quadrilateral_may_lack_a_wall_if_both_diagonals_are_there() -> None:
    corners: list[tuple[float, float]] = [(0, 0), (4000, 0), (4300, 4500), (-200, 4400)]
    whole = solve(_room(corners), QUADRILATERAL)
    assert isinstance(whole, Solved)
    for absent in range(6):
        readings = _room(corners)
        del readings[absent]
        solution = solve(readings, QUADRILATERAL)
        assert isinstance(solution, Solved)
        assert float(solution.area.m2) == pytest.approx(float(whole.area.m2), abs=0.02)
        assert Assumption.CONVEX in solution.assumptions


def test_a_sketch_turns_a_corner_inwards() -> None:
    dart = ((0, 0), (6000, 0), (2000, 1500), (1000, 6000))
    readings = _room(dart)
    solution = solve(readings, Outline(Model.QUADRILATERAL, dart))
    assert isinstance(solution, Solved)
    assert Assumption.CONVEX not in solution.assumptions
    assert float(solution.area.m2) == pytest.approx(9.75, abs=0.01)
    without = solve([readings[0], *readings[2:]], Outline(Model.QUADRILATERAL, dart))
    assert isinstance(without, Solved)


def test_a_sketch_must_be_a_simple_anticlockwise_outline() -> None:
    for sketch, word in (
        (((0, 0), (4, 0), (0, 4), (4, 4)), "自相交"),
        (((0, 0), (0, 4), (4, 4), (4, 0)), "逆时针"),
        (((0, 0), (4, 0), (4, 4)), "4个角"),
    ):
        solution = solve(FIVE, Outline(Model.QUADRILATERAL, sketch))
        assert isinstance(solution, Invalid)
        assert word in solution.reason


def test_readings_may_close_every_triangle_and_still_no_room() -> None:
    """Without wall 3 both triangles on wall 1 close, but the outline crosses itself."""
    readings = _room([(0, 0), (4000, 0), (500, 3000), (4500, 3500)])
    del readings[2]
    solution = solve(readings, QUADRILATERAL)
    assert isinstance(solution, Impossible)
    assert solution.suspects == (0, 1, 2, 3, 4)
    assert "围不成房间" in solution.reason


def test_a_reading_whose_absence_leaves_no_room_is_no_suspect() -> None:
    """The mean of the repeats closes; either alone, one of them cannot."""
    readings = _take(
        wall1=(4000, 12000), wall2=4500, wall3=4000, wall4=4500, diagonal1=6021
    )
    solution = solve(readings, QUADRILATERAL)
    assert isinstance(solution, Suspect)
    assert [one.position for one in solution.suspects] == [1]
    assert solution.ask == ("wall1", "diagonal2")


def test_a_flat_triangle_accuses_nobody() -> None:
    flat = solve(_take(wall1=8000, wall2=4000, wall3=4001), TRIANGLE)
    assert isinstance(flat, Degenerate)
    assert "成一直线" in flat.reason
    missing = solve(_take(wall1=8000), TRIANGLE)
    assert isinstance(missing, Underdetermined)
    assert missing.ask == ("wall2", "wall3")


def test_a_triangle_with_contradictory_repeats_names_what_it_can() -> None:
    solution = solve(_take(wall1=5000, wall2=(4000, 4100), wall3=3000), TRIANGLE)
    assert isinstance(solution, Suspect)
    assert {one.slot for one in solution.suspects} == {"wall2"}
    assert solution.ask == ("wall2",)


@pytest.mark.parametrize(
    ("reading", "word", "meant"),
    [
        (Distance.of("wall9", 4_000_000), "不属于", None),
        (Distance("wall1", 4_000_000, 0), "不确定度", None),
        (Distance("wall1", 0, 2000), "大于零", None),
        (Distance.of("wall1", 4_500), "最短距离", 4_500_000),
        (Distance.of("wall1", 4_500_000_000), "量程", 4_500_000),
        (Distance("wall1", 10, 2000), "最短距离", 10_000),
    ],
)
def test_a_reading_that_cannot_be_one_is_refused(
    reading: Distance, word: str, meant: int | None
) -> None:
    solution = solve([*_take(wall2=4500), reading])
    assert isinstance(solution, Invalid)
    assert word in solution.reason
    assert solution.position == 1
    assert solution.slot == reading.slot
    assert solution.did_you_mean_um == meant


def test_a_tiny_or_huge_range_leaves_nothing_to_suggest() -> None:
    narrow = ErrorModel(shortest_um=50_000, longest_um=90_000)
    for um in (40_000, 95_000):
        solution = solve([Distance.of("wall1", um)], errors=narrow)
        assert isinstance(solution, Invalid)
        assert solution.did_you_mean_um is None


def test_the_scheme_goes_around_the_room_and_then_across() -> None:
    for count, slot in enumerate(("wall1", "wall2", "wall3", "wall4", "diagonal1")):
        step = next_reading(FIVE[:count])
        assert step is not None
        assert (step.slot, step.reason) == (slot, "按四墙一对角线量测")
    assert next_reading(FIVE) is None
    assert next_reading(_take(span1=4000, span2=4500)) is None


def test_what_contradicts_or_is_missing_is_asked_for_next() -> None:
    def asked(readings: list[Distance], outline: Outline = QUADRILATERAL) -> str:
        step = next_reading(readings, outline)
        assert isinstance(step, Next)
        return step.slot

    wrong = [*FIVE[:4], Distance.of("diagonal1", 6_100_000)]
    assert asked(wrong, Outline()) == "diagonal2"
    assert asked(_take(span1=4000), Outline()) == "wall2"
    assert asked(_take(wall1=9000, wall2=4000, wall3=4000), TRIANGLE) == "wall1"
    assert asked(FIVE) == "diagonal2"
    assert asked([Distance("wall1", 0, 2000)]) == "wall1"
    assert next_reading([Distance.of("wall9", 1)]) is None
    assert next_reading(_take(wall1=5000, wall2=4000, wall3=3000), TRIANGLE) is None
    step = next_reading([])
    assert step is not None
    assert step.label == "墙一"
