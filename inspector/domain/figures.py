"""Readings put on an outline: fitted, checked one by one, and said as values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from inspector.domain.adjust import (
    FINDABLE,
    Fit,
    Span,
    adjust_polygon,
    adjust_rectangle,
)
from inspector.domain.area import Area
from inspector.domain.lengths import DIAGONALS, SPANS, Distance, ErrorModel
from inspector.domain.mistakes import explain
from inspector.domain.outlines import EDGES, Outline, crosses_itself, start_corners
from inspector.domain.solutions import (
    Assumption,
    Misclosure,
    Model,
    ReadingCheck,
    Solved,
    Suspicion,
)

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("wall1", "wall3", "span1"), "a"),
    **dict.fromkeys(("wall2", "wall4", "span2"), "b"),
    **dict.fromkeys(DIAGONALS, "d"),
}
"""What a slot measures in a rectangle: one of its two sides, or its diagonal."""
OPPOSITE = (("wall1", "wall3"), ("wall2", "wall4"))

_MM = 1000
_TOLERANCE = 3


@dataclass(frozen=True)
class Figure:
    """Readings in an order of their own, so that the order of taking changes no bit."""

    readings: tuple[Distance, ...]
    places: tuple[int, ...]
    """Where each reading stood in what was given."""
    outline: Outline
    errors: ErrorModel

    @classmethod
    def of(
        cls, readings: Sequence[Distance], outline: Outline, errors: ErrorModel
    ) -> Figure:
        def own(at: int) -> tuple[str, int, int, bool]:
            one = readings[at]
            return one.slot, one.micrometres, one.sigma_um, one.common

        places = sorted(range(len(readings)), key=own)
        return cls(tuple(readings[at] for at in places), tuple(places), outline, errors)

    @cached_property
    def slots(self) -> frozenset[str]:
        return frozenset(reading.slot for reading in self.readings)

    @cached_property
    def means(self) -> Mapping[str, tuple[float, float]]:
        """Weighted mean of each slot in mm, and its standard deviation."""
        found = {}
        for slot in sorted(self.slots):
            here = [reading for reading in self.readings if reading.slot == slot]
            weights = [(_MM / reading.sigma_um) ** 2 for reading in here]
            pairs = zip(weights, here, strict=True)
            mean = sum(w * reading.micrometres for w, reading in pairs) / sum(weights) / _MM
            found[slot] = (mean, 1 / math.sqrt(sum(weights)))
        return found

    def lengths(self) -> dict[str, float]:
        return {slot: mean for slot, (mean, _) in self.means.items()}

    def without(self, at: int) -> Figure:
        return self.only([i for i in range(len(self.readings)) if i != at])

    def only(self, keep: Sequence[int]) -> Figure:
        readings = tuple(self.readings[at] for at in keep)
        return replace(
            self, readings=readings, places=tuple(self.places[at] for at in keep)
        )

    def as_quadrilateral(self) -> Figure:
        """The same corners without the right angles; spans say nothing of them."""
        keep = [at for at, reading in enumerate(self.readings) if reading.slot not in SPANS]
        return replace(self.only(keep), outline=Outline(Model.QUADRILATERAL))

    def fit(self) -> Fit | None:
        """None where the readings do not hold a valid outline."""
        if self.outline.model is Model.RECTANGLE:
            return self._fit_rectangle()
        start = start_corners(self.outline, self.lengths())
        edges = EDGES[self.outline.model]
        spans = [_span(reading, *edges[reading.slot]) for reading in self.readings]
        fit = start and adjust_polygon(start, spans, self.outline.right_angles)
        return fit if fit and fit.area > 0 and not crosses_itself(fit.corners) else None

    def _fit_rectangle(self) -> Fit | None:
        return adjust_rectangle(
            [(KINDS[reading.slot], _span(reading, 0, 0)) for reading in self.readings]
        )

    @property
    def rigid(self) -> bool:
        """Enough different distances to hold the figure."""
        if self.outline.model is Model.RECTANGLE:
            return len({KINDS[slot] for slot in self.slots}) > 1
        return len(self.slots) >= 2 * _corners(self.outline.model) - 3

    def suspicions(self, fit: Fit) -> tuple[Suspicion, ...]:
        """Leave one out: whose absence makes the rest agree on a valid outline?"""
        found = []
        for at in range(len(self.readings)):
            rest = self.without(at)
            other = rest.fit() if rest.rigid else None
            if other is not None and other.plausible:
                found.append(self._suspicion(at, other, fit.numbers[at]))
        return tuple(sorted(found, key=lambda suspicion: suspicion.position))

    def _suspicion(self, at: int, other: Fit, number: float) -> Suspicion:
        reading = self.readings[at]
        predicted = round(other.distance(*EDGES[self.outline.model][reading.slot]) * _MM)
        tolerance = round(_TOLERANCE * reading.sigma_um / math.sqrt(number))
        elsewhere = [r.micrometres for r in self.readings if r.slot != reading.slot]
        guess = explain(
            reading.micrometres, predicted, tolerance, elsewhere, self.errors.body_um
        )
        return Suspicion(
            self.places[at], reading.slot, reading.micrometres, predicted, guess
        )

    def checks(self, fit: Fit) -> tuple[ReadingCheck, ...]:
        """One for each reading, in the order in which they were given."""
        found = {place: self._check(at, fit) for at, place in enumerate(self.places)}
        return tuple(found[place] for place in sorted(found))

    def _check(self, at: int, fit: Fit) -> ReadingCheck:
        reading, w = self.readings[at], fit.w[at]
        findable = None
        if w is not None:
            findable = round(FINDABLE * reading.sigma_um / math.sqrt(fit.numbers[at]))
        return ReadingCheck(
            slot=reading.slot,
            residual_um=round(fit.residuals[at] * _MM),
            w=None if w is None else _settled(w, 2),
            number=_settled(fit.numbers[at], 4),
            findable_um=findable,
            sensitivity_um=round(fit.sensitivities[at] * _MM),
        )

    def misclosures(self) -> tuple[Misclosure, ...]:
        """What disagrees as it was read: repeats, opposite walls, diagonals."""
        return (*self._spreads(), *self._gaps())

    def _spreads(self) -> Iterator[Misclosure]:
        for slot in sorted(self.slots):
            here = [r.micrometres for r in self.readings if r.slot == slot]
            if len(here) > 1:
                yield Misclosure((slot,), max(here) - min(here))

    def _gaps(self) -> Iterator[Misclosure]:
        if self.outline.model is Model.RECTANGLE:
            yield from self._rectangle_gaps()
        elif self.outline.model is Model.QUADRILATERAL and "diagonal2" in self.slots:
            yield from self._diagonal_gap()

    def _rectangle_gaps(self) -> Iterator[Misclosure]:
        mm = self.lengths()
        for one, other in OPPOSITE:
            if one in mm and other in mm:
                yield Misclosure((one, other), round((mm[one] - mm[other]) * _MM))
        sides = [[mm[s] for s in sorted(mm) if KINDS[s] == kind] for kind in ("a", "b")]
        if all(sides):
            diagonal = math.hypot(*(sum(side) / len(side) for side in sides))
            for slot in DIAGONALS:
                if slot in mm:
                    yield Misclosure((slot,), round((mm[slot] - diagonal) * _MM))

    def _diagonal_gap(self) -> Iterator[Misclosure]:
        keep = [
            at for at, reading in enumerate(self.readings) if reading.slot != "diagonal2"
        ]
        rest = self.only(keep)
        fit = rest.fit() if rest.rigid else None
        if fit is not None:
            predicted = fit.distance(*EDGES[self.outline.model]["diagonal2"])
            gap = self.means["diagonal2"][0] - predicted
            yield Misclosure(("diagonal2",), round(gap * _MM))

    def solved(self, fit: Fit, *remarks: Assumption) -> Solved:
        common, scale = self.errors.common_um / _MM, self.errors.scale_ppm / 1e6
        return Solved(
            area=_whole(fit.area),
            u=Area(math.ceil(round(fit.u(common, scale), 3))),
            u_common=_whole(abs(common * fit.gain)),
            redundancy=fit.redundancy,
            model=self.outline.model,
            corners=tuple((round(x), round(y)) for x, y in fit.corners),
            misclosures=self.misclosures(),
            chi2=_settled(fit.chi2, 3),
            checks=self.checks(fit),
            assumptions=(*remarks, *self._assumptions(fit)),
        )

    def _assumptions(self, fit: Fit) -> Iterator[Assumption]:
        if self.outline.model is Model.RECTANGLE:
            if not self.slots & set(DIAGONALS):
                yield Assumption.RIGHT_ANGLES
            if any(not set(pair) <= self.slots for pair in OPPOSITE):
                yield Assumption.OPPOSITE_EQUAL
            if self.slots & set(SPANS):
                yield Assumption.MID_WALL
        elif self.outline.model is Model.QUADRILATERAL and not self.outline.sketch:
            yield Assumption.CONVEX
        if fit.redundancy == 0:
            yield Assumption.NO_CHECK


def _corners(model: Model) -> int:
    return 3 if model is Model.TRIANGLE else 4


def _span(reading: Distance, start: int, end: int) -> Span:
    mm, sigma = reading.micrometres / _MM, reading.sigma_um / _MM
    return Span(start, end, mm, sigma, reading.common)


def _whole(mm2: float) -> Area:
    """Whole mm²; the first rounding keeps the last bit of a float from breaking a tie."""
    return Area(round(round(mm2, 6)))


def _settled(value: float, places: int) -> float:
    """Rounded as it is kept and shown, never minus zero."""
    return round(round(value, places + 4), places) + 0.0
