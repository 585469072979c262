"""Opening a ledger without a window; the clock and the ids of all that is below."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from uuid import UUID

import uuid_utils

from inspector import places
from inspector.actions.here import Here
from inspector.actions.rules import load_rulebook
from inspector.db import memory
from inspector.db.holding import Hold
from inspector.db.ledger import Ledger
from inspector.domain.compliance import Policy
from inspector.places import Home

NOBODY = "未署名"
_LOG_BYTES, _LOGS = 1_000_000, 4


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> UUID:
    """UUIDv7: rises with time, so rows of one day lie together in the file."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def keep_log(folder: Path) -> None:
    """Warnings and worse go to a file that never grows beyond a few megabytes. It holds
    what the program did, never whose room it was about."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "inspector.log", maxBytes=_LOG_BYTES, backupCount=_LOGS, encoding="utf-8"
    )
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)


def open_here(home: Home, person: str = NOBODY) -> Here:
    """Open the ledger of a folder, for this program alone until the ledger is closed; a
    new one is given its device identity."""
    rulebook = load_rulebook(places.resources() / "standards")
    hold = Hold.take(home.ledger)
    try:
        ledger = Ledger.open(home.ledger, hold)
        with ledger.note() as session:
            memory.make_device(session, new_id(), new_id(), now())
    except BaseException:
        hold.release()
        raise
    return Here(ledger, home, person, now, new_id, rulebook, Policy())
