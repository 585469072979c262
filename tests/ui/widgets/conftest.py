"""Every widget test wears the shipped look."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector.ui import theme

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


@pytest.fixture(scope="session")
def _resources(qapp: QApplication) -> None:
    theme.load(RESOURCES)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, _resources: None) -> None:
    theme.apply(qapp)
