"""LTI TruPulse 360 and its like, over a serial line: sentences in the manner of NMEA.

$PLTIT,HV,<horizontal>,M,<azimuth>,D,<inclination>,D,<slope>,M*<xor, two hex digits>

The checksum is over what stands between $ and *. The measured distance is the slope one; M
is metres, D degrees. A forester's instrument that resolves a decimetre: its readings are
shown and never fill a room. Source: CaveSurvey's test. Sentences other than HV, and units
other than M, are not described there and are refused.
"""

from __future__ import annotations

import functools
import operator
import re
from decimal import Decimal

from inspector.devices.codecs.contract import (
    PLAIN,
    SERIAL,
    Capability,
    Carrier,
    Family,
    implausible,
    microdegrees,
    plausible,
)
from inspector.devices.codecs.cutting import CutCodec
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Extra,
    Reading,
    Reason,
    Rejected,
)

VERSION = 1
_HEAD = b"$PLTIT,"
_LONGEST_BODY = 80  # as in NMEA; those seen have 40
_BODY = re.compile(rb"[A-Z0-9,.\-]*")
_CHECK = re.compile(rb"[0-9A-Fa-f]{2}")
_LINE_ENDS = b"\r\n"
_KIND, _SLOPE_UNIT, _FIELDS = 1, 9, 10
_AZIMUTH, _INCLINATION, _SLOPE = 4, 6, 8
_NUMBER = re.compile(r"-?[0-9]{1,5}(\.[0-9]{1,3})?")


def sealed(body: str) -> bytes:
    """A sentence around its body, as a meter sends it."""
    return f"${body}*{_xor(body.encode()):02X}".encode()


def _xor(body: bytes) -> int:
    return functools.reduce(operator.xor, body, 0)


def _claim(data: bytes) -> int | None:
    if data[0] in _LINE_ENDS:
        return 1
    body, star, after = data[1:].partition(b"*")
    if not (data.startswith(_HEAD) or _HEAD.startswith(data)):
        return 0
    if len(body) > _LONGEST_BODY or not _BODY.fullmatch(body):
        return 0
    check = after[:2]
    if not star or len(check) < 2:  # noqa: PLR2004  two digits
        return None
    sound = _CHECK.fullmatch(check) and int(check, 16) == _xor(body)
    return len(data) - len(after) + len(check) if sound else 0


class TruPulseCodec(CutCodec):
    hears = SERIAL

    def __init__(self) -> None:
        super().__init__(_claim)

    def _said(self, frame: bytes) -> list[CodecEvent]:
        return [] if frame in _LINE_ENDS else [_sentence(frame)]


def _sentence(raw: bytes) -> Reading | Rejected:
    fields = raw[1:].partition(b"*")[0].decode().split(",")
    if len(fields) != _FIELDS or fields[_KIND] != "HV":
        return Rejected(Reason.UNKNOWN_MODE, raw)
    if fields[_SLOPE_UNIT] != "M":
        return Rejected(Reason.NOT_METRES, raw)
    metres = _number(fields[_SLOPE])
    length = None if metres is None else plausible(int(metres * 1_000_000))
    if length is None:
        return implausible(raw)
    inclination, azimuth = _number(fields[_INCLINATION]), _number(fields[_AZIMUTH])
    return Reading(
        length,
        raw,
        FAMILY.name,
        VERSION,
        display_unit=DisplayUnit.METRE,
        tilt_udeg=None if inclination is None else microdegrees(float(inclination)),
        coarse=True,
        extra=_bearing(azimuth),
    )


def _bearing(azimuth: Decimal | None) -> Extra:
    return () if azimuth is None else (("azimuth_deg", float(azimuth)),)


def _number(text: str) -> Decimal | None:
    """None for a field that was left empty, too."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


FAMILY = Family(
    name="laser_tech_trupulse",
    label="LTI TruPulse",
    service="",
    needs=frozenset({SERIAL}),
    name_prefixes=("TP360",),
    capabilities=Capability.TILT,
    profile=PLAIN,
    make=TruPulseCodec,
    distance=SERIAL,
    carrier=Carrier.SERIAL,
    stream=True,
    checksum_bits=8,
    remark="林业用仪器，只精确到分米：读数只显示，不能用来测房间。",
)
