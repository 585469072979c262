"""Bosch's older service: plain frames, and those of a GLM 100 C, in acknowledged pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Bench
from feeding import vectors
from inspector.devices.codecs import bosch
from inspector.devices.codecs.bosch_5301 import FAMILY, FRAMES, PIECES, Bosch5301Codec
from inspector.devices.codecs.bosch_frames import sealed
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    Answered,
    CodecEvent,
    Edge,
    Garbled,
    Ignored,
    LinkState,
    Measured,
    Reading,
    Reason,
    Rejected,
    Reply,
    Status,
)
from inspector.devices.requests import Close, Request
from inspector.devices.timing import Timing

EVENT = bosch.event(bosch.SINGLE, Edge.REAR, 7, 2_000_000)
DONE = sealed(b"\x00\x00")
FIRST, SECOND = (
    bytes.fromhex(piece)
    for piece in vectors("bosch_mt_ble_5301", "device_to_host")[0]["expect"][
        "fragments_hex"
    ]
)


def got(header: int) -> Reply:
    return Reply(FRAMES, bytes([0xFF, header, 0]), response=True)


def pieces(frame: bytes, number: int = 1) -> list[bytes]:
    parts = [frame[at : at + 19] for at in range(0, len(frame), 19)]
    left = range(len(parts) - 1, -1, -1)
    return [bytes([number << 4 | n]) + part for n, part in zip(left, parts, strict=True)]


def heard(*data: bytes) -> list[CodecEvent]:
    codec = Bosch5301Codec()
    events = [event for piece in data for event in codec.receive(PIECES, piece)]
    return events + codec.finish()


def test_a_plain_meter_is_of_this_family_too() -> None:
    codec = FAMILY.make()
    (_, reading) = codec.receive(FRAMES, EVENT)
    assert isinstance(reading, Reading)
    assert reading.family == "bosch_mt_ble_5301"
    assert not reading.unconfirmed
    assert codec.receive(bosch.FRAMES, EVENT) == [Ignored(EVENT)]
    assert codec.command(Command.MEASURE) == (Write(FRAMES, bosch.MEASURE, response=True),)


def test_every_piece_is_acknowledged_and_the_last_one_brings_the_frame() -> None:
    codec = Bosch5301Codec()
    assert codec.receive(PIECES, FIRST) == [got(0x11)]
    reply, status, reading = codec.receive(PIECES, SECOND)
    assert reply == got(0x10)
    assert status == Status(battery_percent=87, temperature_c=23)
    assert isinstance(reading, Reading)
    assert (reading.micrometres, reading.unconfirmed) == (2_239_000, True)


def test_a_piece_that_comes_again_is_acknowledged_again_and_not_joined_again() -> None:
    events = heard(FIRST, FIRST, SECOND, SECOND)
    assert [event for event in events if isinstance(event, Reply)] == [
        *(got(0x11), got(0x11)),
        *(got(0x10), got(0x10)),
    ]
    assert len([event for event in events if isinstance(event, Reading)]) == 1
    assert [event for event in events if isinstance(event, Ignored)] == [
        Ignored(FIRST),
        Ignored(SECOND),
    ]


def test_pieces_that_do_not_fit_are_given_up_and_the_next_frame_is_read() -> None:
    other = pieces(EVENT, number=2)
    events = heard(FIRST, *other)
    assert Garbled(FIRST[1:]) in events
    assert len([event for event in events if isinstance(event, Reading)]) == 1

    reply, *junk = heard(SECOND)
    assert reply == got(0x10)
    assert b"".join(event.raw for event in junk if isinstance(event, Garbled)) == SECOND[1:]


def test_what_never_became_whole_is_given_up_at_the_end() -> None:
    assert heard(FIRST) == [got(0x11), Garbled(FIRST[1:])]


@pytest.mark.parametrize("data", [b"", bytes(21)])
def test_what_is_no_piece_is_not_acknowledged(data: bytes) -> None:
    assert heard(data) == [Garbled(data)]


def test_the_meters_own_acknowledgement_needs_none() -> None:
    assert heard(b"\xff\x10\x00") == [Ignored(b"\xff\x10\x00")]


def test_after_a_piece_was_heard_commands_are_pieces_with_numbers_of_their_own() -> None:
    codec = Bosch5301Codec()
    codec.receive(PIECES, b"\xff\x10\x00")
    sent = [codec.command(Command.LASER_ON) for _ in range(17)]
    numbers = [write.data[0] for (write,) in sent if isinstance(write, Write)]
    assert numbers == [n % 16 << 4 for n in range(1, 18)]
    assert codec.probe(frozenset()) == Write(
        FRAMES, b"\x20\xc0\x3e\x02\x77\x88\xfe", response=True
    )
    assert codec.command(Command.LASER_OFF)[0] == Write(
        FRAMES, b"\x30" + bosch.LASER_OFF, response=True
    )


@given(st.lists(st.one_of(st.binary(max_size=24), st.sampled_from([FIRST, SECOND]))))
def test_junk_never_raises_and_never_becomes_an_impossible_length(
    data: list[bytes],
) -> None:
    for event in heard(*data):
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES


@given(st.lists(st.binary(max_size=24), max_size=4))
def test_a_reading_after_junk_is_read(junk: list[bytes]) -> None:
    codec = Bosch5301Codec()
    for data in junk:
        codec.receive(PIECES, data)
    events = [event for piece in pieces(EVENT, 9) for event in codec.receive(PIECES, piece)]
    assert any(isinstance(event, Reading) for event in events)


class InPieces(Bench):
    """A meter that answers pieces alone, and cannot be subscribed on 4301."""

    deaf = False
    mute = True

    def _perform(self, request: Request) -> None:
        if request == Subscribe(FRAMES, optional=True):
            self.session.refused("no indications here")
            return
        super()._perform(request)
        if isinstance(request, Write) and not self.deaf and request.data[1] == 0xC0:
            for piece in pieces(DONE):
                self.session.received(PIECES, piece)


def in_pieces(*, experimental: bool = False) -> InPieces:
    bench = InPieces(frozenset({FRAMES, PIECES}), experimental=experimental)
    bench.ready()
    return bench


def test_a_glm_100_is_tried_plainly_and_then_in_pieces() -> None:
    bench = InPieces(frozenset({FRAMES, PIECES}))
    bench.connect()
    bench.wait(4000)
    writes = [request.data for _, request in bench.done if isinstance(request, Write)]
    assert writes == [bosch.AUTO_SYNC, b"\x10" + bosch.AUTO_SYNC, b"\xff\x10\x00"]
    assert bench.session.state is LinkState.CONNECTED


@pytest.mark.parametrize("offered", [{FRAMES}, {FRAMES, PIECES}])
def test_a_plain_meter_is_never_sent_a_piece(offered: set[str]) -> None:
    bench = Bench(frozenset(offered))
    bench.connect()
    bench.wait(4000)
    writes = [request.data for _, request in bench.done if isinstance(request, Write)]
    assert writes == [bosch.AUTO_SYNC]
    assert bench.session.state is LinkState.CONNECTED


def test_a_meter_that_answers_neither_is_let_go() -> None:
    bench = InPieces(frozenset({FRAMES, PIECES}), Timing(first_attempts=1))
    bench.deaf = True
    bench.connect()
    bench.wait(500 + 1000 + 1499)
    assert bench.states() == [LinkState.CONNECTING]
    bench.wait(1)
    assert isinstance(bench.done[-1][1], Close)
    assert bench.states() == [LinkState.CONNECTING, LinkState.FAILED]


def test_its_readings_count_only_where_experiments_are_switched_on() -> None:
    bench = in_pieces()
    bench.hear(PIECES, FIRST)
    bench.hear(PIECES, SECOND)
    assert [type(event) for event in bench.seen] == [Status, Rejected]
    refused = bench.seen[-1]
    assert isinstance(refused, Rejected)
    assert refused.reason is Reason.UNCONFIRMED
    assert refused.raw in FIRST[1:] + SECOND[1:]

    bench = in_pieces(experimental=True)
    bench.hear(PIECES, FIRST)
    bench.hear(PIECES, SECOND)
    assert [type(event) for event in bench.seen] == [Status, Measured]
    assert bench.measured()[0].reading.unconfirmed


def test_its_confirmed_frames_count_in_pieces_too() -> None:
    bench = in_pieces()
    for piece in pieces(EVENT):
        bench.hear(PIECES, piece)
    assert len(bench.measured()) == 1


def test_an_answer_in_pieces_is_an_answer() -> None:
    assert heard(*pieces(DONE)) == [got(0x10), Answered(0, DONE)]
