"""The practice meters that are no radio, and those of modules, through the same door."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest

from inspector.devices.codecs import jrt, leica_gsi
from inspector.devices.codecs.contract import SERIAL
from inspector.devices.events import (
    DeviceError,
    Fault,
    LinkState,
    Measured,
    Reason,
    Rejected,
    Repeated,
    Stored,
)
from inspector.devices.practice.dobiy import DobiyPractice
from inspector.devices.practice.every import EVERY
from inspector.devices.practice.jrt import JrtBridgePractice, JrtPractice
from inspector.devices.practice.keyboard import KeyboardPractice
from inspector.devices.practice.leica_gsi import GsiPractice
from inspector.devices.practice.meter import PracticeMeter, Trick
from inspector.devices.practice.trupulse import TruPulsePractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

QUICK = Timing(pace_percent=1, back_off_ms=(20,), answer_ms=150, repeat_ms=200_000)
MODULES = [GsiPractice, JrtPractice, JrtBridgePractice, DobiyPractice]
PRECISE = [*MODULES, KeyboardPractice]


def meter(kind: type[PracticeMeter]) -> PracticeMeter:
    return kind(random.Random(1), spread_um=0, shot_ms=1)


@pytest.fixture
def practice(request: pytest.FixtureRequest) -> PracticeMeter:
    return meter(request.param)


@pytest.fixture
def meters(practice: PracticeMeter) -> Iterator[Rangefinders]:
    meters = Rangefinders([practice], practice_timing=QUICK)
    yield meters
    meters.close()


@pytest.fixture
def ear(practice: PracticeMeter, meters: Rangefinders) -> Ear:
    """Found and connected."""
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    return ear


@pytest.mark.parametrize("practice", PRECISE, indirect=True)
def test_a_press_is_measured_to_the_millimetre(practice: PracticeMeter, ear: Ear) -> None:
    practice.load(3_261_000, 12_005_000)
    practice.press()
    ear.first(Measured)
    practice.press()
    ear.first(Measured, 2)
    assert ear.lengths() == [3_261_000, 12_005_000]
    assert ear.first(Measured).reading.family == practice.family.name


@pytest.mark.parametrize("practice", MODULES, indirect=True)
def test_a_field_gets_the_shot_that_was_triggered(
    practice: PracticeMeter, meters: Rangefinders, ear: Ear
) -> None:
    practice.load(4_000_000)
    number = meters.arm()
    meters.laser(on=True)
    meters.measure()
    assert ear.first(Measured).arming == number


@pytest.mark.parametrize(
    ("practice", "fault"),
    [
        (GsiPractice, Fault.WEAK_SIGNAL),
        (JrtPractice, Fault.UNKNOWN),
        (JrtBridgePractice, Fault.UNKNOWN),
        (DobiyPractice, Fault.WEAK_SIGNAL),
        (KeyboardPractice, Fault.REFUSED),
        (TruPulsePractice, Fault.REFUSED),
    ],
    indirect=["practice"],
)
def test_a_weak_signal(
    practice: PracticeMeter, fault: Fault, meters: Rangefinders, ear: Ear
) -> None:
    practice.load(4_000_000)
    practice.play(Trick.WEAK_SIGNAL, once=True)
    practice.press()
    meters.measure()
    assert ear.first(DeviceError).fault is fault


@pytest.mark.parametrize("practice", PRECISE, indirect=True)
def test_a_repeated_message_counts_once(practice: PracticeMeter, ear: Ear) -> None:
    practice.load(4_000_000, 5_000_000)
    practice.play(Trick.DUPLICATE, once=True)
    practice.press()
    ear.first(Repeated)
    practice.press()
    ear.first(Measured, 2)
    assert ear.lengths() == [4_000_000, 5_000_000]


@pytest.mark.parametrize("practice", MODULES, indirect=True)
def test_an_old_value_on_connecting_is_no_reading(practice: PracticeMeter) -> None:
    practice.play(Trick.STALE)
    practice.load(9_000_000)
    meters = Rangefinders([practice], practice_timing=QUICK)
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    assert ear.first(Stored).reading.micrometres == 9_000_000
    ear.until_state(LinkState.CONNECTED)
    assert ear.kept(Measured) == []
    meters.close()


@pytest.mark.parametrize(
    ("trick", "reason"),
    [(Trick.AREA, Reason.AREA), (Trick.IMPERIAL, Reason.NOT_METRES)],
)
@pytest.mark.parametrize("practice", [KeyboardPractice], indirect=True)
def test_areas_and_feet_are_refused(
    practice: PracticeMeter, trick: Trick, reason: Reason, ear: Ear
) -> None:
    practice.load(4_000_000)
    practice.play(trick, once=True)
    practice.press()
    assert ear.first(Rejected).reason is reason
    assert ear.kept(Measured) == []


@pytest.mark.parametrize("practice", [TruPulsePractice], indirect=True)
def test_a_coarse_instrument_never_measures_a_room(
    practice: PracticeMeter, ear: Ear
) -> None:
    practice.load(4_000_000)
    practice.press()
    assert ear.first(Rejected).reason is Reason.COARSE
    assert ear.kept(Measured) == []


@pytest.mark.parametrize("practice", MODULES, indirect=True)
def test_a_broken_link_comes_back_by_itself(practice: PracticeMeter, ear: Ear) -> None:
    practice.leave()
    ear.until_state(LinkState.RECONNECTING)
    practice.come_back()
    ear.until_state(LinkState.CONNECTED, 2)
    practice.load(2_000_000)
    practice.press()
    assert ear.first(Measured).reading.micrometres == 2_000_000


def test_the_disto_keeps_a_press_until_it_is_confirmed() -> None:
    practice = meter(GsiPractice)
    practice.load(1_000_000, 2_000_000)
    said: list[bytes] = []

    async def talk() -> None:
        link = practice.link()
        await link.open(lambda _, data: said.append(data), lambda: None)
        await link.subscribe(SERIAL)
        for _ in range(2):
            await link.write(SERIAL, b"g\r\n", response=False)
        while practice._kept == 0:  # type: ignore[attr-defined]  # the DISTO's own
            await asyncio.sleep(0.001)
        await link.write(SERIAL, b"cfm", response=False)
        assert len(said) == 1
        await link.write(SERIAL, b"cfm\n", response=False)
        await link.write(SERIAL, b"cfm\n", response=False)
        await link.write(SERIAL, b"o\r\n", response=False)
        await link.close()

    asyncio.run(talk())
    assert said == [
        leica_gsi.block(1000, 25) + b"\r\n",
        leica_gsi.block(2000, 25) + b"\r\n",
        b"?\r\n",
    ]


def test_the_module_takes_only_what_is_sealed() -> None:
    practice = meter(JrtPractice)
    said: list[bytes] = []

    async def talk() -> None:
        link = practice.link()
        await link.open(lambda _, data: said.append(data), lambda: None)
        await link.subscribe(SERIAL)
        await link.write(SERIAL, jrt.COMMANDS["laser_on"][:-1] + b"\0", response=False)
        await link.write(SERIAL, jrt.COMMANDS["laser_on"], response=False)
        await link.write(SERIAL, jrt.COMMANDS["read_status"], response=False)
        await link.close()

    asyncio.run(talk())
    assert said == [jrt.COMMANDS["laser_on"], jrt.written(jrt.STATUS, b"\0\0")]


def test_every_meter_has_a_name_and_an_address_of_its_own() -> None:
    made = [meter(kind) for kind in EVERY]
    assert len({one.name for one in made}) == len(made)
    assert len({one.address for one in made}) == len(made)
