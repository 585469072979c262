"""FNIRSI IR40: records of seven bytes, notified on ee02 of service ee01.

frame      00, length of what follows, then records
record     02 tag 14 u32 big-endian     (14 from the meter, 0E in commands, to ee03)
tag        01 type (0 linear, 3 rectangle), 02 and 03 sides, 05 result, 06 unit (0 m,
           1 ft, 2 in), 08 continuous (1 begins, 0 ends), 0A edge (0 front, 1 rear)
Numbers are thousandths of the unit on the screen. Unit, edge and continuous may come in
frames of their own and hold from then on. There is no checksum: only the form is checked.
Source: MultiMote/fnirsi-ir40-webtool, README (MIT), with real frames; what is sent while
the screen shows feet or inches is not among them, so such numbers are refused.
"""

from __future__ import annotations

from inspector.devices.codecs.contract import (
    PLAIN,
    Capability,
    Family,
    implausible,
    plausible,
)
from inspector.devices.codecs.cutting import CutCodec
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Edge,
    Extra,
    Ignored,
    Info,
    Reading,
    Reason,
    Rejected,
)

VERSION = 1
VALUES = "0000ee02-0000-1000-8000-00805f9b34fb"
ORDERS = "0000ee03-0000-1000-8000-00805f9b34fb"

TYPE, SIDE, OTHER_SIDE, RESULT, UNIT, CONTINUOUS, EDGE = 1, 2, 3, 5, 6, 8, 10
LINEAR, RECTANGLE = 0, 3
METRE, FOOT = 0, 1
TOLD, ASKED = 0x14, 0x0E

_RECORD = 7
_LONGEST = 8 * _RECORD
_MARK = 0x02
_EDGES = {0: Edge.FRONT, 1: Edge.REAR}
_UNITS = {METRE: "m", FOOT: "ft", 2: "in"}


def frame(*records: tuple[int, int], width: int = TOLD) -> bytes:
    """Tags and their numbers as a frame."""
    body = b"".join(
        bytes([_MARK, tag, width]) + number.to_bytes(4, "big") for tag, number in records
    )
    return bytes([0, len(body)]) + body


def _claim(data: bytes) -> int | None:
    if data[0]:
        return 0
    length = data[1] if len(data) > 1 else _RECORD
    if length % _RECORD or not 0 < length <= _LONGEST:
        return 0
    body = data[2 : 2 + length]
    marks, widths = set(body[::_RECORD]), set(body[2::_RECORD])
    if not (marks <= {_MARK} and widths <= {TOLD}):
        return 0
    return 2 + length if len(body) == length else None


class FnirsiCodec(CutCodec):
    """Remembers the unit, the edge and whether it measures on and on."""

    hears = VALUES
    writes = ORDERS

    def __init__(self) -> None:
        super().__init__(_claim)
        self._known: dict[int, int] = {}

    def _said(self, frame: bytes) -> list[CodecEvent]:
        return [self._meant(frame)]

    def _meant(self, raw: bytes) -> CodecEvent:
        starts = range(2, len(raw), _RECORD)
        said = {raw[at + 1]: int.from_bytes(raw[at + 3 : at + 7], "big") for at in starts}
        lasting = {tag: said[tag] for tag in (UNIT, EDGE, CONTINUOUS) if tag in said}
        self._known |= lasting
        if RESULT in said or TYPE in said:
            return self._measured(raw, said)
        return Info(raw, _plain(lasting)) if lasting else Ignored(raw)

    def _measured(self, raw: bytes, said: dict[int, int]) -> Reading | Rejected:
        unit = self._known.get(UNIT)
        if said.get(TYPE) == RECTANGLE:
            sides = tuple(said[tag] for tag in (SIDE, OTHER_SIDE) if tag in said)
            known: Extra = (("sides_mm", sides),) if unit == METRE else ()
            return Rejected(Reason.AREA, raw, known)
        if said.get(TYPE) != LINEAR or RESULT not in said:
            return Rejected(Reason.UNKNOWN_MODE, raw)
        if unit != METRE:
            strange = unit not in _UNITS
            return Rejected(Reason.UNKNOWN_UNIT if strange else Reason.NOT_METRES, raw)
        length = plausible(said[RESULT] * 1000)
        if length is None:
            return implausible(raw)
        return Reading(
            length,
            raw,
            FAMILY.name,
            VERSION,
            edge=_EDGES.get(self._known.get(EDGE, -1)),
            display_unit=DisplayUnit.METRE,
            unit_code=unit,
            continuous=bool(self._known.get(CONTINUOUS)),
        )


def _plain(told: dict[int, int]) -> Extra:
    """What lasts, in words; a number without a known meaning stays a number."""
    words: list[tuple[str, object]] = []
    for tag, number in told.items():
        if tag == UNIT:
            words.append(("unit", _UNITS.get(number, number)))
        elif tag == EDGE:
            edge = _EDGES.get(number)
            words.append(("ref", edge.name.lower() if edge else number))
        else:
            words.append(("continuous", bool(number)))
    return tuple(words)


FAMILY = Family(
    name="fnirsi_ir40",
    label="FNIRSI IR40",
    service="0000ee01-0000-1000-8000-00805f9b34fb",
    needs=frozenset({VALUES}),
    name_prefixes=("fnirsi",),
    capabilities=Capability.EDGE,
    profile=PLAIN,
    make=FnirsiCodec,
    distance=VALUES,
    commands={
        "continuous_on": frame((CONTINUOUS, 1), width=ASKED),
        "continuous_off": frame((CONTINUOUS, 0), width=ASKED),
    },
    stream=True,
    remark="须显示米；显示英尺或英寸时的读数不采用。",
)
