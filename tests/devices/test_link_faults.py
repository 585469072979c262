"""Stock bleak on BlueZ, and everything that can go wrong with it.

Each fault ends in the state that `test_fault_times` counts on, where the stated times are
proved; here nothing is timed, and a test gives up after `listening.PATIENCE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from bleak.exc import BleakDBusError, BleakGATTProtocolError

from fake_bluez import FakeBluez, Radio, bluetooth
from inspector.devices import link
from inspector.devices.events import (
    DeviceError,
    Fault,
    Identity,
    LinkChanged,
    LinkState,
    Measured,
)
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.transports import Found, SearchEnded
from listening import Ear, found_by
from on_air import ALERT, ALL_EARS, connected, door
from peripherals import (
    BOSCH_FRAMES,
    LEICA_DISTANCE,
    LEICA_MODEL,
    LEICA_SERVICE,
    LEICA_UNIT,
    BoschGlm,
    Gatt,
    LeicaDisto,
)

C, F, R = LinkState.CONNECTING, LinkState.FAILED, LinkState.RECONNECTING


class Mute(LeicaDisto):
    """Of Leica's service, but with nothing in it that we know."""

    services: ClassVar[Gatt] = {LEICA_SERVICE: {LEICA_MODEL: ("read",)}}


class Untriggered(LeicaDisto):
    """Measures by its own button alone."""

    services: ClassVar[Gatt] = {
        LEICA_SERVICE: {LEICA_DISTANCE: ("indicate",), LEICA_UNIT: ("indicate",)}
    }


@pytest.fixture
def leica() -> LeicaDisto:
    return LeicaDisto()


@pytest.fixture
def bluez(bus_directory: Path, leica: LeicaDisto) -> Iterator[FakeBluez]:
    with bluetooth(bus_directory, leica) as bluez:
        yield bluez


@pytest.fixture
def meters(bluez: FakeBluez) -> Iterator[Rangefinders]:
    with door() as meters:
        yield meters


def tried(meters: Rangefinders, meter: LeicaDisto | BoschGlm, state: LinkState) -> Ear:
    ear = Ear()
    meters.connect(found_by(meters, meter.address), ear.hear)
    ear.until_state(state)
    return ear


# Connecting.


def test_aborted_by_the_peer_twice_and_then_connected(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    leica.connect_errors = 2
    assert connected(meters, leica.address).states() == [C, LinkState.CONNECTED]
    assert leica.connections == 1


def test_a_subscription_that_is_needed_and_refused_is_a_failed_connection(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    leica.unsubscribable = {LEICA_DISTANCE}
    assert tried(meters, leica, F).states() == [C, F]
    assert leica.connections == 3


def test_another_subscription_may_be_refused(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto
) -> None:
    leica.unsubscribable = {LEICA_UNIT}
    ear = connected(meters, leica.address)
    bluez.call(leica.press)
    assert ear.first(Measured).reading.micrometres == 2_775_600


def test_a_meter_without_any_known_characteristic_is_not_supported(
    bus_directory: Path,
) -> None:
    mute = Mute()
    with bluetooth(bus_directory, mute), door() as meters:
        ear = tried(meters, mute, LinkState.UNSUPPORTED)
    assert ear.states()[:2] == [C, LinkState.UNSUPPORTED]
    assert mute.connections == 1


def test_a_command_that_the_meter_does_not_offer_is_no_broken_link(
    bus_directory: Path,
) -> None:
    leica = Untriggered()
    with bluetooth(bus_directory, leica) as bluez, door() as meters:
        ear = connected(meters, leica.address)
        meters.measure()
        assert ear.first(DeviceError).fault is Fault.REFUSED
        bluez.call(leica.press)
        ear.first(Measured)
        assert meters.state is LinkState.CONNECTED


def test_a_connection_that_hangs_while_bluetoothd_does_not_hang_up(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    leica.connect_hangs, leica.never_lets_go = 99, True
    timing = Timing(pace_percent=5, back_off_ms=(30,), open_ms=100, close_ms=100)
    with door(timing) as meters:
        assert tried(meters, leica, F).states() == [C, F]
        leica.never_lets_go = False


def test_a_meter_that_is_nowhere_is_looked_for_three_times(
    bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "_LOOK_SECONDS", 0.1)
    ear = Ear()
    with door() as meters:
        meters.connect(
            Found("AA:BB:CC:00:00:99", "DISTO", "leica_disto_basic", -60), ear.hear
        )
        ear.until_state(F)
    assert ear.states()[:2] == [C, F]
    assert "does not advertise" in ear.first(LinkChanged, 2).detail


# Pairing.


@pytest.mark.parametrize(
    ("meter", "protected"),
    [(LeicaDisto(), LEICA_DISTANCE), (BoschGlm(), BOSCH_FRAMES)],
    ids=["subscription", "everything"],
)
def test_a_meter_that_demands_it_is_paired_with_once(
    bus_directory: Path, meter: LeicaDisto | BoschGlm, protected: str
) -> None:
    meter.for_bonded = {protected}
    with bluetooth(bus_directory, meter) as bluez, door() as meters:
        ear = connected(meters, meter.address)
        assert ear.states() == [C, LinkState.CONNECTED]
        bluez.drop(meter)
        ear.until_state(LinkState.CONNECTED, 2)
    assert meter.pairings == 1


def test_a_meter_that_refuses_to_pair_is_a_failed_connection(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    leica.for_bonded, leica.refuses_pairing = {LEICA_DISTANCE}, True
    assert tried(meters, leica, F).states() == [C, F]
    assert leica.pairings == 1


def test_nobody_is_paired_with_for_the_sake_of_a_side_channel(
    meters: Rangefinders, leica: LeicaDisto
) -> None:
    leica.for_bonded = {LEICA_MODEL}
    ear = connected(meters, leica.address)
    assert ear.kept(Identity) == []
    assert leica.pairings == 0


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (BleakGATTProtocolError(0x05), True),
        (BleakGATTProtocolError(0x0F), True),
        (BleakGATTProtocolError(0x0C), True),
        (BleakGATTProtocolError(0x0E), False),
        (BleakDBusError("org.bluez.Error.NotPermitted", ["Not paired"]), True),
        (BleakDBusError("org.bluez.Error.NotPermitted", ["Read not permitted"]), False),
        (TimeoutError(), False),
    ],
)
def test_which_errors_ask_for_pairing(error: Exception, wanted: bool) -> None:  # noqa: FBT001
    assert link._wants_pairing(error) is wanted


# Without Bluetooth.


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (PermissionError(13, "Permission denied"), LinkState.DENIED),
        (ConnectionRefusedError(), LinkState.NO_BUS),
        (EOFError(), LinkState.NO_BUS),
        (BleakDBusError("org.bluez.Error.NotReady", []), LinkState.POWERED_OFF),
    ],
)
def test_what_no_fake_can_bring_about(error: Exception, state: LinkState) -> None:
    assert link._failure(error).state is state


def test_access_denied_by_the_policy_of_the_bus(bus_directory: Path) -> None:
    search, ear = Ear(), Ear()
    with bluetooth(bus_directory, radio=Radio.DENIED), door() as meters:
        meters.find(0.1, search.hear)
        ended = search.first(SearchEnded)
        remembered = Found("AA:BB:CC:00:00:01", "DISTO", "leica_disto_basic", -60)
        meters.connect(remembered, ear.hear)
        ear.until_state(LinkState.DENIED)
    assert ended.trouble is LinkState.DENIED
    assert "org.freedesktop.DBus.Error.AccessDenied" in ended.detail


def test_bluetooth_switched_off_in_the_midst_of_a_link_and_on_again(
    meters: Rangefinders, bluez: FakeBluez, leica: LeicaDisto
) -> None:
    ear = connected(meters, leica.address)
    bluez.power(on=False)
    ear.until_state(LinkState.POWERED_OFF)
    bluez.power(on=True)
    ear.until_state(LinkState.CONNECTED, 2)
    assert ear.states()[2:4] == [R, LinkState.POWERED_OFF]


def test_bluetooth_switched_off_and_on_while_a_meter_is_being_listened_for(
    bluez: FakeBluez, leica: LeicaDisto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan that was running is dead, and nobody says so."""
    monkeypatch.setattr(link, "_TURN_SECONDS", 0.3)
    with door(ALL_EARS) as meters:
        ear = connected(meters, leica.address)
        bluez.leave(leica)
        ear.until_state(R)
        bluez.until_searching()
        bluez.power(on=False)
        bluez.power(on=True)
        bluez.come_back(leica)
        ear.until_state(LinkState.CONNECTED, 2)


def test_an_adapter_pulled_out_and_put_in_again(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    """Nobody tells that the link has gone: the watchdog misses it."""
    with door(ALERT) as meters:
        ear = connected(meters, leica.address)
        bluez.unplug()
        ear.until_state(LinkState.NO_BLUETOOTH)
        assert ear.states()[2] is R
        bluez.plug_in(leica)
        ear.until_state(LinkState.CONNECTED, 2)


def test_a_bluetoothd_that_dies_and_is_started_again(
    bluez: FakeBluez, leica: LeicaDisto
) -> None:
    with door(ALERT) as meters:
        ear = connected(meters, leica.address)
        bluez.stop()
        ear.until_state(LinkState.NO_SERVICE)
        another = FakeBluez(bluez.bus, Radio.ON, leica)
        try:
            ear.until_state(LinkState.CONNECTED, 2)
            another.call(leica.press)
            ear.first(Measured)
        finally:
            another.stop()


def test_a_bus_that_dies_in_the_midst_of_a_link(
    meters: Rangefinders,
    bluez: FakeBluez,
    leica: LeicaDisto,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ear = connected(meters, leica.address)
    bluez.bus.stop()
    ear.until_state(LinkState.NO_BUS)
    assert ear.states()[2:] == [R, LinkState.NO_BUS]
    meters.close()
    assert "D-Bus connection to BlueZ was lost" in caplog.text  # bleak's own words
    caplog.clear()
