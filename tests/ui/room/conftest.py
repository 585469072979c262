"""A room page with the practice meter, over a real ledger, for every test here."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.ui.desk import Desk
from room_site import Site


@pytest.fixture
def hand() -> PracticeMeter:
    return LeicaPractice(random.Random(1), spread_um=0, shot_ms=30)


@pytest.fixture
def site(desk: Desk, qtbot: QtBot, hand: PracticeMeter) -> Iterator[Site]:
    site = Site(desk, qtbot, hand)
    yield site
    site.close()
