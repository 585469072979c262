"""SAP6 and DiscoX, cave surveyors' meters: 17 bytes a message, answered with one byte.

service   137c4435-8a64-4bcb-93f1-3792c6bdc965; characteristics differ in the last digit
...c968   u8 acknowledgement bit, then f32 LE azimuth, inclination, roll in degrees and
          distance in metres
...c967   55 + that bit, without response; commands are not published
The meter sends a message until it is answered, then turns the bit. Two shots differ in
their angles besides, so it is the whole message that tells whether one is sent again. One
source, without captures; a message whose angles are no angles is taken for junk, since
nothing else in it can be checked.
"""

from __future__ import annotations

import struct

from inspector.devices.codecs.contract import (
    RESENDING,
    Capability,
    Family,
    implausible,
    microdegrees,
    micrometres,
)
from inspector.devices.codecs.distox import OLD_ONES_FIRST
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import CodecEvent, Garbled, Reading, Reply

VERSION = 1


def _characteristic(last: int) -> str:
    return f"137c4435-8a64-4bcb-93f1-3792c6bdc96{last}"


SERVICE = _characteristic(5)
COMMAND = _characteristic(7)
SHOTS = _characteristic(8)
_MESSAGE = struct.Struct("<Bffff")
_ANSWERS = (b"\x55", b"\x56")
_WHOLE_TURN, _UPRIGHT = 360, 90


def packed(bit: int, metres: float) -> bytes:
    """What a meter sends for one shot: for the practice meter."""
    return _MESSAGE.pack(bit, 0, 0, 0, metres)


class Sap6Codec(PlainCodec):
    """One message a shot."""

    hears = SHOTS
    writes = COMMAND

    def _heard(self, data: bytes) -> list[CodecEvent]:
        if len(data) != _MESSAGE.size:
            return [Garbled(data)]
        bit, azimuth, inclination, roll, metres = _MESSAGE.unpack(data)
        turns = abs(azimuth) <= _WHOLE_TURN and abs(roll) <= _WHOLE_TURN
        if bit >= len(_ANSWERS) or not turns or not abs(inclination) <= _UPRIGHT:
            return [Garbled(data)]
        answer = Reply(COMMAND, _ANSWERS[bit])
        length = micrometres(metres)
        if length is None:
            return [implausible(data), answer]
        reading = Reading(
            length,
            data,
            SAP6.name,
            VERSION,
            tilt_udeg=microdegrees(inclination),
            extra=(("azimuth_deg", round(azimuth, 6)),),
        )
        return [reading, answer]


SAP6 = Family(
    name="sap6",
    label="SAP6 / DiscoX",
    service=SERVICE,
    needs=frozenset({COMMAND, SHOTS}),
    name_prefixes=("SAP6", "DiscoX"),
    capabilities=Capability.TILT,
    profile=RESENDING,
    make=Sap6Codec,
    distance=SHOTS,
    commands={"acknowledge_0": _ANSWERS[0], "acknowledge_1": _ANSWERS[1]},
    experimental=True,
    remark=OLD_ONES_FIRST,
)
