"""CEM iLDM-150 over a serial line of classic Bluetooth: frames of 25 bytes.

measured    D5 F0 00 14 | error | mode | ? | unit | 4 x i32 big-endian | 0D
            unit: 1 m, 2-3 in, 4-5 ft; the third number is the distance in millimetres,
            EFFFFFFE stands for none; in mode 8, an angle, the first is the tilt in tenths
            of a degree, and the others are worked out from it
keep-alive  D5 EF E1 82 and zeros, once a minute
trigger     D5 F0 E0 0D
Source: lz1asl/CaveSurvey, CEMILDMBluetoothDevice and CEMProtocolTest (MIT). There is no
checksum. Of the modes only 1 has been seen with a plain distance: others are refused. What
the error numbers mean is not published.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from inspector.devices.codecs.contract import (
    PLAIN,
    SERIAL,
    Capability,
    Carrier,
    Command,
    Family,
    implausible,
    plausible,
)
from inspector.devices.codecs.cutting import CutCodec
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Extra,
    Fault,
    Ignored,
    Info,
    Reading,
    Reason,
    Rejected,
)

VERSION = 1
TRIGGER = bytes.fromhex("d5f0e00d")
METRES, FEET = 1, 4
DISTANCE, ANGLE = 1, 8
NONE = -0x10000002
"""EFFFFFFE: this number was not measured."""

_HEAD = bytes.fromhex("d5f00014")
_END = 0x0D
_BODY = struct.Struct(">BBBBiiiiB")
_SIZE = len(_HEAD) + _BODY.size
KEEP_ALIVE = bytes.fromhex("d5efe182").ljust(_SIZE, b"\0")
_IMPERIAL = range(2, 6)


def measured(mode: int, unit: int, first: int, third: int, error: int = 0) -> bytes:
    """A frame as the meter sends it: for the practice meter."""
    return _HEAD + _BODY.pack(error, mode, 2, unit, first, NONE, third, NONE, _END)


def _claim(data: bytes) -> int | None:
    """A head inside means that the frame around it was torn."""
    seen = data[:_SIZE]
    whole = _SIZE if len(seen) == _SIZE else None
    if KEEP_ALIVE.startswith(seen):
        return whole
    if not _HEAD.startswith(seen[:4]) or _HEAD in seen[1:] or KEEP_ALIVE[:4] in seen:
        return 0
    return 0 if whole and seen[-1] != _END else whole


class CemCodec(CutCodec):
    """Speaks over a stream; `framing` finds the frames."""

    hears = SERIAL
    writes = SERIAL
    phrases: ClassVar[Mapping[Command, bytes]] = {Command.MEASURE: TRIGGER}

    def __init__(self) -> None:
        super().__init__(_claim)

    def _said(self, frame: bytes) -> list[CodecEvent]:
        return _meant(frame)


def _meant(frame: bytes) -> list[CodecEvent]:
    if frame == KEEP_ALIVE:
        return [Ignored(frame)]
    error, mode, _, unit, first, _, third, _, _ = _BODY.unpack_from(frame, len(_HEAD))
    if error:
        return [DeviceError(error, Fault.UNKNOWN, frame)]
    if mode == ANGLE:
        tilt: Extra = () if first == NONE else (("deg", first / 10),)
        info = [Info(frame, tilt)] if tilt else []
        return [*info, Rejected(Reason.ANGLE, frame, tilt)]
    return [_distance(frame, mode, unit, third)]


def _distance(frame: bytes, mode: int, unit: int, millimetres: int) -> Reading | Rejected:
    if mode != DISTANCE:
        return Rejected(Reason.UNKNOWN_MODE, frame)
    if unit != METRES:
        known = unit in _IMPERIAL
        return Rejected(Reason.NOT_METRES if known else Reason.UNKNOWN_UNIT, frame)
    length = plausible(millimetres * 1000)
    if length is None:
        return implausible(frame)
    metre = DisplayUnit.METRE
    return Reading(
        length, frame, FAMILY.name, VERSION, display_unit=metre, unit_code=METRES
    )


FAMILY = Family(
    name="cem_ildm_spp",
    label="CEM iLDM-150",
    service="00001101-0000-1000-8000-00805f9b34fb",
    needs=frozenset({SERIAL}),
    name_prefixes=(),
    exact_names=("ildm-150",),
    capabilities=Capability.TRIGGER,
    profile=PLAIN,
    make=CemCodec,
    distance=SERIAL,
    commands={"measure": TRIGGER},
    carrier=Carrier.SERIAL,
    stream=True,
    remark="先在系统里配对，再选它的蓝牙串口；须显示米，只采用单次测距。",
)
