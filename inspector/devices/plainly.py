"""What a codec says, as plain facts: for the command line, the console and test vectors.

`kind` is one of distance, reject, ignore, status, command, error, info; other keys are
named as in the collected vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inspector.devices.events import (
    Answered,
    Barred,
    CodecEvent,
    DeviceError,
    Edge,
    Garbled,
    Identity,
    Ignored,
    Info,
    Reading,
    Rejected,
    Reply,
    Status,
    Tilt,
    Unit,
)

Fact = dict[str, object]
NOT_A_FRAME = "这些字节不符合协议"
_EDGES = {Edge.FRONT: "front", Edge.TRIPOD: "tripod", Edge.REAR: "rear", Edge.PIN: "pin"}
_MICRO = 1_000_000


def facts(events: Sequence[CodecEvent]) -> list[Fact]:
    """One object an event; a distance, taken or refused, also bears what its own message
    said beside it: the meter's state and how it wants to be answered."""
    beside = _beside(events)
    return [
        {**beside, **_fact(event)}
        if isinstance(event, Reading | Rejected)
        else _fact(event)
        for event in events
    ]


def _beside(events: Iterable[CodecEvent]) -> Fact:
    state: Fact = {}
    acks = [event.data.hex() for event in events if isinstance(event, Reply)]
    for event in events:
        if isinstance(event, Status):
            state |= _status(event)
    if acks:
        state |= {"ack_hex": acks[0], "acks_hex": acks}
    return state


def _fact(event: CodecEvent) -> Fact:
    match event:
        case Reading():
            return {"kind": "distance", **_distance(event), **dict(event.extra)}
        case Rejected(reason, raw, extra):
            return {**dict(extra), "kind": "reject", "why": reason.label, "hex": raw.hex()}
        case Garbled(raw):
            return {"kind": "reject", "why": NOT_A_FRAME, "hex": raw.hex()}
        case DeviceError(code, fault, raw, extra):
            found = {"kind": "error", "code": code, "why": fault.label, "hex": raw.hex()}
            return {**found, **dict(extra)}
        case _:
            return _told(event)


_Told = Ignored | Status | Unit | Tilt | Identity | Answered | Info | Reply | Barred


def _told(event: _Told) -> Fact:
    match event:
        case Reply(characteristic, data, _):
            return {"kind": "command", "hex": data.hex(), "characteristic": characteristic}
        case Barred(state, raw):
            return {"kind": "error", "why": state.label, "hex": raw.hex()}
        case Ignored(raw):
            return {"kind": "ignore", "hex": raw.hex()}
        case Status():
            return {"kind": "status", **_status(event)}
        case _:
            return _aside(event)


def _aside(event: Unit | Tilt | Identity | Answered | Info) -> Fact:
    match event:
        case Unit(code, _, refusal, _):
            refused = {"must_reject_as_length": True} if refusal else {}
            return {"kind": "status", "code": code, **refused}
        case Tilt(microdegrees, _):
            return {"kind": "info", "deg": microdegrees / _MICRO}
        case Identity(model, serial):
            return {"kind": "info", "text": model or serial}
        case Answered(status, _):
            return {"kind": "status", "status": status}
        case Info(_, extra):
            return {"kind": "info", **dict(extra)}


def _distance(reading: Reading) -> Fact:
    unit = reading.display_unit
    found: Fact = {
        "m": reading.micrometres / _MICRO,
        "mm_display": reading.millimetres,
        "ref": _EDGES.get(reading.edge) if reading.edge else None,
        "counter": reading.counter,
        "uid": reading.counter,
        "display_unit": reading.unit_code,
        "imperial_display": unit.imperial if unit else None,
        "continuous": reading.continuous or None,
        "low_resolution": "0.1 m class" if reading.coarse else None,
        "unconfirmed": reading.unconfirmed or None,
        "time": reading.device_time or None,
    }
    tilt = reading.tilt_udeg
    known = {key: value for key, value in found.items() if value is not None}
    return {**known, "incl_deg": None if tilt is None else tilt / _MICRO}


def _status(status: Status) -> Fact:
    found: Fact = {
        "laser_on": status.laser,
        "low_battery": status.battery_low,
        "imperial_display": status.imperial,
        "soc": status.battery_percent,
        "temp_c": status.temperature_c,
        "temperature_warning": status.temperature_warning,
    }
    return {key: value for key, value in found.items() if value is not None}
