"""The SAP6: what its 17 bytes say, and what is not taken for them."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import sap6
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
)
from inspector.devices.events import (
    CodecEvent,
    Garbled,
    Reading,
    Reason,
    Rejected,
    Reply,
)


def receive(data: bytes) -> list[CodecEvent]:
    return sap6.Sap6Codec().receive(sap6.SHOTS, data)


def message(
    bit: int, azimuth: float, inclination: float, roll: float, metres: float
) -> bytes:
    return struct.pack("<Bffff", bit, azimuth, inclination, roll, metres)


def test_angles_come_with_the_distance() -> None:
    data = message(1, 271.5, -12.25, -179.5, 4.2)
    reading, answer = receive(data)
    assert isinstance(reading, Reading)
    assert reading.micrometres == 4_200_000
    assert reading.tilt_udeg == -12_250_000
    assert reading.counter is None
    assert dict(reading.extra) == {"azimuth_deg": 271.5}
    assert answer == Reply(sap6.COMMAND, b"\x56", response=False)


@pytest.mark.parametrize("metres", [0, -1, 0.029, 301, math.nan, math.inf])
def test_no_room_is_that_long_or_short(metres: float) -> None:
    data = sap6.packed(0, metres)
    assert receive(data) == [
        Rejected(Reason.IMPLAUSIBLE, data),
        Reply(sap6.COMMAND, b"\x55"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        message(2, 0, 0, 0, 3),
        message(0, 361, 0, 0, 3),
        message(0, 0, 91, 0, 3),
        message(0, 0, math.nan, 0, 3),
        message(0, 0, 0, -1e9, 3),
        message(0, 0, 0, 0, 3)[:-1],
        message(0, 0, 0, 0, 3) + b"\0",
    ],
)
def test_what_is_no_shot_is_neither_read_nor_acknowledged(data: bytes) -> None:
    assert receive(data) == [Garbled(data)]


def test_it_is_not_told_to_measure_since_nothing_is_published() -> None:
    assert sap6.SAP6.make().command(Command.MEASURE) == ()


@given(st.binary(min_size=16, max_size=16))
def test_nothing_raises_and_no_length_is_impossible(data: bytes) -> None:
    for event in receive(data) + receive(b"\0" + data):
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES
