"""Where a finding stands follows from its class (the Yunhe notice of 2022-12-02)."""

from __future__ import annotations

import pytest

from inspector.domain.findings import FIRST_STATE, CaseState, Rectification


@pytest.mark.parametrize(
    ("rectification", "state"),
    [
        (Rectification.FILE_AT_ONCE, CaseState.FILED),
        (Rectification.FIX_ON_SITE, CaseState.DONE),
        (Rectification.FIX_BY_PLAN, CaseState.OPEN),
        (Rectification.NONE, CaseState.CLOSED),
    ],
)
def test_the_first_state_of_each_class(
    rectification: Rectification, state: CaseState
) -> None:
    assert FIRST_STATE[rectification] is state


def test_no_class_is_without_a_state() -> None:
    assert set(FIRST_STATE) == set(Rectification)
