"""The cave surveyors' practice meters, through the door and one answer at a time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest

from inspector.devices.codecs import bric, distox
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
from inspector.devices.practice.cave import (
    AnsweredPractice,
    BricPractice,
    CavwayPractice,
    DistoXBlePractice,
    DistoXPractice,
    Sap5Practice,
    Sap6Practice,
)
from inspector.devices.practice.every import EVERY
from inspector.devices.practice.meter import ALWAYS, PracticeMeter, Trick
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

QUICK = Timing(
    pace_percent=1, back_off_ms=(20,), answer_ms=150, unit_wait_ms=50, repeat_ms=0
)
"""Copies do not come at once here: only what a family knows of itself can tell them."""
ANSWERED = (DistoXPractice, DistoXBlePractice, CavwayPractice, Sap6Practice)
CAVE = (*ANSWERED, Sap5Practice, BricPractice)


@pytest.fixture(params=CAVE)
def practice(request: pytest.FixtureRequest) -> PracticeMeter:
    made = request.param(random.Random(1), shot_ms=1)
    assert isinstance(made, PracticeMeter)
    return made


@pytest.fixture
def meters(practice: PracticeMeter) -> Iterator[Rangefinders]:
    meters = Rangefinders([practice], practice_timing=QUICK)
    yield meters
    meters.close()


def connected(meters: Rangefinders, practice: PracticeMeter) -> Ear:
    ear = Ear()
    found = found_by(meters, practice.address)
    assert found.family == practice.family.name
    meters.connect(found, ear.hear)
    ear.until_state(LinkState.CONNECTED)
    return ear


def near(ear: Ear, number: int, truth: int) -> bool:
    return abs(ear.first(Measured, number).reading.micrometres - truth) < 2500


def test_every_one_is_offered() -> None:
    assert set(CAVE) <= set(EVERY)
    assert all(kind.tricks == ALWAYS for kind in CAVE)
    assert all(kind.family.experimental for kind in CAVE)


def test_press_after_press_is_measured(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.load(3_600_000, 3_700_000, 70_000_000)
    for number, truth in enumerate((3_600_000, 3_700_000, 70_000_000), 1):
        practice.press()
        assert near(ear, number, truth)
    assert ear.kept(Repeated) == []


def test_a_packet_sent_again_counts_once(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.load(4_000_000, 5_000_000)
    practice.play(Trick.DUPLICATE, once=True)
    practice.press()
    ear.first(Measured)
    ear.first(Repeated)
    practice.press()
    assert near(ear, 2, 5_000_000)
    assert len(ear.kept(Measured)) == 2


def test_an_old_value_on_connecting_is_no_new_one(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    practice.load(4_000_000)
    practice.play(Trick.STALE)
    ear = connected(meters, practice)
    assert ear.first(Stored).reading.micrometres > 3_900_000
    assert ear.kept(Measured) == []


@pytest.mark.parametrize("practice", [DistoXBlePractice, BricPractice], indirect=True)
def test_those_that_can_be_told_measure_when_told(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.load(4_000_000)
    number = meters.arm()
    meters.measure()
    assert ear.first(Measured).arming == number


@pytest.mark.parametrize("practice", [DistoXBlePractice], indirect=True)
def test_a_distox_is_silent_about_what_it_could_not_measure(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.play(Trick.WEAK_SIGNAL)
    meters.measure()
    assert ear.first(DeviceError).fault is Fault.NO_ANSWER


@pytest.mark.parametrize("practice", [BricPractice], indirect=True)
def test_a_bric_voids_a_weak_shot_and_measures_the_next(
    practice: PracticeMeter, meters: Rangefinders
) -> None:
    ear = connected(meters, practice)
    practice.play(Trick.WEAK_SIGNAL, once=True)
    practice.press()
    assert ear.first(DeviceError).fault is Fault.NOT_MEASURED
    assert ear.first(Rejected).reason is Reason.FAULTY
    practice.load(4_000_000)
    practice.press()
    assert near(ear, 1, 4_000_000)


# What they ask of their host.


def spoken(practice: PracticeMeter, *sent: bytes) -> list[bytes]:
    """What it sends for one press, then after each of these writes."""
    said: list[bytes] = []
    family = practice.family
    place = next(iter(family.needs - {family.distance}), family.distance)

    async def talk() -> None:
        link = practice.link()
        await link.open(lambda _, data: said.append(data), lambda: None)
        await link.subscribe(family.distance)
        practice.press()
        while not said:
            await asyncio.sleep(0.001)
        for data in sent:
            await link.write(place, data, response=True)
        await link.close()

    practice.load(4_000_000)
    asyncio.run(talk())
    return said


@pytest.mark.parametrize("kind", ANSWERED)
def test_they_wait_for_the_right_acknowledgement(kind: type[AnsweredPractice]) -> None:
    practice = kind(random.Random(1), shot_ms=1)
    right = practice.family.commands["acknowledge_0"]
    wrong = practice.family.commands["acknowledge_1"]
    spoken(practice, wrong, b"?")
    waiting = practice.unanswered
    assert waiting
    spoken(practice, right)
    assert practice.unanswered == 2 * waiting - 1


def test_the_vectors_of_a_distox2_come_after_its_shot_was_acknowledged() -> None:
    practice = DistoXPractice(random.Random(1), shot_ms=1)
    first, second = spoken(practice, b"\x55")
    assert first[0] == distox.SHOT
    assert second[0] == distox.VECTORS | distox.SEQUENCE


def test_a_bric_does_only_what_it_understands() -> None:
    practice = BricPractice(random.Random(1), shot_ms=1)
    practice.written(bric.SHOTS, b"shot")
    practice.written(bric.COMMAND, b"shoot")
    assert spoken(practice)[0][:2] == (2024).to_bytes(2, "little")
