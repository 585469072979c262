"""What every screen is handed: the ledger's doors, the worker, and what has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from inspector.actions.changes import Changes
from inspector.actions.here import Here
from inspector.ui.tasks import Progress, Tasks

T = TypeVar("T")


class HasChanges(Protocol):
    @property
    def changes(self) -> Changes: ...


@dataclass(frozen=True, slots=True)
class GoTo:
    """A place in the window: a page by its name, with what it should show."""

    page: str
    inspection_id: UUID | None = None
    room_id: UUID | None = None
    unit_id: UUID | None = None


class Desk(QObject):
    """Reads with `ask`, acts with `do`; tells all screens what an action touched."""

    changed = Signal(object)
    """`Changes` of an action that was kept."""
    saved = Signal(object)
    """`datetime` of the last durable save: shown only after the commit."""
    wanted = Signal(object)
    """A `GoTo`: some screen asks for another."""
    troubled = Signal(object)
    """An Exception for `problems` to show."""

    def __init__(self, here: Here, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.tasks = tasks
        tasks.failed.connect(self.troubled)

    def ask(self, query: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read on the worker (a lambda around `here.ledger.ask`), show on this thread."""
        self.tasks.run(query, then)

    def do(
        self,
        action: Callable[[], T],
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Act on the worker; after the commit tell `saved`, `changed`, then `then`."""

        def kept(result: T) -> None:
            self.kept(result)
            if then is not None:
                then(result)

        self.tasks.run(action, kept, otherwise)

    def do_long(
        self,
        action: Callable[[Progress], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> Progress:
        """The same for work that takes long, may be cancelled, and shows progress."""

        def kept(result: T) -> None:
            self.kept(result)
            then(result)

        return self.tasks.run_long(action, kept, otherwise)

    def kept(self, result: object) -> None:
        changes = getattr(result, "changes", None)
        if isinstance(changes, Changes):
            self.saved.emit(self.now())
            self.changed.emit(changes)

    def now(self) -> datetime:
        return self.here.now()

    def go(self, page: str, **where: UUID | None) -> None:
        self.wanted.emit(GoTo(page, **where))
