"""The registry of meters, all that is known of a reading, readings of no inspection."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "c0002"
down_revision = "c0001"

_ID = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_INTEGER = sa.BigInteger()
_TEXT = sa.Text()
_BYTES = sa.LargeBinary()


def _column(name: str, kind: Any) -> sa.Column[object]:
    """A name that ends in `?` may be nothing."""
    return sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?"))


def _project(name: str, columns: dict[str, Any]) -> None:
    keys = {"shard": _TEXT, "id": _ID}
    tail = {"bucket": _TEXT, "ver": _INTEGER, "deleted_seq?": _INTEGER}
    op.create_table(
        name,
        *(_column(n, k) for n, k in {**keys, **columns, **tail}.items()),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
    )


def upgrade() -> None:
    _project(
        "meter",
        {
            "family": _TEXT,
            "address": _TEXT,
            "name": _TEXT,
            "model": _TEXT,
            "serial": _TEXT,
            "edge_declared": _TEXT,
            "certificate": _TEXT,
            "certificate_issued?": _TEXT,
            "certificate_until?": _TEXT,
            "correction_um": _INTEGER,
            "uncertainty_um": _INTEGER,
            "retired": _INTEGER,
        },
    )
    _project(
        "meter_check",
        {
            "meter_id": _ID,
            "known_um": _INTEGER,
            "shown_um": _TEXT,
            "correction_um": _INTEGER,
            "tolerance_um": _INTEGER,
            "operator": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "reading_discarded",
        {
            "reading_id": _ID,
            "raw": _BYTES,
            "length_um?": _INTEGER,
            "reason": _TEXT,
            "at": _INTEGER,
        },
    )
    _readings()


def _readings() -> None:
    """Rows that are there say of the new columns what `whole_row` says of old changes.
    The defaults go at once: only then is a large table not written anew by PostgreSQL."""
    filled: dict[str, tuple[Any, str]] = {
        "certificate": (_TEXT, ""),
        "device_time": (_TEXT, ""),
        "correction_um": (_INTEGER, "0"),
    }
    with op.batch_alter_table("reading") as table:
        table.alter_column("inspection_id", existing_type=_ID, nullable=True)
        for name, (kind, before) in filled.items():
            table.add_column(sa.Column(name, kind, nullable=False, server_default=before))
        table.add_column(_column("meter_id?", _ID))
        table.add_column(_column("certificate_until?", _TEXT))
        table.add_column(_column("uncertainty_um?", _INTEGER))
        table.add_column(_column("tilt_udeg?", _INTEGER))
    with op.batch_alter_table("reading") as table:
        for name, (kind, _) in filled.items():
            table.alter_column(name, existing_type=kind, server_default=None)
