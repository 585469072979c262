"""A running central store, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from centres import SECRET
from inspector.central.serve import Service, running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str | None:
    """Where the centre keeps its rows: a file of its own, or a real server."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def centre(store_url: str | None, tmp_path: Path) -> Iterator[str]:
    """The address of a central store that really listens."""
    with running(Service(tmp_path / "centre", SECRET, store_url)) as address:
        yield address
