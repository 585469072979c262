"""Mileseey and its twins, the old protocol: a line of text, on ffb2 of service ffb0.

A decimal number and the unit that the screen shows, in ASCII, with blanks, line ends or
NULs around: "1.2m", " 3.456m" CR LF. Only "m" is taken; "3456mm" also ends in m.
Source: lz1asl/CaveSurvey, AbstractMileseeyBluetoothLeDevice and its tests (MIT). Units
other than m are guarded against, not known. Commands go to ffb1, but none is known. The
later models (DT20 of today, D9 Pro, S50) encrypt, or speak Tuya's protocol.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector.devices.codecs.contract import (
    PLAIN,
    Capability,
    Family,
    implausible,
    plausible,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import (
    CodecEvent,
    DisplayUnit,
    Garbled,
    Reading,
    Reason,
    Rejected,
)

VERSION = 1
VALUE = "0000ffb2-0000-1000-8000-00805f9b34fb"

_BLANK = " \t\r\n\0"
_NUMBER = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(.*)", re.DOTALL)
_ANOTHER = re.compile(r"m.*[0-9]", re.DOTALL)
_OTHERS = {
    "": Reason.UNKNOWN_UNIT,
    **dict.fromkeys(("m2", "m²"), Reason.AREA),
    **dict.fromkeys(("m3", "m³"), Reason.VOLUME),
}
_MICROMETRES = 1_000_000


class MileseeyCodec(PlainCodec):
    """One line a notification."""

    hears = VALUE

    def _heard(self, data: bytes) -> list[CodecEvent]:
        found = _NUMBER.fullmatch(data.decode("utf-8", "replace").strip(_BLANK))
        if found is None:
            return [Garbled(data)]
        unit = found[2].strip(_BLANK)
        if unit != "m":
            return [Rejected(_refusal(unit), data)]
        length = plausible(int(Decimal(found[1]) * _MICROMETRES))
        if length is None:
            return [implausible(data)]
        metre = DisplayUnit.METRE
        return [Reading(length, data, FAMILY.name, VERSION, display_unit=metre)]


def _refusal(unit: str) -> Reason:
    """What follows the number, when it is not "m" alone."""
    known = _OTHERS.get(unit)
    if known is not None:
        return known
    return Reason.GLUED if _ANOTHER.match(unit) else Reason.NOT_METRES


FAMILY = Family(
    name="mileseey_ffb0_ascii",
    label="Mileseey / Suaoki / Hersch",
    service="0000ffb0-0000-1000-8000-00805f9b34fb",
    needs=frozenset({VALUE}),
    name_prefixes=(
        "Mileseey P7",
        "Mileseey T7",
        "Mileseey D5T",
        "Suaoki P7",
        "Laser Distance Meter",
    ),
    exact_names=("m120",),
    capabilities=Capability(0),
    profile=PLAIN,
    make=MileseeyCodec,
    distance=VALUE,
    remark="只支持旧款（P7、T7、M120 等），并须显示米；新款加密，请用键盘模式或手工输入。",
)
