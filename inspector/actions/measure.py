"""Keeping readings: each one is durable before anybody is told that it was taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from inspector.actions.changes import Changes
from inspector.actions.here import CHINA, Here
from inspector.db import estate, inspections
from inspector.db.ledger import Session
from inspector.domain.assessment import Assessment, Rules, assess
from inspector.domain.estate import RoomCard
from inspector.domain.inspections import (
    Discarded,
    Instrument,
    Judgement,
    Measurement,
    ReadingRecord,
    Source,
)
from inspector.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Taken:
    """A distance as it came in, before it has an id and a place."""

    micrometres: int
    source: Source
    instrument: Instrument
    edge: str = ""
    counter: int | None = None
    raw: bytes = b""
    device_time: str = ""
    tilt_udeg: int | None = None
    discarded: tuple[Discarded, ...] = ()


@dataclass(frozen=True, slots=True)
class Measuring:
    """Where a room's measuring stands after a read or an action."""

    card: RoomCard
    measurement: Measurement | None
    assessment: Assessment
    tray: tuple[ReadingRecord, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Loose:
    """The readings that belong to no inspection and wait in the tray of each."""

    tray: tuple[ReadingRecord, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Judged:
    judgement: Judgement
    changes: Changes


def look(here: Here, inspection_id: UUID, room_id: UUID) -> Measuring:
    """A room as it stands; reads only."""
    return here.ledger.ask(standing_of, here, inspection_id, room_id)


def keep_reading(
    here: Here, inspection_id: UUID, room_id: UUID, slot: str, taken: Taken
) -> Measuring:
    """Keep a reading in its place. A place that is taken keeps its first reading: the
    new one waits in the tray, and a person decides which counts."""
    with here.ledger.write(here.act("keep_reading")) as session:
        found = inspections.latest_measurement(session, inspection_id, room_id)
        measurement = found or _begin(session, here, (inspection_id, room_id), 1)
        free = all(reading.slot != slot for reading in measurement.counting)
        record = _record(
            here, taken, measurement.id if free else None, slot if free else ""
        )
        _add(session, here, inspection_id, record)
        return standing_of(session, here, inspection_id, room_id)


def keep_stray(here: Here, inspection_id: UUID, room_id: UUID, taken: Taken) -> Measuring:
    """Keep a reading that no field waits for in the tray (待归位读数)."""
    with here.ledger.write(here.act("keep_stray")) as session:
        _add(session, here, inspection_id, _record(here, taken, None, ""))
        return standing_of(session, here, inspection_id, room_id)


def keep_loose(here: Here, taken: Taken) -> Loose:
    """Keep a reading that came while no room was open: it waits in every inspection's
    tray until somebody places it or sets it aside."""
    with here.ledger.write(here.act("keep_loose")) as session:
        _add(session, here, None, _record(here, taken, None, ""))
        return _loose(session)


def place_reading(
    here: Here, inspection_id: UUID, room_id: UUID, reading_id: UUID, slot: str
) -> Measuring:
    """Give a reading of the tray its place; the one that stood there is set aside. One
    that has left the tray meanwhile (a second press) stays where it is."""
    with here.ledger.write(here.act("place_reading")) as session:
        if all(
            stray.id != reading_id for stray in inspections.tray(session, inspection_id)
        ):
            return standing_of(session, here, inspection_id, room_id)
        found = inspections.latest_measurement(session, inspection_id, room_id)
        measurement = found or _begin(session, here, (inspection_id, room_id), 1)
        for old in measurement.counting:
            if old.slot == slot:
                _withdraw(session, here, old.id, "由另一次读数代替")
        record = replace(
            inspections.get_reading(session, reading_id),
            measurement_id=measurement.id,
            slot=slot,
        )
        inspections.add_placing(session, here.new_id(), record, here.person, here.now())
        session.flush()
        return standing_of(session, here, inspection_id, room_id)


def withdraw_reading(
    here: Here, inspection_id: UUID, room_id: UUID, reading_id: UUID, reason: str
) -> Measuring:
    """Set a reading aside; it keeps its reason and stays on the sheet. The first reason
    counts: a second press changes nothing."""
    with here.ledger.write(here.act("withdraw_reading")) as session:
        if not inspections.is_withdrawn(session, reading_id):
            _withdraw(session, here, reading_id, reason)
            session.flush()
        return standing_of(session, here, inspection_id, room_id)


def take_back(
    here: Here, inspection_id: UUID, room_id: UUID, raw: bytes, reason: str
) -> Measuring:
    """The meter itself says that what it sent was no length: its last reading of these
    bytes is set aside, wherever in the inspection it was put."""
    with here.ledger.write(here.act("withdraw_reading")) as session:
        _take_back(session, here, inspection_id, raw, reason)
        return standing_of(session, here, inspection_id, room_id)


def take_back_loose(here: Here, raw: bytes, reason: str) -> Loose:
    """The same for a reading that came while no room was open."""
    with here.ledger.write(here.act("withdraw_reading")) as session:
        _take_back(session, here, None, raw, reason)
        return _loose(session)


def measure_again(here: Here, inspection_id: UUID, room_id: UUID) -> Measuring:
    """Begin the next round; the first set is kept as it is."""
    with here.ledger.write(here.act("measure_again")) as session:
        last = inspections.latest_measurement(session, inspection_id, room_id)
        _begin(session, here, (inspection_id, room_id), last.round + 1 if last else 1)
        return standing_of(session, here, inspection_id, room_id)


def set_by(here: Here, inspection_id: UUID, room_id: UUID) -> Measuring:
    """Leave a room without a decision. What the readings say by now is kept, so that the
    sheet shows the area and 临界须复测 and does not pass over the room in silence."""
    standing = look(here, inspection_id, room_id)
    if standing.measurement is None or standing.assessment.solved is None:
        return standing
    with here.ledger.write(here.act("set_by")) as session:
        last = inspections.judgements(session, inspection_id).get(room_id)
        if not _still_so(last, standing):
            conclude(session, here, inspection_id, room_id)
    return look(here, inspection_id, room_id)


def conclude(session: Session, here: Here, inspection_id: UUID, room_id: UUID) -> Judgement:
    """Keep today's conclusion from the room's last round, for a finding to rest on.

    Raises `Trouble` while the readings give no area.
    """
    standing = standing_of(session, here, inspection_id, room_id)
    solved = standing.assessment.solved
    if standing.measurement is None or solved is None:
        raise Trouble("读数还不足以计算面积。", "请按提示补测后再认定。")
    judgement = _judgement(here, standing)
    inspections.add_judgement(session, judgement)
    return judgement


def standing_of(
    session: Session, here: Here, inspection_id: UUID, room_id: UUID
) -> Measuring:
    """A room as it stands within a session, with what that session has added."""
    card = estate.room_card(session, room_id)
    county = estate.county(session)
    rules = Rules(
        here.rulebook,
        here.policy,
        county.place if county else "CN",
        here.now().astimezone(CHINA).date(),
    )
    measurement = inspections.latest_measurement(session, inspection_id, room_id)
    readings = measurement.readings if measurement else ()
    return Measuring(
        card=card,
        measurement=measurement,
        assessment=assess(card, readings, rules),
        tray=tuple(inspections.tray(session, inspection_id)),
        changes=Changes(rooms=frozenset({room_id}), inspections=frozenset({inspection_id})),
    )


def _begin(
    session: Session, here: Here, where: tuple[UUID, UUID], number: int
) -> Measurement:
    inspection_id, room_id = where
    measurement = Measurement(
        id=here.new_id(),
        inspection_id=inspection_id,
        room_id=room_id,
        round=number,
        begun=here.now(),
        readings=(),
    )
    inspections.add_measurement(session, measurement)
    return measurement


def _add(
    session: Session, here: Here, inspection_id: UUID | None, record: ReadingRecord
) -> None:
    """A reading with everything that came beside it, in the one transaction."""
    inspections.add_reading(session, inspection_id, record)
    for discarded in record.discarded:
        inspections.add_discarded(session, here.new_id(), record.id, discarded)
    session.flush()


def _loose(session: Session) -> Loose:
    return Loose(tuple(inspections.tray(session, None)), Changes())


def _record(
    here: Here, taken: Taken, measurement_id: UUID | None, slot: str
) -> ReadingRecord:
    return ReadingRecord(
        id=here.new_id(),
        measurement_id=measurement_id,
        slot=slot,
        micrometres=taken.micrometres,
        source=taken.source,
        instrument=taken.instrument,
        edge=taken.edge,
        counter=taken.counter,
        raw=taken.raw,
        operator=here.person,
        at=here.now(),
        device_time=taken.device_time,
        tilt_udeg=taken.tilt_udeg,
        discarded=taken.discarded,
    )


def _still_so(last: Judgement | None, standing: Measuring) -> bool:
    """The conclusion that was kept last is the one that would be kept now."""
    solved, measurement = standing.assessment.solved, standing.measurement
    return (
        last is not None
        and solved is not None
        and measurement is not None
        and (last.measurement_id, last.area, last.u)
        == (measurement.id, solved.area, solved.u)
        and last.outcome is standing.assessment.verdict.outcome
    )


def _withdraw(session: Session, here: Here, reading_id: UUID, reason: str) -> None:
    by = (here.person, here.now())
    inspections.add_withdrawal(session, here.new_id(), reading_id, reason, by)


def _take_back(
    session: Session, here: Here, inspection_id: UUID | None, raw: bytes, reason: str
) -> None:
    reading_id = inspections.last_reading_of(session, inspection_id, raw)
    if reading_id is not None:
        _withdraw(session, here, reading_id, reason)
        session.flush()


def _judgement(here: Here, standing: Measuring) -> Judgement:
    solved, verdict = standing.assessment.solved, standing.assessment.verdict
    assert solved is not None
    assert standing.measurement is not None
    return Judgement(
        id=here.new_id(),
        measurement_id=standing.measurement.id,
        room_id=standing.card.room.id,
        area=solved.area,
        u=solved.u,
        redundancy=solved.redundancy,
        model=solved.model.value,
        engine=solved.engine,
        outcome=verdict.outcome,
        limit=verdict.limit,
        excess=verdict.excess,
        pack=verdict.pack,
        pack_sha256=verdict.pack_sha256,
        threshold=verdict.policy.threshold,
        explanation=tuple(str(step) for step in verdict.explanation),
        at=here.now(),
    )
