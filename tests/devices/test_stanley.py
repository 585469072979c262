"""The Stanley that is read again and again: its text, and what of it is news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Bench
from feeding import vectors
from inspector.devices.codecs import chosen, recognised, stanley
from inspector.devices.codecs.contract import BATTERY, Command, Read
from inspector.devices.codecs.stanley import FAMILY, VALUE, StanleyCodec, shown
from inspector.devices.events import (
    CodecEvent,
    Garbled,
    Ignored,
    LinkChanged,
    LinkState,
    Measured,
    Reading,
    Reason,
    Rejected,
    Status,
    Stored,
)
from inspector.devices.requests import Request


def receive(data: bytes) -> list[CodecEvent]:
    return StanleyCodec().receive(VALUE, data)


def reading(millimetres: int) -> Reading:
    raw = shown(millimetres)
    return Reading(millimetres * 1000, raw, "stanley_tlm99s", stanley.VERSION)


def test_what_is_shown_is_what_real_meters_sent() -> None:
    sent = {vector["hex"] for vector in vectors("stanley_tlm99s", "device_to_host")}
    assert {shown(3261).hex(), shown(3441).hex()} <= sent


@pytest.mark.parametrize(
    "text", ["10010002bd0ca2", "[10010002BD0CA2]", "10010002BD0CA2\r\n", "10010002BD0CA2\0"]
)
def test_brackets_small_letters_and_padding_change_nothing(text: str) -> None:
    (got,) = receive(text.encode())
    assert isinstance(got, Reading)
    assert got.micrometres == 3_261_000


@pytest.mark.parametrize(
    "text", ["", "[10010002BD0CA2", "10010002BD0CA2]", "10010002BD0CA3", "tlm99s"]
)
def test_what_is_torn_or_fails_its_check_is_junk(text: str) -> None:
    assert receive(text.encode()) == [Garbled(text.encode())]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10020002BD0CA1", Reason.UNKNOWN_MODE),
        ("10010002000013", Reason.IMPLAUSIBLE),
        (shown(29).decode(), Reason.IMPLAUSIBLE),
    ],
)
def test_a_sound_value_that_is_no_length_is_refused(text: str, reason: Reason) -> None:
    assert receive(text.encode()) == [Rejected(reason, text.encode())]


def test_other_characteristics_are_not_its_own() -> None:
    codec = StanleyCodec()
    assert codec.receive(BATTERY, b"\x32") == [Status(battery_percent=50)]
    assert codec.receive("other", shown(2000)) == [Ignored(shown(2000))]
    assert codec.finish() == []
    assert codec.probe(frozenset({VALUE})) is None
    assert [codec.command(command) for command in Command] == [(), (), ()]


@given(st.integers(30, 0xFFFF))
def test_every_length_of_its_range_is_read_exactly(millimetres: int) -> None:
    assert receive(shown(millimetres)) == [reading(millimetres)]


@given(at=st.integers(0, 13), flip=st.integers(1, 255))
def test_one_wrong_character_is_always_noticed(at: int, flip: int) -> None:
    data = bytearray(shown(3261))
    data[at] ^= flip
    same = bytes(data).lower() == shown(3261).lower()
    assert same or not isinstance(receive(bytes(data))[0], Reading)


@given(st.one_of(st.binary(max_size=20), st.from_regex(rb"[0-9A-F\[\]]{12,18}")))
def test_junk_never_raises(data: bytes) -> None:
    (event,) = receive(data)
    assert not isinstance(event, Reading) or event.micrometres >= 30_000


def test_the_name_alone_tells_since_its_service_is_everybodys() -> None:
    assert recognised("TLM99s 0042", []) is FAMILY
    assert recognised("SUB0001", [FAMILY.service]) is FAMILY
    assert recognised("Lamp", [FAMILY.service]) is None
    assert chosen([VALUE]) is None
    assert chosen([VALUE], "stanley_tlm99s") is FAMILY


class Shows(Bench):
    """A meter whose characteristic holds `value`."""

    value = shown(1000)

    def _perform(self, request: Request) -> None:
        if request == Read(VALUE):
            self.session.performed(self.value)
        else:
            super()._perform(request)


def connected(value: bytes = shown(1000)) -> Shows:
    bench = Shows(frozenset({VALUE}), hint=FAMILY.name)
    bench.value = value
    bench.connect()
    bench.wait(0)
    assert bench.session.state is LinkState.CONNECTED
    bench.seen = [event for event in bench.seen if not isinstance(event, LinkChanged)]
    return bench


def test_it_is_read_four_times_a_second_and_the_first_value_is_an_old_one() -> None:
    bench = connected()
    bench.wait(1000)
    assert [request for _, request in bench.done].count(Read(VALUE)) == 5
    assert bench.seen == [Stored(reading(1000))]


def test_only_a_change_is_a_reading() -> None:
    bench = connected()
    for value in (shown(1000), shown(2000), b"torn", shown(2000), shown(1000)):
        bench.value = value
        bench.wait(600)
    assert [type(event) for event in bench.seen] == [Stored, Measured, Garbled, Measured]
    told = [measured.reading for measured in bench.measured()]
    assert told == [reading(2000), reading(1000)]


def test_a_refusal_is_told_once_and_the_length_after_it_is_new() -> None:
    bench = connected(shown(0))
    bench.wait(1000)
    assert bench.seen == [Rejected(Reason.IMPLAUSIBLE, shown(0))]
    bench.value = shown(2000)
    bench.wait(1000)
    assert bench.measured()[0].reading == reading(2000)
    bench.value = shown(0)
    bench.wait(1000)
    assert bench.seen[2:] == [Rejected(Reason.IMPLAUSIBLE, shown(0))]


def test_after_a_torn_read_the_value_is_still_an_old_one() -> None:
    bench = connected(b"torn")
    bench.wait(300)
    bench.value = shown(1000)
    bench.wait(300)
    assert bench.seen == [Garbled(b"torn"), Stored(reading(1000))]


def test_after_a_new_link_the_value_on_it_is_an_old_one_again() -> None:
    bench = connected()
    bench.wait(300)
    bench.drop()
    bench.wait(3000)
    old = [event for event in bench.seen if isinstance(event, Stored)]
    assert old == [Stored(reading(1000))] * 2
    assert bench.measured() == []
