"""The least-squares engine against worked cases, closed forms, brute force and chance."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.domain.adjust import (
    Fit,
    RightAngle,
    Span,
    adjust_polygon,
    adjust_rectangle,
    chi2_tail,
)

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "geometry_cases.json").read_bytes())[
        "cases"
    ]
}
POLYGONS = [case for case in CASES.values() if "sketch" in case]
FITTED = [case for case in POLYGONS if case["expected"]["status"] in ("ok", "gross_error")]


def _fit(case: dict[str, Any], extra: tuple[Span, ...] = ()) -> Fit | None:
    spans = [
        Span(one["from"], one["to"], float(one["mm"]), one["u_mm"])
        for one in case["readings"]
    ]
    angles = case.get("soft_right_angles_deg", {})
    return adjust_polygon(
        [(1000 * x, 1000 * y) for x, y in case["sketch"]],
        [*spans, *extra],
        [RightAngle(int(corner), degrees) for corner, degrees in angles.items()],
    )


@pytest.mark.parametrize("case", FITTED, ids=lambda case: str(case["id"]))
def test_polygons_come_out_as_in_the_worked_cases(case: dict[str, Any]) -> None:
    fit, expected = _fit(case), case["expected"]
    assert fit is not None
    assert fit.redundancy == expected["redundancy"]
    if "area_m2" in expected:
        assert fit.area / 1e6 == pytest.approx(expected["area_m2"], abs=2e-6)
        u = fit.u(case["common_u_mm"], 0) / 1e6
        assert u == pytest.approx(expected["u_m2"], rel=2e-3)
    names = [one["id"] for one in case["readings"]]
    for key, values in (
        ("w", [w and round(w, 2) for w in fit.w]),
        ("redundancy_numbers", [round(r, 4) for r in fit.numbers]),
        ("sensitivities_m", [round(g / 1000, 4) for g in fit.sensitivities]),
    ):
        wanted = expected.get(key, {})
        for name, value in zip(names, values, strict=False):
            if name in wanted:
                assert value == pytest.approx(wanted[name], abs=2e-4), (key, name)
    if "chi2" in expected:
        assert fit.chi2 == pytest.approx(expected["chi2"], abs=1e-3)


def test_a_further_reading_lowers_u_as_the_refits_say() -> None:
    """polygon_ls-5 lists u with each of the ten distances added: a check of Q."""
    case = CASES["polygon_ls-5"]
    fit = _fit(case)
    assert fit is not None
    for name, u_after in case["expected"]["u_after_m2"].items():
        start, end = int(name[1]), int(name[2])
        sigma = case["candidate_u_mm"][name[0]]
        added = Span(start, end, fit.distance(start, end), sigma)
        again = _fit(case, (added,))
        assert again is not None
        assert again.u(0, 0) / 1e6 == pytest.approx(u_after, abs=2e-6)


def test_a_floppy_figure_is_refused() -> None:
    assert _fit(CASES["polygon_ls-3"]) is None


def test_readings_that_no_figure_meets_do_not_converge_to_one() -> None:
    """A triangle 8.1, 4, 4 folds flat; its corners are then held by nothing."""
    spans = [
        Span(0, 1, 8100, 2),
        Span(1, 2, 4000, 2),
        Span(2, 0, 4000, 2),
    ]
    assert adjust_polygon([(0, 0), (8000, 0), (4000, 900)], spans) is None


def test_the_sensitivities_are_the_derivatives() -> None:
    """Brute force: move each reading by a hair and see what the area does."""
    case = CASES["polygon_ls-1"]
    fit = _fit(case)
    assert fit is not None
    for at, reading in enumerate(case["readings"]):
        moved = dict(case, readings=[dict(one) for one in case["readings"]])
        moved["readings"][at]["mm"] = reading["mm"] + 0.01
        other = _fit(moved)
        assert other is not None
        slope = (other.area - fit.area) / 0.01
        assert slope == pytest.approx(fit.sensitivities[at], abs=1.0)


def test_chance_scatters_the_area_as_u_says() -> None:
    """Monte Carlo with a fixed seed: 4 walls, 2 diagonals and one common offset."""
    rng = np.random.default_rng(20240229)
    sides = (("a", 4000.0, 2.0), ("b", 4500.0, 2.0), ("a", 4000.0, 2.0), ("b", 4500.0, 2.0))
    true = (*sides, ("d", math.hypot(4000, 4500), 4.0))
    areas = []
    for _ in range(1500):
        offset = rng.normal(0, 1.0)
        drawn = [
            (kind, Span(0, 0, mm + offset + rng.normal(0, sigma), sigma))
            for kind, mm, sigma in true
        ]
        fit = adjust_rectangle(drawn)
        assert fit is not None
        areas.append(fit.area)
    exact = adjust_rectangle([(k, Span(0, 0, mm, sigma)) for k, mm, sigma in true])
    assert exact is not None
    assert np.std(areas) == pytest.approx(exact.u(1.0, 0), rel=0.06)
    assert np.mean(areas) == pytest.approx(18e6, abs=3 * exact.u(1.0, 0) / math.sqrt(1500))


def test_the_closed_form_for_walls_and_diagonals_holds() -> None:
    """Var = u² d²/n [1 - m/(n+m) sin² 2phi], a diagonal of 2u counting as m = 1/4."""
    a, b, d = 4000.0, 4500.0, math.hypot(4000, 4500)
    walls = [(kind, Span(0, 0, mm, 2.0)) for kind, mm in (("a", a), ("b", b)) * 2]
    fit = adjust_rectangle([*walls, *[("d", Span(0, 0, d, 4.0))] * 2])
    assert fit is not None
    n, m, sin2 = 2, 2 / 4, 2 * a * b / d**2
    variance = 2.0**2 * d**2 / n * (1 - m / (n + m) * sin2**2)
    assert fit.variance == pytest.approx(variance, rel=1e-6)


@pytest.mark.parametrize("known", ["a", "b"])
def test_a_rectangle_may_be_known_by_a_side_and_its_diagonal(known: str) -> None:
    fit = adjust_rectangle(
        [(known, Span(0, 0, 3000.0, 2.0)), ("d", Span(0, 0, 5000.0, 4.0))]
    )
    assert fit is not None
    assert fit.area == pytest.approx(12e6, abs=1e-3)
    assert fit.redundancy == 0
    assert fit.w == (None, None)


def test_a_side_longer_than_the_diagonal_is_no_rectangle() -> None:
    long = [("a", Span(0, 0, 5000.0, 2.0)), ("d", Span(0, 0, 4000.0, 4.0))]
    assert adjust_rectangle(long) is None


def test_a_rectangle_that_fits_nothing_is_given_up() -> None:
    """Found by search: sides and diagonals so far apart that no step leads on."""
    far = (("d", 5007.0), ("b", 60.0), ("a", 1212.0), ("a", 412.0), ("d", 7562.0))
    sides = [(kind, Span(0, 0, mm, 4.0 if kind == "d" else 2.0)) for kind, mm in far]
    assert adjust_rectangle(sides) is None


def test_only_readings_that_share_the_offset_carry_it() -> None:
    a, b = Span(0, 0, 4000.0, 2.0), Span(0, 0, 4500.0, 2.0, common=False)
    fit = adjust_rectangle([("a", a), ("b", b)])
    assert fit is not None
    assert fit.gain == pytest.approx(4500)


def test_a_scale_error_counts_twice_over_the_whole_area() -> None:
    sides = [("a", Span(0, 0, 4000.0, 2.0)), ("b", Span(0, 0, 4500.0, 2.0))]
    fit = adjust_rectangle(sides)
    assert fit is not None
    wider = math.sqrt(fit.u(0, 0) ** 2 + (2 * 18e6 * 1e-4) ** 2)
    assert fit.u(0, 1e-4) == pytest.approx(wider)


@pytest.mark.parametrize(
    ("x", "dof", "tail"),
    # Table values of the chi-square distribution at 0.999 and 0.95.
    [
        (10.828, 1, 0.001),
        (13.816, 2, 0.001),
        (16.266, 3, 0.001),
        (18.467, 4, 0.001),
        (20.515, 5, 0.001),
        (3.841, 1, 0.05),
        (18.307, 10, 0.05),
        (43.773, 30, 0.05),
    ],
)
def test_chi_square_agrees_with_the_tables(x: float, dof: int, tail: float) -> None:
    assert chi2_tail(x, dof) == pytest.approx(tail, rel=2e-3)
