"""Recorded links once more, under the ordinary session."""

from __future__ import annotations

import asyncio
import random
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspector.devices.capture import Capture, Header, line_of, read_capture
from inspector.devices.codecs import bosch, bosch_frames, leica
from inspector.devices.codecs.contract import Command
from inspector.devices.driver import Driver
from inspector.devices.events import (
    DeviceEvent,
    Identity,
    LinkChanged,
    LinkState,
    Measured,
    Stored,
)
from inspector.devices.pacing import PacedLoop
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.replay import PREFIX, ReplayLink, play
from inspector.devices.timing import Timing
from inspector.devices.traffic import Direction, Traffic
from inspector.devices.transports import Found, LinkFailed
from listening import Ear
from taping import record

D = Direction
S = 1_000_000


def practice(kind: type[PracticeMeter]) -> PracticeMeter:
    return kind(random.Random(7), shot_ms=300)


def played(capture: Capture, speed: float = 0) -> list[DeviceEvent]:
    events: list[DeviceEvent] = []
    play(capture, events.append, speed=speed)
    return events


def states(events: list[DeviceEvent]) -> list[LinkState]:
    return [event.state for event in events if isinstance(event, LinkChanged)]


def lengths(events: list[DeviceEvent]) -> list[int]:
    return [e.reading.micrometres for e in events if isinstance(e, Measured)]


@pytest.mark.parametrize("kind", [LeicaPractice, BoschPractice])
def test_a_recording_says_what_its_session_said(
    kind: type[PracticeMeter], tmp_path: Path
) -> None:
    meter = practice(kind)
    meter.load(9_000_000, 3_215_000, 4_000_000, 5_100_000)

    async def act(driver: Driver) -> None:
        await asyncio.sleep(2.6)
        meter.press()
        await asyncio.sleep(5)
        driver.command(Command.MEASURE)
        await asyncio.sleep(5)
        driver.command(Command.MEASURE)
        await asyncio.sleep(3)
        meter.drop()
        await asyncio.sleep(10)
        meter.press()
        await asyncio.sleep(3)
        meter.press()
        await asyncio.sleep(3)

    said = record(tmp_path / "capture", meter, act)
    again = played(read_capture(tmp_path / "capture"))

    assert len(lengths(said)) >= 2
    assert lengths(again) == lengths(said)
    assert states(again) == states(said)[: len(states(again))]
    assert states(again)[-1] is LinkState.CONNECTED
    told = [e for e in said if not isinstance(e, Measured | LinkChanged)]
    assert [e for e in again if not isinstance(e, Measured | LinkChanged)] == told


def line(us: int, direction: Direction, at: str = "", data: bytes = b"") -> Traffic:
    return Traffic(us, direction, at, data)


def opened(us: int, *offered: str) -> Traffic:
    return Traffic(us, D.OPENED, offered=offered)


def capture(*links: tuple[Traffic, ...], family: str = "leica_disto_classic") -> Capture:
    return Capture(Header(family, "DISTO", "0"), links, torn=False)


def metres(length: float) -> bytes:
    return struct.pack("<f", length)


SUBSCRIBED = (
    opened(0, leica.DISTANCE, leica.MODEL),
    line(10_000, D.READ, leica.MODEL, b"D2\0"),
    line(1 * S, D.SUBSCRIBED, leica.DISTANCE),
)


def reading(us: int, length: float) -> Traffic:
    return line(us, D.HEARD, leica.DISTANCE, metres(length))


def test_what_was_heard_comes_as_long_after_the_request_as_it_did() -> None:
    """The recording took four seconds to subscribe; the session of today takes one."""
    slow = (
        opened(0, leica.DISTANCE, leica.MODEL),
        line(10_000, D.READ, leica.MODEL, b"D2\0"),
        line(4 * S, D.SUBSCRIBED, leica.DISTANCE),
        reading(int(4.5 * S), 1.0),
        reading(7 * S, 2.0),
        line(9 * S, D.CLOSED),
    )
    events = played(capture(slow))
    assert Identity("D2") in events
    [old] = [e for e in events if isinstance(e, Stored)]
    assert old.reading.micrometres == 1_000_000
    [new] = [e for e in events if isinstance(e, Measured)]
    assert new.reading.micrometres == 2_000_000
    assert 4 * S <= new.at_us <= 5 * S


def test_what_was_heard_before_a_request_is_heard_before_it() -> None:
    """An answer that came late in the recording, and a session that asks early."""
    link = (
        opened(0, bosch.FRAMES),
        line(5 * S, D.SUBSCRIBED, bosch.FRAMES),
        line(int(5.1 * S), D.HEARD, bosch.FRAMES, b"\xff"),
        line(6 * S, D.WRITTEN, bosch.FRAMES, bosch.AUTO_SYNC),
        line(int(6.05 * S), D.HEARD, bosch.FRAMES, bosch_frames.sealed(b"\x00\x00")),
    )
    events = played(capture(link, family="bosch_mt_ble"))
    assert states(events) == [LinkState.CONNECTING, LinkState.CONNECTED]


def test_a_request_that_is_made_later_is_waited_for() -> None:
    link = (
        opened(0, bosch.FRAMES),
        line(1000, D.SUBSCRIBED, bosch.FRAMES),
        line(2000, D.WRITTEN, bosch.FRAMES, bosch.AUTO_SYNC),
        line(3000, D.HEARD, bosch.FRAMES, bosch_frames.sealed(b"\x00\x00")),
    )
    events = played(capture(link, family="bosch_mt_ble"))
    assert states(events) == [LinkState.CONNECTING, LinkState.CONNECTED]


def test_what_a_person_asked_is_not_waited_for_again() -> None:
    link = (
        *SUBSCRIBED,
        *(line(10 * number * S, D.WRITTEN, leica.COMMAND, b"g") for number in range(1, 9)),
        reading(81 * S, 3.0),
    )
    assert lengths(played(capture(link))) == [3_000_000]


def test_a_request_far_ahead_in_the_recording_is_another_one() -> None:
    link = (
        opened(0, leica.DISTANCE),
        reading(5 * S, 1.0),
        line(60 * S, D.SUBSCRIBED, leica.DISTANCE),
        reading(65 * S, 2.0),
    )
    assert lengths(played(capture(link))) == [1_000_000, 2_000_000]


def test_what_was_refused_then_is_refused_again() -> None:
    refused = Traffic(1, D.REFUSED, leica.UNIT, refused=D.SUBSCRIBED)
    link = (
        opened(0, leica.DISTANCE, leica.UNIT, leica.MODEL),
        line(0, D.SUBSCRIBED, leica.UNIT),
        refused,
        line(S, D.SUBSCRIBED, leica.DISTANCE),
        reading(4 * S, 2.0),
    )
    assert lengths(played(capture(link))) == [2_000_000]


def test_a_drop_is_followed_by_the_next_recorded_link() -> None:
    first = (*SUBSCRIBED, reading(5 * S, 1.0), line(6 * S, D.DROPPED))
    second = (
        opened(9 * S, leica.DISTANCE),
        line(10 * S, D.SUBSCRIBED, leica.DISTANCE),
        reading(15 * S, 2.0),
        line(16 * S, D.CLOSED),
    )
    events = played(capture(first, second))
    assert lengths(events) == [1_000_000, 2_000_000]
    assert states(events) == [
        LinkState.CONNECTING,
        LinkState.CONNECTED,
        LinkState.RECONNECTING,
        LinkState.CONNECTED,
    ]


def test_a_link_that_the_session_gave_up_is_given_up_again() -> None:
    silent = (*SUBSCRIBED, reading(5 * S, 1.0), line(30 * S, D.CLOSED))
    second = (opened(31 * S, leica.DISTANCE), line(40 * S, D.CLOSED))
    events = played(capture(silent, second))
    assert states(events)[-2:] == [LinkState.RECONNECTING, LinkState.CONNECTED]


def test_a_drop_at_the_end_is_shown() -> None:
    events = played(capture((*SUBSCRIBED, reading(5 * S, 1.0), line(6 * S, D.DROPPED))))
    assert states(events)[-1] is LinkState.RECONNECTING


def test_no_way_to_the_meter_is_shown() -> None:
    off = Traffic(0, D.REFUSED, refused=D.OPENED, state=LinkState.POWERED_OFF)
    assert states(played(capture((off,)))) == [
        LinkState.CONNECTING,
        LinkState.POWERED_OFF,
    ]


def test_an_empty_recording_is_over_at_once() -> None:
    assert states(played(capture()))[0] is LinkState.CONNECTING


def test_another_family_may_be_named() -> None:
    events: list[DeviceEvent] = []
    link = (*SUBSCRIBED, reading(5 * S, 1.0))
    play(capture(link, family="?"), events.append, family=leica.CLASSIC)
    assert lengths(events) == [1_000_000]


def test_strangers_are_not_supported() -> None:
    events = played(capture((opened(0, "2a00"),), family=""))
    assert states(events)[-1] is LinkState.UNSUPPORTED


def test_a_loop_s_clock_runs_as_fast_as_one_likes() -> None:
    with closing(PacedLoop(4)) as fast, closing(PacedLoop(0)) as jumping:
        assert (fast.waiting(2), fast.time()) == (0.5, 2)
        assert (jumping.waiting(2), jumping.time()) == (0, 2)


def test_any_speed_says_the_same() -> None:
    link = (*SUBSCRIBED, reading(5 * S, 1.0))
    assert played(capture(link), speed=100) == played(capture(link))


@pytest.fixture
def meters() -> Iterator[Rangefinders]:
    timing = Timing(pace_percent=1, back_off_ms=(20,), first_attempts=1)
    meters = Rangefinders(timing=timing, ports=lambda: ())
    yield meters
    meters.close()


def test_a_recording_is_a_meter_like_any_other(
    meters: Rangefinders, tmp_path: Path
) -> None:
    file = tmp_path / "capture"
    subscribed = line(1000, D.SUBSCRIBED, leica.DISTANCE)
    link = (opened(0, leica.DISTANCE), subscribed, reading(S // 5, 3.0))
    header = Header("leica_disto_classic", "DISTO", "0").line()
    lines = [header, *(line_of(each, 0) for each in link)]
    file.write_text("\n".join(lines), encoding="utf-8")
    ear = Ear()
    meters.connect(Found(f"{PREFIX}{file}", "回放", "leica_disto_classic", -127), ear.hear)
    ear.first(Measured)
    assert ear.lengths() == [3_000_000]


def test_a_file_that_is_no_recording_is_a_failed_link(
    meters: Rangefinders, tmp_path: Path
) -> None:
    file = tmp_path / "capture"
    file.write_text("garbage", encoding="utf-8")
    ear = Ear()
    meters.connect(Found(f"{PREFIX}{file}", "回放", "", -127), ear.hear)
    ear.until_state(LinkState.FAILED)


def test_without_a_link_there_is_nothing_to_ask() -> None:
    async def life() -> None:
        link = ReplayLink(capture(SUBSCRIBED))
        await link.close()
        with pytest.raises(LinkFailed):
            await link.subscribe(leica.DISTANCE)
        await link.open(lambda *_: None, lambda: None)
        with pytest.raises(LinkFailed):
            await link.read("2a19")
        await link.close()

    asyncio.run(life())
