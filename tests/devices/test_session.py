"""The life of a link, on a clock that is turned by hand."""

from __future__ import annotations

import pytest

from bench import BASIC, BOSCH, CLASSIC, Bench, metres, unit
from inspector.devices.codecs import bosch, leica
from inspector.devices.codecs.bosch_frames import sealed
from inspector.devices.codecs.contract import BATTERY, Command, Read, Subscribe, Write
from inspector.devices.events import (
    DeviceError,
    Edge,
    Fault,
    Identity,
    LinkState,
    Rejected,
    Status,
)
from inspector.devices.requests import Close
from inspector.devices.timing import MS, Timing


def test_a_leica_is_left_alone_for_a_second_before_it_is_subscribed() -> None:
    bench = Bench(CLASSIC)
    began = bench.now_us
    bench.connect()
    bench.wait(4000)

    subscribed = {
        request.characteristic: (at - began) // MS
        for at, request in bench.done
        if isinstance(request, Subscribe)
    }
    assert subscribed == {
        leica.DISTANCE: 1000,
        leica.UNIT: 1100,
        leica.INCLINATION: 1200,
    }
    assert Identity("D2") in bench.seen
    assert Status(battery_percent=80) in bench.seen


def test_connected_is_said_only_when_a_reading_would_count() -> None:
    bench = Bench(CLASSIC)
    bench.connect()
    bench.wait(2499)
    assert bench.states() == [LinkState.CONNECTING]
    bench.wait(1)
    assert bench.states() == [LinkState.CONNECTING, LinkState.CONNECTED]


def test_a_bosch_has_to_answer_autosync() -> None:
    bench = Bench(BOSCH, Timing(first_attempts=1))
    bench.mute = True
    bench.connect()
    bench.wait(500 + 1499)
    assert bench.states() == [LinkState.CONNECTING]
    bench.wait(1)
    assert isinstance(bench.done[-1][1], Close)
    assert bench.states() == [LinkState.CONNECTING, LinkState.FAILED]


def test_a_late_answer_to_autosync_is_good_enough() -> None:
    bench = Bench(BOSCH)
    bench.mute = True
    bench.connect()
    bench.wait(1500)
    bench.hear(bosch.FRAMES, sealed(b"\x00\x00"))
    bench.wait(1500)
    assert bench.session.state is LinkState.CONNECTED


def test_a_side_channel_may_be_missing_but_the_distance_may_not() -> None:
    bench = Bench(CLASSIC)
    bench.refusing = {leica.INCLINATION, leica.MODEL, BATTERY}
    bench.ready()

    bench = Bench(CLASSIC, Timing(first_attempts=1))
    bench.refusing = {leica.DISTANCE}
    bench.connect()
    bench.wait(4000)
    assert bench.session.state is LinkState.FAILED


def test_a_first_connection_is_tried_three_times() -> None:
    bench = Bench(CLASSIC)
    bench.reachable = False
    began = bench.now_us // MS
    bench.connect()
    bench.wait(60_000)

    assert [at - began for at in bench.opened_at()] == [0, 1000, 3000]
    assert bench.states() == [LinkState.CONNECTING, LinkState.FAILED]
    assert bench.session.over


@pytest.mark.parametrize("state", [LinkState.POWERED_OFF, LinkState.NO_BLUETOOTH])
def test_without_bluetooth_there_is_nothing_to_try_again(state: LinkState) -> None:
    bench = Bench(CLASSIC)
    bench.reachable, bench.trouble = False, state
    bench.connect()
    assert bench.states() == [LinkState.CONNECTING, state]
    assert bench.session.over


def test_an_unknown_meter_is_let_go_and_named_unsupported() -> None:
    bench = Bench(frozenset({"00002a00-0000-1000-8000-00805f9b34fb"}))
    bench.connect()
    assert bench.states() == [LinkState.CONNECTING, LinkState.UNSUPPORTED]
    assert isinstance(bench.done[-1][1], Close)


def test_a_lost_meter_is_called_at_growing_intervals_for_three_minutes() -> None:
    bench = Bench(CLASSIC)
    bench.ready()
    bench.reachable = False
    lost = bench.now_us // MS
    bench.drop()
    bench.wait(240_000)

    called = [(at - lost) // 1000 for at in bench.opened_at()]
    assert called == [1, 3, 8, 23, 53, 83, 113, 143, 173, 180]
    assert bench.states() == [LinkState.RECONNECTING, LinkState.LOST]
    assert bench.session.over


def test_the_link_is_closed_before_it_is_opened_again_and_the_handshake_redone() -> None:
    bench = Bench(BOSCH)
    bench.ready()
    bench.drop()
    bench.wait(5000)

    kinds = [type(request).__name__ for _, request in bench.done]
    assert kinds == ["Close", "Listen", "Open", "Subscribe", "Write"]
    assert bench.states() == [LinkState.RECONNECTING, LinkState.CONNECTED]


def test_after_a_good_link_the_intervals_start_anew() -> None:
    bench = Bench(BASIC)
    for _ in range(3):
        bench.ready()
        lost = bench.now_us // MS
        bench.drop()
        bench.wait(900)
        assert bench.opened_at() == []
        bench.wait(200)
        assert [at - lost for at in bench.opened_at()] == [1000]
        bench.wait(3000)


def test_bluetooth_switched_off_meanwhile_is_said_and_recovered_from() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.reachable, bench.trouble = False, LinkState.POWERED_OFF
    bench.drop()
    bench.wait(4000)
    assert bench.states() == [LinkState.RECONNECTING, LinkState.POWERED_OFF]
    bench.reachable = True
    bench.wait(10_000)
    assert bench.states()[-1] is LinkState.CONNECTED


def test_other_services_than_before_are_a_broken_link_and_no_other_meter() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.offered = frozenset()
    bench.drop()
    bench.wait(4000)
    assert bench.states() == [LinkState.RECONNECTING]
    bench.offered = BASIC
    bench.wait(10_000)
    assert bench.states()[-1] is LinkState.CONNECTED


def test_a_tap_reconnects_at_once() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.reachable = False
    bench.drop()
    bench.wait(200_000)
    bench.reachable = True
    bench.connect()
    bench.wait(2000)
    assert bench.states()[-3:] == [
        LinkState.LOST,
        LinkState.CONNECTING,
        LinkState.CONNECTED,
    ]
    bench.drop()
    before = len(bench.opened_at())
    bench.connect()
    assert len(bench.opened_at()) == before + 1
    bench.connect()
    assert len(bench.opened_at()) == before + 1


def test_a_silent_link_is_asked_whether_it_still_lives() -> None:
    bench = Bench(CLASSIC)
    bench.ready()
    bench.wait(20_000)
    bench.hear(leica.UNIT, unit(0))
    bench.wait(24_999)
    assert bench.done == []
    bench.wait(1)
    assert [request for _, request in bench.done] == [Read(BATTERY)]

    bench.refusing = {BATTERY}
    bench.wait(25_000)
    assert bench.states() == [LinkState.RECONNECTING]


def test_a_meter_that_cannot_be_asked_is_left_alone() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.wait(100_000)
    assert bench.done == []


def test_a_trigger_without_a_reading_is_told_after_five_seconds() -> None:
    bench = Bench(CLASSIC)
    bench.ready()
    bench.session.command(Command.MEASURE)
    bench.work()
    assert bench.done[0][1] == Write(leica.COMMAND, b"g", response=False)
    bench.wait(4999)
    assert bench.seen == []
    bench.wait(1)
    assert bench.seen == [DeviceError(0, Fault.NO_ANSWER)]


def test_a_trigger_with_a_reading_or_a_refusal_is_not() -> None:
    bench = Bench(CLASSIC)
    bench.ready()
    bench.session.command(Command.MEASURE)
    bench.hear(leica.DISTANCE, metres(0))
    bench.wait(6000)
    assert [type(event) for event in bench.seen] == [Rejected]


def test_commands_without_a_link_are_answered_not_ready() -> None:
    bench = Bench(BASIC)
    bench.session.command(Command.LASER_ON)
    bench.work()
    assert bench.seen == [DeviceError(0, Fault.NOT_READY)]


def test_a_command_that_cannot_be_written_means_that_the_link_is_gone() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.refusing = {leica.COMMAND}
    bench.session.command(Command.LASER_OFF)
    bench.work()
    assert bench.states() == [LinkState.RECONNECTING]


def test_letting_go_in_every_phase_ends_with_no_meter_chosen() -> None:
    for milliseconds in (0, 500, 1500, 4000):
        bench = Bench(CLASSIC)
        bench.connect()
        bench.wait(milliseconds)
        bench.session.disconnect()
        bench.work()
        assert bench.states()[-1] is LinkState.NONE_CHOSEN
        assert bench.session.over

    bench = Bench(CLASSIC)
    bench.reachable = False
    bench.connect()
    bench.session.disconnect()
    bench.work()
    bench.wait(10_000)
    assert bench.states()[-1] is LinkState.NONE_CHOSEN
    assert len(bench.opened_at()) == 1


@pytest.mark.parametrize("found", [True, False])
def test_letting_go_while_connecting(found: bool) -> None:  # noqa: FBT001
    bench = Bench(BASIC)
    bench.session.connect()
    assert bench.session.request() is not None
    bench.session.disconnect()
    if found:
        bench.session.opened(BASIC)
    else:
        bench.session.not_opened(LinkState.FAILED, "")
    bench.work()
    assert bench.states()[-1] is LinkState.NONE_CHOSEN


def test_what_comes_after_the_end_is_nobodys() -> None:
    bench = Bench(BOSCH)
    bench.ready()
    bench.session.disconnect()
    bench.work()
    bench.seen.clear()
    bench.hear(bosch.FRAMES, bosch.event(1, Edge.REAR, 5, 2_000_000))
    bench.session.performed()
    bench.session.refused("late")
    bench.drop()
    assert bench.seen == []
    assert bench.session.over
