"""Stanley TLM99s: fff1 of service fff0 is read again and again; it tells nothing of itself.

14 hexadecimal digits in ASCII, possibly in [ ]:
10 01 00 02 | u16 little-endian, millimetres | xor of the six bytes before
Source: lz1asl/CaveSurvey, StanleyBluetoothLeDevice and its test (MIT); that the last byte
is the xor was derived, and holds for every frame there. What the first four bytes say is
not known: with others the number is not taken for a length. Service and characteristic are
those of countless other gadgets, so the name alone tells. The value stays until the next
shot, without a counter: only a change is a new reading.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import xor

from inspector.devices.codecs.contract import (
    Action,
    Capability,
    Family,
    Poll,
    Profile,
    implausible,
    plausible,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import CodecEvent, Garbled, Reading, Reason, Rejected

VERSION = 1
VALUE = "0000fff1-0000-1000-8000-00805f9b34fb"

_TEXT = re.compile(rb"(\[)?([0-9A-Fa-f]{14})(?(1)\])")
_HEAD = bytes.fromhex("10010002")
_BLANK = b" \r\n\0"


def shown(millimetres: int) -> bytes:
    """What the characteristic holds after a shot: for the practice meter."""
    frame = _HEAD + millimetres.to_bytes(2, "little")
    return (frame + bytes([reduce(xor, frame)])).hex().upper().encode("ascii")


class StanleyCodec(PlainCodec):
    """One value a read."""

    hears = VALUE

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        """Nothing: it is polled, and what is polled must not be subscribed."""
        return ()

    def _heard(self, data: bytes) -> list[CodecEvent]:
        text = _TEXT.fullmatch(data.strip(_BLANK))
        frame = bytes.fromhex(text[2].decode("ascii")) if text else b"\x01"
        if reduce(xor, frame):
            return [Garbled(data)]
        if not frame.startswith(_HEAD):
            return [Rejected(Reason.UNKNOWN_MODE, data)]
        length = plausible(int.from_bytes(frame[4:6], "little") * 1000)
        if length is None:
            return [implausible(data)]
        return [Reading(length, data, FAMILY.name, VERSION)]


FAMILY = Family(
    name="stanley_tlm99s",
    label="Stanley TLM99s",
    service="0000fff0-0000-1000-8000-00805f9b34fb",
    needs=frozenset({VALUE}),
    name_prefixes=("tlm99s", "SUB0001"),
    capabilities=Capability(0),
    profile=Profile(
        stored_window_ms=0, first_is_stored=True, unit_apart=False, poll=Poll(VALUE, 250)
    ),
    make=StanleyCodec,
    distance=VALUE,
    by_name=True,
    checksum_bits=8,
    remark="两次结果相同的测量无法区分",
)
