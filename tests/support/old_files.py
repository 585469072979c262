"""Ledgers and stores as earlier programs left them, kept as SQL in `tests/db/ledgers`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "db" / "ledgers"


def restore(name: str, path: Path) -> Path:
    """Make the file that the earlier program had; returns its path.

    `0001` was synced with `c0001` after four readings of room 301. Since then it has two
    strays, one of them placed, a conclusion, and a reading of room 302 set aside.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    driver = sqlite3.connect(path)
    driver.executescript((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
    driver.close()
    return path
