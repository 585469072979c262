"""The Cavway X1: what its 64 bytes say, and what is not taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import cavway
from inspector.devices.codecs.contract import (
    BATTERY,
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
    Subscribe,
)
from inspector.devices.codecs.distox import UART_NOTIFY, UART_WRITE
from inspector.devices.events import (
    CodecEvent,
    Garbled,
    Reading,
    Reason,
    Rejected,
    Reply,
    Status,
)

SHOT = cavway.packed(3261, 0)


def receive(data: bytes) -> list[CodecEvent]:
    return cavway.CavwayCodec().receive(UART_NOTIFY, data)


def test_all_flags_are_sent_back_in_the_acknowledgement() -> None:
    (_, answer) = receive(cavway.packed(3261, 0x8A))
    assert answer == Reply(UART_WRITE, b"data:\x01\xdf\r\n", response=True)


def test_no_inclination_is_told_since_its_scale_is_not_published() -> None:
    reading, _ = receive(SHOT[:7] + b"\x64\0" + SHOT[9:])
    assert isinstance(reading, Reading)
    assert reading.tilt_udeg is None
    assert dict(reading.extra) == {"azimuth_deg": 0}


@pytest.mark.parametrize("millimetres", [0, 29, 300_001, 0xFFFFFF])
def test_no_room_is_that_long_or_short(millimetres: int) -> None:
    data = cavway.packed(millimetres, 0)
    refused, answer = receive(data)
    assert refused == Rejected(Reason.IMPLAUSIBLE, data)
    assert isinstance(answer, Reply)


@pytest.mark.parametrize("data", [b"", SHOT[:-1], SHOT + b"\0", b"\x02" + SHOT[1:]])
def test_what_is_no_shot_is_neither_read_nor_acknowledged(data: bytes) -> None:
    assert receive(data) == [Garbled(data)]


def test_it_only_listens() -> None:
    codec = cavway.X1.make()
    assert codec.handshake(frozenset()) == (Subscribe(UART_NOTIFY),)
    assert codec.command(Command.MEASURE) == ()
    assert codec.receive(BATTERY, b"\x32") == [Status(battery_percent=50)]


@given(st.one_of(st.binary(max_size=70), st.binary(min_size=63, max_size=63)))
def test_nothing_raises_and_no_length_is_impossible(data: bytes) -> None:
    for event in receive(data) + receive(b"\x01" + data):
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES
