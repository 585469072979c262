"""The text of the older Mileseey: only plain metres are a length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import chosen, recognised
from inspector.devices.codecs.contract import (
    BATTERY,
    LONGEST_MICROMETRES,
    SHORTEST_MICROMETRES,
    Command,
    Subscribe,
)
from inspector.devices.codecs.mileseey import FAMILY, VALUE, MileseeyCodec
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Garbled,
    Ignored,
    Reading,
    Reason,
    Rejected,
    Status,
)


def receive(text: str | bytes) -> CodecEvent:
    data = text if isinstance(text, bytes) else text.encode()
    (event,) = MileseeyCodec().receive(VALUE, data)
    return event


@pytest.mark.parametrize(
    ("text", "micrometres"),
    [
        ("1.2m", 1_200_000),
        ("3m", 3_000_000),
        ("12.3456m", 12_345_600),
        ("  0.860 m \r\n", 860_000),
        ("0.03m\0\0", 30_000),
        ("300m", 300_000_000),
    ],
)
def test_metres_are_read_to_the_last_digit(text: str, micrometres: int) -> None:
    event = receive(text)
    assert isinstance(event, Reading)
    assert (event.micrometres, event.display_unit) == (micrometres, DisplayUnit.METRE)
    assert (event.raw, event.family) == (text.encode(), "mileseey_ffb0_ascii")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *[(text, Reason.NOT_METRES) for text in ("3456mm", "12.3cm", "11.3ft", "5'10\"")],
        *[("3.456M", Reason.NOT_METRES), ("2 in", Reason.NOT_METRES)],
        *[(text, Reason.AREA) for text in ("17.5m2", "17.5m²")],
        *[(text, Reason.VOLUME) for text in ("17.5m3", "17.5 m³")],
        *[(text, Reason.UNKNOWN_UNIT) for text in ("3.4", "3456")],
        *[(text, Reason.GLUED) for text in ("1.2m1.3m", "1.2m\r\n1.3m\r\n")],
        *[(text, Reason.IMPLAUSIBLE) for text in ("0.0m", "0.029999m", "300.000001m")],
    ],
)
def test_whatever_else_has_a_number_is_refused(text: str, reason: Reason) -> None:
    assert receive(text) == Rejected(reason, text.encode())


@pytest.mark.parametrize("text", ["", "m", "-1.2m", ".5m", "Error", "1,2m"[1:]])
def test_what_has_no_number_is_junk(text: str) -> None:
    assert receive(text) == Garbled(text.encode())


def test_digits_of_other_scripts_and_broken_text_are_no_numbers() -> None:
    assert isinstance(receive("３.４m"), Garbled)
    assert isinstance(receive(b"\xff3.4m"), Garbled)


def test_it_listens_and_has_nothing_to_say() -> None:
    codec = MileseeyCodec()
    assert codec.handshake(frozenset({VALUE})) == (Subscribe(VALUE),)
    assert [codec.command(command) for command in Command] == [(), (), ()]
    assert codec.probe(frozenset({VALUE})) is None
    assert codec.finish() == []
    assert codec.receive(BATTERY, b"\x32") == [Status(battery_percent=50)]
    assert codec.receive("other", b"1.2m") == [Ignored(b"1.2m")]


@pytest.mark.parametrize("name", ["Mileseey P7 01", "suaoki p7", "M120", ""])
def test_it_is_known_by_its_service_and_by_its_names(name: str) -> None:
    assert recognised(name, [FAMILY.service]) is FAMILY
    assert recognised("M1200", []) is None
    assert chosen([VALUE]) is FAMILY
    assert not name or recognised(name, []) is FAMILY


@given(st.integers(30_000, 300_000_000))
def test_six_decimals_are_exact(micrometres: int) -> None:
    event = receive(f"{micrometres // 1_000_000}.{micrometres % 1_000_000:06}m")
    assert isinstance(event, Reading)
    assert event.micrometres == micrometres


@given(st.one_of(st.binary(max_size=20), st.from_regex(r"[0-9.]{0,9}[m23 f\r\n\0]{0,4}")))
def test_junk_never_raises_and_never_becomes_an_impossible_length(
    text: str | bytes,
) -> None:
    event = receive(text)
    if isinstance(event, Reading):
        assert SHORTEST_MICROMETRES <= event.micrometres <= LONGEST_MICROMETRES
