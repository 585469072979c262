"""What a person reads, and the one rounding."""

from __future__ import annotations

from enum import Enum

import pytest

from inspector.devices.events import (
    DisplayUnit,
    Edge,
    Fault,
    LinkState,
    Measured,
    Reading,
    Reason,
)


@pytest.mark.parametrize("enum", [Edge, DisplayUnit, Reason, Fault, LinkState])
def test_every_member_has_a_chinese_label_of_its_own(enum: type[Enum]) -> None:
    labels = [getattr(member, "label", "") for member in enum]
    assert all(any("一" <= character <= "鿿" for character in label) for label in labels)
    assert len(set(labels)) == len(enum.__members__)


@pytest.mark.parametrize("state", LinkState)
def test_a_state_that_is_not_well_says_what_to_do(state: LinkState) -> None:
    well = {LinkState.CONNECTING, LinkState.CONNECTED}
    assert bool(state.advice) is (state not in well)


@pytest.mark.parametrize(
    ("micrometres", "millimetres"), [(2_000_499, 2000), (2_000_500, 2001), (860_500, 861)]
)
def test_millimetres_are_rounded_half_up(micrometres: int, millimetres: int) -> None:
    reading = Reading(micrometres, b"", "leica_disto_classic", 1)
    assert reading.millimetres == millimetres
    assert not Measured(reading, None, 0).armed
