"""What may be asked of the meter at the other end, and what a refusal means."""

from __future__ import annotations

import asyncio

import pytest

from bench import BASIC, CLASSIC, Bench
from inspector.devices.capture import Capture, Header
from inspector.devices.codecs import FAMILIES, bric, leica, mileseey, stanley
from inspector.devices.codecs.contract import (
    BATTERY,
    MANUFACTURER,
    MODEL_NUMBER,
    Carrier,
    Command,
    Family,
    Read,
    Subscribe,
    Write,
)
from inspector.devices.events import DeviceError, Fault, LinkState
from inspector.devices.keyboard import KeyboardLink
from inspector.devices.peer import Peer
from inspector.devices.replay import ReplayLink
from inspector.devices.serial_line import SerialLine
from inspector.devices.transports import Transport

SIDES = frozenset({BATTERY, MANUFACTURER, MODEL_NUMBER})
RADIO = [family for family in FAMILIES if family.carrier is Carrier.RADIO]


@pytest.mark.parametrize("family", RADIO, ids=lambda family: family.name)
def test_a_radio_meter_with_a_battery_or_a_name_can_be_missed(family: Family) -> None:
    everything = family.needs | SIDES | set(family.beside)
    for side in SIDES:
        peer = Peer(family, (everything - SIDES) | {side})
        assert peer.probe() is not None


@pytest.mark.parametrize("family", RADIO, ids=lambda family: family.name)
def test_what_is_subscribed_is_never_read(family: Family) -> None:
    everything = family.needs | set(family.beside) | SIDES
    peer = Peer(family, everything)
    assert peer.probe() is not None
    for characteristic in everything:
        peer.subscribed(Subscribe(characteristic))
    assert not isinstance(peer.probe(), Read)


def test_the_question_of_the_watchdog_is_tried_in_the_handshake() -> None:
    peer = Peer(mileseey.FAMILY, mileseey.FAMILY.needs | {MODEL_NUMBER, MANUFACTURER})
    assert peer.handshake()[0] == Read(MANUFACTURER)
    assert peer.refused(Read(MANUFACTURER), ready=False)
    assert peer.probe() == Read(MODEL_NUMBER)
    assert peer.refused(Read(MODEL_NUMBER), ready=True)
    assert peer.probe() is None


def test_a_battery_that_tells_of_itself_is_not_asked() -> None:
    peer = Peer(bric.BRIC, bric.BRIC.needs | {BATTERY, MODEL_NUMBER})
    assert peer.probe() == Read(BATTERY)
    peer.subscribed(Subscribe(BATTERY))
    assert peer.probe() == Read(MODEL_NUMBER)


def test_only_what_was_answered_once_means_anything_by_its_silence() -> None:
    peer = Peer(mileseey.FAMILY, mileseey.FAMILY.needs | {BATTERY})
    peer.read(Read(BATTERY))
    assert not peer.refused(Read(BATTERY), ready=True)


def test_a_polled_value_that_cannot_be_read_is_the_end_of_the_link() -> None:
    poll = stanley.FAMILY.profile.poll
    assert poll is not None
    peer = Peer(stanley.FAMILY, stanley.FAMILY.needs)
    assert not peer.refused(Read(poll.characteristic), ready=True)


def test_a_write_that_is_refused_is_the_end_of_the_link() -> None:
    peer = Peer(leica.BASIC, BASIC)
    assert not peer.refused(Write(leica.COMMAND, b"g", response=False), ready=True)
    assert not peer.refused(Subscribe(BATTERY), ready=True)


def test_a_command_that_is_not_offered_is_refused_and_the_link_stays() -> None:
    bench = Bench(CLASSIC - {leica.COMMAND})
    bench.ready()
    bench.session.command(Command.MEASURE)
    bench.wait(10_000)
    assert bench.seen == [DeviceError(0, Fault.REFUSED)]
    assert bench.session.state is LinkState.CONNECTED


def test_the_battery_of_a_leica_that_turns_unreadable_is_a_broken_link() -> None:
    bench = Bench(CLASSIC)
    bench.ready()
    bench.refusing = {BATTERY}
    bench.wait(25_000)
    assert bench.states() == [LinkState.RECONNECTING]


def test_a_sign_of_the_meter_counts_only_while_it_is_waited_for() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.session.nearby()
    bench.session.deaf(LinkState.POWERED_OFF, "")
    bench.wait(1000)
    assert bench.states() == []
    assert bench.opened_at() == []


def test_a_meter_that_is_heard_is_called_before_the_pause_is_over() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.reachable = False
    bench.drop()
    bench.wait(20_000)
    bench.done.clear()
    heard, bench.reachable = bench.now_us // 1000, True
    bench.session.nearby()
    bench.wait(0)
    assert bench.opened_at() == [heard]


def test_deafness_without_a_reason_that_a_person_could_help_is_not_told() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.reachable = False
    bench.drop()
    bench.session.deaf(LinkState.FAILED, "a scan is in progress")
    bench.work()
    assert bench.states() == [LinkState.RECONNECTING]


@pytest.mark.parametrize(
    "transport",
    [
        KeyboardLink(),
        SerialLine("/dev/nowhere", 9600),
        ReplayLink(Capture(Header("", "", ""), (), torn=False)),
    ],
    ids=["keyboard", "serial", "replay"],
)
def test_where_nothing_can_be_heard_the_next_call_comes_within_a_second(
    transport: Transport,
) -> None:
    async def story() -> None:
        async with asyncio.timeout(5):
            await transport.near()

    asyncio.run(story())
    bench = Bench(BASIC)
    bench.ready()
    bench.reachable = False
    bench.drop()
    for _ in range(4):
        bench.session.nearby()
        bench.wait(1000)
    assert len(bench.opened_at()) == 4
