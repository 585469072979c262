"""Areas: whole square millimetres, rounded once when they come in and once when printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from functools import total_ordering
from typing import Self

_MM2_PER_M2 = 1_000_000
_UM2_PER_MM2 = 1_000_000


@total_ordering
@dataclass(frozen=True, slots=True)
class Area:
    """A floor area, or an uncertainty or a difference of floor areas, in mm²."""

    mm2: int

    @classmethod
    def of_rectangle_um(cls, length: int, width: int) -> Self:
        """Two sides in micrometres; the product is exact but for one rounding to mm²."""
        return cls(_half_even(length * width, _UM2_PER_MM2))

    @classmethod
    def of_m2(cls, m2: Decimal | str) -> Self:
        """What a standard or a ledger says; ValueError where it is not a number."""
        try:
            value = Decimal(m2)
            return cls(int((value * _MM2_PER_M2).to_integral_value(ROUND_HALF_EVEN)))
        except (InvalidOperation, OverflowError, ValueError) as bad:
            raise ValueError(f"not an area in m²: {m2!r}") from bad

    @classmethod
    def of_m2_float(cls, m2: float) -> Self:
        """A spreadsheet's number, read as the shortest text that means the same."""
        return cls.of_m2(repr(float(m2)))

    @classmethod
    def total(cls, parts: Iterable[Area]) -> Self:
        return cls(sum(part.mm2 for part in parts))

    @property
    def m2(self) -> Decimal:
        return Decimal(self.mm2) / _MM2_PER_M2

    def m2_text(self, places: int = 2) -> str:
        """Printed form, halves up (measuring rule M10); decisions are made on `mm2`."""
        unit = Decimal(1).scaleb(-places)
        text = f"{self.m2.quantize(unit, ROUND_HALF_UP):f}"
        return text.lstrip("-") if not text.strip("-0.") else text

    def split(self, weights: Sequence[Area]) -> tuple[Area, ...]:
        """Shares in proportion to the weights that add up to the whole, to the mm²."""
        whole = sum(weight.mm2 for weight in weights)
        if whole <= 0 or any(weight.mm2 < 0 for weight in weights):
            raise ValueError(
                "an area is split by weights that are not negative and not all 0"
            )
        parts = [divmod(self.mm2 * weight.mm2, whole) for weight in weights]
        left = self.mm2 - sum(part for part, _ in parts)
        by_rest = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
        extra = set(by_rest[:left])
        return tuple(Area(part + (i in extra)) for i, (part, _) in enumerate(parts))

    def __add__(self, other: Area) -> Area:
        return Area(self.mm2 + other.mm2)

    def __sub__(self, other: Area) -> Area:
        return Area(self.mm2 - other.mm2)

    def __mul__(self, times: int) -> Area:
        return Area(self.mm2 * times)

    def __lt__(self, other: Area) -> bool:
        return self.mm2 < other.mm2

    def __str__(self) -> str:
        return f"{self.m2_text()} ㎡"


ZERO = Area(0)


def _half_even(number: int, unit: int) -> int:
    """`number / unit` to the nearest whole, ties to even, in integers."""
    whole, rest = divmod(number, unit)
    return whole + (2 * rest > unit or (2 * rest == unit and whole % 2 == 1))
