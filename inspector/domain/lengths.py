"""Laser distances of a room: where each was taken, how uncertain it is, what cannot be one.

Lengths are whole micrometres. The figures of the error model are data with their source;
those marked (assumption) are to be re-estimated from repeats and certificates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Self

WALLS = ("wall1", "wall2", "wall3", "wall4")
"""In order around the room; wall1 lies opposite wall3."""
DIAGONALS = ("diagonal1", "diagonal2")
"""diagonal1 joins the start of wall1 with the end of wall2; diagonal2 the other two."""
SPANS = ("span1", "span2")
"""From the middle of a wall to the middle of the opposite one: along wall1, along wall2."""
SLOTS = (*WALLS, *DIAGONALS, *SPANS)

SLOT_LABELS: Mapping[str, str] = {
    "wall1": "墙一",
    "wall2": "墙二",
    "wall3": "墙三",
    "wall4": "墙四",
    "diagonal1": "对角线一",
    "diagonal2": "对角线二",
    "span1": "跨中一",
    "span2": "跨中二",
}


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the uncertainty of a reading, as one standard deviation."""

    label: str
    um: int
    source: str


# Together 2.0 mm for a wall. A corner-to-corner reading counts double: the body of the
# meter keeps it out of the corner.
WALL_COMPONENTS = (
    Component("仪器示值 ±1.5 mm", 750, "厂家按两倍标准差给出(DISTO 技术资料)"),
    Component("尾端贴墙", 1000, "工作值(待复测资料估计)"),
    Component("墙面平整、踢脚", 1600, "工作值(两面各 ±2 mm)"),
    Component("显示取整 1 mm", 290, "1/√12"),
)
WALL_SIGMA_UM = 2000
DIAGONAL_SIGMA_UM = 4000
COMMON_SIGMA_UM = 1000
"""The device's additive offset, common to all its readings: U/2 of its certificate."""

# Beyond 10 m the makers' limit grows by 0.025 mm/m, beyond 30 m by 0.1 mm/m (one model);
# like the limit itself it is two standard deviations.
_FAR_UM, _FARTHER_UM = 10_000_000, 30_000_000
_DEVICE_UM = 750


@dataclass(frozen=True, slots=True)
class Distance:
    """One reading that counts; `common` says that it shares the laser's offset."""

    slot: str
    micrometres: int
    sigma_um: int
    common: bool = True

    @classmethod
    def of(cls, slot: str, micrometres: int) -> Self:
        """A laser reading with the default uncertainty of its slot and length."""
        return cls(slot, micrometres, default_sigma_um(slot, micrometres))

    @property
    def label(self) -> str:
        return SLOT_LABELS.get(self.slot, self.slot)


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """What is known of the meter beside the scatter of its single readings."""

    common_um: int = COMMON_SIGMA_UM
    scale_ppm: int = 0
    shortest_um: int = 50_000
    longest_um: int = 200_000_000
    body_um: int = 0
    """Length from front to rear reference edge; 0 where the profile does not say."""

    @classmethod
    def certified(cls, uncertainties_um: Iterable[int]) -> Self:
        """What the certificates of a room's meters say (expanded, k = 2).

        A certificate bounds the offset that all readings of its meter share, so it goes
        here and not into the scatter of single readings, which would average it away.
        The least certain meter speaks for all, and never for less than the default.
        """
        worst = max(uncertainties_um, default=0)
        return cls(common_um=max(COMMON_SIGMA_UM, (worst + 1) // 2))


@dataclass(frozen=True, slots=True)
class Invalid:
    """A reading, or the sketch, that cannot be used at all."""

    reason: str
    position: int | None = None
    slot: str = ""
    did_you_mean_um: int | None = None


def default_sigma_um(slot: str, micrometres: int) -> int:
    """2.0 mm for walls and spans, 4.0 mm for diagonals, more beyond 10 m."""
    base = DIAGONAL_SIGMA_UM if slot in DIAGONALS else WALL_SIGMA_UM
    near = max(0, min(micrometres, _FARTHER_UM) - _FAR_UM)
    far = max(0, micrometres - _FARTHER_UM)
    more = (near * 25 // 1_000_000 + far * 100 // 1_000_000) // 2
    return isqrt(base**2 + (_DEVICE_UM + more) ** 2 - _DEVICE_UM**2)


def unusable(
    readings: Sequence[Distance], slots: Sequence[str], model: ErrorModel
) -> Invalid | None:
    """The first reading that cannot be one: wrong place, out of range, or in metres."""
    for position, reading in enumerate(readings):
        reason, meant = _refusal(reading, slots, model)
        if reason:
            return Invalid(reason, position, reading.slot, meant)
    return None


def _refusal(
    reading: Distance, slots: Sequence[str], model: ErrorModel
) -> tuple[str, int | None]:
    um = reading.micrometres
    if reading.slot not in slots:
        return f"{reading.label}不属于这种房间形状", None
    if reading.sigma_um <= 0:
        return f"{reading.label}的不确定度须大于零", None
    if um <= 0:
        return f"{reading.label}的读数须大于零", None
    if um < model.shortest_um:
        meant = um * 1000 if um * 1000 <= model.longest_um else None
        return f"{reading.label}小于测距仪的最短距离，可能把米当成了毫米", meant
    if um > model.longest_um:
        meant = um // 1000 if um // 1000 >= model.shortest_um else None
        return f"{reading.label}超出测距仪的量程，可能把毫米当成了米", meant
    return "", None
