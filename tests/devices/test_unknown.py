"""A meter of which nothing is known: everything is heard, nothing is believed."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import FAMILIES, UNKNOWN, bosch, chosen, named, recognised
from inspector.devices.codecs.contract import BATTERY, Command, Read, Subscribe
from inspector.devices.codecs.unknown import UnknownCodec
from inspector.devices.events import Garbled, Ignored, LinkState, Measured
from inspector.devices.intake import Arming
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.requests import Open, Request
from inspector.devices.session import Session
from inspector.devices.timing import Timing
from listening import Ear, found_by

ODD, EVEN = "0000abc1-0000-1000-8000-00805f9b34fb", "0000abc2-0000-1000-8000-00805f9b34fb"
GOOD = bytes.fromhex("c055100600dc01cccc3c3f0000000000000000d2")


def test_it_is_never_chosen_by_itself() -> None:
    assert UNKNOWN not in FAMILIES
    assert named(UNKNOWN.name) is None
    assert recognised("unknown_raw", [""]) is None
    assert chosen([ODD]) is None


def test_everything_is_read_before_anything_is_subscribed() -> None:
    assert UnknownCodec().handshake(frozenset({EVEN, ODD})) == (
        *(Read(ODD), Read(EVEN)),
        *(Subscribe(ODD), Subscribe(EVEN)),
    )
    assert UnknownCodec().probe(frozenset({ODD})) is None
    assert UnknownCodec().command(Command.MEASURE) == ()


@given(st.binary(max_size=40))
def test_nothing_is_a_reading(data: bytes) -> None:
    codec = UnknownCodec()
    assert codec.receive(ODD, data) == [Garbled(data)]
    assert codec.receive(BATTERY, data) == [Ignored(data)]
    assert codec.finish() == []


def test_what_cannot_be_read_or_subscribed_is_passed_over() -> None:
    now = 0
    session = Session("?", lambda: now, Timing(), Arming(), lambda _offered: UNKNOWN)
    session.connect()
    asked: list[Request] = []
    while (request := session.request()) is not None:
        asked.append(request)
        if isinstance(request, Open):
            session.opened(frozenset({ODD, EVEN, BATTERY}))
        elif request in {Read(BATTERY), Subscribe(ODD)}:
            session.performed(b"\x32")
        else:
            session.refused("not supported")
    session.elapse()

    assert asked[1:] == [
        *map(Read, (BATTERY, ODD, EVEN)),
        *map(Subscribe, (BATTERY, ODD, EVEN)),
    ]
    assert session.state is LinkState.CONNECTED
    session.received(ODD, b"\1\2")
    assert session.events()[-1] == Garbled(b"\1\2")


def test_even_a_good_frame_of_a_known_meter_is_only_bytes() -> None:
    practice = BoschPractice(random.Random(1), shot_ms=1)
    meters = Rangefinders([practice], practice_timing=Timing(pace_percent=1))
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear, family=UNKNOWN)
    ear.until_state(LinkState.CONNECTED)
    link = practice._link
    assert link is not None
    link.loop.call_soon_threadsafe(link.say, bosch.FRAMES, GOOD)
    ear.until(lambda: Garbled(GOOD) in ear.heard)
    assert ear.kept(Measured) == []
    meters.close()
