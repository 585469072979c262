"""What a certificate says of the error that all readings of a meter share."""

from __future__ import annotations

import pytest

from inspector.domain.lengths import COMMON_SIGMA_UM, ErrorModel


@pytest.mark.parametrize(
    ("uncertainties", "common"),
    [
        ((), COMMON_SIGMA_UM),
        ((0, 1_999), COMMON_SIGMA_UM),
        ((2_001,), 1_001),
        ((3_000, 6_000, 500), 3_000),
    ],
)
def test_the_worst_certificate_counts_by_half_and_never_below_the_default(
    uncertainties: tuple[int, ...], common: int
) -> None:
    assert ErrorModel.certified(uncertainties) == ErrorModel(common_um=common)
