"""The IR40's records: what lasts from frame to frame, and what is no length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeding import JUNK
from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
    Subscribe,
)
from inspector.devices.codecs.fnirsi import (
    ASKED,
    CONTINUOUS,
    EDGE,
    FAMILY,
    FOOT,
    LINEAR,
    METRE,
    OTHER_SIDE,
    RECTANGLE,
    RESULT,
    SIDE,
    TYPE,
    UNIT,
    VALUES,
    FnirsiCodec,
    frame,
)
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Edge,
    Garbled,
    Ignored,
    Info,
    Reading,
    Reason,
    Rejected,
)

REAL = bytes.fromhex("001502011400000000020514000015e602061400000000")
BARE = frame((TYPE, LINEAR), (RESULT, 2500))
"""A measurement that leaves the unit to what was told before."""


def heard(*data: bytes) -> list[CodecEvent]:
    codec = FnirsiCodec()
    events = [event for one in data for event in codec.receive(VALUES, one)]
    return events + codec.finish()


def only_reading(*data: bytes) -> Reading:
    (reading,) = [event for event in heard(*data) if isinstance(event, Reading)]
    return reading


def test_a_real_frame_is_what_the_builder_builds() -> None:
    assert frame((TYPE, LINEAR), (RESULT, 5606), (UNIT, METRE)) == REAL
    reading = only_reading(REAL)
    assert (reading.micrometres, reading.raw, reading.family) == (
        5_606_000,
        REAL,
        "fnirsi_ir40",
    )
    assert (reading.display_unit, reading.unit_code) == (DisplayUnit.METRE, 0)
    assert (reading.edge, reading.continuous) == (None, False)


@pytest.mark.parametrize(("code", "edge"), [(0, Edge.FRONT), (1, Edge.REAR), (2, None)])
def test_the_edge_told_before_holds(code: int, edge: Edge | None) -> None:
    told = frame((EDGE, code))
    word = edge.name.lower() if edge else code
    assert heard(told) == [Info(told, (("ref", word),))]
    assert only_reading(told, REAL).edge is edge
    assert only_reading(told, frame((EDGE, 0)), REAL, JUNK).edge is Edge.FRONT


def test_the_unit_told_before_holds_until_another_is_told() -> None:
    metres, feet = frame((UNIT, METRE)), frame((UNIT, FOOT))
    assert only_reading(metres, BARE).micrometres == 2_500_000
    assert heard(feet, BARE)[-1] == Rejected(Reason.NOT_METRES, BARE)
    assert only_reading(feet, metres, BARE).micrometres == 2_500_000
    assert isinstance(heard(feet, REAL, BARE)[-1], Reading)


@pytest.mark.parametrize("unit", [1, 2])
def test_feet_and_inches_are_refused_and_named(unit: int) -> None:
    told = frame((UNIT, unit))
    assert heard(told) == [Info(told, (("unit", {1: "ft", 2: "in"}[unit]),))]
    shot = frame((TYPE, LINEAR), (RESULT, 8202), (UNIT, unit))
    assert heard(shot) == [Rejected(Reason.NOT_METRES, shot)]


def test_without_any_unit_or_with_a_strange_one_nothing_is_a_length() -> None:
    assert heard(BARE) == [Rejected(Reason.UNKNOWN_UNIT, BARE)]
    strange = frame((UNIT, 9))
    assert heard(strange, BARE) == [
        Info(strange, (("unit", 9),)),
        Rejected(Reason.UNKNOWN_UNIT, BARE),
    ]


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ([(TYPE, 1), (RESULT, 2500), (UNIT, METRE)], Reason.UNKNOWN_MODE),
        ([(RESULT, 2500), (UNIT, METRE)], Reason.UNKNOWN_MODE),
        ([(TYPE, LINEAR), (UNIT, METRE)], Reason.UNKNOWN_MODE),
        ([(TYPE, LINEAR), (RESULT, 0), (UNIT, METRE)], Reason.IMPLAUSIBLE),
        ([(TYPE, LINEAR), (RESULT, 300_001), (UNIT, METRE)], Reason.IMPLAUSIBLE),
    ],
)
def test_what_is_no_single_length(records: list[tuple[int, int]], reason: Reason) -> None:
    shot = frame(*records)
    assert heard(shot) == [Rejected(reason, shot)]


@pytest.mark.parametrize(
    ("unit", "extra"), [(METRE, (("sides_mm", (217, 251)),)), (FOOT, ())]
)
def test_a_rectangle_is_an_area_with_its_sides_in_millimetres_if_they_are(
    unit: int, extra: tuple[tuple[str, object], ...]
) -> None:
    shot = frame((TYPE, RECTANGLE), (SIDE, 217), (OTHER_SIDE, 251), (UNIT, unit))
    assert heard(shot) == [Rejected(Reason.AREA, shot, extra)]


def test_measuring_on_and_on_never_fills_a_field() -> None:
    on, off = frame((CONTINUOUS, 1)), frame((CONTINUOUS, 0))
    assert heard(on) == [Info(on, (("continuous", True),))]
    assert only_reading(on, REAL).continuous
    assert not only_reading(on, off, REAL).continuous


def test_a_frame_of_unknown_tags_says_nothing() -> None:
    strange = frame((0x33, 7))
    assert heard(strange) == [Ignored(strange)]


@pytest.mark.parametrize(
    "head", ["00", "0015", "00150201", "0000", "0008", "003f", "000702050e", "00070305"]
)
def test_a_false_head_does_not_hold_back_the_reading_behind_it(head: str) -> None:
    false = bytes.fromhex(head)
    assert only_reading(false + REAL).raw == REAL
    assert Garbled(false) in heard(false + REAL)


def test_what_is_only_begun_is_junk_at_the_end() -> None:
    assert all(isinstance(event, Garbled) for event in heard(REAL[:-1]))


def test_it_has_no_command_that_measures() -> None:
    codec = FnirsiCodec()
    assert codec.handshake(frozenset({VALUES})) == (Subscribe(VALUES),)
    assert [codec.command(command) for command in Command] == [(), (), ()]
    assert FAMILY.commands["continuous_off"] == frame((CONTINUOUS, 0), width=ASKED)


CHUNKS = st.one_of(st.binary(max_size=24), st.sampled_from([REAL, BARE]))
Accounted = Reading | Rejected | Info | Ignored | Garbled


@given(st.lists(CHUNKS, max_size=6))
def test_junk_never_raises_and_every_byte_is_accounted_for(chunks: list[bytes]) -> None:
    events = heard(*chunks)
    raw = [event.raw for event in events if isinstance(event, Accounted)]
    assert b"".join(raw) == b"".join(chunks)
    for event in events:
        if isinstance(event, Reading):
            assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES


@given(st.integers(30, 300_000))
def test_thousandths_are_exact(millimetres: int) -> None:
    shot = frame((TYPE, LINEAR), (RESULT, millimetres), (UNIT, METRE))
    assert only_reading(shot).micrometres == millimetres * 1000
