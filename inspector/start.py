"""Opening a ledger without a window; the clock and the ids of all that is below."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import uuid_utils

from inspector import places
from inspector.actions.here import Here
from inspector.actions.rules import load_rulebook
from inspector.db import memory
from inspector.db.ledger import Ledger
from inspector.domain.compliance import Policy
from inspector.places import Home

NOBODY = "未署名"


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> UUID:
    """UUIDv7: rises with time, so rows of one day lie together in the file."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def open_here(home: Home, person: str = NOBODY) -> Here:
    """Open the ledger of a folder; a new one is given its device identity."""
    rulebook = load_rulebook(places.resources() / "standards")
    ledger = Ledger.open(home.ledger)
    with ledger.note() as session:
        memory.make_device(session, new_id(), new_id(), now())
    return Here(ledger, home, person, now, new_id, rulebook, Policy())
