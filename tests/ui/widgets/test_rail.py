"""The rail can be worked without a mouse, and lies down where the window is narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from inspector.ui import theme
from inspector.ui.widgets.rail import Rail, RailItem

# The offscreen platform says so of every window it is asked to size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ITEMS = [
    RailItem("tasks", "任务", "assignment"),
    RailItem("ledger", "台账", "table_view"),
    RailItem("settings", "设置", "settings", at_foot=True),
]


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    rail = Rail(ITEMS)
    qtbot.addWidget(rail)
    rail.resize(theme.TARGET.rail, 600)
    rail.show()
    qtbot.waitExposed(rail)
    rail.activateWindow()
    return rail


def buttons(rail: Rail) -> list[QToolButton]:
    return rail.findChildren(QToolButton)


def test_pressing_a_page_asks_for_it(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.picked) as picked:
        qtbot.mouseClick(buttons(rail)[1], Qt.MouseButton.LeftButton)

    assert picked.args == ["ledger"]
    assert rail.current() == "ledger"


def test_marking_a_page_asks_for_nothing(rail: Rail, qtbot: QtBot) -> None:
    assert rail.current() == ""

    with qtbot.assertNotEmitted(rail.picked):
        rail.set_current("tasks")
        rail.set_current("settings")

    assert [button.isChecked() for button in buttons(rail)] == [False, False, True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_arrows_move_and_a_key_asks(rail: Rail, qtbot: QtBot, key: Qt.Key) -> None:
    rail.set_current("tasks")
    first, second, foot = buttons(rail)
    first.setFocus()

    with qtbot.assertNotEmitted(rail.picked):
        qtbot.keyClick(first, Qt.Key.Key_Down)
    assert rail.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Up)
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert rail.focusWidget() is foot

    with qtbot.waitSignal(rail.picked) as picked:
        qtbot.keyClick(foot, key)
    assert picked.args == ["settings"]


def test_upright_it_is_84_wide_and_settings_are_at_the_foot(rail: Rail) -> None:
    first, second, foot = buttons(rail)

    assert rail.width() == theme.TARGET.rail == 84
    assert second.y() - first.geometry().bottom() < 10
    assert rail.height() - foot.geometry().bottom() < 20
    assert all(button.accessibleName() for button in buttons(rail))
    assert all(min(b.width(), b.height()) >= theme.TARGET.plain for b in buttons(rail))


def test_lying_down_it_is_a_bar_with_fingers_targets(rail: Rail, qtbot: QtBot) -> None:
    rail.set_orientation(Qt.Orientation.Horizontal)
    rail.resize(640, rail.sizeHint().height())

    qtbot.waitUntil(lambda: len({button.y() for button in buttons(rail)}) == 1)
    assert rail.sizeHint().height() < 90
    assert all(min(b.width(), b.height()) >= theme.TARGET.plain for b in buttons(rail))


def test_a_rail_without_a_foot_starts_at_the_top(qtbot: QtBot) -> None:
    rail = Rail(ITEMS[:2])
    qtbot.addWidget(rail)
    rail.resize(84, 600)
    rail.show()

    assert buttons(rail)[1].geometry().bottom() < 200
