"""Which statements a query sends, so that "however many rooms" can be asserted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from inspector.db.ledger import Ledger


@contextmanager
def selects(ledger: Ledger) -> Iterator[list[str]]:
    """Every SELECT that the ledger sends meanwhile, in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(ledger._engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(ledger._engine, "before_cursor_execute", note)
