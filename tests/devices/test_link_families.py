"""Stock bleak against a fake org.bluez, with a meter of each way in which they speak."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fake_bluez import FakeBluez, bluetooth
from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import (
    DeviceError,
    Edge,
    Garbled,
    Identity,
    Info,
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
from other_peripherals import (
    GLM100_IN,
    LEICA_PACKET,
    STANLEY_VALUE,
    BoschGlm100,
    Ir40,
    LeicaX,
    MileseeyP7,
    StanleyTlm99s,
)
from peripherals import LeicaDisto

QUICK = Timing(pace_percent=5, back_off_ms=(30, 60), unit_wait_ms=100, request_ms=1000)
Meter = LeicaDisto | LeicaX | MileseeyP7 | Ir40 | StanleyTlm99s
METERS = [
    (LeicaDisto, "leica_disto_classic", 2_775_600),
    (LeicaX, "leica_disto_basic", 2_775_600),
    (MileseeyP7, "mileseey_ffb0_ascii", 2_776_000),
    (Ir40, "fnirsi_ir40", 2_776_000),
    (StanleyTlm99s, "stanley_tlm99s", 2_776_000),
]
POLLS_SECONDS = 0.6
"""Enough for two reads of a polled meter."""


@contextmanager
def connected(
    directory: Path, meter: Meter | BoschGlm100, *, experimental: bool = False
) -> Iterator[tuple[FakeBluez, Ear]]:
    meters, ear = Rangefinders(timing=QUICK), Ear()
    meters.experimental = experimental
    with bluetooth(directory, meter) as bluez:
        try:
            meters.connect(found_by(meters, meter.address), ear.hear)
            ear.until_state(LinkState.CONNECTED)
            yield bluez, ear
        finally:
            meters.close()


def _by_radio(ear: Ear) -> list[Found]:
    return [found for found in ear.kept(Found) if found.carrier is Carrier.RADIO]


def _polled(meter: Meter, ear: Ear, times: int) -> None:
    """A meter that is read has shown its old value on this connection."""
    if isinstance(meter, StanleyTlm99s):
        ear.first(Stored, times)


@pytest.mark.parametrize(("kind", "family", "length"), METERS)
def test_from_search_to_reading(
    bus_directory: Path, kind: type[Meter], family: str, length: int
) -> None:
    meter = kind()
    with connected(bus_directory, meter) as (bluez, ear):
        _polled(meter, ear, 1)
        bluez.call(meter.press)
        reading = ear.first(Measured).reading
    assert (reading.family, reading.micrometres) == (family, length)
    assert ear.kept(Rejected) == []
    assert ear.kept(Garbled) == []


@pytest.mark.parametrize(("kind", "family", "length"), METERS)
def test_after_a_drop_every_reading_still_comes_once(
    bus_directory: Path, kind: type[Meter], family: str, length: int
) -> None:
    meter = kind()
    with connected(bus_directory, meter) as (bluez, ear):
        _polled(meter, ear, 1)
        bluez.drop(meter)
        ear.until_state(LinkState.CONNECTED, 2)
        _polled(meter, ear, 2)
        bluez.call(meter.press)
        ear.first(Measured)
        time.sleep(POLLS_SECONDS)
    assert ear.lengths() == [length]


def test_all_are_in_the_list_with_their_names(bus_directory: Path) -> None:
    kinds = (LeicaX, MileseeyP7, Ir40, StanleyTlm99s, BoschGlm100)
    present = [kind() for kind in kinds]
    meters, ear = Rangefinders(timing=QUICK), Ear()
    with bluetooth(bus_directory, *present):
        meters.find(0.1, ear.hear)
        ear.first(SearchEnded)
        meters.close()
    listed = {found.address: found.family for found in _by_radio(ear)}
    assert listed == {
        "AA:BB:CC:00:00:03": "leica_disto_basic",
        "AA:BB:CC:00:00:04": "mileseey_ffb0_ascii",
        "AA:BB:CC:00:00:05": "fnirsi_ir40",
        "AA:BB:CC:00:00:06": "stanley_tlm99s",
        "AA:BB:CC:00:00:07": "bosch_mt_ble_5301",
    }


def test_the_leica_of_today_shows_its_last_packet_first(bus_directory: Path) -> None:
    disto = LeicaX()
    with connected(bus_directory, disto) as (bluez, ear):
        assert ear.first(Stored).reading.counter == 0x3FFF
        bluez.call(disto.press)
        assert ear.first(Measured).reading.counter == 0
        assert bluez.listeners(disto, LEICA_PACKET) == 1
    assert Identity("X4") in ear.heard


def test_a_mileseey_without_a_name_is_known_by_its_service(bus_directory: Path) -> None:
    meters = Rangefinders(timing=QUICK)
    with bluetooth(bus_directory, MileseeyP7(name="")):
        found = found_by(meters, "AA:BB:CC:00:00:04")
        meters.close()
    assert found.name == "Mileseey / Suaoki / Hersch（未命名）"


def test_a_mileseey_is_never_written_to_and_its_feet_are_refused(
    bus_directory: Path,
) -> None:
    meter = MileseeyP7()
    with connected(bus_directory, meter) as (bluez, ear):
        meter.text = "9.108ft"
        bluez.call(meter.press)
        assert ear.first(Rejected).reason is Reason.NOT_METRES
    assert meter.received == []
    assert ear.kept(Measured) == []


def test_the_ir40_has_its_edge_with_every_reading_and_no_area(bus_directory: Path) -> None:
    meter = Ir40()
    with connected(bus_directory, meter) as (bluez, ear):
        bluez.call(lambda: meter.turn(0))
        assert ear.first(Info).extra == (("ref", "front"),)
        bluez.call(meter.press)
        assert ear.first(Measured).reading.edge is Edge.FRONT
        meter.sides = (217, 251)
        bluez.call(meter.press)
        refused = ear.first(Rejected)
    assert (refused.reason, refused.extra) == (Reason.AREA, (("sides_mm", (217, 251)),))
    assert (meter.received, meter.refused) == ([], [])


def test_the_stanley_is_read_and_never_subscribed(bus_directory: Path) -> None:
    meter = StanleyTlm99s()
    with connected(bus_directory, meter) as (bluez, ear):
        assert ear.first(Stored).reading.micrometres == 1_500_000
        for number, shot in enumerate((2776, 3001), 1):
            meter.next_mm = shot
            bluez.call(meter.press)
            ear.first(Measured, number)
        assert bluez.listeners(meter, STANLEY_VALUE) == 0
    assert ear.lengths() == [2_776_000, 3_001_000]
    assert meter.reads >= 3


def test_a_gadget_with_the_stanleys_service_is_not_listed(bus_directory: Path) -> None:
    meters, ear = Rangefinders(timing=QUICK), Ear()
    with bluetooth(bus_directory, StanleyTlm99s(name="Desk lamp")):
        meters.find(0.1, ear.hear)
        ear.first(SearchEnded)
        meters.close()
    assert _by_radio(ear) == []


@pytest.mark.slow
@pytest.mark.parametrize("experimental", [False, True])
def test_a_glm_100_is_told_that_each_piece_was_got(
    bus_directory: Path,
    experimental: bool,  # noqa: FBT001
) -> None:
    meter = BoschGlm100()
    with connected(bus_directory, meter, experimental=experimental) as (bluez, ear):
        bluez.call(meter.press)
        bluez.call(meter.press)
        if experimental:
            assert ear.first(Measured, 2).reading.micrometres == 2_776_000
            assert ear.first(Measured).reading.unconfirmed
        else:
            assert ear.first(Rejected, 2).reason is Reason.UNCONFIRMED
            assert ear.kept(Measured) == []
    assert Status(battery_percent=87, temperature_c=23) in ear.heard
    assert ear.kept(DeviceError) == []
    sent = [data.hex() for uuid, data, _ in meter.received if uuid == GLM100_IN]
    assert sent[:2] == ["c0550201001a", "ff1000"]
    assert sent[2:4] == ["10c0550201001a", "ff2000"]
    assert sent[4:7] == ["ff3100", "ff3000", "ff4100"]
