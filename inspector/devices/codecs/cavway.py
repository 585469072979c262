"""Cavway X1, a cave surveyor's meter: 64 bytes a message over Nordic's UART.

message   u8 type (1: a shot), u8 flags, u8 distance bits 16-23, u8 bits 0-7, u8 bits 8-15
          in millimetres, u16 LE azimuth * 360/65535 degrees, u16 inclination, u16 roll;
          what the other 53 bytes hold is not published
answer    flags | 55, enclosed as for a DistoX BLE: `data:` 01, payload, CR LF

The scale is published for the azimuth alone, so no inclination is told. Commands are not
published. Nothing but type and length tells a shot from junk. That a message comes again
until it is answered, and that flag bit 7 turns with each one, is taken from the DistoX;
a shot sent again is known by all its bytes. All from one source, without captures.
"""

from __future__ import annotations

from inspector.devices.codecs.contract import RESENDING, Capability, Family, implausible
from inspector.devices.codecs.distox import (
    OLD_ONES_FIRST,
    SEQUENCE,
    UART,
    UART_NOTIFY,
    UART_WRITE,
    acknowledgement,
    enclosed,
    exact,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import CodecEvent, Garbled, Reading, Rejected, Reply

VERSION = 1
_SIZE = 64
_SHOT = 1


def packed(millimetres: int, flags: int) -> bytes:
    """What a meter sends for one shot: for the practice meter."""
    low, middle, high = millimetres.to_bytes(3, "little")
    return bytes([_SHOT, flags, high, low, middle]).ljust(_SIZE, b"\0")


class CavwayCodec(PlainCodec):
    """One message a shot."""

    hears = UART_NOTIFY
    writes = UART_WRITE
    response = True

    def _heard(self, data: bytes) -> list[CodecEvent]:
        if len(data) != _SIZE or data[0] != _SHOT:
            return [Garbled(data)]
        answer = enclosed(bytes([data[1] | 0x55]))
        return [_shot(data), Reply(UART_WRITE, answer, response=True)]


def _shot(data: bytes) -> Reading | Rejected:
    length = exact(data[2] << 16 | data[4] << 8 | data[3])
    if length is None:
        return implausible(data)
    azimuth = int.from_bytes(data[5:7], "little") * 360 / 65535
    extra = (("azimuth_deg", azimuth),)
    return Reading(length, data, X1.name, VERSION, extra=extra)


X1 = Family(
    name="cavway_x1",
    label="Cavway X1",
    service=UART,
    needs=frozenset({UART_WRITE, UART_NOTIFY}),
    name_prefixes=("CavwayX1-",),
    capabilities=Capability(0),
    profile=RESENDING,
    make=CavwayCodec,
    distance=UART_NOTIFY,
    commands={
        "acknowledge_0": enclosed(acknowledgement(0)),
        "acknowledge_1": enclosed(acknowledgement(SEQUENCE)),
    },
    by_name=True,
    experimental=True,
    remark=OLD_ONES_FIRST,
)
