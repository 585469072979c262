"""TruPulse sentences, beyond what the vectors hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import fed, junk, readings, torn
from inspector.devices.codecs import trupulse
from inspector.devices.codecs.contract import SERIAL, Command
from inspector.devices.events import CodecEvent, Garbled, Reason, Rejected

GOOD = b"$PLTIT,HV,0.20,M,93.60,D,-33.60,D,0.30,M*41"


def heard(*chunks: bytes) -> list[CodecEvent]:
    return fed(trupulse.TruPulseCodec, SERIAL, chunks)


def told(body: str) -> list[CodecEvent]:
    return heard(trupulse.sealed(body) + b"\r\n")


def test_the_slope_distance_counts_and_all_of_it_is_coarse() -> None:
    (reading,) = readings(heard(GOOD))
    assert (reading.micrometres, reading.tilt_udeg) == (300_000, -33_600_000)
    assert reading.coarse
    assert reading.extra == (("azimuth_deg", 93.6),)


def test_a_checksum_in_small_letters_is_one() -> None:
    sentence = trupulse.sealed("PLTIT,HV,5.01,M,112.70,D,-2.60,D,5.01,M")
    assert sentence.endswith(b"*4B")
    assert readings(heard(sentence.lower().replace(b"$pltit,hv", b"$PLTIT,HV"))) == []
    assert readings(heard(sentence[:-1] + b"b"))


def test_angles_may_be_missing() -> None:
    (reading,) = readings(told("PLTIT,HV,5.01,M,,D,,D,5.01,M"))
    assert reading.tilt_udeg is None
    assert reading.extra == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("PLTIT,HV,16.4,F,93.60,D,0.00,D,16.4,F", Reason.NOT_METRES),
        ("PLTIT,HV,16.4,M,93.60,D,0.00,D,16.4,Y", Reason.NOT_METRES),
        ("PLTIT,HT,5.01,M,112.70,D,-2.60,D,5.01,M", Reason.UNKNOWN_MODE),
        ("PLTIT,HT,3.20,M", Reason.UNKNOWN_MODE),
        ("PLTIT,HV,5.01,M,112.70,D,-2.60,D,,M", Reason.IMPLAUSIBLE),
        ("PLTIT,HV,5.01,M,112.70,D,-2.60,D,-5.01,M", Reason.IMPLAUSIBLE),
        ("PLTIT,HV,5.01,M,112.70,D,-2.60,D,1000.01,M", Reason.IMPLAUSIBLE),
        ("PLTIT,HV,5.01,M,112.70,D,-2.60,D,5.0.1,M", Reason.IMPLAUSIBLE),
    ],
)
def test_what_is_no_distance_in_metres_is_refused(body: str, reason: Reason) -> None:
    assert told(body) == [Rejected(reason, trupulse.sealed(body))]


@pytest.mark.parametrize(
    "sentence",
    [
        GOOD[:-1] + b"2",
        GOOD[:-2] + b"zz",
        GOOD[:-2],
        b"$PLTIT,HV," + b"1" * 90,
        b"$PLTIT,HV,\xff",
        b"$GPGGA,1,2*00",
        b"$",
    ],
)
def test_a_spoilt_sentence_is_junk_and_costs_no_good_one(sentence: bytes) -> None:
    events = heard(sentence + b"\r\n", GOOD)
    assert junk(events) == sentence
    assert [reading.raw for reading in readings(events)] == [GOOD]


def test_half_a_sentence_is_junk_in_the_end() -> None:
    assert heard(GOOD[:-1]) == [Garbled(GOOD[:-1])]


def test_it_cannot_be_asked_for_anything() -> None:
    codec = trupulse.TruPulseCodec()
    assert all(codec.command(command) == () for command in Command)


@given(torn(GOOD))
def test_whatever_comes(chunks: list[bytes]) -> None:
    for reading in readings(heard(*chunks)):
        assert reading.coarse


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_one_wrong_byte_is_always_noticed(at: int, flip: int) -> None:
    wrong = bytearray(GOOD)
    wrong[at] ^= flip
    assert readings(heard(bytes(wrong))) == []
