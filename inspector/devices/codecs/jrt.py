"""JRT U81 / M8x laser modules and their clones: registers over a serial line, 19200 8N1.

frame     AA, address (+80: read), u16 register, u16 count, count x u16, sum8
          all big-endian; sum8 is the low byte of the sum of all bytes between AA and it
read      AA, 80 + address, u16 register, sum8
0022      answer to a shot, 3 registers: u32 millimetres, u16 signal quality SQ (lower is
          better)
0020      shot: 0 automatic, 1 slow          01BE   laser: 1 on
0000      status
EE ...    error

The factory leaves some modules at 115200 baud. Behind a Bluetooth bridge the same bytes
come by FFE1 of service FFE0, which many strangers offer too. Sources: a terminal log,
several public notes. Guessed, until a unit is at hand: that an error is built like any
other frame and ends in its number, and that 0 puts out the laser. What the numbers mean is
not known, and a module that measures on and on cannot be told from a single shot.
"""

from __future__ import annotations

import struct
from typing import ClassVar

from inspector.devices.codecs.contract import (
    PLAIN,
    SERIAL,
    Action,
    Capability,
    Carrier,
    Command,
    Family,
    Write,
    implausible,
    plausible,
)
from inspector.devices.codecs.cutting import CutCodec
from inspector.devices.events import (
    Answered,
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Fault,
    Ignored,
    Reading,
    Rejected,
)

VERSION = 1
SERVICE = "0000ffe0-0000-1000-8000-00805f9b34fb"
BRIDGE = "0000ffe1-0000-1000-8000-00805f9b34fb"

STATUS, SHOT, RESULT, LASER = 0x0000, 0x0020, 0x0022, 0x01BE
DATA, ERROR = 0xAA, 0xEE
_READ = 0x80
_FRAME = struct.Struct(">BBHH")
_RESULT = struct.Struct(">IH")
_RESULT_COUNT = 3
_MOST = 3


def sealed(frame: bytes) -> bytes:
    return frame + bytes([sum(frame[1:]) & 0xFF])


def written(register: int, values: bytes, *, head: int = DATA, address: int = 0) -> bytes:
    return sealed(_FRAME.pack(head, address, register, len(values) // 2) + values)


def asked(register: int) -> bytes:
    return sealed(struct.pack(">BBH", DATA, _READ, register))


def measured(millimetres: int, quality: int) -> bytes:
    """What a module answers to a shot: for the practice meter."""
    return written(RESULT, _RESULT.pack(millimetres, quality))


COMMANDS = {
    "measure": written(SHOT, b"\0\0"),
    "measure_slow": written(SHOT, b"\0\1"),
    "laser_on": written(LASER, b"\0\1"),
    "laser_off": written(LASER, b"\0\0"),
    "read_status": asked(STATUS),
}
_PHRASES = {
    Command.MEASURE: COMMANDS["measure"],
    Command.LASER_ON: COMMANDS["laser_on"],
    Command.LASER_OFF: COMMANDS["laser_off"],
}


def _claim(data: bytes) -> int | None:
    if data[0] not in {DATA, ERROR}:
        return 0
    if len(data) < _FRAME.size:
        return None
    _, _, _, count = _FRAME.unpack_from(data)
    if not 0 < count <= _MOST:
        return 0
    size = _FRAME.size + 2 * count + 1
    if len(data) < size:
        return None
    return size if sealed(data[: size - 1]) == data[:size] else 0


class JrtCodec(CutCodec):
    """Two of its frames cannot overlap, so a whole one ends the wait for a false head."""

    hears = SERIAL
    writes = SERIAL
    phrases = _PHRASES
    ahead = True
    family: ClassVar[str] = "jrt_uart_module"

    def __init__(self) -> None:
        super().__init__(_claim)

    def probe(self, offered: frozenset[str]) -> Action | None:
        return Write(self.writes, COMMANDS["read_status"], response=False)

    def _said(self, frame: bytes) -> list[CodecEvent]:
        head, _, register, count = _FRAME.unpack_from(frame)
        values = frame[_FRAME.size : -1]
        last = int.from_bytes(values[-2:], "big")
        if head == ERROR:
            return [DeviceError(last, Fault.UNKNOWN, frame)]
        if register == RESULT and count == _RESULT_COUNT:
            return [self._result(values, frame)]
        return [Answered(last, frame) if register == STATUS else Ignored(frame)]

    def _result(self, values: bytes, raw: bytes) -> Reading | Rejected:
        millimetres, quality = _RESULT.unpack(values)
        length = plausible(millimetres * 1000)
        if length is None:
            return implausible(raw)
        return Reading(
            length,
            raw,
            self.family,
            VERSION,
            display_unit=DisplayUnit.MILLIMETRE,
            extra=(("sq", quality),),
        )


class BridgedCodec(JrtCodec):
    """The same module behind a Bluetooth bridge."""

    hears = BRIDGE
    writes = BRIDGE
    family = "jrt_uart_module_ble"


_CAN = Capability.TRIGGER | Capability.LASER
_BAUD = 19200

MODULE = Family(
    name=JrtCodec.family,
    label="JRT 测距模块（串口）",
    service="",
    needs=frozenset({SERIAL}),
    name_prefixes=(),
    capabilities=_CAN,
    profile=PLAIN,
    make=JrtCodec,
    distance=SERIAL,
    commands=COMMANDS,
    carrier=Carrier.SERIAL,
    experimental=True,
    stream=True,
    checksum_bits=8,
    remark="有的模块出厂为 115200 波特，没有读数时请改波特率。",
    baud=_BAUD,
)
BRIDGED = Family(
    name=BridgedCodec.family,
    label="JRT 测距模块（蓝牙转串口）",
    service=SERVICE,
    needs=frozenset({BRIDGE}),
    name_prefixes=(),
    capabilities=_CAN,
    profile=PLAIN,
    make=BridgedCodec,
    distance=BRIDGE,
    commands=COMMANDS,
    by_name=True,
    experimental=True,
    stream=True,
    checksum_bits=8,
    remark="这种蓝牙转串口模块没有固定的名称，须由您指定它接的是 JRT 测距模块。",
)
