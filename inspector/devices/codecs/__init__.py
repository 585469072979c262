"""One module per protocol family; each is a `Codec`, and `FAMILIES` is their registry."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.devices.codecs import bosch, leica
from inspector.devices.codecs.contract import Codec, Family

__all__ = ["FAMILIES", "Codec", "Family", "chosen", "recognised"]

FAMILIES: tuple[Family, ...] = (leica.BASIC, leica.CLASSIC, bosch.MT, bosch.MT_5301)
"""In the order in which they are asked: the first that fits is taken."""


def recognised(name: str, services: Iterable[str]) -> Family | None:
    """Who advertises like this: by service first, since many meters send no name."""
    offered = {service.lower() for service in services}
    by_service = (family for family in FAMILIES if family.service in offered)
    by_name = (family for family in FAMILIES if family.named(name))
    return next(by_service, None) or next(by_name, None)


def chosen(characteristics: Iterable[str]) -> Family | None:
    """Who speaks like this, once connected: Leica's two packets share one service."""
    offered = {characteristic.lower() for characteristic in characteristics}
    return next((family for family in FAMILIES if family.needs <= offered), None)
