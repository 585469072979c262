"""测距仪台账: whose certificate a length rests on, and what is said before measuring.

A wrong reference edge costs a room a hundred times more than the class of the meter
(rangefinder facts, 3.14), so a known length is read before the day's first room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from uuid import UUID

EXPIRING_DAYS = 30
FEWEST_SHOWN = 2
"""One reading cannot tell a slip of the hand from a meter that is off."""
CHECK_TOLERANCE_UM = 2_000
"""The makers' limit of the coarsest meters in use, ±2 mm (facts 3.14); the whole
millimetre on the screen and the held known length lie within it too."""
EDGE_UM = range(80_000, 200_001)
"""The length of a meter's body, 10 to 15 cm, with room on both sides (facts 1.7)."""

_CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Certificate:
    """检定证书 of one meter; `valid_until` is the last day on which it holds."""

    number: str
    issued: date
    valid_until: date
    correction_um: int
    """Added to what the meter shows."""
    uncertainty_um: int
    """Expanded, k = 2; 0 where the certificate states none."""


class CertificateState(Enum):
    """Where a certificate stands on a day, with what to do about it."""

    NONE = "none"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        return _STATES[self][0]

    @property
    def advice(self) -> str:
        """Empty where nothing needs doing."""
        return _STATES[self][1]


_STATES: Mapping[CertificateState, tuple[str, str]] = {
    CertificateState.NONE: (
        "无检定证书",
        "请登记检定证书；没有送检的，请先送检，或换用已检定的测距仪。",
    ),
    CertificateState.VALID: ("检定证书有效", ""),
    CertificateState.EXPIRING: (
        "检定证书即将到期",
        f"证书将在 {EXPIRING_DAYS} 天内到期，请安排送检。",
    ),
    CertificateState.EXPIRED: (
        "检定证书已过期",
        "请换用证书有效的测距仪；已重新检定的，请登记新证书。",
    ),
}


@dataclass(frozen=True, slots=True)
class MeterRecord:
    """One of the user's meters. `edge_declared` is the reference edge (基准边) at which
    it is to stand, in the words in which readings name theirs; empty if never said."""

    id: UUID
    family: str
    address: str
    """Where this computer meets it; another computer may know it by another one."""
    name: str
    model: str
    serial: str
    edge_declared: str = ""
    certificate: Certificate | None = None
    last_seen: datetime | None = None
    """By this computer; nothing where only others have met it."""
    retired: bool = False


class CheckOutcome(Enum):
    """What readings of a known length (已知长度核对) say of the meter."""

    PASSED = "passed"
    FAILED = "failed"
    WRONG_EDGE = "wrong_edge"
    TOO_FEW = "too_few"

    @property
    def label(self) -> str:
        return _OUTCOMES[self]


_OUTCOMES: Mapping[CheckOutcome, str] = {
    CheckOutcome.PASSED: "核对合格",
    CheckOutcome.FAILED: "核对不合格",
    CheckOutcome.WRONG_EDGE: "测量基准边设错",
    CheckOutcome.TOO_FEW: "核对读数不足两次",
}


@dataclass(frozen=True, slots=True)
class MeterCheck:
    """A known length read with a meter. Correction and tolerance are those of that day,
    so that a later certificate changes nothing that was found before it."""

    id: UUID
    meter_id: UUID
    at: datetime
    known_um: int
    shown_um: tuple[int, ...]
    """As the meter showed them, without the correction."""
    operator: str
    correction_um: int = 0
    tolerance_um: int = CHECK_TOLERANCE_UM

    @property
    def deviations_um(self) -> tuple[int, ...]:
        return tuple(um + self.correction_um - self.known_um for um in self.shown_um)

    @property
    def outcome(self) -> CheckOutcome:
        """Every single reading must hold: a mean would hide one that is off."""
        if len(self.shown_um) < FEWEST_SHOWN:
            return CheckOutcome.TOO_FEW
        off = self.deviations_um
        if all(abs(um) <= self.tolerance_um for um in off):
            return CheckOutcome.PASSED
        if all(um in EDGE_UM for um in off) or all(-um in EDGE_UM for um in off):
            return CheckOutcome.WRONG_EDGE
        return CheckOutcome.FAILED

    @property
    def passed(self) -> bool:
        return self.outcome is CheckOutcome.PASSED

    @property
    def day(self) -> date:
        """By the clock of China, wherever the computer thinks it is."""
        return self.at.astimezone(_CHINA).date()


class Caution(Enum):
    """What must be said of a meter before it measures; nothing here forbids measuring."""

    RETIRED = "retired"
    NO_CERTIFICATE = "no_certificate"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_CHECKED_TODAY = "not_checked_today"
    CHECK_FAILED = "check_failed"
    WRONG_EDGE = "wrong_edge"

    @property
    def label(self) -> str:
        return _CAUTIONS[self][0]

    @property
    def advice(self) -> str:
        return _CAUTIONS[self][1]


_CAUTIONS: Mapping[Caution, tuple[str, str]] = {
    Caution.RETIRED: ("这台测距仪已停用", "请换用其他测距仪；确需再用的，请先恢复启用。"),
    Caution.NO_CERTIFICATE: _STATES[CertificateState.NONE],
    Caution.EXPIRING: _STATES[CertificateState.EXPIRING],
    Caution.EXPIRED: _STATES[CertificateState.EXPIRED],
    Caution.NOT_CHECKED_TODAY: (
        "今天还没有核对",
        "请先对一段已知长度测两次，确认基准边和读数无误。",
    ),
    Caution.CHECK_FAILED: (
        "上次核对不合格",
        "请擦净镜头、对准目标后重新核对；仍不合格的，请停用并送检。",
    ),
    Caution.WRONG_EDGE: (
        "上次核对发现基准边设错",
        "读数相差约一个机身的长度，请在测距仪上改正基准边后重新核对。",
    ),
}

_OF_STATE: Mapping[CertificateState, Caution] = {
    CertificateState.NONE: Caution.NO_CERTIFICATE,
    CertificateState.EXPIRING: Caution.EXPIRING,
    CertificateState.EXPIRED: Caution.EXPIRED,
}
_OF_OUTCOME: Mapping[CheckOutcome, Caution] = {
    CheckOutcome.FAILED: Caution.CHECK_FAILED,
    CheckOutcome.WRONG_EDGE: Caution.WRONG_EDGE,
}


def certificate_state(certificate: Certificate | None, today: date) -> CertificateState:
    if certificate is None:
        return CertificateState.NONE
    left = (certificate.valid_until - today).days
    if left < 0:
        return CertificateState.EXPIRED
    return CertificateState.EXPIRING if left <= EXPIRING_DAYS else CertificateState.VALID


def check_tolerance_um(certificate: Certificate | None) -> int:
    """The greater of 2 mm and the certificate's uncertainty: a meter is not held to more
    than the laboratory promised of it."""
    return max(CHECK_TOLERANCE_UM, certificate.uncertainty_um if certificate else 0)


def readiness(
    record: MeterRecord, last_check: MeterCheck | None, today: date
) -> list[Caution]:
    """What to say before this meter measures, on a Chinese calendar day; empty is ready.
    Not asked of a practice meter, which is in no registry."""
    found = [Caution.RETIRED] if record.retired else []
    state = certificate_state(record.certificate, today)
    if state in _OF_STATE:
        found.append(_OF_STATE[state])
    outcome = last_check.outcome if last_check else CheckOutcome.TOO_FEW
    if last_check is None or last_check.day != today or outcome is CheckOutcome.TOO_FEW:
        found.append(Caution.NOT_CHECKED_TODAY)
    if outcome in _OF_OUTCOME:
        found.append(_OF_OUTCOME[outcome])
    return found
