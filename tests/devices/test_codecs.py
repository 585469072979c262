"""The registry: who is recognised by what, and what a family promises."""

from __future__ import annotations

import pytest

from inspector.devices.codecs import (
    FAMILIES,
    bosch,
    bosch_5301,
    chosen,
    leica,
    recognised,
)
from inspector.devices.codecs.contract import Family


@pytest.mark.parametrize(
    ("name", "services", "family"),
    [
        ("DISTO 12345678", [leica.SERVICE], leica.BASIC),
        ("", [bosch.SERVICE], bosch.MT),
        ("", [bosch.SERVICE.upper()], bosch.MT),
        ("Bosch PLR50C x1", [], bosch_5301.FAMILY),
        ("Bosch GLM50-27 CG", [], bosch.MT),
        ("DEWALT DW099", [], leica.BASIC),
        ("Bosch GLM50C x1234", [bosch_5301.SERVICE], bosch_5301.FAMILY),
        ("Headphones", ["0000180f-0000-1000-8000-00805f9b34fb"], None),
        ("", [], None),
    ],
)
def test_advertising(name: str, services: list[str], family: Family | None) -> None:
    assert recognised(name, services) is family


@pytest.mark.parametrize(
    ("characteristics", "family"),
    [
        ([leica.PACKET, leica.DISTANCE], leica.BASIC),
        ([leica.DISTANCE, leica.UNIT], leica.CLASSIC),
        ([bosch.FRAMES.upper()], bosch.MT),
        ([bosch_5301.FRAMES], bosch_5301.FAMILY),
        ([leica.UNIT], None),
        ([], None),
    ],
)
def test_after_connecting(characteristics: list[str], family: Family | None) -> None:
    assert chosen(characteristics) is family


def test_families_have_names_of_their_own() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
