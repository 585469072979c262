"""核查: one visit to a unit, and the facts kept on it. Facts are added, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from inspector.domain.area import Area
from inspector.domain.compliance import Outcome
from inspector.domain.estate import RoomUse
from inspector.domain.ink import Ink


class Source(Enum):
    """How a reading came in; typed ones are equal citizens and carry their mark."""

    BLE = "ble"
    PRACTICE = "practice"
    KEYBOARD = "keyboard"
    MANUAL = "manual"
    SERIAL = "serial"
    REPLAY = "replay"

    @property
    def label(self) -> str:
        return _SOURCES[self]

    @property
    def real(self) -> bool:
        """Whether a wall was measured: in practice and in a replay nothing was."""
        return self not in {Source.PRACTICE, Source.REPLAY}


_SOURCES: Mapping[Source, str] = {
    Source.BLE: "蓝牙",
    Source.PRACTICE: "练习",
    Source.KEYBOARD: "键盘模式",
    Source.MANUAL: "手工录入",
    Source.SERIAL: "串口",
    Source.REPLAY: "回放",
}


class Role(Enum):
    """Who signs the sheet (默认签字栏: 检查人员不少于二人, 陪同人员, 被检查单位负责人)."""

    INSPECTOR = "inspector"
    ESCORT = "escort"
    RESPONSIBLE = "responsible"

    @property
    def label(self) -> str:
        return _ROLES[self]


_ROLES: Mapping[Role, str] = {
    Role.INSPECTOR: "检查人员",
    Role.ESCORT: "陪同人员",
    Role.RESPONSIBLE: "被检查单位负责人",
}


class Check(Enum):
    """核对: what is asked of every room beside its area."""

    OCCUPANTS_MATCH = "occupants_match"
    OTHER_OFFICE = "other_office"
    TOILET_INSIDE = "toilet_inside"
    PLATE_MATCHES = "plate_matches"

    @property
    def label(self) -> str:
        return _CHECKS[self][0]

    @property
    def expected(self) -> bool:
        """The answer that raises no question."""
        return _CHECKS[self][1]


_CHECKS: Mapping[Check, tuple[str, bool]] = {
    Check.OCCUPANTS_MATCH: ("实际使用人与台账一致", True),
    Check.OTHER_OFFICE: ("另有办公室", False),
    Check.TOILET_INSIDE: ("室内卫生间", False),
    Check.PLATE_MATCHES: ("门牌与用途一致", True),
}


@dataclass(frozen=True, slots=True)
class Inspection:
    id: UUID
    unit_id: UUID
    unit: str
    number: str
    """Provisional number, county-device-n; the centre gives the official one."""
    team: str
    inspectors: tuple[str, ...]
    escort: str
    begun: datetime
    practice: bool


@dataclass(frozen=True, slots=True)
class Instrument:
    """The meter behind a reading, as far as it is known; empty text where it is not.
    The certificate is written out as it was that day: the registry may change later."""

    family: str
    model: str
    serial: str
    codec_version: int
    meter_id: UUID | None = None
    """Its record in the registry of meters, which a reading does not depend on."""
    certificate: str = ""
    """Number of the certificate; empty where none was known."""
    certificate_until: date | None = None
    correction_um: int = 0
    """By the certificate, to be added to what the meter showed."""
    uncertainty_um: int | None = None
    """By the certificate, expanded, k = 2."""


@dataclass(frozen=True, slots=True)
class Discarded:
    """What the meter sent for the same field and was not taken, with the reason."""

    raw: bytes
    micrometres: int | None
    """Nothing where it was no length (an area, an angle)."""
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """One reading as kept for ever: where it belongs, what was read, how it came."""

    id: UUID
    measurement_id: UUID | None
    slot: str
    micrometres: int
    """As the meter showed it, without the correction of its certificate."""
    source: Source
    instrument: Instrument
    edge: str
    counter: int | None
    raw: bytes
    operator: str
    at: datetime
    """By the clock of the computer."""
    withdrawn: str = ""
    """Why it was set aside; empty while it counts."""
    device_time: str = ""
    """What the meter itself says of the time, in its own words."""
    tilt_udeg: int | None = None
    """Inclination in millionths of a degree, where the meter measures it."""
    discarded: tuple[Discarded, ...] = ()
    """The readings of the same arming that did not count, in the order they came."""

    @property
    def corrected_um(self) -> int:
        """The length that areas are computed from."""
        return self.micrometres + self.instrument.correction_um

    def expired_on(self, day: date) -> bool:
        """Taken on a day on which the meter's certificate no longer held."""
        until = self.instrument.certificate_until
        return self.source.real and until is not None and day > until


@dataclass(frozen=True, slots=True)
class Measurement:
    id: UUID
    inspection_id: UUID
    room_id: UUID
    round: int
    begun: datetime
    readings: tuple[ReadingRecord, ...]

    @property
    def counting(self) -> tuple[ReadingRecord, ...]:
        return tuple(r for r in self.readings if not r.withdrawn)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was concluded from a measurement, with all that is needed to do so again."""

    id: UUID
    measurement_id: UUID
    room_id: UUID
    area: Area
    u: Area
    redundancy: int
    model: str
    engine: int
    outcome: Outcome
    limit: Area | None
    excess: Area | None
    pack: str
    pack_sha256: str
    threshold: Area
    explanation: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    id: UUID
    inspection_id: UUID
    room_id: UUID
    sha256: str
    size: int
    media_type: str
    caption: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """Ink bound to the text it was written under: `content_sha256` is that text's hash."""

    id: UUID
    inspection_id: UUID
    role: Role
    name: str
    ink: Ink | None
    refused: str
    content_sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    room_id: UUID
    check: Check
    answer: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RoomProgress:
    """One room on the round's list: what has been done there in this inspection."""

    room_id: UUID
    number: str
    building: str
    floor: str
    use: RoomUse
    use_text: str
    occupants: tuple[str, ...]
    ledger_area: Area | None
    readings: int
    outcome: Outcome | None
    done: bool


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One unit on the task list; `inspection_id` is that of its latest visit."""

    unit_id: UUID
    name: str
    kind: str
    rooms: int
    offices: int
    inspection_id: UUID | None
    number: str
    done: int
    findings: int


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet written to a file; the file's hash is kept, so a changed file is noticed."""

    id: UUID
    inspection_id: UUID
    sha256: str
    content_sha256: str
    size: int
    pages: int
    at: datetime
