"""What an action touched, so that open screens know what to reload."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Changes:
    """`ledger`, `synced` and `meters` say that whole lists are new; the sets name single
    things."""

    ledger: bool = False
    synced: bool = False
    meters: bool = False
    inspections: frozenset[UUID] = frozenset()
    rooms: frozenset[UUID] = frozenset()
