"""Both Leica packets, against their vectors and against junk."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeding import vectors
from inspector.devices.codecs import Codec, leica
from inspector.devices.codecs.contract import (
    BATTERY,
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
    Family,
    Read,
    Subscribe,
    Write,
)
from inspector.devices.events import (
    DisplayUnit,
    Garbled,
    Ignored,
    Reading,
    Reason,
    Rejected,
    Status,
    Unit,
)

COMMANDS = vectors("leica_disto_classic", "host_to_device")
CHARACTERISTICS = [
    *(leica.DISTANCE, leica.UNIT, leica.INCLINATION, leica.MODEL, leica.PACKET),
    *(leica.COMMAND, BATTERY),
]


def packet(distance: float, unit: int = 0, counter: int = 7) -> bytes:
    inf = math.inf
    return struct.pack("<fffhhhH", distance, inf, inf, unit, 0, 0, counter)


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["id"])
def test_commands_are_those_published(vector: dict[str, Any]) -> None:
    commands = {"leica-cmd-g": Command.MEASURE, "leica-cmd-o": Command.LASER_ON}
    data = bytes.fromhex(vector["hex"])
    codec = leica.ClassicCodec()
    sent = [write for command in Command for write in codec.command(command)]

    if vector["id"] in commands:
        (action,) = codec.command(commands[vector["id"]])
        assert action == Write(leica.COMMAND, data, response=False)
    else:
        assert (
            Write(leica.COMMAND, data, response=False) not in sent
        )  # tilt only: not asked


@pytest.mark.parametrize(
    ("code", "unit", "refusal"),
    [
        *[(code, DisplayUnit.METRE, None) for code in (0, 1, 2)],
        (3, DisplayUnit.MILLIMETRE, None),
        (4, DisplayUnit.FOOT, None),
        *[(code, DisplayUnit.FOOT_INCH, None) for code in (5, 8)],
        *[(code, DisplayUnit.INCH, None) for code in (9, 13)],
        (14, DisplayUnit.YARD, None),
        *[(code, None, Reason.UNKNOWN_UNIT) for code in (15, 99)],
        *[(code, None, Reason.AREA) for code in (100, 114, 999)],
        *[(code, None, Reason.VOLUME) for code in (1000, 1003, 0xFFFF)],
    ],
)
def test_units(code: int, unit: DisplayUnit | None, refusal: Reason | None) -> None:
    raw = struct.pack("<H", code)
    events = leica.ClassicCodec().receive(leica.UNIT, raw)
    assert events == [Unit(code, unit, refusal, raw)]


@pytest.mark.parametrize("code", [-1, 15, 100, 1000])
def test_a_packet_with_a_unit_that_is_no_length_is_refused(code: int) -> None:
    (event,) = leica.BasicCodec().receive(leica.PACKET, packet(3.0, unit=code))
    assert isinstance(event, Rejected)


@pytest.mark.parametrize("metres", [0.0, -1.0, 0.0299, 300.1, math.nan, math.inf, 1e38])
def test_what_no_hand_can_have_measured_is_refused(metres: float) -> None:
    (event,) = leica.BasicCodec().receive(leica.PACKET, packet(metres))
    assert isinstance(event, Rejected)
    assert event.reason is Reason.IMPLAUSIBLE


def test_side_channels() -> None:
    codec = leica.ClassicCodec()
    assert codec.receive(BATTERY, b"\x55") == [Status(battery_percent=85)]
    assert codec.receive(BATTERY, b"\x65") == [Garbled(b"\x65")]
    assert codec.receive(leica.MODEL, b"\0" * 8) == [Garbled(b"\0" * 8)]
    assert codec.receive(leica.COMMAND, b"g") == [Ignored(b"g")]
    nowhere = struct.pack("<f", math.inf)
    assert codec.receive(leica.INCLINATION, nowhere) == [Ignored(nowhere)]
    assert leica.BasicCodec().receive(leica.DISTANCE, b"1234") == [Ignored(b"1234")]


def test_the_handshake_reads_before_it_subscribes_and_asks_only_for_what_is_there() -> None:
    offered = frozenset({leica.DISTANCE, leica.UNIT, leica.MODEL})
    actions = leica.ClassicCodec().handshake(offered)
    reads = [action for action in actions if isinstance(action, Read)]
    subscriptions = [action for action in actions if isinstance(action, Subscribe)]

    assert reads == [Read(leica.MODEL), Read(leica.UNIT)]
    assert subscriptions == [Subscribe(leica.DISTANCE), Subscribe(leica.UNIT)]
    assert actions.index(reads[-1]) < actions.index(subscriptions[0])


def test_the_watchdog_asks_something_that_is_not_subscribed() -> None:
    codec = leica.BasicCodec()
    assert codec.probe(frozenset({leica.PACKET, BATTERY, leica.MODEL})) == Read(BATTERY)
    assert codec.probe(frozenset({leica.PACKET})) is None


@pytest.mark.parametrize("family", [leica.BASIC, leica.CLASSIC])
@given(
    messages=st.lists(st.tuples(st.sampled_from(CHARACTERISTICS), st.binary(max_size=24)))
)
def test_junk_never_raises_and_never_becomes_an_impossible_length(
    family: Family, messages: list[tuple[str, bytes]]
) -> None:
    codec: Codec = family.make()
    for characteristic, data in messages:
        (event,) = codec.receive(characteristic, data)
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES
            assert event.raw == data


@given(
    metres=st.floats(0.03125, 300, width=32),
    unit=st.integers(-0x8000, 0x7FFF),
    counter=st.integers(0, 0xFFFF),
)
def test_only_a_unit_of_length_makes_a_reading(
    metres: float, unit: int, counter: int
) -> None:
    (event,) = leica.BasicCodec().receive(leica.PACKET, packet(metres, unit, counter))
    if not 0 <= unit <= 14:
        assert isinstance(event, Rejected)
    else:
        assert isinstance(event, Reading)
        assert abs(event.micrometres - metres * 1_000_000) <= 0.5
        assert event.counter == counter & 0x3FFF
