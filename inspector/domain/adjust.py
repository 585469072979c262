"""Least squares on the corners of a room: adjust, propagate, test (numpy; millimetres).

Unknowns are the corner coordinates minus three (corner 0 in the origin, corner 1 on the
x axis), or the two sides of a rectangle. Damped Gauss-Newton, then Q = (J' P J)^-1, the
sensitivities G = c' Q J' P of the area and the redundancy numbers of data snooping
(Baarda). GUM (JCGM 100, clause 5): u^2 = c' Q c + (u_common * sum G)^2 + (2 A s)^2.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Point = tuple[float, float]

CRITICAL_W = 3.2905
"""|w| above it is a gross error: two-sided 0.001."""
FINDABLE = 4.13
"""An error of so many sigma / sqrt(r) is found with a power of 80 %."""
CHI2_LEVEL = 0.001

_STEPS = 60
_STEP_MM = 1e-7
_SMALLEST_SHARE = 1e-6
_WORST_CONDITION = 1e12
_NOT_CHECKED = 1e-6


@dataclass(frozen=True, slots=True)
class Span:
    """A measured distance between two corners."""

    start: int
    end: int
    mm: float
    sigma: float
    common: bool = True
    """Shares the additive offset of the device."""


@dataclass(frozen=True, slots=True)
class RightAngle:
    """A soft statement: the angle at this corner is square, within so many degrees."""

    corner: int
    sigma_deg: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The adjusted figure and what each observation did to it, in mm and mm²."""

    corners: tuple[Point, ...]
    area: float
    variance: float
    """Random part only: c' Q c."""
    gain: float
    """Sum of the sensitivities of the readings that share the device's offset."""
    chi2: float
    redundancy: int
    residuals: tuple[float, ...]
    """Adjusted minus read."""
    numbers: tuple[float, ...]
    """Redundancy numbers; they add up to the redundancy."""
    sensitivities: tuple[float, ...]
    w: tuple[float | None, ...]

    @property
    def passes(self) -> bool:
        """No single observation is called wrong at 0.001."""
        return all(abs(w) <= CRITICAL_W for w in self.w if w is not None)

    @property
    def plausible(self) -> bool:
        """The figure as a whole passes chi-square at 0.999."""
        return self.redundancy == 0 or chi2_tail(self.chi2, self.redundancy) >= CHI2_LEVEL

    def distance(self, start: int, end: int) -> float:
        return math.dist(self.corners[start], self.corners[end])

    def u(self, common_mm: float, scale: float) -> float:
        """Standard uncertainty of the area in mm²."""
        shared = common_mm * self.gain
        return math.sqrt(self.variance + shared**2 + (2 * self.area * scale) ** 2)


def chi2_tail(x: float, dof: int) -> float:
    """P(chi-square with `dof` degrees > x), by the finite sums for whole degrees."""
    half = x / 2
    if dof % 2:
        tail, term, at = math.erfc(math.sqrt(half)), 0.0, 1
        term = math.exp(-half) * math.sqrt(half) / math.gamma(1.5)
    else:
        tail, term, at = math.exp(-half), math.exp(-half) * half, 2
    while at < dof:
        tail += term
        at += 2
        term *= half / (at / 2)
    return tail


def adjust_polygon(
    start: Sequence[Point], spans: Sequence[Span], angles: Sequence[RightAngle] = ()
) -> Fit | None:
    """Corners by least squares from a start near them; None if they are not held rigid."""
    first = _gauged(np.array(start, dtype=np.float64))
    count = len(first)
    free = np.array([2, *range(4, 2 * count)])
    ends = np.array([(span.start, span.end) for span in spans])
    read = np.array([span.mm for span in spans] + [0.0] * len(angles))
    sigma = np.array([s.sigma for s in spans] + [math.radians(a.sigma_deg) for a in angles])

    def place(x: Vector) -> Vector:
        flat = np.zeros(2 * count)
        flat[free] = x
        return flat.reshape(count, 2)

    def model(x: Vector) -> tuple[Vector, Vector]:
        xy = place(x)
        values, rows = _span_rows(xy, ends)
        for angle in angles:
            value, row = _angle_row(xy, angle.corner)
            values, rows = np.append(values, value), np.vstack([rows, row])
        return values, rows[:, free]

    x = _gauss_newton(first.reshape(-1)[free], model, read, sigma)
    if x is None:
        return None
    xy = place(x)
    area, slope = _shoelace(xy)
    common = np.array([span.common for span in spans] + [False] * len(angles))
    corners = tuple((float(px), float(py)) for px, py in xy)
    return _report(corners, (area, slope[free]), model(x), (read, sigma, common))


def adjust_rectangle(sides: Sequence[tuple[str, Span]]) -> Fit | None:
    """Sides a, b and diagonals d of one rectangle; the `Span`'s corners are not used."""
    kinds = [kind for kind, _ in sides]
    spans = [span for _, span in sides]
    read = np.array([span.mm for span in spans])
    sigma = np.array([span.sigma for span in spans])

    def model(x: Vector) -> tuple[Vector, Vector]:
        a, b = float(x[0]), float(x[1])
        d = math.hypot(a, b)
        rows = {"a": (a, 1.0, 0.0), "b": (b, 0.0, 1.0), "d": (d, a / d, b / d)}
        table = np.array([rows[kind] for kind in kinds])
        return table[:, 0], table[:, 1:]

    first = _first_sides(kinds, read)
    if first is None:
        return None
    x = _gauss_newton(np.array(first), model, read, sigma)
    if x is None or min(x) <= 0:
        return None
    a, b = float(x[0]), float(x[1])
    common = np.array([span.common for span in spans])
    corners = ((0.0, 0.0), (a, 0.0), (a, b), (0.0, b))
    return _report(corners, (a * b, np.array([b, a])), model(x), (read, sigma, common))


def _first_sides(kinds: Sequence[str], read: Vector) -> Point | None:
    """Means of what was read; a side without a reading comes from the diagonal."""
    found = {kind: float(read[[k == kind for k in kinds]].mean()) for kind in set(kinds)}
    for one, other in (("a", "b"), ("b", "a")):
        if one not in found:
            square = found["d"] ** 2 - found[other] ** 2
            if square <= 0:
                return None
            found[one] = math.sqrt(square)
    return found["a"], found["b"]


def _gauss_newton(
    x: Vector,
    model: Callable[[Vector], tuple[Vector, Vector]],
    read: Vector,
    sigma: Vector,
) -> Vector | None:
    """Halves a step that makes things worse; None where the unknowns are not held."""
    values, rows = model(x)
    misfit = (read - values) / sigma
    cost = float(misfit @ misfit)
    for _ in range(_STEPS):
        scaled = rows / sigma[:, None]
        normal = scaled.T @ scaled
        if np.linalg.cond(normal) > _WORST_CONDITION:
            return None
        step = np.linalg.solve(normal, scaled.T @ misfit)
        if float(np.abs(step).max()) < _STEP_MM:
            return x + step
        shrink = 1.0
        while shrink > _SMALLEST_SHARE:
            values, rows = model(x + shrink * step)
            misfit = (read - values) / sigma
            if float(misfit @ misfit) <= cost * (1 + 1e-12) + 1e-18:
                break
            shrink /= 2
        x, cost = x + shrink * step, float(misfit @ misfit)
    return None


def _report(
    corners: tuple[Point, ...],
    area: tuple[float, Vector],
    model: tuple[Vector, Vector],
    observed: tuple[Vector, Vector, npt.NDArray[np.bool_]],
) -> Fit:
    (values, rows), (read, sigma, common) = model, observed
    weight = 1 / sigma**2
    cofactor = np.linalg.inv(rows.T @ (rows * weight[:, None]))
    lever = cofactor @ rows.T * weight
    numbers = 1 - np.einsum("ij,ji->i", rows, lever)
    gains = area[1] @ lever
    residuals = values - read
    w = [
        None if r < _NOT_CHECKED else float(v / (s * math.sqrt(r)))
        for v, s, r in zip(residuals, sigma, numbers, strict=True)
    ]
    return Fit(
        corners=corners,
        area=area[0],
        variance=float(area[1] @ cofactor @ area[1]),
        gain=float(gains[common].sum()),
        chi2=float(np.sum((residuals / sigma) ** 2)),
        redundancy=len(read) - rows.shape[1],
        residuals=tuple(map(float, residuals)),
        numbers=tuple(map(float, numbers)),
        sensitivities=tuple(map(float, gains)),
        w=tuple(w),
    )


def _gauged(xy: Vector) -> Vector:
    """Corner 0 in the origin, corner 1 on the positive x axis."""
    moved = xy - xy[0]
    length = math.hypot(moved[1, 0], moved[1, 1])
    cos, sin = moved[1] / length
    turned: Vector = moved @ np.array([[cos, -sin], [sin, cos]])
    return turned


def _span_rows(xy: Vector, ends: npt.NDArray[np.int_]) -> tuple[Vector, Vector]:
    start, end = ends[:, 0], ends[:, 1]
    delta = xy[end] - xy[start]
    length = np.hypot(delta[:, 0], delta[:, 1])
    unit = delta / length[:, None]
    rows = np.zeros((len(ends), 2 * len(xy)))
    at = np.arange(len(ends))
    for axis in (0, 1):
        rows[at, 2 * end + axis] = unit[:, axis]
        rows[at, 2 * start + axis] = -unit[:, axis]
    return length, rows


def _angle_row(xy: Vector, corner: int) -> tuple[float, Vector]:
    """The cosine of the angle at a corner, and how it changes with the corners."""
    count = len(xy)
    before, after = (corner - 1) % count, (corner + 1) % count
    to_before, to_after = xy[before] - xy[corner], xy[after] - xy[corner]
    one, two = float(np.hypot(*to_before)), float(np.hypot(*to_after))
    cos = float(to_before @ to_after) / (one * two)
    by_before = to_after / (one * two) - cos * to_before / one**2
    by_after = to_before / (one * two) - cos * to_after / two**2
    rows = np.zeros((count, 2))
    rows[before], rows[after], rows[corner] = by_before, by_after, -by_before - by_after
    return cos, rows.reshape(-1)


def _shoelace(xy: Vector) -> tuple[float, Vector]:
    """Signed area and its gradient (half of next minus previous corner, turned)."""
    after, before = np.roll(xy, -1, axis=0), np.roll(xy, 1, axis=0)
    area = float(np.sum(xy[:, 0] * after[:, 1] - after[:, 0] * xy[:, 1])) / 2
    across = (after - before) / 2
    return area, np.stack([across[:, 1], -across[:, 0]], axis=1).reshape(-1)
