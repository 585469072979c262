"""测距仪台账: meters are met, certified, checked against a known length, and retired.

Practice meters are never met here: they are in no registry and need no certificate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from inspector.actions.changes import Changes
from inspector.actions.here import CHINA, Here
from inspector.db import meters as registry
from inspector.domain.inspections import Instrument
from inspector.domain.meters import (
    FEWEST_SHOWN,
    Caution,
    Certificate,
    MeterCheck,
    MeterRecord,
    check_tolerance_um,
    readiness,
)
from inspector.trouble import Trouble

_MOST_UM = 10_000
"""A correction or an uncertainty beyond 10 mm is a slip of units, not a laser meter."""
_CHANGES = Changes(meters=True)


@dataclass(frozen=True, slots=True)
class Standing:
    """A meter as the register knows it today."""

    record: MeterRecord
    last: MeterCheck | None
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class MeterKept:
    record: MeterRecord
    changes: Changes = _CHANGES


@dataclass(frozen=True, slots=True)
class Checked:
    check: MeterCheck
    changes: Changes = _CHANGES


def meters(here: Here) -> list[MeterRecord]:
    """Every meter of the registry, those in use first; reads only."""
    return here.ledger.ask(registry.meters)


def meet_meter(
    here: Here, family: str, address: str, name: str, model: str, serial: str
) -> MeterRecord:
    """The record of a meter that is connected; made when it is met for the first time.

    A meeting by itself is kept on this computer alone. It becomes a change to sync only
    where it tells something new: a meter, or a name, model or serial number not known.
    """
    if not address and not serial:
        raise Trouble(
            "这台测距仪没有地址，也没有序列号，无法登记。", "请填写机身上的序列号。"
        )
    with here.ledger.write(here.act("meet_meter")) as session:
        known = registry.find_meter(session, family, address, serial)
        if known is None:
            known = MeterRecord(here.new_id(), family, address, name, model, serial)
            registry.add_meter(session, known)
        else:
            registry.fill_identity(session, known.id, name, model, serial)
        registry.note_seen(session, known.id, address, here.now())
        session.flush()
        return registry.get_meter(session, known.id)


def keep_certificate(
    here: Here, meter_id: UUID, certificate: Certificate | None
) -> MeterKept:
    """Keep the certificate that holds from now on; none takes a wrong one back. Readings
    keep the certificate under which they were taken."""
    if certificate is not None:
        certificate = replace(certificate, number=certificate.number.strip())
        _refuse_unlikely(certificate, _today(here))
    with here.ledger.write(here.act("keep_certificate")) as session:
        registry.set_certificate(session, meter_id, certificate)
        session.flush()
        return MeterKept(registry.get_meter(session, meter_id))


def declare_edge(here: Here, meter_id: UUID, edge: str) -> MeterKept:
    """Say from which edge the meter measures, in the words in which readings say theirs."""
    with here.ledger.write(here.act("declare_edge")) as session:
        registry.set_edge(session, meter_id, edge)
        session.flush()
        return MeterKept(registry.get_meter(session, meter_id))


def retire_meter(here: Here, meter_id: UUID, *, retired: bool = True) -> MeterKept:
    """Take a meter out of use, or back into it; its readings and checks stay."""
    with here.ledger.write(here.act("retire_meter")) as session:
        registry.set_retired(session, meter_id, retired=retired)
        session.flush()
        return MeterKept(registry.get_meter(session, meter_id))


def keep_check(
    here: Here, meter_id: UUID, known_um: int, shown_um: Sequence[int]
) -> Checked:
    """Keep what the meter showed for a known length, judged by today's certificate."""
    if len(shown_um) < FEWEST_SHOWN:
        raise Trouble("核对读数不足两次。", "请对同一段已知长度至少测两次。")
    if min(known_um, *shown_um) <= 0:
        raise Trouble("已知长度和读数须大于零。", "请检查填写的数值和单位。")
    with here.ledger.write(here.act("keep_check")) as session:
        certificate = registry.get_meter(session, meter_id).certificate
        check = MeterCheck(
            id=here.new_id(),
            meter_id=meter_id,
            at=here.now(),
            known_um=known_um,
            shown_um=tuple(shown_um),
            operator=here.person,
            correction_um=certificate.correction_um if certificate else 0,
            tolerance_um=check_tolerance_um(certificate),
        )
        registry.add_check(session, check)
    return Checked(check)


def standing_of(here: Here, meter_id: UUID) -> Standing:
    """A meter, and what to say of it before it measures today; reads only."""
    record = here.ledger.ask(registry.get_meter, meter_id)
    last = here.ledger.ask(registry.last_check, meter_id)
    return Standing(record, last, tuple(readiness(record, last, _today(here))))


def instrument_of(record: MeterRecord, codec_version: int) -> Instrument:
    """What a reading of this meter says of it, its certificate of today included."""
    known = record.certificate
    return Instrument(
        family=record.family,
        model=record.model or record.name,
        serial=record.serial,
        codec_version=codec_version,
        meter_id=record.id,
        certificate=known.number if known else "",
        certificate_until=known.valid_until if known else None,
        correction_um=known.correction_um if known else 0,
        uncertainty_um=known.uncertainty_um or None if known else None,
    )


def _refuse_unlikely(certificate: Certificate, today: date) -> None:
    if not certificate.number:
        raise Trouble("没有填写证书编号。", "请照证书填写编号。")
    if certificate.valid_until < certificate.issued:
        raise Trouble("有效期早于发证日期。", "请核对证书上的两个日期。")
    if certificate.issued > today:
        raise Trouble("发证日期晚于今天。", "请核对证书上的日期和本机的日期。")
    if not -_MOST_UM <= certificate.correction_um <= _MOST_UM:
        raise Trouble("修正值超过 10 mm。", "请核对修正值的单位（毫米）和正负号。")
    if not 0 <= certificate.uncertainty_um <= _MOST_UM:
        raise Trouble(
            "不确定度须在 0 至 10 mm 之间。", "请核对单位（毫米）；证书未给出的填 0。"
        )


def _today(here: Here) -> date:
    """The day in China, which is that of the certificates."""
    return here.now().astimezone(CHINA).date()
