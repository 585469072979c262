"""Where a session stands with its link; finer than what a person is told."""

from __future__ import annotations

from enum import Enum, auto


class Phase(Enum):
    IDLE = auto()
    OPENING = auto()
    HANDSHAKE = auto()
    SETTLING = auto()
    READY = auto()
    CLOSING = auto()
    PAUSED = auto()


LINKED = frozenset({Phase.HANDSHAKE, Phase.SETTLING, Phase.READY})
