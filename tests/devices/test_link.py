"""Stock bleak with its BlueZ backend, against a fake org.bluez on a private bus."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_bluez import FakeBluez, Radio, bluetooth
from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import (
    DeviceError,
    Edge,
    Fault,
    Identity,
    LinkState,
    Measured,
    Reason,
    Rejected,
    Status,
    Stored,
)
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.transports import Found, SearchEnded
from listening import Ear, found_by
from on_air import connected, door
from peripherals import (
    BOSCH_FRAMES,
    LEICA_COMMAND,
    LEICA_DISTANCE,
    LEICA_MODEL,
    BoschGlm,
    LeicaDisto,
)
from private_bus import PrivateBus


@pytest.fixture
def leica() -> LeicaDisto:
    return LeicaDisto()


@pytest.fixture
def glm() -> BoschGlm:
    return BoschGlm()


@pytest.fixture
def bluez(bus_directory: Path, leica: LeicaDisto, glm: BoschGlm) -> Iterator[FakeBluez]:
    with bluetooth(bus_directory, leica, glm) as bluez:
        yield bluez


@pytest.fixture
def meters(bluez: FakeBluez) -> Iterator[Rangefinders]:
    with door() as meters:
        yield meters


def test_both_meters_are_found_nearest_first(
    meters: Rangefinders, leica: LeicaDisto, glm: BoschGlm
) -> None:
    ear = Ear()
    meters.find(0.1, ear.hear)
    assert ear.first(SearchEnded).trouble is None
    heard = {each for each in ear.kept(Found) if each.carrier is Carrier.RADIO}
    found = sorted(heard, key=lambda meter: meter.order)
    assert [meter.address for meter in found] == [leica.address, glm.address]
    assert [meter.rssi for meter in found] == [-52, -70]


def test_a_bosch_without_a_name_is_shown_as_one(bus_directory: Path) -> None:
    nameless = BoschGlm(name="")
    with bluetooth(bus_directory, nameless), door() as meters:
        assert found_by(meters, nameless.address).name == "Bosch GLM（未命名）"


def test_a_search_can_be_ended(meters: Rangefinders) -> None:
    ear = Ear()
    meters.find(600, ear.hear)
    ear.first(Found)
    meters.stop_finding()
    assert ear.first(SearchEnded).detail == "stopped"
    meters.find(600, ear.hear)
    meters.find(0.1, ear.hear)
    assert ear.first(SearchEnded, 3).trouble is None


def test_leica_from_search_to_reading(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto
) -> None:
    ear = connected(meters, leica.address)
    number = meters.arm()
    meters.measure()
    measured = ear.first(Measured)

    assert measured.reading.micrometres == 2_775_600
    assert measured.reading.family == "leica_disto_classic"
    assert measured.arming == number
    assert (LEICA_COMMAND, b"g", "command") in leica.received
    assert Identity("D2") in ear.heard
    assert Status(battery_percent=90) in ear.heard


SHOT_SECONDS = 0.2
"""No meter measures faster; a second message before that is a copy."""


def test_three_equal_readings_are_three_readings(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto
) -> None:
    ear = connected(meters, leica.address)
    for number in range(1, 4):
        bluez.call(leica.press)
        ear.first(Measured, number)
        time.sleep(SHOT_SECONDS)
    assert ear.lengths() == [2_775_600] * 3


def test_leica_old_value_and_area_are_no_lengths(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto
) -> None:
    leica.stored_m = 9.5
    meters.arm()
    ear = connected(meters, leica.address)
    assert ear.first(Stored).reading.micrometres == 9_500_000
    leica.unit = 100
    bluez.call(leica.press)
    assert ear.first(Rejected).reason is Reason.AREA
    assert ear.kept(Measured) == []


def test_bosch_needs_two_presses_and_tells_its_edge(
    meters: Rangefinders, glm: BoschGlm
) -> None:
    ear = connected(meters, glm.address)
    meters.measure()
    ear.until(lambda: any(status.laser for status in ear.kept(Status)))
    meters.measure()
    reading = ear.first(Measured).reading

    assert (reading.micrometres, reading.edge) == (3_215_700, Edge.REAR)
    assert reading.counter == 41
    assert glm.received[0] == (BOSCH_FRAMES, bytes.fromhex("c0550201001a"), "request")


@pytest.mark.parametrize("drops", [1, 3])
def test_after_drops_every_reading_still_comes_once(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto, drops: int
) -> None:
    ear = connected(meters, leica.address)
    for times in range(drops):
        bluez.drop(leica)
        ear.until_state(LinkState.CONNECTED, times + 2)
    assert bluez.listeners(leica, LEICA_DISTANCE) == 1
    bluez.call(leica.press)
    bluez.call(lambda: setattr(leica, "distance_m", 5.0))
    bluez.call(leica.press)
    ear.until(lambda: 5_000_000 in ear.lengths())
    assert ear.lengths() == [2_775_600, 5_000_000]


def test_bosch_is_brought_in_step_again_after_a_drop(
    meters: Rangefinders, bluez: FakeBluez, glm: BoschGlm
) -> None:
    ear = connected(meters, glm.address)
    bluez.drop(glm)
    ear.until_state(LinkState.CONNECTED, 2)
    bluez.call(glm.press)
    assert ear.first(Measured).reading.micrometres == 3_215_700
    assert ear.states().count(LinkState.RECONNECTING) == 1


@pytest.mark.parametrize("fault", ["connect_errors", "drops_while_connecting"])
def test_a_connection_that_fails_once_is_tried_again(
    meters: Rangefinders, leica: LeicaDisto, fault: str
) -> None:
    setattr(leica, fault, 1)
    ear = connected(meters, leica.address)
    assert ear.states() == [LinkState.CONNECTING, LinkState.CONNECTED]


def test_a_connection_that_hangs_is_given_up_and_tried_again(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    leica.connect_hangs = 1
    with door(Timing(pace_percent=5, back_off_ms=(30,), open_ms=300)) as meters:
        connected(meters, leica.address)
    assert leica.connections == 1


def test_a_meter_that_refuses_for_good_is_a_failed_connection(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    leica.connect_errors = 99
    ear = Ear()
    meters.connect(found_by(meters, leica.address), ear.hear)
    ear.until_state(LinkState.FAILED)
    assert ear.states() == [LinkState.CONNECTING, LinkState.FAILED]


def test_a_meter_that_vanishes_without_a_word_is_missed_by_the_watchdog(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    timing = Timing(pace_percent=5, back_off_ms=(30, 60), watchdog_ms=100)
    with door(timing) as meters:
        ear = connected(meters, leica.address)
        bluez.vanish(leica)
        ear.until_state(LinkState.RECONNECTING)
        bluez.appear(leica)
        ear.until_state(LinkState.CONNECTED, 2)


def test_a_side_channel_that_cannot_be_read_does_not_stop_the_meter(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    leica.unreadable.add(LEICA_MODEL)
    ear = connected(meters, leica.address)
    assert ear.kept(Identity) == []


def test_a_meter_that_is_nowhere_is_a_failed_connection(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    with door(Timing(first_attempts=1, open_ms=300)) as meters:
        ear = Ear()
        meters.connect(
            Found("AA:BB:CC:00:00:99", "DISTO", "leica_disto_basic", -60), ear.hear
        )
        ear.until_state(LinkState.FAILED)


def test_a_meter_not_seen_in_this_run_is_looked_for(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    ear = Ear()
    remembered = Found(leica.address, leica.name, "leica_disto_classic", -127)
    meters.connect(remembered, ear.hear)
    ear.until_state(LinkState.CONNECTED)


def test_a_command_to_a_meter_that_is_away_is_not_ready(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto
) -> None:
    ear = connected(meters, leica.address)
    bluez.call(lambda: setattr(leica, "connect_errors", 99))
    bluez.drop(leica)
    ear.until_state(LinkState.RECONNECTING)
    meters.measure()
    assert ear.first(DeviceError).fault is Fault.NOT_READY


def test_connecting_ends_a_search(meters: Rangefinders, leica: LeicaDisto) -> None:
    found = found_by(meters, leica.address)
    search, ear = Ear(), Ear()
    meters.find(600, search.hear)
    search.first(Found)
    meters.connect(found, ear.hear)
    ear.until_state(LinkState.CONNECTED)
    assert search.first(SearchEnded).detail == "stopped"


@pytest.mark.parametrize(
    ("radio", "state"),
    [
        (Radio.OFF, LinkState.POWERED_OFF),
        (Radio.NO_ADAPTER, LinkState.NO_BLUETOOTH),
        (Radio.NO_DAEMON, LinkState.NO_SERVICE),
    ],
)
def test_without_bluetooth_it_is_said_why(
    bus_directory: Path, radio: Radio, state: LinkState
) -> None:
    with bluetooth(bus_directory, radio=radio), door() as meters:
        _assert_no_radio(meters, state)


def test_without_a_bus_too() -> None:
    with door() as meters:
        _assert_no_radio(meters, LinkState.NO_BUS)


def _assert_no_radio(meters: Rangefinders, state: LinkState) -> None:
    search, ear = Ear(), Ear()
    meters.find(0.1, search.hear)
    assert search.first(SearchEnded).trouble is state
    meters.connect(Found("AA:BB:CC:00:00:01", "DISTO", "leica_disto_basic", -60), ear.hear)
    ear.until_state(state)
    assert ear.states() == [LinkState.CONNECTING, state]


def test_closing_in_the_middle_of_connecting_leaves_nothing(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    leica.connect_hangs = 1
    with door() as meters:
        found = found_by(meters, leica.address)
        meters.connect(found, Ear().hear)
        time.sleep(0.05)
    assert leica.connections == 0


def test_a_missing_daemon_is_named(
    bus_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(bus_directory))
    with pytest.raises(RuntimeError, match="dbus-daemon is missing"):
        PrivateBus(bus_directory)


def test_the_environment_is_left_as_it_was(bus_directory: Path) -> None:
    def names() -> list[str | None]:
        return [os.environ.get(name) for name in ("DBUS_SYSTEM_BUS_ADDRESS", "PATH")]

    before = names()
    with bluetooth(bus_directory):
        assert names() != before
    assert names() == before
