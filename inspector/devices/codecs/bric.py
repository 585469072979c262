"""BRIC4 and BRIC5, cave surveyors' meters: three indications for every shot.

service 58d0 (in the Bluetooth SIG's long form; so are the characteristics)
58d1   the shot: u16 year, u8 month, day, hour, minute, second, hundredth, f32 LE distance
       in metres, f32 azimuth, f32 inclination in degrees
58d2   20 bytes about how it was measured; not needed
58d3   20 bytes: two errors, each u8 code, f32, f32; code 0: none, 8: weak signal, discard
       the shot
58e1   commands, ASCII, in a service of its own: `shot`, `laser`
The date is the only part of a shot that can be implausible. Its time tells shots apart, so
the same bytes are the same shot. That the second code stands at byte 9, and that codes 1-6,
14 and 15 are of compass and clinometer while 7-13 are of the rangefinder, is CaveSurvey's
reading of the vendor's protocol, rev F (one source): steel in an office spoils azimuths,
which nobody here needs, so those are told and do not void the length. Any other code does.

The errors come after the shot (assumed from their numbers), so a reading waits for them as
Leica's waits for its unit; the verdict counts for that one shot.
"""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import datetime

from inspector.devices.codecs.contract import (
    RESENDING,
    Action,
    Capability,
    Command,
    Family,
    Subscribe,
    Write,
    implausible,
    microdegrees,
    micrometres,
    side_probe,
)
from inspector.devices.events import (
    CodecEvent,
    DeviceError,
    Extra,
    Fault,
    Garbled,
    Ignored,
    Info,
    Reading,
    Reason,
    Unit,
)

VERSION = 1


def _characteristic(short: str) -> str:
    return f"0000{short}-0000-1000-8000-00805f9b34fb"


SERVICE = _characteristic("58d0")
SHOTS = _characteristic("58d1")
METADATA = _characteristic("58d2")
ERRORS = _characteristic("58d3")
COMMAND = _characteristic("58e1")

_SHOT = struct.Struct("<HBBBBBBfff")
_ERRORS = struct.Struct("<BffBff2x")
_YEARS = range(2000, 2100)
_BESIDE_THE_POINT = frozenset({0, *range(1, 7), 14, 15})
WEAK_SIGNAL = 8
_NOT_MEASURED = frozenset({7, WEAK_SIGNAL, 9})  # moved, too weak, too strong
_PHRASES = {Command.MEASURE: b"shot", Command.LASER_ON: b"laser"}


def packed(metres: float, when: datetime) -> bytes:
    """What a meter sends for one shot: for the practice meter."""
    day = (when.year, when.month, when.day)
    time = (when.hour, when.minute, when.second, when.microsecond // 10_000)
    return _SHOT.pack(*day, *time, metres, 0, 0)


def errors(first: int = 0, second: int = 0) -> bytes:
    """What a meter sends after each shot: for the practice meter."""
    return _ERRORS.pack(first, 0, 0, second, 0, 0)


class BricCodec:
    """Shots by one characteristic, the verdict on them by another."""

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic == SHOTS:
            return [_shot(data)]
        return _verdict(data) if characteristic == ERRORS else [Ignored(data)]

    def finish(self) -> list[CodecEvent]:
        return []

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        errors_too = (Subscribe(ERRORS),) if ERRORS in offered else ()
        return (*errors_too, Subscribe(SHOTS))

    def command(self, command: Command) -> tuple[Action, ...]:
        """The first `shot` may only light the laser. How to put it out is not published."""
        phrase = _PHRASES.get(command)
        return (Write(COMMAND, phrase, response=True),) if phrase else ()

    def probe(self, offered: frozenset[str]) -> Action | None:
        return side_probe(offered)


def _shot(data: bytes) -> CodecEvent:
    if len(data) != _SHOT.size:
        return Garbled(data)
    *when, metres, azimuth, inclination = _SHOT.unpack(data)
    time = _time(when)
    if not time:
        return Garbled(data)
    length = micrometres(metres)
    if length is None:
        return implausible(data)
    return Reading(
        length,
        data,
        BRIC.name,
        VERSION,
        device_time=time,
        tilt_udeg=microdegrees(inclination),
        extra=_azimuth(azimuth),
    )


def _azimuth(degrees: float) -> Extra:
    return () if microdegrees(degrees) is None else (("azimuth_deg", round(degrees, 6)),)


def _time(fields: list[int]) -> str:
    """As the meter's clock says it; empty where that is no time."""
    year, month, day, hour, minute, second, hundredths = fields
    micro = hundredths * 10_000
    try:
        when = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 (no zone is told)
    except ValueError:
        return ""
    return f"{when:%Y-%m-%d %H:%M:%S}.{hundredths:02}" if year in _YEARS else ""


def _verdict(data: bytes) -> list[CodecEvent]:
    """A refusal is taken back at once: it is not to hit the shots that follow."""
    if len(data) != _ERRORS.size:
        return [Garbled(data)]
    first, _, _, second, _, _ = _ERRORS.unpack(data)
    codes = (first, second)
    good = Unit(0, None, None, data)
    told: Extra = (("codes", codes),)
    voiding = next((code for code in codes if code not in _BESIDE_THE_POINT), None)
    if voiding is None:
        return [Info(data, told), good] if any(codes) else [good]
    fault = Fault.NOT_MEASURED if voiding in _NOT_MEASURED else Fault.UNKNOWN
    refused = Unit(voiding, None, Reason.FAULTY, data)
    return [DeviceError(voiding, fault, data, told), refused, good]


BRIC = Family(
    name="bric",
    label="BRIC4 / BRIC5",
    service=SERVICE,
    needs=frozenset({SHOTS}),
    name_prefixes=("BRIC4_", "BRIC5_"),
    capabilities=Capability.TRIGGER | Capability.TILT,
    profile=replace(RESENDING, unit_apart=True),
    make=BricCodec,
    distance=SHOTS,
    beside=(ERRORS, METADATA),
    commands={"measure": b"shot", "laser_on": b"laser"},
    experimental=True,
)
