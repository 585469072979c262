"""What every screen's test needs: the program's look, and a desk over a real ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions.here import Here
from inspector.places import resources
from inspector.ui import theme
from inspector.ui.desk import Desk
from inspector.ui.tasks import Tasks


@pytest.fixture(scope="session")
def loaded(qapp: QApplication) -> QApplication:
    """Fonts, icons and style sheet, once: they stay loaded for the process."""
    theme.load(resources())
    return qapp


@pytest.fixture
def dressed(loaded: QApplication) -> QApplication:
    """The light palette at the normal text size, whatever the test before wore."""
    theme.apply(loaded)
    return loaded


@pytest.fixture
def desk(here: Here, dressed: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    """A desk whose worker is stopped before the widgets go. Nothing may trouble it."""
    tasks = Tasks()
    desk = Desk(here, tasks)
    yield desk
    tasks.stop()
