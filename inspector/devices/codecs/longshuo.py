"""Longshuo LDMv1 (Huepar S120R-BT): everything but the distance is known.

command   F1 TT SS PP sum8     written to ae01; sum8 over all bytes after F1
answer    F1 TT SS ... sum16   from ae02 (told) and ae05 (errors); sum16 big-endian, over
          all bytes after F1
          F1 03 00 0C, 12 hexadecimal digits: the meter's address
          F1 02 01 and F1 04 01: a measurement; F1 02 04: a moving one
          F1 02 02: an angle; F1 04 05: an error
Source: s120.supported.systems, developer pages. What stands in a measurement is not
published, so that none becomes a length: it is refused and kept for a capture. That
answers bear a 16-bit sum is derived from the one captured answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from inspector.devices.codecs.contract import (
    PLAIN,
    Action,
    Capability,
    Command,
    Family,
    Subscribe,
    Write,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    Fault,
    Garbled,
    Ignored,
    Info,
    Reason,
    Rejected,
)

SERVICE = "0000ae30-0000-1000-8000-00805f9b34fb"
COMMAND = "0000ae01-0000-1000-8000-00805f9b34fb"
DATA = "0000ae02-0000-1000-8000-00805f9b34fb"
STATUS = "0000ae05-0000-1000-8000-00805f9b34fb"

_HEAD = 0xF1
_KIND = slice(1, 3)
_SHORTEST = 5  # head, kind and sum
_ADDRESS_KIND, _ERROR_KIND = b"\x03\x00", b"\x04\x05"
_ADDRESS_DIGITS = 12
_DIGITS = frozenset(b"0123456789abcdefABCDEF")
_REFUSED = {
    b"\x02\x01": Reason.NO_LAYOUT,
    b"\x04\x01": Reason.NO_LAYOUT,
    b"\x02\x04": Reason.NO_LAYOUT,
    b"\x02\x02": Reason.ANGLE,
}


def command(*body: int) -> bytes:
    return bytes([_HEAD, *body, sum(body) & 0xFF])


def answer(body: bytes) -> bytes:
    """As the meter sends it: for the practice meter."""
    return bytes([_HEAD]) + body + sum(body).to_bytes(2, "big")


MEASURE = command(0x04, 0x01, 0x01)
GET_ADDRESS = command(0x03, 0x02)
COMMANDS = {
    "measure": MEASURE,
    "continuous_start": command(0x01, 0x01, 0x02),
    "continuous_stop": command(0x04, 0x03, 0x00),
    "return": command(0x04, 0x00, 0x01),
    "angle_on": command(0x02, 0x03, 0x01),
    "get_address": GET_ADDRESS,
}


def sound(frame: bytes) -> bool:
    """A whole answer; a notification bears one."""
    if len(frame) < _SHORTEST or frame[0] != _HEAD:
        return False
    return sum(frame[1:-2]) == int.from_bytes(frame[-2:], "big")


class LongshuoCodec(PlainCodec):
    """Asks for the address, which is the one answer that can be checked."""

    hears = DATA
    writes = COMMAND
    phrases: ClassVar[Mapping[Command, bytes]] = {Command.MEASURE: MEASURE}

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        return super().receive(DATA if characteristic == STATUS else characteristic, data)

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        told = [Subscribe(each) for each in (DATA, STATUS) if each in offered]
        return (*told, Write(COMMAND, GET_ADDRESS, response=False))

    def probe(self, offered: frozenset[str]) -> Action | None:
        return Write(COMMAND, GET_ADDRESS, response=False)

    def _heard(self, data: bytes) -> list[CodecEvent]:
        return [_read(data) if sound(data) else Garbled(data)]


def _read(frame: bytes) -> CodecEvent:
    kind = frame[_KIND]
    if kind in _REFUSED:
        return Rejected(_REFUSED[kind], frame)
    if kind == _ERROR_KIND:
        return DeviceError(0, Fault.UNKNOWN, frame)
    if kind == _ADDRESS_KIND:
        return _address(frame)
    return Ignored(frame)


def _address(frame: bytes) -> Info | Garbled:
    digits = frame[4:-2]
    if frame[3] != len(digits) or len(digits) != _ADDRESS_DIGITS or set(digits) - _DIGITS:
        return Garbled(frame)
    text = digits.decode("ascii").lower()
    pairs = [text[place : place + 2] for place in range(0, _ADDRESS_DIGITS, 2)]
    return Info(frame, (("mac", ":".join(pairs)),))


LDMV1 = Family(
    name="longshuo_ldmv1",
    label="Huepar S120R-BT",
    service=SERVICE,
    needs=frozenset({COMMAND, DATA}),
    name_prefixes=("LDM-S120 ",),
    capabilities=Capability.TRIGGER,
    profile=PLAIN,
    make=LongshuoCodec,
    distance=DATA,
    beside=(STATUS,),
    commands=COMMANDS,
    experimental=True,
    checksum_bits=16,
    remark="读数格式尚未公开：只能触发测量、记录原始数据。尺寸请用键盘模式或手工输入。",
)
