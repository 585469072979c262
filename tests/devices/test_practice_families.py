"""The practice meters of the smaller families: found, connected, read, and their faults."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import (
    DeviceError,
    Edge,
    Info,
    LinkState,
    Measured,
    Reason,
    Rejected,
    Repeated,
    Status,
    Stored,
)
from inspector.devices.practice.bosch import (
    BoschPlrPractice,
    BoschPractice,
    BoschSerialPractice,
)
from inspector.devices.practice.cem import CemPractice
from inspector.devices.practice.every import EVERY
from inspector.devices.practice.fnirsi import FnirsiPractice
from inspector.devices.practice.meter import PracticeMeter, Trick
from inspector.devices.practice.mileseey import MileseeyPractice
from inspector.devices.practice.stanley import StanleyPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

QUICK = Timing(
    pace_percent=1, back_off_ms=(20,), answer_ms=5000, unit_wait_ms=50, repeat_ms=5000
)
KINDS: tuple[type[PracticeMeter], ...] = (
    BoschPlrPractice,
    BoschSerialPractice,
    FnirsiPractice,
    MileseeyPractice,
    StanleyPractice,
    CemPractice,
)
FAULTS = [
    pytest.param(kind, trick, id=f"{kind.__name__}-{trick.name}")
    for kind in KINDS
    for trick in sorted(kind.tricks - {Trick.STALE}, key=lambda trick: trick.name)
]


def made(kind: type[PracticeMeter]) -> PracticeMeter:
    return kind(random.Random(1), spread_um=0, shot_ms=1)


@contextmanager
def connected(practice: PracticeMeter) -> Iterator[tuple[Rangefinders, Ear]]:
    """From the list of a search; a polled meter has shown its old value."""
    meters, ear = Rangefinders([practice], practice_timing=QUICK), Ear()
    try:
        meters.connect(found_by(meters, practice.address), ear.hear)
        ear.until_state(LinkState.CONNECTED)
        if practice.family.profile.poll:
            ear.first(Stored)
        yield meters, ear
    finally:
        meters.close()


def test_every_family_has_one_and_each_has_an_address_of_its_own() -> None:
    assert len({kind(random.Random(1)).address for kind in EVERY}) == len(EVERY)
    assert set(KINDS) <= set(EVERY)


@pytest.mark.parametrize("kind", KINDS)
def test_a_press_is_a_reading(kind: type[PracticeMeter]) -> None:
    practice = made(kind)
    practice.load(4_321_000)
    with connected(practice) as (_, ear):
        practice.press()
        reading = ear.first(Measured).reading
    assert (reading.micrometres, reading.family) == (4_321_000, practice.family.name)
    assert ear.kept(Rejected) == []


@pytest.mark.parametrize("kind", [CemPractice, BoschPlrPractice, BoschSerialPractice])
def test_those_that_can_are_triggered_from_here(kind: type[PracticeMeter]) -> None:
    practice = made(kind)
    practice.load(4_321_000)
    with connected(practice) as (meters, ear):
        number = meters.arm()
        meters.measure()
        if isinstance(practice, BoschPractice):
            ear.until(lambda: any(status.laser for status in ear.kept(Status)))
            meters.measure()
        assert ear.first(Measured).arming == number


@pytest.mark.parametrize(("kind", "trick"), FAULTS)
def test_each_fault_shows(kind: type[PracticeMeter], trick: Trick) -> None:
    """The good shot behind it is read all the same."""
    practice = made(kind)
    practice.load(4_321_000, 5_000_000)
    practice.play(trick, once=True)
    with connected(practice) as (_, ear):
        practice.press()
        _seen(practice, trick, ear)
        if trick is not Trick.WEAK_SIGNAL:
            practice.press()
            ear.until(lambda: 5_000_000 in ear.lengths())


def _seen(practice: PracticeMeter, trick: Trick, ear: Ear) -> None:
    match trick:
        case Trick.AREA:
            assert ear.first(Rejected).reason is Reason.AREA
        case Trick.WRONG_EDGE:
            assert ear.first(Measured).reading.edge is Edge.FRONT
        case Trick.IMPERIAL if isinstance(practice, BoschPractice):
            ear.until(lambda: any(status.imperial for status in ear.kept(Status)))
        case Trick.IMPERIAL:
            assert ear.first(Rejected).reason is Reason.NOT_METRES
        case Trick.LOW_BATTERY:
            ear.until(lambda: any(status.battery_low for status in ear.kept(Status)))
        case Trick.DUPLICATE:
            assert ear.first(Repeated).reading == ear.first(Measured).reading
        case _:
            _nothing_measured(practice, ear)


def _nothing_measured(practice: PracticeMeter, ear: Ear) -> None:
    """Some say so, others say nothing; the press after it brings the distance."""
    if isinstance(practice, BoschPractice | CemPractice):
        ear.first(DeviceError)
    else:
        practice.press()
        assert ear.first(Measured).reading.micrometres == 4_321_000


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_value_on_connecting_is_shown_and_never_entered(
    kind: type[PracticeMeter],
) -> None:
    practice = made(kind)
    practice.load(4_321_000)
    practice.play(Trick.STALE)
    with connected(practice) as (_, ear):
        if not isinstance(practice, BoschPractice):  # says nothing before AutoSync
            assert ear.first(Stored).reading.micrometres == 4_321_000
        practice.load(5_000_000)
        practice.press()
        ear.until(lambda: 5_000_000 in ear.lengths())
    assert 4_321_000 not in ear.lengths()


def test_what_the_ir40_says_of_its_edge_is_told() -> None:
    practice = made(FnirsiPractice)
    practice.load(4_321_000)
    with connected(practice) as (_, ear):
        practice.press()
        assert ear.first(Measured).reading.edge is Edge.REAR
        assert ear.first(Info).extra == (("ref", "rear"),)


def test_the_stanley_cannot_show_the_same_length_twice() -> None:
    practice = made(StanleyPractice)
    practice.load(4_321_000, 4_321_000, 5_000_000)
    with connected(practice) as (_, ear):
        practice.press()
        ear.first(Measured)
        practice.press()
        practice.press()
        ear.until(lambda: 5_000_000 in ear.lengths())
    assert ear.lengths() == [4_321_000, 5_000_000]


def test_what_comes_by_a_line_is_not_of_the_radio() -> None:
    serial = {kind for kind in KINDS if kind.family.carrier is Carrier.SERIAL}
    assert serial == {BoschSerialPractice, CemPractice}
