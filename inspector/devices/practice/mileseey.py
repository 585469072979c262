"""A practice meter that sends a line of text, as the older Mileseey."""

from __future__ import annotations

from inspector.devices.codecs import mileseey
from inspector.devices.practice.meter import ALWAYS, Messages, PracticeMeter, Shot, Trick

_METRE, _FOOT = 1_000_000, 304_800


class MileseeyPractice(PracticeMeter):
    """Sends what its screen shows, with the unit."""

    family = mileseey.FAMILY
    suffix = "，Mileseey 型"
    tricks = ALWAYS | {Trick.IMPERIAL}

    def written(self, characteristic: str, data: bytes) -> None:
        """No command of it is known."""

    def _messages(self, shot: Shot) -> Messages:
        unit, word = (_FOOT, "ft") if shot.imperial else (_METRE, "m")
        text = f"{shot.micrometres / unit:.3f}{word}"
        return [(mileseey.VALUE, text.encode("ascii"))]
