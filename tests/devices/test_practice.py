"""The built-in practice meters, through the same door as the real ones."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator

import pytest

from inspector.devices.codecs import FAMILIES, bosch, leica
from inspector.devices.events import (
    DeviceError,
    Edge,
    Fault,
    LinkState,
    Measured,
    Reason,
    Rejected,
    Repeated,
    Status,
)
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.every import EVERY
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeMeter, Trick
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.transports import Found, LinkFailed, SearchEnded
from listening import Ear, found_by

QUICK = Timing(
    pace_percent=1, back_off_ms=(20,), answer_ms=150, unit_wait_ms=50, repeat_ms=2000
)


def meter(kind: type[PracticeMeter], seed: int = 1) -> PracticeMeter:
    return kind(random.Random(seed), shot_ms=1)


@pytest.fixture(params=[LeicaPractice, BoschPractice])
def practice(request: pytest.FixtureRequest) -> PracticeMeter:
    return meter(request.param)


@pytest.fixture
def meters(practice: PracticeMeter) -> Iterator[Rangefinders]:
    meters = Rangefinders([practice], practice_timing=QUICK)
    yield meters
    meters.close()


def found(practice: PracticeMeter) -> Found:
    return Found.of(practice.address, practice.name, practice.family, practice=True)


def connected(meters: Rangefinders, practice: PracticeMeter) -> Ear:
    ear = Ear()
    meters.connect(found(practice), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    return ear


def test_it_is_found_without_any_radio(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = Ear()
    meters.find(0.1, ear.hear)
    ended = ear.first(SearchEnded)
    assert [each for each in ear.kept(Found) if each.practice] == [found(practice)]
    assert ended.trouble is LinkState.NO_BUS
    assert ear.heard[-1] == ended


def test_its_readings_are_the_truth_and_a_little_noise(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    truths = [3_600_000 + 10_000 * number for number in range(20)]
    practice.load(*truths)
    for _ in truths:
        practice.press()
    ear.first(Measured, 20)

    errors = [length - truth for length, truth in zip(ear.lengths(), truths, strict=True)]
    assert max(map(abs, errors)) < 1500
    assert len(set(errors)) > 1


def test_the_same_seed_gives_the_same_readings(practice: PracticeMeter) -> None:
    lengths = []
    for _ in range(2):
        twin = meter(type(practice), seed=5)
        meters = Rangefinders([twin], practice_timing=QUICK)
        ear = connected(meters, twin)
        twin.load(2_000_000, 3_000_000)
        twin.press()
        ear.first(Measured)
        twin.press()
        ear.first(Measured, 2)
        meters.close()
        lengths.append(ear.lengths())
    assert lengths[0] == lengths[1]


def test_an_armed_field_gets_the_reading_that_was_triggered(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.load(4_000_000)
    number = meters.arm()
    meters.measure()
    if isinstance(practice, BoschPractice):
        ear.until(lambda: any(status.laser for status in ear.kept(Status)))
        meters.measure()
    assert ear.first(Measured).arming == number


def test_an_area_is_refused(practice: PracticeMeter, meters: Rangefinders) -> None:
    ear = connected(meters, practice)
    practice.load(4_000_000)
    practice.play(Trick.AREA, once=True)
    practice.press()
    assert ear.first(Rejected).reason is Reason.AREA
    assert ear.kept(Measured) == []


def test_a_repeated_message_counts_once(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.load(4_000_000, 5_000_000)
    practice.play(Trick.DUPLICATE, once=True)
    practice.press()
    ear.first(Measured)
    practice.press()
    ear.until(lambda: max(ear.lengths()) > 4_500_000)
    assert len(ear.lengths()) == 2
    assert len(ear.kept(Repeated)) == 1


def test_a_broken_link_comes_back_by_itself(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.leave()
    ear.until_state(LinkState.RECONNECTING)
    assert meters.state is LinkState.RECONNECTING
    practice.come_back()
    ear.until_state(LinkState.CONNECTED, 2)
    practice.load(2_000_000)
    practice.press()
    assert abs(ear.first(Measured).reading.micrometres - 2_000_000) < 1500


def test_a_tap_brings_back_what_was_given_up(practice: PracticeMeter) -> None:
    timing = Timing(pace_percent=1, back_off_ms=(10,), give_up_ms=30)
    meters = Rangefinders([practice], practice_timing=timing)
    ear = connected(meters, practice)
    practice.leave()
    ear.until_state(LinkState.LOST)
    practice.come_back()
    meters.reconnect()
    ear.until_state(LinkState.CONNECTED, 2)
    meters.close()


def test_nothing_to_measure_is_an_error_of_the_meter(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    meters.laser(on=True)
    if isinstance(practice, BoschPractice):
        ear.until(lambda: any(status.laser for status in ear.kept(Status)))
    meters.measure()
    bosch = isinstance(practice, BoschPractice)
    fault = Fault.NOT_MEASURED if bosch else Fault.NO_ANSWER
    assert ear.first(DeviceError).fault is fault


def test_the_bosch_tells_its_edge() -> None:
    practice = BoschPractice(random.Random(1), truth=lambda: 2_000_000, shot_ms=1)
    practice.play(Trick.WRONG_EDGE)
    meters = Rangefinders([practice], practice_timing=QUICK)
    ear = connected(meters, practice)
    practice.press()
    assert ear.first(Measured).reading.edge is Edge.FRONT
    meters.laser(on=True)
    ear.until(lambda: any(status.laser for status in ear.kept(Status)))
    meters.laser(on=False)
    ear.until(lambda: ear.kept(Status)[-1].laser is False)
    meters.close()


def test_the_bosch_checks_what_it_is_sent() -> None:
    practice = BoschPractice(random.Random(1))
    said: list[bytes] = []

    async def talk() -> None:
        link = practice.link()
        await link.open(lambda _, data: said.append(data), lambda: None)
        await link.subscribe(bosch.FRAMES)
        await link.write(bosch.FRAMES, b"\xc0\x41\x00\x97", response=True)
        await link.write(bosch.FRAMES, bosch.LASER_ON, response=True)
        assert await link.read(bosch.FRAMES) == b""
        with pytest.raises(LinkFailed):
            await link.read(leica.MODEL)
        await link.close()
        with pytest.raises(LinkFailed):
            await link.subscribe(bosch.FRAMES)

    asyncio.run(talk())
    assert said == [b"\x03\x00\x0a", b"\x00\x00\x82"]  # and no event before AutoSync


def test_another_meter_takes_the_place_of_the_first() -> None:
    first, second = meter(LeicaPractice), meter(BoschPractice)
    meters = Rangefinders([first, second], practice_timing=QUICK)
    one, two = connected(meters, first), connected(meters, second)
    assert one.states()[-1] is LinkState.NONE_CHOSEN
    first.load(9_000_000)
    first.press()
    second.load(2_000_000)
    second.press()
    two.first(Measured)
    assert one.kept(Measured) == []

    meters.disconnect()
    two.until_state(LinkState.NONE_CHOSEN)
    meters.close()


def test_after_closing_nothing_happens_and_no_thread_is_left(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    meters.close()
    assert ear.states()[-1] is LinkState.NONE_CHOSEN
    assert "rangefinders" not in [thread.name for thread in threading.enumerate()]
    meters.measure()
    meters.close()


def test_a_door_that_was_never_used_has_no_thread() -> None:
    meters = Rangefinders()
    meters.arm()
    meters.disarm()
    assert meters.state is LinkState.NONE_CHOSEN
    meters.close()
    assert "rangefinders" not in [thread.name for thread in threading.enumerate()]


def test_the_practice_meter_by_its_name(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    assert found_by(meters, practice.address).name.startswith("练习测距仪（内置")


def test_every_family_has_a_practice_meter_and_a_search_for_everything_lists_them() -> None:
    more = [kind(random.Random(1)) for kind in EVERY]
    assert {meter.family.name for meter in more} == {family.name for family in FAMILIES}
    assert len({meter.name for meter in more}) == len(more)
    meters = Rangefinders(more[:2], more_practice=more[2:], ports=lambda: ())
    listed = []
    for everything in (False, True):
        ear = Ear()
        meters.find(0.1, ear.hear, everything=everything)
        ear.first(SearchEnded)
        listed.append([found.address for found in ear.kept(Found) if found.practice])
    meters.close()
    assert listed == [
        [meter.address for meter in more[:2]],
        [meter.address for meter in (*more[2:], *more[:2])],
    ]
