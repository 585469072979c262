"""A meter that goes away and comes back, and one that vanishes without a word: stock bleak
on BlueZ. How soon is proved in `test_fault_times`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from fake_bluez import FakeBluez, bluetooth
from inspector.devices import link
from inspector.devices.codecs.contract import BATTERY
from inspector.devices.events import LinkState, Measured
from inspector.devices.timing import Timing
from inspector.devices.transports import Found, SearchEnded
from listening import Ear, found_by
from on_air import ALERT, ALL_EARS, connected, door
from other_peripherals import MILESEEY_TEXT, MileseeyP7
from peripherals import BoschGlm, Gatt, LeicaDisto

R = LinkState.RECONNECTING


class Charged(MileseeyP7):
    """Of a family without a question of its own, and with a battery to ask for."""

    services: ClassVar[Gatt] = {
        **MileseeyP7.services,
        "0000180f-0000-1000-8000-00805f9b34fb": {BATTERY: ("read",)},
    }


@pytest.fixture
def leica() -> LeicaDisto:
    return LeicaDisto()


@pytest.fixture
def bluez(bus_directory: Path, leica: LeicaDisto) -> Iterator[FakeBluez]:
    with bluetooth(bus_directory, leica) as bluez:
        yield bluez


def test_a_lost_meter_is_connected_as_soon_as_it_is_heard(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    with door(ALL_EARS) as meters:
        ear = connected(meters, leica.address)
        bluez.leave(leica)
        ear.until_state(R)
        bluez.until_searching()
        bluez.come_back(leica)
        ear.until_state(LinkState.CONNECTED, 2)
        bluez.call(leica.press)
        assert ear.first(Measured).reading.micrometres == 2_775_600
    assert leica.called_amid_scan == 0


def test_a_meter_that_comes_back_while_it_is_being_called_is_connected(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    with door(Timing(pace_percent=5, back_off_ms=(30,))) as meters:
        ear = connected(meters, leica.address)
        bluez.leave(leica)
        ear.until_state(R)
        bluez.until_called(leica)
        bluez.come_back(leica)
        ear.until_state(LinkState.CONNECTED, 2)


def test_a_person_can_search_while_a_lost_meter_is_listened_for(
    bus_directory: Path, leica: LeicaDisto
) -> None:
    """BlueZ refuses a second scan to one program, so the two have to share one."""
    glm = BoschGlm()
    with bluetooth(bus_directory, leica, glm) as bluez, door(ALL_EARS) as meters:
        ear = connected(meters, leica.address)
        bluez.leave(leica)
        ear.until_state(R)
        bluez.until_searching()
        assert found_by(meters, glm.address).address == glm.address
        search = Ear()
        meters.find(600, search.hear)
        search.first(Found)
        bluez.come_back(leica)
        ear.until_state(LinkState.CONNECTED, 2)
        meters.stop_finding()
        assert search.first(SearchEnded).detail == "stopped"


@pytest.mark.parametrize("searched", [True, False])
def test_a_meter_that_a_killed_run_has_left_connected_is_not_lost(
    bluez: FakeBluez,
    leica: LeicaDisto,
    searched: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does not advertise, for it believes that it has its host."""
    monkeypatch.setattr(link, "_TURN_SECONDS", 0.1)
    bluez.seize(leica)
    ear = Ear()
    with door() as meters:
        remembered = Found(leica.address, leica.name, "leica_disto_classic", -127)
        found = found_by(meters, leica.address) if searched else remembered
        meters.connect(found, ear.hear)
        ear.until_state(LinkState.CONNECTED)
        bluez.call(leica.press)
        ear.first(Measured)


# The watchdog of families without a question of their own.


def test_a_plain_family_is_missed_by_its_battery(bus_directory: Path) -> None:
    meter = Charged()
    with bluetooth(bus_directory, meter) as bluez, door(ALERT) as meters:
        ear = connected(meters, meter.address)
        bluez.vanish(meter)
        ear.until_state(R)


def test_a_battery_that_cannot_be_read_is_no_lost_meter(bus_directory: Path) -> None:
    meter = Charged()
    meter.unreadable = {BATTERY}
    with bluetooth(bus_directory, meter) as bluez, door(ALERT) as meters:
        ear = connected(meters, meter.address)
        for number in range(1, 4):
            bluez.call(meter.press)
            ear.first(Measured, number)
            time.sleep(0.2)  # several questions of the watchdog
        assert bluez.listeners(meter, MILESEEY_TEXT) == 1
        assert ear.states() == [LinkState.CONNECTING, LinkState.CONNECTED]
