"""Meters that can only be recognised, and what a person is told of them."""

from __future__ import annotations

import pytest

from inspector.devices.codecs import leica, recognised
from inspector.devices.codecs.closed import CLOSED, closed, closed_by_service

FACE = "0000FACE-0000-1000-8000-00805F9B34FB"
CAFE = "0000cafe-0000-1000-8000-00805f9b34fb"


@pytest.mark.parametrize(
    ("name", "services", "label"),
    [
        ("", [FACE], "DW0330"),
        ("whatever", [CAFE], "TLM165"),
        ("DEWALT 1", [FACE], "DW0330"),
        ("tlm165s-22", [], "TLM165"),
        ("Hilti PD-CS", [], "PD-C"),
        ("PD-C 0815", [], "PD-C"),
        ("PD-CS", [], "PD-C"),
        ("DT20-1234", [], "Mileseey"),
        ("D9 Pro", [], "Mileseey"),
        ("Mileseey S50", [], "Mileseey"),
        ("UNI-T LM50A", [], "UNI-T"),
        ("SNDWAY", [], "SNDWAY"),
        ("iLDM-30", [], "iLDM-30"),
        ("S910 1234", [], "S910"),
        ("LD530 1", [], "Stabila"),
        ("stabila ld 250", [], "Stabila"),
        ("STANLEY TLM", [], "Stanley"),
        ("DEWALT", [], "DeWalt"),
        ("Trotec BD21", [], "Trotec"),
        ("Makita LD080", [], "Makita"),
        ("Precaster", [], "Precaster"),
        ("KAPRO 377", [], "Kapro"),
        ("ADA COSMO 50", [], "ADA"),
        ("RGK D60", [], "RGK"),
    ],
)
def test_who_it_is(name: str, services: list[str], label: str) -> None:
    found = closed(name, services)
    assert found is not None
    assert label in found.label


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("STABILA LD 530 BT", [leica.SERVICE]),
        ("DEWALT", [FACE, leica.SERVICE.upper()]),
        ("Adapter", []),
        ("Makitas", []),
        ("My Trotec", []),
        ("", []),
    ],
)
def test_who_it_is_not(name: str, services: list[str]) -> None:
    assert closed(name, services) is None


def test_a_service_tells_without_any_name() -> None:
    assert recognised("DEWALT 1", [FACE]) is not None
    assert closed_by_service([FACE]) is closed("DEWALT 1", [FACE])
    assert closed_by_service([leica.SERVICE]) is None


def test_everyone_is_told_what_to_do() -> None:
    for each in CLOSED:
        assert "手工输入" in each.advice
        assert each.name_prefixes


def test_names_that_a_codec_knows_are_those_of_leicas_twins_only() -> None:
    known = {
        prefix
        for each in CLOSED
        for prefix in each.name_prefixes
        if recognised(prefix, []) is not None
    }
    assert known == {"STABILA", "DEWALT", "STANLEY", "DISTO S910"}
