"""What a search says of each device, and which of them a person may connect to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from fake_bluez import FakeBluez, bluetooth
from inspector.devices import codecs
from inspector.devices.codecs import UNKNOWN, leica
from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import LinkState
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.traffic import Direction, Traffic
from inspector.devices.transports import Found, SearchEnded, Support
from listening import Ear, found_by
from peripherals import (
    LEICA_DISTANCE,
    LEICA_SERVICE,
    BoschGlm,
    Gatt,
    LeicaDisto,
    Peripheral,
)

QUICK = Timing(pace_percent=5, back_off_ms=(30, 60), open_ms=2000, request_ms=1000)
_SIG = "-0000-1000-8000-00805f9b34fb"
UNPROVED = replace(
    leica.CLASSIC, name="unproved", experimental=True, remark="请用三位小数。"
)


class Stranger(Peripheral):
    """Some gadget, perhaps a meter that nobody has met."""

    services: ClassVar[Gatt] = {
        f"0000fff0{_SIG}": {f"0000fff1{_SIG}": ("read", "indicate")}
    }

    def __init__(self, name: str, service: str = "", rssi: int = -40) -> None:
        super().__init__(f"AA:BB:CC:00:01:{abs(rssi):02d}", name, rssi)
        self.advertised = (service,) if service else ()

    def read(self, uuid: str) -> bytes:
        return b"\x07"


@contextmanager
def door(directory: Path, *near: Peripheral) -> Iterator[tuple[Rangefinders, FakeBluez]]:
    with bluetooth(directory, *near) as bluez:
        meters = Rangefinders(timing=QUICK, ports=lambda: ())
        try:
            yield meters, bluez
        finally:
            meters.close()


def searched(meters: Rangefinders, *, everything: bool = False) -> dict[str, Found]:
    ear = Ear()
    meters.find(0.2, ear.hear, everything=everything)
    assert ear.first(SearchEnded).trouble is None
    return {each.address: each for each in ear.kept(Found)}


@pytest.fixture
def unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if Leica's classic packet had never been seen from a real meter."""
    families = tuple(f for f in codecs.FAMILIES if f.service != leica.SERVICE)
    monkeypatch.setattr(codecs, "FAMILIES", (UNPROVED, *families))


def test_a_closed_meter_is_named_with_what_to_do_instead(bus_directory: Path) -> None:
    by_service = Stranger("STANLEY TLM165", f"0000cafe{_SIG}", -41)
    by_name = Stranger("SNDWAY SW", rssi=-42)
    with door(bus_directory, by_service, by_name) as (meters, _):
        found = searched(meters)
    for closed in (by_service, by_name):
        told = found[closed.address]
        assert (told.name, told.family) == (closed.name, "")
        assert told.support is Support.CLOSED
        assert "手工输入" in told.advice


def test_a_closed_meter_without_a_name_is_shown_by_its_make(bus_directory: Path) -> None:
    nameless = Stranger("", f"0000face{_SIG}")
    with door(bus_directory, nameless) as (meters, _):
        assert "DeWalt" in searched(meters)[nameless.address].name


def test_a_known_service_counts_more_than_a_closed_make_s_name(
    bus_directory: Path,
) -> None:
    """Some Stabilas are Leica's meters in another coat."""
    twin = Stranger("STABILA LD530", LEICA_SERVICE)
    with door(bus_directory, twin) as (meters, _):
        assert searched(meters)[twin.address].support is Support.SUPPORTED


def test_strangers_are_in_the_list_only_when_everything_is_wanted(
    bus_directory: Path,
) -> None:
    gadget, nameless = Stranger("手环\x1b[2J 7", rssi=-41), Stranger("", rssi=-42)
    with door(bus_directory, gadget, nameless) as (meters, _):
        assert gadget.address not in searched(meters)
        found = searched(meters, everything=True)
    told = found[gadget.address]
    assert (told.name, told.support) == ("手环[2J 7", Support.UNKNOWN)
    assert told.advice
    assert nameless.address not in found


def test_a_stranger_can_be_recorded_by_who_takes_everything(bus_directory: Path) -> None:
    gadget = Stranger("LaserX")
    lines: list[Traffic] = []
    with door(bus_directory, gadget) as (meters, bluez):
        found = searched(meters, everything=True)[gadget.address]
        ear = Ear()
        meters.raw(lines.append)
        meters.connect(found, ear.hear, family=UNKNOWN)
        ear.until_state(LinkState.CONNECTED)
        bluez.call(lambda: gadget.indicate(f"0000fff1{_SIG}", b"\x01\x02"))
        ear.until(lambda: any(line.data == b"\x01\x02" for line in lines))
    assert ear.lengths() == []
    assert (Direction.READ, b"\x07") in {(line.direction, line.data) for line in lines}


@pytest.mark.usefixtures("unproved")
def test_an_experimental_meter_is_taken_only_when_that_is_switched_on(
    bus_directory: Path,
) -> None:
    disto = LeicaDisto()
    with door(bus_directory, disto) as (meters, _):
        found = searched(meters)[disto.address]
        assert found.support is Support.EXPERIMENTAL
        assert found.advice.endswith(UNPROVED.remark)
        assert "核对" in found.advice
        ear = Ear()
        meters.connect(found, ear.hear)
        ear.until_state(LinkState.UNSUPPORTED)
        meters.experimental = True
        meters.reconnect()
        ear.until_state(LinkState.CONNECTED)


def test_a_meter_known_by_its_name_alone_is_taken_on_that_hint(
    bus_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shy = replace(
        leica.CLASSIC, name="shy", by_name=True, needs=frozenset({LEICA_DISTANCE})
    )
    others = tuple(f for f in codecs.FAMILIES if f.service != leica.SERVICE)
    monkeypatch.setattr(codecs, "FAMILIES", (shy, *others))
    disto = LeicaDisto()
    with door(bus_directory, disto) as (meters, _):
        found = found_by(meters, disto.address, seconds=0.2)
        ear = Ear()
        meters.connect(replace(found, family=""), ear.hear)
        ear.until_state(LinkState.UNSUPPORTED)
        meters.connect(found, ear.hear)
        ear.until_state(LinkState.CONNECTED)


def test_what_can_be_counted_on_stands_first_and_practice_last(bus_directory: Path) -> None:
    near = (Stranger("手环", rssi=-30), Stranger("SNDWAY", rssi=-31), BoschGlm(rssi=-90))
    with door(bus_directory, *near) as (meters, _):
        found = list(searched(meters, everything=True).values())
    practice = Found("practice:x", "练习", "", -1, practice=True)
    unproved = Found("x", "y", "", -1, support=Support.EXPERIMENTAL)
    ordered = sorted([practice, unproved, *found], key=lambda each: each.order)
    assert [(each.support, each.practice) for each in ordered] == [
        (Support.SUPPORTED, False),
        (Support.SUPPORTED, False),
        (Support.EXPERIMENTAL, False),
        (Support.CLOSED, False),
        (Support.UNKNOWN, False),
        (Support.SUPPORTED, True),
    ]
    assert [each.carrier for each in ordered[:2]] == [Carrier.RADIO, Carrier.KEYBOARD]
    assert all(each.label for each in Support)


def test_practice_with_an_experimental_family_needs_no_switch() -> None:
    found = Found.of("practice:unproved", "练习", UNPROVED, practice=True)
    assert (found.support, found.advice) == (Support.EXPERIMENTAL, UNPROVED.remark)
