"""Every table of a device's ledger, and nothing but tables.

`info` on a table says how it syncs (domain.md of the sync design, section 3.1): `ledger`
rows merge by field group, `fact` rows are added and never changed, tables without a class
stay on this device. `info` on a column names its field group; a group is compared and
taken whole, so that one person's area is never joined to another's instrument. A column
that came later says what the rows before it hold. The meters have `meter_tables`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from inspector.db.types import AreaType, DayType, IdType, MomentType
from inspector.domain.area import Area

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LEDGER: dict[str, str] = {"class": "ledger"}
FACT: dict[str, str] = {"class": "fact"}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        Area: AreaType(),
        UUID: IdType(),
        datetime: MomentType(),
        date: DayType(),
        bytes: LargeBinary(),
    }


def _in(group: str) -> Any:
    return mapped_column(info={"group": group})


def _since(before: str | int) -> Any:
    """A column of schema 2 or later, which rows and changes of older programs lack."""
    return mapped_column(info={"before": before})


# --- the ledger -------------------------------------------------------------------


class CountyRow(Base):
    __tablename__ = "county"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = _in("name")
    name: Mapped[str] = _in("name")
    place: Mapped[str] = _in("name")


class UnitRow(Base):
    __tablename__ = "unit"
    __table_args__ = (Index(None, "initials"), {"info": LEDGER})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = _in("name")
    initials: Mapped[str] = _in("name")
    level: Mapped[str] = _in("kind")
    kind: Mapped[str] = _in("kind")
    posts_total: Mapped[int] = _in("posts")
    responsible: Mapped[str] = _in("duty")
    office_head: Mapped[str] = _in("duty")
    remark: Mapped[str] = _in("remark")

    posts: Mapped[list[PostsRow]] = relationship(lazy="raise", order_by="PostsRow.rank")


class PostsRow(Base):
    """编制 of one unit at one rank."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("unit_id", "rank"), {"info": LEDGER})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), info={"group": "posts"})
    rank: Mapped[str] = _in("posts")
    number: Mapped[int] = _in("posts")


class CourtyardRow(Base):
    __tablename__ = "courtyard"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = _in("name")
    address: Mapped[str] = _in("address")


class BuildingRow(Base):
    __tablename__ = "building"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    courtyard_id: Mapped[UUID] = mapped_column(
        ForeignKey("courtyard.id"), index=True, info={"group": "name"}
    )
    name: Mapped[str] = _in("name")
    floors_above: Mapped[int | None] = _in("build")
    year: Mapped[int | None] = _in("build")
    structure: Mapped[str] = _in("build")
    high_rise: Mapped[bool] = _in("build")


class FloorRow(Base):
    __tablename__ = "floor"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    building_id: Mapped[UUID] = mapped_column(
        ForeignKey("building.id"), index=True, info={"group": "name"}
    )
    label: Mapped[str] = _in("name")
    level: Mapped[int] = _in("name")


class RoomRow(Base):
    __tablename__ = "room"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    floor_id: Mapped[UUID] = mapped_column(
        ForeignKey("floor.id"), index=True, info={"group": "number"}
    )
    unit_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("unit.id"), index=True, info={"group": "unit"}
    )
    number: Mapped[str] = mapped_column(index=True, info={"group": "number"})
    use: Mapped[str] = _in("use")
    use_text: Mapped[str] = _in("use")
    ledger_area: Mapped[Area | None] = _in("area")
    state: Mapped[str] = _in("state")
    remark: Mapped[str] = _in("remark")


class PersonRow(Base):
    __tablename__ = "person"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(
        ForeignKey("unit.id"), index=True, info={"group": "name"}
    )
    name: Mapped[str] = mapped_column(index=True, info={"group": "name"})
    initials: Mapped[str] = mapped_column(index=True, info={"group": "name"})
    rank: Mapped[str | None] = _in("rank")
    rank_text: Mapped[str] = _in("rank")
    post: Mapped[str] = _in("rank")
    counted: Mapped[bool] = _in("rank")
    party_gov_chief: Mapped[bool] = _in("rank")


class OccupancyRow(Base):
    __tablename__ = "occupancy"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    room_id: Mapped[UUID] = mapped_column(
        ForeignKey("room.id"), index=True, info={"group": "seat"}
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id"), index=True, info={"group": "seat"}
    )
    remark: Mapped[str] = _in("seat")


# --- facts: added, never changed --------------------------------------------------


class InspectionRow(Base):
    __tablename__ = "inspection"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    number: Mapped[str]
    team: Mapped[str]
    inspectors: Mapped[str]
    """Names, one a line."""
    escort: Mapped[str]
    begun: Mapped[datetime]
    practice: Mapped[bool]


class MeasurementRow(Base):
    """One set of readings of one room; a re-measurement is the next round."""

    __tablename__ = "measurement"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    round: Mapped[int]
    begun: Mapped[datetime]


class ReadingRow(Base):
    """One distance; without a measurement it waits in the tray (待归位读数), and without
    an inspection, for no room was open, in everybody's.

    `meter_id` is no foreign key: the row says all of the meter that it needs, and must
    never be refused by a centre because the meter's own row was.
    """

    __tablename__ = "reading"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("inspection.id"), index=True
    )
    measurement_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("measurement.id"), index=True
    )
    slot: Mapped[str]
    micrometres: Mapped[int]
    source: Mapped[str]
    family: Mapped[str]
    model: Mapped[str]
    serial: Mapped[str]
    codec_version: Mapped[int]
    meter_id: Mapped[UUID | None]
    certificate: Mapped[str] = _since("")
    certificate_until: Mapped[date | None]
    correction_um: Mapped[int] = _since(0)
    uncertainty_um: Mapped[int | None]
    edge: Mapped[str]
    counter: Mapped[int | None]
    raw: Mapped[bytes]
    device_time: Mapped[str] = _since("")
    tilt_udeg: Mapped[int | None]
    operator: Mapped[str]
    at: Mapped[datetime]


class ReadingPlacedRow(Base):
    """A reading of the tray was given its place. Two devices may each give it one: both
    facts stay, and the first by time is what counts."""

    __tablename__ = "reading_placed"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reading_id: Mapped[UUID] = mapped_column(ForeignKey("reading.id"), index=True)
    measurement_id: Mapped[UUID] = mapped_column(ForeignKey("measurement.id"), index=True)
    slot: Mapped[str]
    operator: Mapped[str]
    at: Mapped[datetime]


class ReadingWithdrawnRow(Base):
    """A reading was set aside; it keeps its reason and stays on the sheet."""

    __tablename__ = "reading_withdrawn"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reading_id: Mapped[UUID] = mapped_column(ForeignKey("reading.id"), index=True)
    reason: Mapped[str]
    operator: Mapped[str]
    at: Mapped[datetime]


class JudgementRow(Base):
    __tablename__ = "judgement"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    measurement_id: Mapped[UUID] = mapped_column(ForeignKey("measurement.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    area: Mapped[Area]
    u: Mapped[Area]
    redundancy: Mapped[int]
    model: Mapped[str]
    engine: Mapped[int]
    outcome: Mapped[str]
    limit: Mapped[Area | None]
    excess: Mapped[Area | None]
    pack: Mapped[str]
    pack_sha256: Mapped[str]
    threshold: Mapped[Area]
    explanation: Mapped[str]
    """One step a line."""
    at: Mapped[datetime]


class FindingRow(Base):
    __tablename__ = "finding"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    judgement_id: Mapped[UUID | None] = mapped_column(ForeignKey("judgement.id"))
    kind: Mapped[str]
    rectification: Mapped[str]
    note: Mapped[str]
    measured: Mapped[Area | None]
    limit: Mapped[Area | None]
    excess: Mapped[Area | None]
    method: Mapped[str | None]
    deadline: Mapped[date | None]
    decided_by: Mapped[str]
    at: Mapped[datetime]


class FindingReplacedRow(Base):
    """A later finding stands in place of this one; both stay. One decision may replace
    several: two devices may each have decided the same room."""

    __tablename__ = "finding_replaced"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"))
    at: Mapped[datetime]


class CheckRow(Base):
    """One answer of the check list; the latest one of a question counts."""

    __tablename__ = "check_answer"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    question: Mapped[str]
    answer: Mapped[bool]
    at: Mapped[datetime]


class PhotoRow(Base):
    """What is known of a photo; its bytes lie in the attachments folder by their hash."""

    __tablename__ = "photo"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    caption: Mapped[str]
    at: Mapped[datetime]


class SignatureRow(Base):
    __tablename__ = "signature"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    ink: Mapped[bytes]
    """Canonical ink (`db.inks`), empty where the signature was refused."""
    refused: Mapped[str]
    content_sha256: Mapped[str]
    at: Mapped[datetime]


class SheetRow(Base):
    """A sheet that was printed to a file, with the hash of that file."""

    __tablename__ = "sheet"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    sha256: Mapped[str]
    content_sha256: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    at: Mapped[datetime]
