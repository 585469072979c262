"""The DistoX's packets: one a message over Bluetooth LE, a bare stream on a serial line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import distox
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SERIAL,
    SHORTEST_MICROMETRES,
    Codec,
    Command,
    Family,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    CodecEvent,
    Garbled,
    Ignored,
    Reading,
    Reason,
    Rejected,
    Reply,
)

FIRST, SECOND = distox.packed(3097, 0, 5337), distox.packed(4189, distox.SEQUENCE, -200)
VECTORS = bytes.fromhex("840863614647d791")
MESSAGE = bytes.fromhex("0101190c61f7d91411840863614647d791")
ODD = bytes.fromhex("0501010101010101")
"""A packet of a type that nobody knows, full of what could begin shots."""


def feed(codec: Codec, *parts: bytes, at: str = SERIAL) -> list[CodecEvent]:
    return [event for part in parts for event in codec.receive(at, part)]


def readings(events: list[CodecEvent]) -> list[Reading]:
    return [event for event in events if isinstance(event, Reading)]


def lengths(events: list[CodecEvent]) -> list[int]:
    return [reading.millimetres for reading in readings(events)]


def garbled(events: list[CodecEvent]) -> bytes:
    return b"".join(event.raw for event in events if isinstance(event, Garbled))


# The packet.


def test_every_millimetre_and_every_angle_is_exact() -> None:
    (reading, _) = feed(distox.DistoXCodec(), distox.packed(131_071, 0x80, -16384))
    assert isinstance(reading, Reading)
    assert reading.micrometres == 131_071_000
    assert reading.tilt_udeg == -90_000_000
    assert reading.counter is None


@pytest.mark.parametrize("millimetres", [0, 29])
def test_too_short_to_be_measured_is_refused_but_acknowledged(millimetres: int) -> None:
    packet = distox.packed(millimetres, 0)
    refused = Rejected(Reason.IMPLAUSIBLE, packet)
    assert feed(distox.DistoXCodec(), packet) == [refused, Reply(SERIAL, b"\x55")]


def test_an_inclination_beyond_upright_is_no_shot() -> None:
    packet = distox.packed(3000, 0, 16385)
    codec = distox.DistoXCodec()
    events = feed(codec, packet) + codec.finish()
    assert lengths(events) == []


# One message a shot.


def ble(data: bytes) -> list[CodecEvent]:
    return feed(distox.DistoXBleCodec(), data, at=distox.UART_NOTIFY)


def test_the_ble_message_is_kept_whole_as_evidence_and_answered_once() -> None:
    reading, answer = ble(MESSAGE)
    assert isinstance(reading, Reading)
    assert reading.raw == MESSAGE
    assert answer == Reply(
        distox.UART_WRITE, bytes.fromhex("646174613a01550d0a"), response=True
    )


def test_the_second_packet_is_never_a_reading() -> None:
    twice = bytes([distox.SHOT]) + FIRST + SECOND
    assert lengths(ble(twice)) == [3097]


def test_a_repeated_bit_is_no_repeated_shot() -> None:
    """Every published shot has bit 0, since its vectors take the other turn."""
    other = bytearray(MESSAGE)
    other[2] += 1
    codec = distox.BLE.make()
    found = readings(feed(codec, MESSAGE, bytes(other), at=distox.UART_NOTIFY))
    assert [reading.counter for reading in found] == [None, None]
    assert distox.BLE.profile.resends


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x02" + MESSAGE[1:],
        MESSAGE[:1] + VECTORS + VECTORS,
        MESSAGE[:1] + distox.packed(3000, 0, -16385) + VECTORS,
        MESSAGE[:9],
    ],
)
def test_what_is_no_shot_is_neither_read_nor_acknowledged(data: bytes) -> None:
    assert ble(data) == [Garbled(data)]


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        (Command.MEASURE, "646174613a01380d0a"),
        (Command.LASER_ON, "646174613a01360d0a"),
        (Command.LASER_OFF, "646174613a01370d0a"),
    ],
)
def test_ble_commands(command: Command, sent: str) -> None:
    write = Write(distox.UART_WRITE, bytes.fromhex(sent), response=True)
    assert distox.DistoXBleCodec().command(command) == (write,)


# The stream.


def test_a_shot_and_its_vectors_are_both_acknowledged_with_their_own_bit() -> None:
    events = feed(distox.DistoXCodec(), FIRST + VECTORS)
    answers = [event.data for event in events if isinstance(event, Reply)]
    assert answers == [b"\x55", b"\xd5"]
    assert events[2] == Ignored(VECTORS)


def test_a_type_that_nobody_knows_is_not_searched_for_shots() -> None:
    codec = distox.DistoXCodec()
    events = feed(codec, FIRST, ODD, SECOND)
    assert lengths(events) == [3097, 4189]
    assert garbled(events) == ODD
    assert len([event for event in events if isinstance(event, Reply)]) == 2


def test_a_stream_joined_in_the_middle_finds_its_step() -> None:
    codec = distox.DistoXCodec()
    events = feed(codec, bytes.fromhex("770cff0011"), FIRST, SECOND)
    assert lengths(events) == [3097, 4189]


def test_lost_step_is_found_again_by_what_comes_again() -> None:
    """What was not understood is not acknowledged, so the meter repeats it."""
    codec = distox.DistoXCodec()
    second = bytes.fromhex("81ba0b000008cc00")
    events = feed(codec, FIRST, b"\xff\xff\xff", second, second, second, second)
    found = readings(events)
    assert found[0].raw == FIRST
    assert {reading.raw for reading in found[1:]} == {second}


def test_out_of_step_a_head_must_have_turned_its_bit() -> None:
    codec = distox.DistoXCodec()
    noise = bytes.fromhex("ffffffffffffffff") * 2
    same_bit_other_shot = distox.packed(5000, 0)
    events = feed(codec, FIRST, noise, same_bit_other_shot)
    assert lengths(events) == [3097]
    assert lengths(feed(codec, SECOND)) == [4189]


def test_out_of_step_the_same_packet_again_is_believed() -> None:
    codec = distox.DistoXCodec()
    assert lengths(feed(codec, FIRST, b"\xff" * 16, FIRST)) == [3097, 3097]


def test_the_end_of_the_line_gives_up_what_waits() -> None:
    codec = distox.DistoXCodec()
    assert feed(codec, FIRST[:5]) == []
    assert codec.finish() == [Garbled(FIRST[:5])]


def test_the_bridge_of_an_sap5_may_speak_on_either_characteristic() -> None:
    codec = distox.SAP5.make()
    both = frozenset({distox.UART_NOTIFY, distox.UART_WRITE})
    assert codec.handshake(both) == (
        Subscribe(distox.UART_NOTIFY),
        Subscribe(distox.UART_WRITE),
    )
    assert codec.handshake(frozenset({distox.UART_NOTIFY})) == (
        Subscribe(distox.UART_NOTIFY),
    )
    for place in both:
        (reading,) = feed(codec, FIRST, at=place)
        assert isinstance(reading, Reading)
        assert reading.family == "sap5"
    assert feed(codec, FIRST, at="2a00") == [Ignored(FIRST)]


# Whatever comes.


@pytest.mark.parametrize(
    "family", [distox.BLE, distox.SPP, distox.SAP5], ids=lambda family: family.name
)
@given(
    chunks=st.lists(
        st.one_of(st.binary(max_size=24), st.sampled_from([FIRST, SECOND, MESSAGE, ODD])),
        max_size=8,
    )
)
def test_nothing_raises_and_no_length_is_impossible(
    family: Family, chunks: list[bytes]
) -> None:
    codec = family.make()
    for reading in readings(feed(codec, *chunks, at=family.distance) + codec.finish()):
        assert SHORTEST_MICROMETRES <= reading.micrometres <= LONGEST_MICROMETRES


@given(st.lists(st.one_of(st.binary(max_size=12), st.just(FIRST)), max_size=8))
def test_every_byte_of_the_stream_is_accounted_for(chunks: list[bytes]) -> None:
    codec = distox.DistoXCodec()
    events = feed(codec, *chunks) + codec.finish()
    raw = b"".join(event.raw for event in events if not isinstance(event, Reply))  # type: ignore[union-attr]  # all of a DistoX's bear their bytes
    assert raw == b"".join(chunks)


@given(
    data=st.lists(
        st.one_of(st.binary(max_size=12), st.sampled_from([FIRST, SECOND, VECTORS])),
        max_size=6,
    ).map(b"".join),
    cuts=st.sets(st.integers(0, 60)),
)
def test_any_slicing_gives_the_same_readings(data: bytes, cuts: set[int]) -> None:
    places = [0, *sorted(cuts), len(data)]
    parts = [data[a:b] for a, b in pairwise(places)]
    assert readings(feed(distox.DistoXCodec(), *parts)) == readings(
        feed(distox.DistoXCodec(), data)
    )
