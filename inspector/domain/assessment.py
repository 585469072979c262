"""From a room's card and its readings to an area, a verdict, and what to do next.

The one place where geometry and law meet; pure, so that a stored measurement can be
concluded again at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from inspector.domain.compliance import Case, Measured, Occupant, Policy, Verdict, judge
from inspector.domain.estate import RoomCard, RoomUse
from inspector.domain.inspections import ReadingRecord
from inspector.domain.lengths import Distance, ErrorModel
from inspector.domain.ranks import Level, read_level
from inspector.domain.rulebook import Rulebook
from inspector.domain.shapes import Next, next_reading, solve
from inspector.domain.solutions import Solution, Solved


@dataclass(frozen=True, slots=True)
class Rules:
    """By what a room is judged: the standards, the policy of the office, the place."""

    rulebook: Rulebook
    policy: Policy
    place: str
    on: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """`next` is the reading that helps most, with why; None when nothing more is needed."""

    solution: Solution
    verdict: Verdict
    next: Next | None

    @property
    def solved(self) -> Solved | None:
        return self.solution if isinstance(self.solution, Solved) else None


def assess(card: RoomCard, readings: Sequence[ReadingRecord], rules: Rules) -> Assessment:
    """Judge a room by the readings that count (the set-aside ones are left out), each
    with the correction of its meter's certificate."""
    counting = [reading for reading in readings if not reading.withdrawn]
    distances = [Distance.of(one.slot, one.corrected_um) for one in counting]
    errors = ErrorModel.certified(one.instrument.uncertainty_um or 0 for one in counting)
    solution = solve(distances, errors=errors)
    measured = None
    if isinstance(solution, Solved):
        measured = Measured(solution.area, solution.u, solution.redundancy)
    case = Case(
        place=rules.place,
        on=rules.on,
        office=card.room.use in {RoomUse.OFFICE, RoomUse.UNSTATED},
        measured=measured,
        occupants=_occupants(card),
        unclear=tuple(_unclear(card)),
    )
    verdict = judge(case, rules.rulebook, rules.policy)
    return Assessment(solution, verdict, next_reading(distances, errors=errors))


def _unclear(card: RoomCard) -> Iterator[str]:
    if card.room.use is RoomUse.UNSTATED:
        yield "房间用途未注明"
    if card.unit_id is not None and read_level(card.unit_level) is None:
        yield f"{card.unit}的层级不明"


def _occupants(card: RoomCard) -> tuple[Occupant, ...]:
    """A unit of unknown level keeps the verdict back (`_unclear`), whatever stands here."""
    level = read_level(card.unit_level) or Level.COUNTY
    return tuple(
        Occupant(
            name=person.name,
            rank=person.rank,
            level=level,
            counted=person.counted,
            party_gov_chief=person.party_gov_chief,
        )
        for person in card.occupants
    )
