"""What the sample ledger is made of: an invented county as plain values, and its dice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

LIMITS = (30, 24, 18, 12, 9, 24, 18, 9)
"""㎡ by place in the table of ranks; the township's are other provinces', for size only."""

STAFF = frozenset({4, 7})
"""Places of those who lead nothing, in the county and in a township."""

HEAD, OFFICE = "领导办公室", "办公室"
T = TypeVar("T")
Truth = tuple[int, int, int, int, int, int]
"""Whole micrometres: AB, BC, CD, DA, AC, BD."""


class Dice:
    """Chance from `random()` alone, the one method whose sequence Python promises."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, count: int) -> int:
        return int(self._random.random() * count)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def one(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def several(self, choices: Sequence[T], count: int) -> list[T]:
        pool = list(choices)
        return [pool.pop(self.below(len(pool))) for _ in range(min(count, len(pool)))]


@dataclass(eq=False)
class House:
    name: str
    floors: int
    year: int
    structure: str
    depth: int = 5400
    """From the corridor to the windows, in millimetres: one house, one depth."""

    @property
    def tall(self) -> bool:
        return self.floors > 6


@dataclass(eq=False)
class Yard:
    name: str
    address: str
    number_style: str
    floor_style: str
    houses: list[House]
    rooms: list[Room] = field(default_factory=list)


@dataclass(eq=False)
class Unit:
    name: str
    kind: str
    yard: Yard
    house: House | None
    """The one house where it sits; None for a unit with a courtyard to itself."""
    people: list[Person] = field(default_factory=list)
    posts: list[int] = field(default_factory=lambda: [0] * len(LIMITS))
    rooms: list[Room] = field(default_factory=list)

    @property
    def township(self) -> bool:
        return self.name.endswith(("镇人民政府", "乡人民政府", "街道办事处"))


@dataclass(eq=False)
class Person:
    unit: Unit
    name: str
    number: str
    rank: int
    rank_text: str
    post: str
    standing: str
    department: str = ""
    rooms: list[Room] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        return self.standing not in {"编外聘用", "借调"}


@dataclass(eq=False)
class Room:
    unit: Unit | None
    kind: str
    detail: str
    target: int
    """Wished usable area in mm²."""
    people: list[Person] = field(default_factory=list)
    listed: bool = True
    state: str = "在用"
    remark: str = ""
    where: str = "随"
    """Where it belongs: with its unit (随), low down (低), in the basement (底), on the
    top floor (顶) or with the leaders (领)."""
    exact: bool = False
    """Its true area is the target to a hand's breadth: the room that no one can call."""
    straight: bool = False
    """Surely not one of the skew rooms."""
    house: House | None = None
    floor: int = 0
    number: str = ""
    truth: Truth = (0, 0, 0, 0, 0, 0)
    square: int = 0
    """True area in µm²."""
    hundredths: int | None = 0
    """The ledger's area in 0.01 ㎡."""

    @property
    def limit(self) -> int:
        return sum(LIMITS[p.rank] for p in self.people if p.counted) or 9

    @property
    def floor_label(self) -> str:
        return f"{self.floor}层" if self.floor > 0 else f"地下{-self.floor}层"


@dataclass
class Sample:
    """Everything that the two files say."""

    data: dict[str, Any]
    yards: list[Yard]
    units: list[Unit]
