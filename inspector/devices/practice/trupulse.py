"""A practice meter that speaks as LTI's TruPulse does, to the decimetre."""

from __future__ import annotations

from inspector.devices.codecs import trupulse
from inspector.devices.codecs.contract import SERIAL
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot, Trick

_DECIMETRE = 100


class TruPulsePractice(PracticeMeter):
    """Held level, so that slope and horizontal distance are the same."""

    family = trupulse.FAMILY
    suffix = "，TruPulse 型"
    tricks = frozenset({Trick.WEAK_SIGNAL})
    """Its readings are refused anyhow, old or repeated ones too."""

    def written(self, characteristic: str, data: bytes) -> None:
        """It takes no commands."""

    def _messages(self, shot: Shot) -> Messages:
        metres = f"{round(shot.millimetres / _DECIMETRE) / 10:.2f}"
        body = f"PLTIT,HV,{metres},M,90.00,D,0.00,D,{metres},M"
        return [(SERIAL, trupulse.sealed(body) + b"\r\n")]
