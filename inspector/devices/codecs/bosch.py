"""Bosch GLM / PLR "C": the MT protocol, over either GATT service or a byte stream.

request   C0 cmd len data crc8         (also what the meter itself starts with)
answer    status len data crc8         status bits 7-6 are 00, low 3 bits: 0 = done
crc8      polynomial A6 taken literally, init AA, MSB first, over all bytes before it
event     C0 55 10, then 16 bytes: mode << 2 | edge, status bits, u16 counter,
          f32 result in metres, f32, f32
          (0 front, 1 tripod, 2 rear, 3 pin; status 1 laser, 2 temperature,
          4 battery low, 8 imperial display; result is metres even then)
answer to 40: 00 04, u32 in 50 micrometres; 0 = nothing measured
C0 11 00 3A is a keep-alive of the meter, no 58 cm. Events are not to be answered, and
come only after AutoSync, C0 55 02 01 00.
"""

from __future__ import annotations

import struct

from inspector.devices.codecs.contract import (
    BATTERY,
    Action,
    Await,
    Capability,
    Command,
    Family,
    Profile,
    Subscribe,
    Wait,
    Write,
    battery,
    implausible,
    micrometres,
)
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
SERVICE_5301 = "00005301-0000-0041-5253-534f46540000"
FRAMES_5301 = "00004301-0000-0041-5253-534f46540000"

_REQUEST = 0xC0
_EVENT_HEAD = bytes([_REQUEST, 0x55, 0x10])
_EVENT = struct.Struct("<BBHfff")
_EVENT_SIZE = len(_EVENT_HEAD) + _EVENT.size + 1
_LONGEST_REQUEST = 33  # the sync container of the GLM 100 C
_DISTANCE_LENGTH = 4
_ANSWER_LENGTHS = frozenset({0, 2, _DISTANCE_LENGTH})  # plain, echo, distance
_ANSWER_STATUS = 0x3F
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
_POLYNOMIAL, _CRC_START = 0x1A6, 0xAA  # 1A6: the bit that drops out, written out
LASER, _HOT, BATTERY_LOW, IMPERIAL = 1, 2, 4, 8
_UNIT_50_MICROMETRES = 50


def _shifted(byte: int) -> int:
    for _ in range(8):
        byte = (byte << 1) ^ (_POLYNOMIAL if byte & 0x80 else 0)
    return byte & 0xFF


_CRC_TABLE = bytes(_shifted(byte) for byte in range(256))


def crc8(data: bytes | bytearray) -> int:
    """Zero over a frame that carries its own checksum."""
    crc = _CRC_START
    for byte in data:
        crc = _CRC_TABLE[crc ^ byte]
    return crc


def sealed(frame: bytes) -> bytes:
    return frame + bytes([crc8(frame)])


def request(command: int, data: bytes = b"") -> bytes:
    return sealed(bytes([_REQUEST, command, len(data)]) + data)


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
    return sealed(_EVENT_HEAD + _EVENT.pack(head, bits, counter, metres, 0, 0))


def failure(edge: Edge, counter: int) -> bytes:
    """The event of a distance that could not be measured: code 1, as an integer."""
    head = struct.pack("<BBHI", ERROR << 2 | _EDGES.index(edge), 0, counter, 1)
    return sealed(_EVENT_HEAD + head + bytes(8))


class BoschCodec:
    """Frames may come whole, in pieces or glued together; only checksums are believed."""

    def __init__(self, family: str = "bosch_mt_ble", frames: str = FRAMES) -> None:
        self._family = family
        self._frames = frames
        self._buffer = bytearray()

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic == BATTERY:
            return battery(data)
        if characteristic != self._frames:
            return [Ignored(data)]
        self._buffer += data
        events: list[CodecEvent] = []
        while (start := _event_start(self._buffer)) is not None:
            before, after = self._buffer[:start], self._buffer[start:]
            events += self._others(before, last=True)
            events += self._event(bytes(after[:_EVENT_SIZE]))
            self._buffer = after[_EVENT_SIZE:]
        return events + self._others(self._buffer, last=False)

    def finish(self) -> list[CodecEvent]:
        return self._others(self._buffer, last=True)

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        return (
            Subscribe(self._frames),
            Wait(500),
            Write(self._frames, AUTO_SYNC, response=True),
            Await(1500),
        )

    def command(self, command: Command) -> tuple[Action, ...]:
        return (Write(self._frames, _COMMANDS[command], response=True),)

    def probe(self, offered: frozenset[str]) -> Action | None:
        return Write(self._frames, _ECHO, response=True)

    def _others(self, buffer: bytearray, *, last: bool) -> list[CodecEvent]:
        """Eats acknowledgements, answers and junk; leaves a frame that may still grow."""
        events: list[CodecEvent] = []
        junk = bytearray()
        while buffer:
            size = _frame_at(buffer)
            if size is None and not last:
                break
            eaten = bytes(buffer[: size or _junk_at(buffer)])
            del buffer[: len(eaten)]
            if size:
                events += [*_garbled(junk), self._other(eaten)]
                junk.clear()
            else:
                junk += eaten
        return events + _garbled(junk)

    def _other(self, frame: bytes) -> CodecEvent:
        return Ignored(frame) if frame[0] == _REQUEST else self._answer(frame)

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

    def _answer(self, frame: bytes) -> CodecEvent:
        status, length = frame[0], frame[1]
        if status:
            return DeviceError(status, _answer_fault(status), frame)
        if length != _DISTANCE_LENGTH:
            return Answered(status, frame)
        units = int.from_bytes(frame[2:6], "little")
        if not units:
            return DeviceError(0, Fault.NOT_MEASURED, frame)
        whole = micrometres(units * _UNIT_50_MICROMETRES / 1_000_000)
        if whole is None:
            return implausible(frame)
        extra = (("units_50um", units),)
        return Reading(whole, frame, self._family, VERSION, extra=extra)


def _garbled(junk: bytearray) -> list[CodecEvent]:
    return [Garbled(bytes(junk))] if junk else []


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


def _event_start(buffer: bytearray) -> int | None:
    """Where the first whole event stands. Looked for before all else, so that no false
    head in the junk around it can hold it back or swallow its beginning."""
    start = buffer.find(_EVENT_HEAD)
    while start >= 0:
        frame = buffer[start : start + _EVENT_SIZE]
        if len(frame) == _EVENT_SIZE and crc8(frame) == 0:
            return start
        start = buffer.find(_EVENT_HEAD, start + 1)
    return None


def _frame_at(buffer: bytearray) -> int | None:
    """The size of the good frame at the start; 0: this byte is junk; None: wait."""
    size = _claimed(buffer)
    if not size:
        return size
    if len(buffer) < size:
        return None
    return size if crc8(buffer[:size]) == 0 else 0


def _junk_at(buffer: bytearray) -> int:
    """How much to give up: a spoilt event is not searched for answers inside it, which
    are so short that one in 256 looks sound by chance."""
    return _EVENT_SIZE if buffer.startswith(_EVENT_HEAD) else 1


def _claimed(buffer: bytearray) -> int | None:
    """How long the frame at the start says it is; 0 if no frame starts like this."""
    is_request = buffer[0] == _REQUEST
    if not is_request and buffer[0] > _ANSWER_STATUS:
        return 0
    head = 3 if is_request else 2
    if len(buffer) < head:
        return None
    length = buffer[head - 1]
    allowed = length <= _LONGEST_REQUEST if is_request else length in _ANSWER_LENGTHS
    return head + length + 1 if allowed else 0


def _make_5301() -> BoschCodec:
    return BoschCodec("bosch_mt_ble_5301", FRAMES_5301)


_CAN = Capability.TRIGGER | Capability.LASER | Capability.COUNTER | Capability.EDGE
_PROFILE = Profile(stored_window_ms=1500, first_is_stored=False, unit_apart=False)

MT = Family(
    name="bosch_mt_ble",
    label="Bosch GLM",
    service=SERVICE,
    needs=frozenset({FRAMES}),
    name_prefixes=("Bosch GLM", "GLM"),
    capabilities=_CAN,
    profile=_PROFILE,
    make=BoschCodec,
    distance=FRAMES,
    commands=COMMANDS,
    stream=True,
    checksum_bits=8,
)
MT_5301 = Family(
    name="bosch_mt_ble_5301",
    label="Bosch GLM / PLR",
    service=SERVICE_5301,
    needs=frozenset({FRAMES_5301}),
    name_prefixes=("Bosch PLR", "BOSCH GLM100C", "Bosch GLM50C"),
    capabilities=_CAN,
    profile=_PROFILE,
    make=_make_5301,
    distance=FRAMES_5301,
    commands=COMMANDS,
    stream=True,
    checksum_bits=8,
)
