"""What holds for every test, and the fixtures that every test may use.

Held without asking: no warning in the log, no thread left behind, no word to another
machine. A thread that serves a whole session (a fake device's bus, say) is named
"service-..." and is exempt.
"""

import logging
import os
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

import loopback
import postgres
import threads
from inspector.actions.here import Here
from inspector.db.ledger import Ledger
from worlds import small_ledger

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Shared cores make single examples slow now and then; that says nothing about the code.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")

_names = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=3, help="how often the tour is killed")
    parser.addoption("--drops", type=int, default=60, help="how often a link is dropped")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills"))


def pytest_configure() -> None:
    loopback.guard()


@pytest.fixture(autouse=True)
def _no_warnings_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test unless the test reads it and clears it."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    assert not [r.getMessage() for r in records if r.levelno >= logging.WARNING]


@pytest.fixture(autouse=True)
def _no_threads_left() -> Iterator[None]:
    """A thread that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    assert threads.left_running(before) == []


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """One real server for all the tests of a process, begun when the first one asks."""
    with postgres.cluster() as running:
        yield running


@pytest.fixture
def postgres_url(postgres_cluster: postgres.Cluster) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    with postgres_cluster.database(f"test_{next(_names)}") as url:
        yield url


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger, migrated from nothing, in a real file."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    """A small county's ledger in a real file, with a clock that tests turn."""
    here = small_ledger(tmp_path / "home")
    yield here
    here.ledger.close()
