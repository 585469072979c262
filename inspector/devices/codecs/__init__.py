"""One module per protocol family; each is a `Codec`, and `FAMILIES` is their registry."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.devices.codecs import (
    bosch,
    bosch_5301,
    bric,
    cavway,
    cem,
    distox,
    dobiy,
    fnirsi,
    hoto,
    jrt,
    keyboard,
    leica,
    leica_gsi,
    longshuo,
    mileseey,
    sap6,
    stanley,
    trupulse,
    winho,
)
from inspector.devices.codecs.contract import Carrier, Codec, Family
from inspector.devices.codecs.unknown import UNKNOWN

__all__ = ["FAMILIES", "UNKNOWN", "Codec", "Family", "chosen", "named", "recognised"]

FAMILIES: tuple[Family, ...] = (
    leica.BASIC,
    leica.CLASSIC,
    bosch.MT,
    bosch_5301.FAMILY,
    fnirsi.FAMILY,
    mileseey.FAMILY,
    stanley.FAMILY,
    hoto.HOTO,
    longshuo.LDMV1,
    winho.F15X,
    jrt.BRIDGED,
    bosch.SPP,
    cem.FAMILY,
    leica_gsi.FAMILY,
    trupulse.FAMILY,
    jrt.MODULE,
    dobiy.FAMILY,
    keyboard.FAMILY,
    bric.BRIC,
    sap6.SAP6,
    distox.BLE,
    cavway.X1,
    distox.SAP5,
    distox.SPP,
)
"""In the order in which they are asked: the first that fits is taken."""


def named(family: str) -> Family | None:
    """By the name that is stored with readings."""
    return next((each for each in FAMILIES if each.name == family), None)


def recognised(name: str, services: Iterable[str]) -> Family | None:
    """Who advertises like this: by service first, since many meters send no name."""
    offered = {service.lower() for service in services}
    radio = [family for family in FAMILIES if family.carrier is Carrier.RADIO]
    by_service = (f for f in radio if f.service in offered and not f.by_name)
    by_name = (family for family in radio if family.named(name))
    return next(by_service, None) or next(by_name, None)


def chosen(
    characteristics: Iterable[str], hint: str = "", *, experimental: bool = True
) -> Family | None:
    """Who speaks like this, once connected: Leica's two packets share one service.

    `hint` is the family that the advertisement looked like; those whose characteristics
    are shared with strangers are taken on such a hint alone.
    """
    offered = {characteristic.lower() for characteristic in characteristics}
    radio = [family for family in FAMILIES if family.carrier is Carrier.RADIO]
    open_to = [family for family in radio if experimental or not family.experimental]
    fits = [family for family in open_to if family.needs <= offered]
    hinted = (family for family in fits if family.by_name and family.name == hint)
    return next(hinted, None) or next((f for f in fits if not f.by_name), None)
