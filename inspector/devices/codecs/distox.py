"""DistoX, a cave surveyor's meter, and its kin: one packet of eight bytes, three carriers.

packet    u8 head: bits 0-5 type, bit 6 distance bit 16, bit 7 sequence
          u16 distance bits 0-15 in millimetres, u16 azimuth * 180/32768 degrees,
          i16 inclination * 90/16384 degrees, u8 roll; all little-endian
          type 1 is a shot. 2 and 3 (calibration) and 4 (vectors) are known from what such
          meters send; nothing of theirs is a distance
distox_ble   Nordic UART, name `DistoXBLE-`. A message is 01, the packet of the shot and a
          second packet (type 4 in every published frame). It is answered, and ordered
          about, by `data:` u8 length, payload, CR LF; 36/37 laser on/off, 38 shot, 34 off
distox2_spp  a serial line (Bluetooth classic) of packets without head, length or checksum
sap5      the same packets over a Bluetooth LE serial bridge, name `Shetland`. The facts
          name no UUID; that it is Nordic's UART, and may speak on either characteristic,
          is CaveSurvey's reading (one source). No acknowledgement is documented, none sent

Acknowledgement: 55 | sequence bit. The meter sends a packet until it is acknowledged and
then turns the bit over, packet by packet. So the bit is no counter of shots: a shot and
its vectors take one turn each, and every published shot of a DistoX BLE has bit 0. A shot
sent again is known by all its bytes, whose angles alone tell two shots apart.

What the serial line cannot detect: a packet with a wrong byte in it. Only type (4 of 64)
and inclination (at most 90 degrees) can be implausible. Step is therefore kept, not looked
for: the eight bytes after a sound packet are a packet, whatever they hold, so that a type
that nobody knows is not searched for shots. Such an odd one ends the step. From there, and
at the beginning, any byte may begin a packet, if type and inclination are plausible and the
sequence bit has turned since the last sound packet (or the very same comes again). One byte
in some 280 of other data passes that for a shot, one in 160 before any packet was seen
(measured over random bytes): it is the risk of a line that loses bytes, which Bluetooth's
does not. What was not understood is not acknowledged, so the meter sends it again.
"""

from __future__ import annotations

import struct

from inspector.devices.codecs.contract import (
    LONGEST_MICROMETRES,
    RESENDING,
    SERIAL,
    SHORTEST_MICROMETRES,
    Action,
    Capability,
    Carrier,
    Command,
    Family,
    Subscribe,
    implausible,
)
from inspector.devices.codecs.cutting import CutCodec
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import CodecEvent, Garbled, Ignored, Reading, Rejected, Reply

VERSION = 1
UART = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
UART_WRITE = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
UART_NOTIFY = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"

PACKET = struct.Struct("<BHHhB")
SHOT, VECTORS = 1, 4
_TYPE, _FAR, SEQUENCE = 0x3F, 0x40, 0x80
_TYPES = frozenset({SHOT, 2, 3, VECTORS})
_UPRIGHT = 16384
_MESSAGE_SIZE = 1 + 2 * PACKET.size
_ACKNOWLEDGED = 0x55
OLD_ONES_FIRST = "连接后可能先补发以前没有传完的测量，请等它传完再测"
_UNCHECKED = "数据没有校验，读数请与屏幕核对"


def enclosed(payload: bytes) -> bytes:
    """As a DistoX BLE and a Cavway want to be written to."""
    return b"data:" + bytes([len(payload)]) + payload + b"\r\n"


def acknowledgement(sequence: int) -> bytes:
    return bytes([sequence & SEQUENCE | _ACKNOWLEDGED])


def exact(millimetres: int) -> int | None:
    """Whole micrometres, or None for what is no room's dimension."""
    length = millimetres * 1000
    return length if SHORTEST_MICROMETRES <= length <= LONGEST_MICROMETRES else None


def packed(millimetres: int, sequence: int, inclination: int = 0) -> bytes:
    """What a meter sends for one shot, the angle in its own unit: for practice meters."""
    head = sequence | (_FAR if millimetres >> 16 else 0) | SHOT
    return PACKET.pack(head, millimetres & 0xFFFF, 0, inclination, 0)


def plausible(packet: bytes) -> bool:
    """All that can be said of eight bytes."""
    head, _, _, inclination, _ = PACKET.unpack(packet)
    kind = head & _TYPE
    return kind in _TYPES and (kind != SHOT or abs(inclination) <= _UPRIGHT)


def _is_shot(packet: bytes) -> bool:
    return packet[0] & _TYPE == SHOT


def _shot(packet: bytes, family: str, raw: bytes) -> Reading | Rejected:
    head, low, azimuth, inclination, _ = PACKET.unpack(packet)
    length = exact(low | (head & _FAR) << 10)
    if length is None:
        return implausible(raw)
    return Reading(
        length,
        raw,
        family,
        VERSION,
        tilt_udeg=round(inclination * 90_000_000 / _UPRIGHT),
        extra=(("azimuth_deg", azimuth * 180 / 32768),),
    )


_BLE_COMMANDS = {
    "laser_on": enclosed(b"\x36"),
    "laser_off": enclosed(b"\x37"),
    "measure": enclosed(b"\x38"),
    "power_off": enclosed(b"\x34"),
    "acknowledge_0": enclosed(acknowledgement(0)),
    "acknowledge_1": enclosed(acknowledgement(SEQUENCE)),
}


class DistoXBleCodec(PlainCodec):
    """One message a shot. What else it may send, to calibrate it, is left unanswered."""

    hears = UART_NOTIFY
    writes = UART_WRITE
    response = True
    phrases = {  # noqa: RUF012 (declared as ClassVar in PlainCodec)
        Command.MEASURE: _BLE_COMMANDS["measure"],
        Command.LASER_ON: _BLE_COMMANDS["laser_on"],
        Command.LASER_OFF: _BLE_COMMANDS["laser_off"],
    }

    def _heard(self, data: bytes) -> list[CodecEvent]:
        packet = data[1 : 1 + PACKET.size]
        if len(data) != _MESSAGE_SIZE or data[0] != SHOT:
            return [Garbled(data)]
        if not _is_shot(packet) or not plausible(packet):
            return [Garbled(data)]
        answer = enclosed(acknowledgement(packet[0]))
        return [_shot(packet, BLE.name, data), Reply(UART_WRITE, answer, response=True)]


class DistoXCodec(CutCodec):
    """A stream of packets; the module's docstring says how it keeps step."""

    hears = SERIAL
    family = "distox2_spp"

    def __init__(self) -> None:
        super().__init__(self._claim)
        self._in_step = False
        self._last = b""

    def _said(self, packet: bytes) -> list[CodecEvent]:
        if not plausible(packet):
            return [Garbled(packet)]
        found = _shot(packet, self.family, packet) if _is_shot(packet) else Ignored(packet)
        return [found, *self._answer(packet)]

    def _answer(self, packet: bytes) -> list[CodecEvent]:
        return [Reply(SERIAL, acknowledgement(packet[0]))]

    def _claim(self, rest: bytes) -> int | None:
        if len(rest) < PACKET.size:
            return None if self._in_step or rest[0] & _TYPE in _TYPES else 0
        packet = rest[: PACKET.size]
        was_in_step = self._in_step
        self._in_step = plausible(packet) and (was_in_step or self._follows(packet))
        if self._in_step:
            self._last = packet
        return PACKET.size if self._in_step or was_in_step else 0

    def _follows(self, packet: bytes) -> bool:
        """Can it come after the last sound packet: as the next one, or as itself again?"""
        if not self._last:
            return True
        turned = (packet[0] ^ self._last[0]) & SEQUENCE
        return bool(turned) or packet == self._last


class Sap5Codec(DistoXCodec):
    """Listens where Nordic's UART speaks and, where the bridge lets it, on its twin."""

    hears = UART_NOTIFY
    family = "sap5"

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        twin = characteristic == UART_WRITE
        return super().receive(UART_NOTIFY if twin else characteristic, data)

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        either = (UART_NOTIFY, UART_WRITE)
        return tuple(Subscribe(place) for place in either if place in offered)

    def _answer(self, packet: bytes) -> list[CodecEvent]:
        return []


BLE = Family(
    name="distox_ble",
    label="DistoX BLE",
    service=UART,
    needs=frozenset({UART_WRITE, UART_NOTIFY}),
    name_prefixes=("DistoXBLE-",),
    capabilities=Capability.TRIGGER | Capability.LASER | Capability.TILT,
    profile=RESENDING,
    make=DistoXBleCodec,
    distance=UART_NOTIFY,
    commands=_BLE_COMMANDS,
    by_name=True,
    experimental=True,
    remark=OLD_ONES_FIRST,
)
SPP = Family(
    name="distox2_spp",
    label="DistoX / DistoX2",
    service="SPP",
    needs=frozenset({SERIAL}),
    name_prefixes=("DistoX",),
    capabilities=Capability.TILT,
    profile=RESENDING,
    make=DistoXCodec,
    distance=SERIAL,
    commands={
        "acknowledge_0": acknowledgement(0),
        "acknowledge_1": acknowledgement(SEQUENCE),
    },
    carrier=Carrier.SERIAL,
    experimental=True,
    stream=True,
    remark=f"{_UNCHECKED}；{OLD_ONES_FIRST}",
)
SAP5 = Family(
    name="sap5",
    label="SAP5",
    service=UART,
    needs=frozenset({UART_NOTIFY}),
    name_prefixes=("Shetland",),
    capabilities=Capability.TILT,
    profile=RESENDING,
    make=Sap5Codec,
    distance=UART_NOTIFY,
    beside=(UART_WRITE,),
    by_name=True,
    experimental=True,
    stream=True,
    remark=_UNCHECKED,
)
