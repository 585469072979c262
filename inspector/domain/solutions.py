"""What comes out of a room's readings: an area, or why there is none and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from inspector.domain.area import Area
from inspector.domain.lengths import Invalid
from inspector.domain.mistakes import Guess

ENGINE = 1
"""Raised whenever the same readings may give another figure; stored with every area."""


class Model(Enum):
    RECTANGLE = "rectangle"
    QUADRILATERAL = "quadrilateral"
    TRIANGLE = "triangle"

    @property
    def label(self) -> str:
        return _MODELS[self]


_MODELS: Mapping[Model, str] = {
    Model.RECTANGLE: "矩形",
    Model.QUADRILATERAL: "任意四边形",
    Model.TRIANGLE: "三角形",
}


class Assumption(Enum):
    """What the readings do not show and the area rests on; printed with it."""

    RIGHT_ANGLES = "right_angles"
    OPPOSITE_EQUAL = "opposite_equal"
    MID_WALL = "mid_wall"
    CONVEX = "convex"
    NOT_RECTANGLE = "not_rectangle"
    NO_CHECK = "no_check"

    @property
    def label(self) -> str:
        return _ASSUMPTIONS[self]


_ASSUMPTIONS: Mapping[Assumption, str] = {
    Assumption.RIGHT_ANGLES: "四角为直角",
    Assumption.OPPOSITE_EQUAL: "对边相等",
    Assumption.MID_WALL: "跨中距在墙的中点量得，两条互相垂直",
    Assumption.CONVEX: "各角均向外凸",
    Assumption.NOT_RECTANGLE: "读数不合矩形，按任意四边形计算",
    Assumption.NO_CHECK: "无独立校核",
}


@dataclass(frozen=True, slots=True)
class ReadingCheck:
    """How one reading stands in the adjustment, in the order in which it was given.

    `w` is None where nothing checks the reading; `findable_um` is the smallest error
    that would be noticed in it.
    """

    slot: str
    residual_um: int
    w: float | None
    number: float
    findable_um: int | None
    sensitivity_um: int


@dataclass(frozen=True, slots=True)
class Misclosure:
    """A raw disagreement of readings, before anything is adjusted: shown, never hidden."""

    slots: tuple[str, ...]
    um: int


@dataclass(frozen=True, slots=True)
class Solved:
    """An area with all that it rests on; equal readings give it again, bit for bit."""

    area: Area
    u: Area
    u_common: Area
    """The part of `u` from the device's offset: it adds up linearly over rooms."""
    redundancy: int
    model: Model
    corners: tuple[tuple[int, int], ...]
    """Adjusted corners in mm, anticlockwise, for drawing."""
    misclosures: tuple[Misclosure, ...]
    chi2: float
    checks: tuple[ReadingCheck, ...]
    assumptions: tuple[Assumption, ...]
    engine: int = ENGINE

    @property
    def misclosure_um(self) -> int | None:
        """The largest raw disagreement; None where nothing could disagree."""
        return max((abs(gap.um) for gap in self.misclosures), default=None)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A reading without which the others agree, and what they say it should be."""

    position: int
    slot: str
    read_um: int
    predicted_um: int
    guess: Guess

    @property
    def error_um(self) -> int:
        return self.read_um - self.predicted_um


@dataclass(frozen=True, slots=True)
class Suspect:
    """The readings contradict each other: no area is claimed.

    One suspect is named; several cannot be told apart; none means that more than one
    reading is wrong. `may_be_skew` keeps the rival explanation open: the room is perhaps
    no rectangle. `ask` lists what to read next, most useful first.
    """

    suspects: tuple[Suspicion, ...]
    may_be_skew: bool
    ask: tuple[str, ...]
    misclosures: tuple[Misclosure, ...]
    checks: tuple[ReadingCheck, ...]
    without: Solved | None
    """What the room would be without the one suspect, if that passes the test."""

    @property
    def nameable(self) -> bool:
        return len(self.suspects) == 1

    @property
    def did_you_mean_um(self) -> int | None:
        return self.suspects[0].guess.micrometres if self.nameable else None


@dataclass(frozen=True, slots=True)
class Underdetermined:
    """Readings are missing; any one of `ask` helps."""

    reason: str
    missing: int
    ask: tuple[str, ...]
    most: Area | None = None
    """The largest area that the walls allow (Brahmagupta), where four walls are known."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """No room has these sides, beyond what their uncertainty allows."""

    reason: str
    suspects: tuple[int, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Degenerate:
    """Flat within its own error: no area, and nobody's mistake."""

    reason: str


Solution = Solved | Suspect | Underdetermined | Impossible | Degenerate | Invalid
