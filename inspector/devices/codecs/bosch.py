"""Bosch GLM / PLR "C": what MT frames mean, over GATT or a byte stream.

event      C0 55 10, then 16 bytes: mode << 2 | edge, status bits, u16 counter,
           f32 result in metres, f32, f32
           (0 front, 1 tripod, 2 rear, 3 pin; status 1 laser, 2 temperature,
           4 battery low, 8 imperial display; result is metres even then)
container  C0 50 21, then 33 bytes, of a GLM 100 C: mode, edge, battery in per cent,
           degrees Celsius, 4 x f32, f32 angle in degrees, u32 time, laser and errors, list
           index, heading and sensor status; mode 1 is a distance, 2 an area
answer     to 40: 00 04, u32 in 50 micrometres; 0 = nothing measured
           (status bits 7-6 are 00, low 3 bits: 0 = done)
C0 11 00 3A is a keep-alive of the meter, no 58 cm. Events are not to be answered, and
come only after AutoSync, C0 55 02 01 00.

Which of a container's four floats is the result is not settled: piannucci/pymtprotocol
reads the fourth, the vendor's text names none. It is read there, and marked unconfirmed.
"""

from __future__ import annotations

import struct
from functools import partial

from inspector.devices.codecs.bosch_frames import (
    CONTAINER_HEAD,
    DISTANCE_LENGTH,
    EVENT_HEAD,
    REQUEST,
    Frames,
    request,
    sealed,
)
from inspector.devices.codecs.contract import (
    BATTERY,
    PLAIN,
    SERIAL,
    Action,
    Await,
    Capability,
    Carrier,
    Command,
    Family,
    Subscribe,
    Wait,
    Write,
    battery,
    implausible,
    microdegrees,
    micrometres,
    plausible,
)
from inspector.devices.codecs.framing import Piece
from inspector.devices.events import (
    Answered,
    CodecEvent,
    DeviceError,
    DisplayUnit,
    Edge,
    Extra,
    Fault,
    Garbled,
    Ignored,
    Reading,
    Reason,
    Rejected,
    Status,
)

VERSION = 1
SERVICE = "02a6c0d0-0451-4000-b000-fb3210111989"
FRAMES = "02a6c0d1-0451-4000-b000-fb3210111989"

_EVENT = struct.Struct("<BBHfff")
_CONTAINER = struct.Struct("<BBBb12xffI5x")
_EDGES = (Edge.FRONT, Edge.TRIPOD, Edge.REAR, Edge.PIN)
SINGLE, _CONTINUOUS, AREA, ERROR = 1, 2, 4, 63
_REFUSED_MODES = {
    **dict.fromkeys((3, 4, 14, 15), Reason.AREA),
    **dict.fromkeys((5, 6, 7), Reason.VOLUME),
    **dict.fromkeys((8, 9, 22, 23), Reason.ANGLE),
    **dict.fromkeys((10, 11, 12, 13, *range(16, 22)), Reason.DERIVED),
}
_SILENT_MODES = frozenset({0, 59, 62})  # no action, temperature and battery, edge
_EVENT_FAULTS = {1: Fault.NOT_MEASURED, 2: Fault.CALIBRATION}
_ANSWER_FAULTS = {1: Fault.TIMEOUT, **dict.fromkeys((2, 3, 4, 5, 6), Fault.REFUSED)}
_HARDWARE, _NOT_READY = 0x08, 0x10
LASER, _HOT, BATTERY_LOW, IMPERIAL = 1, 2, 4, 8
_UNIT_50_MICROMETRES = 50
_CONTAINER_AREA = 2
_FULL = 100

AUTO_SYNC = request(0x55, b"\x01\x00")
MEASURE = request(0x56, b"\x00")
"""Presses its button: the first time lights the laser, the second measures."""
LASER_ON = request(0x41)
LASER_OFF = request(0x42)
_ECHO = request(0x3E, b"\x77\x88")
COMMANDS = {
    "laser_on": LASER_ON,
    "laser_off": LASER_OFF,
    "press_measure": MEASURE,
    "measure_front": request(0x40, b"\x00"),
    "measure": request(0x40),
    "buzzer_on": request(0x45),
    "buzzer_off": request(0x46),
    "battery": request(0x4B),
    "communication_info": request(0x00),
    "device_name": request(0x05),
    "device_info": request(0x06),
    "auto_sync_on": AUTO_SYNC,
    "auto_sync_off": request(0x55, b"\x00\x00"),
    "echo": _ECHO,
    "mode_single": request(0x55, b"\xf1\x01"),
    "mode_continuous": request(0x55, b"\xf1\x1a"),
    "edge_rear": request(0x55, b"\xf9\x02"),
}
"""Everything that can be asked, as in the command set 2.5.0."""
_COMMANDS = {
    Command.MEASURE: MEASURE,
    Command.LASER_ON: LASER_ON,
    Command.LASER_OFF: LASER_OFF,
}


def event(mode: int, edge: Edge, counter: int, length: int, bits: int = 0) -> bytes:
    """What a meter sends of itself, `length` in micrometres: for the practice meter."""
    steps = round(length / _UNIT_50_MICROMETRES)
    metres = steps * _UNIT_50_MICROMETRES / 1_000_000
    head = mode << 2 | _EDGES.index(edge)
    return sealed(EVENT_HEAD + _EVENT.pack(head, bits, counter, metres, 0, 0))


def failure(edge: Edge, counter: int) -> bytes:
    """The event of a distance that could not be measured: code 1, as an integer."""
    head = struct.pack("<BBHI", ERROR << 2 | _EDGES.index(edge), 0, counter, 1)
    return sealed(EVENT_HEAD + head + bytes(8))


class BoschCodec:
    """Knows what whole frames mean; `Frames` finds them."""

    def __init__(self, family: str = "bosch_mt_ble", characteristic: str = FRAMES) -> None:
        self._family = family
        self._characteristic = characteristic
        self._frames = Frames()

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic == BATTERY:
            return battery(data)
        if characteristic != self._characteristic:
            return [Ignored(data)]
        return self._told(self._frames.cut(data))

    def finish(self) -> list[CodecEvent]:
        return self._told(self._frames.finish())

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        return (
            Subscribe(self._characteristic),
            Wait(500),
            self._write(AUTO_SYNC),
            Await(1500),
        )

    def command(self, command: Command) -> tuple[Action, ...]:
        return (self._write(_COMMANDS[command]),)

    def probe(self, offered: frozenset[str]) -> Action | None:
        """An echo: the meter answers it and does nothing."""
        return self._write(_ECHO)

    def _write(self, frame: bytes) -> Write:
        return Write(self._characteristic, frame, response=True)

    def _told(self, pieces: list[Piece]) -> list[CodecEvent]:
        return [event for piece in pieces for event in self._meant(piece)]

    def _meant(self, piece: Piece) -> list[CodecEvent]:
        frame = piece.data
        if not piece.sound:
            return [Garbled(frame)]
        if frame.startswith(EVENT_HEAD):
            return self._event(frame)
        if frame.startswith(CONTAINER_HEAD):
            return self._container(frame)
        return [Ignored(frame) if frame[0] == REQUEST else self._answer(frame)]

    def _event(self, frame: bytes) -> list[CodecEvent]:
        mode_and_edge, bits, counter, result, least, most = _EVENT.unpack_from(frame, 3)
        imperial = bool(bits & IMPERIAL)
        status = Status(
            laser=bool(bits & LASER),
            temperature_warning=bool(bits & _HOT),
            battery_low=bool(bits & BATTERY_LOW),
            imperial=imperial,
        )
        mode = mode_and_edge >> 2
        if mode in _SILENT_MODES:
            return [status, Ignored(frame)]
        if mode not in {SINGLE, _CONTINUOUS}:
            return [status, _not_a_length(mode, frame, result)]
        length = micrometres(result)
        if length is None:
            return [status, implausible(frame)]
        reading = Reading(
            length,
            frame,
            self._family,
            VERSION,
            counter=counter,
            edge=_EDGES[mode_and_edge & 3],
            display_unit=DisplayUnit.IMPERIAL if imperial else DisplayUnit.METRIC,
            continuous=mode == _CONTINUOUS,
            extra=_range(least, most) if mode == _CONTINUOUS else (),
        )
        return [status, reading]

    def _container(self, frame: bytes) -> list[CodecEvent]:
        mode, edge, charge, celsius, result, angle, _ = _CONTAINER.unpack_from(frame, 3)
        status = Status(
            battery_percent=charge if charge <= _FULL else None, temperature_c=celsius
        )
        known = _EDGES[edge] if edge < len(_EDGES) else None
        tilt = microdegrees(angle)
        extra: Extra = () if tilt is None else (("angle_deg", tilt / 1_000_000),)
        if mode != SINGLE:
            reason = Reason.AREA if mode == _CONTAINER_AREA else Reason.UNKNOWN_MODE
            told: Extra = (("ref", known.name.lower()),) if known else ()
            return [status, Rejected(reason, frame, (*told, *extra))]
        length = micrometres(result)
        if length is None:
            return [status, implausible(frame)]
        reading = Reading(
            length,
            frame,
            self._family,
            VERSION,
            edge=known,
            tilt_udeg=tilt,
            unconfirmed=True,
            extra=extra,
        )
        return [status, reading]

    def _answer(self, frame: bytes) -> CodecEvent:
        status, length = frame[0], frame[1]
        if status:
            return DeviceError(status, _answer_fault(status), frame)
        if length != DISTANCE_LENGTH:
            return Answered(status, frame)
        units = int.from_bytes(frame[2:6], "little")
        if not units:
            return DeviceError(0, Fault.NOT_MEASURED, frame)
        whole = plausible(units * _UNIT_50_MICROMETRES)
        if whole is None:
            return implausible(frame)
        extra = (("units_50um", units),)
        return Reading(whole, frame, self._family, VERSION, extra=extra)


def _range(least: float, most: float) -> Extra:
    """The smallest and the largest of a continuous measurement, in metres."""
    return (("min_m", round(least, 6)), ("max_m", round(most, 6)))


def _not_a_length(mode: int, frame: bytes, result: float) -> Rejected | DeviceError:
    if mode == ERROR:
        code = int.from_bytes(frame[7:11], "little")
        return DeviceError(code, _EVENT_FAULTS.get(code, Fault.UNKNOWN), frame)
    reason = _REFUSED_MODES.get(mode, Reason.UNKNOWN_MODE)
    extra = (("area_m2", round(result, 6)),) if reason is Reason.AREA else ()
    return Rejected(reason, frame, extra)


def _answer_fault(status: int) -> Fault:
    if status & _HARDWARE:
        return Fault.HARDWARE
    if status & _NOT_READY:
        return Fault.NOT_READY
    return _ANSWER_FAULTS.get(status & 7, Fault.UNKNOWN)


CAN = Capability.TRIGGER | Capability.LASER | Capability.COUNTER | Capability.EDGE

MT = Family(
    name="bosch_mt_ble",
    label="Bosch GLM",
    service=SERVICE,
    needs=frozenset({FRAMES}),
    name_prefixes=("Bosch GLM", "GLM"),
    capabilities=CAN,
    profile=PLAIN,
    make=BoschCodec,
    distance=FRAMES,
    commands=COMMANDS,
    stream=True,
    checksum_bits=8,
)
SPP = Family(
    name="bosch_mt_spp",
    label="Bosch GLM / PLR（串口）",
    service="00001101-0000-1000-8000-00805f9b34fb",
    needs=frozenset({SERIAL}),
    name_prefixes=("Bosch PLR", "BOSCH GLM100C", "Bosch GLM50C"),
    capabilities=CAN,
    profile=PLAIN,
    make=partial(BoschCodec, "bosch_mt_spp", SERIAL),
    distance=SERIAL,
    commands=COMMANDS,
    carrier=Carrier.SERIAL,
    stream=True,
    checksum_bits=8,
    remark="先在系统里配对，再选它的蓝牙串口。波特率未见公开资料，经蓝牙时一般不起作用。",
    baud=115_200,
)
