"""Fixtures of the device tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _no_system_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to the real Bluetooth of the machine it runs on."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")


@pytest.fixture
def bus_directory() -> Iterator[Path]:
    """Short, since the path of a socket may have no more than 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="bus-") as directory:
        yield Path(directory)
