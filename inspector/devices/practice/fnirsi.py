"""A practice meter that speaks in records, as the FNIRSI IR40."""

from __future__ import annotations

from inspector.devices.codecs import fnirsi
from inspector.devices.codecs.fnirsi import (
    EDGE,
    FOOT,
    LINEAR,
    METRE,
    OTHER_SIDE,
    RECTANGLE,
    RESULT,
    SIDE,
    TYPE,
    UNIT,
    VALUES,
    frame,
)
from inspector.devices.events import Edge
from inspector.devices.practice.meter import ALWAYS, Messages, PracticeMeter, Shot, Trick

_METRE_UM, _FOOT_UM = 1_000_000, 304_800


class FnirsiPractice(PracticeMeter):
    """Tells its edge in a frame of its own, before the frame of the measurement."""

    family = fnirsi.FAMILY
    suffix = "，IR40 型"
    tricks = ALWAYS | {Trick.AREA, Trick.WRONG_EDGE, Trick.IMPERIAL}

    def written(self, characteristic: str, data: bytes) -> None:
        """Measuring on and on is not practised."""

    def _messages(self, shot: Shot) -> Messages:
        edge = frame((EDGE, int(shot.edge is Edge.REAR)))
        unit, micrometres = (FOOT, _FOOT_UM) if shot.imperial else (METRE, _METRE_UM)
        length = round(shot.micrometres * 1000 / micrometres)
        shown = _rectangle(length) if shot.area else [(TYPE, LINEAR), (RESULT, length)]
        return [(VALUES, edge), (VALUES, frame(*shown, (UNIT, unit)))]


def _rectangle(side: int) -> list[tuple[int, int]]:
    area = side * side // 1000
    return [(TYPE, RECTANGLE), (SIDE, side), (OTHER_SIDE, side), (RESULT, area)]
