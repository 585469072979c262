"""What the ear is told of a reading, when nobody looks at the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector.actions.measure import Measuring
from inspector.domain.lengths import DIAGONALS, WALLS, Invalid
from inspector.domain.solutions import Impossible, Suspect

_PLANNED = frozenset((*WALLS, DIAGONALS[0]))
"""Four walls and a diagonal: what is measured in any case."""


class Cues(QObject):
    accepted = Signal(object)
    """Kept, and it counts: its micrometres."""
    again = Signal()
    """Another reading is needed: this one was refused, lost, or contradicts the others."""
    stray = Signal()
    """Kept in the tray: no wall waited for it."""

    def kept(
        self, slot: str, micrometres: int, before: Measuring | None, after: Measuring
    ) -> None:
        """After the commit, never before: what sounds accepted is on the disk."""
        known = {reading.id for reading in before.tray} if before else set()
        if any(reading.id not in known for reading in after.tray):
            self.stray.emit()
        elif contradicts(slot, after):
            self.again.emit()
        else:
            self.accepted.emit(micrometres)


def contradicts(slot: str, standing: Measuring) -> bool:
    """The ear hears of a contradiction when it is this very reading's, or when the page
    asks for a reading because of it; not while the planned five go on."""
    match standing.assessment.solution:
        case Suspect(suspects=(named,)) if named.slot == slot:
            return True
        case Suspect() | Impossible() | Invalid():
            return not _goes_on(standing)
        case _:
            return False


def _goes_on(standing: Measuring) -> bool:
    wanted, measurement = standing.assessment.next, standing.measurement
    taken = {r.slot for r in measurement.counting} if measurement else set()
    return wanted is not None and wanted.slot in _PLANNED - taken
