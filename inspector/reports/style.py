"""How the printed forms look: one frozen value, so that a county can have its own."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.reports.operations import POINTS_PER_MM, Face


@dataclass(frozen=True, slots=True)
class Voice:
    """A way of setting text: cut, size, grey, and the distance between baselines."""

    face: Face
    size: float
    grey: float = 0.0
    leading: float = 1.42

    @property
    def line(self) -> float:
        return self.size * self.leading

    @property
    def baseline(self) -> float:
        """From a line's top down to where its letters stand."""
        return self.line / 2 + self.size * 0.36


@dataclass(frozen=True, slots=True)
class Style:
    """A4 upright, bound at the left; sizes in points."""

    width: float = 210 * POINTS_PER_MM
    height: float = 297 * POINTS_PER_MM
    left: float = 20 * POINTS_PER_MM
    right: float = 15 * POINTS_PER_MM
    top: float = 19 * POINTS_PER_MM
    bottom: float = 13 * POINTS_PER_MM

    title: Voice = Voice(Face.SERIF_BOLD, 18, leading=1.3)
    heading: Voice = Voice(Face.SANS_BOLD, 10.5)
    strong: Voice = Voice(Face.SANS_BOLD, 9)
    label: Voice = Voice(Face.SANS_MEDIUM, 8.5, 0.15)
    body: Voice = Voice(Face.SERIF, 9)
    small: Voice = Voice(Face.SERIF, 8, 0.1)
    quiet: Voice = Voice(Face.SANS, 7.5, 0.35)
    watermark: Voice = Voice(Face.SANS_BOLD, 150, 0.93)

    pad_x: float = 4.0
    pad_y: float = 2.6
    gap: float = 9.0
    hairline: float = 0.35
    frame: float = 0.8
    grid: float = 0.45
    shade: float = 0.955
    wall: float = 1.6

    @property
    def measure(self) -> float:
        """The width of the type area."""
        return self.width - self.left - self.right
