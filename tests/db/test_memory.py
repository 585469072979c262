"""A device knows who it is from its first opening on, and where the person was."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from inspector.actions.here import Here
from inspector.db import journal, memory
from inspector.db.ledger import Ledger

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DEVICE = UUID("0193577e-0000-7000-8000-0000c0ffee42")


def _made(ledger: Ledger, device: UUID = DEVICE) -> Ledger:
    with ledger.note() as session:
        memory.make_device(session, device, UUID(int=9), AT)
    return ledger


def test_a_device_is_made_once_and_keeps_its_identity(ledger: Ledger) -> None:
    _made(_made(ledger), UUID(int=1))
    assert ledger.ask(memory.short_id) == "FFEE42"
    assert ledger.ask(memory.copied) == (None, "")


def test_where_the_person_was_is_kept_and_replaced(ledger: Ledger) -> None:
    assert ledger.ask(memory.recall) == {}
    with ledger.note() as session:
        memory.remember(session, room="301", inspection="1")
    with ledger.note() as session:
        memory.remember(session, room="302")
    assert ledger.ask(memory.recall) == {"room": "302", "inspection": "1"}


def test_where_the_ledger_came_from_is_kept(ledger: Ledger) -> None:
    with _made(ledger).note() as session:
        memory.note_copied(session, "台账.xlsx", AT)
    assert ledger.ask(memory.copied) == (AT, "台账.xlsx")


def test_what_a_device_remembers_is_nobody_elses(here: Here) -> None:
    before = here.ledger.ask(journal.unsent)
    with here.ledger.note() as session:
        memory.remember(session, room="301")
    assert here.ledger.ask(journal.unsent) == before
