"""The tables of the meters: the registry, checks of known lengths, what was discarded.

Synced like those of `tables`, which they follow: who imports this module knows them all.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inspector.db.tables import FACT, LEDGER, Base


def _in(group: str) -> Any:
    return mapped_column(info={"group": group})


class MeterRow(Base):
    """One meter. No key but its id: two computers may each have met it before they met
    one another, and a row that the centre refused would take its checks with it."""

    __tablename__ = "meter"
    __table_args__ = ({"info": LEDGER},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    family: Mapped[str] = _in("identity")
    address: Mapped[str] = _in("identity")
    """Where it was met first; where this computer meets it is in `meter_seen`."""
    name: Mapped[str] = _in("identity")
    model: Mapped[str] = _in("identity")
    serial: Mapped[str] = _in("identity")
    edge_declared: Mapped[str] = _in("edge")
    certificate: Mapped[str] = _in("certificate")
    """Its number; empty where there is none, and then the days are nothing too."""
    certificate_issued: Mapped[date | None] = _in("certificate")
    certificate_until: Mapped[date | None] = _in("certificate")
    correction_um: Mapped[int] = _in("certificate")
    uncertainty_um: Mapped[int] = _in("certificate")
    retired: Mapped[bool] = _in("state")


class MeterCheckRow(Base):
    """A known length read with a meter, and the tolerance by which it was judged."""

    __tablename__ = "meter_check"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meter_id: Mapped[UUID] = mapped_column(ForeignKey("meter.id"), index=True)
    known_um: Mapped[int]
    shown_um: Mapped[str]
    """Whole micrometres, one a line."""
    correction_um: Mapped[int]
    tolerance_um: Mapped[int]
    operator: Mapped[str]
    at: Mapped[datetime]


class ReadingDiscardedRow(Base):
    """What the meter sent for the same field as a reading, and was not taken."""

    __tablename__ = "reading_discarded"
    __table_args__ = ({"info": FACT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reading_id: Mapped[UUID] = mapped_column(ForeignKey("reading.id"), index=True)
    raw: Mapped[bytes]
    length_um: Mapped[int | None]
    """Nothing where it was no length."""
    reason: Mapped[str]
    at: Mapped[datetime]
