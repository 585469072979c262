"""The registry of meters, all that is known of a reading, readings of no inspection."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NEW_TEXT = ("certificate", "device_time")


def upgrade() -> None:
    _meters()
    _readings()
    op.create_table(
        "reading_discarded",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reading_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("length_um", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["reading.id"],
            name=op.f("fk_reading_discarded_reading_id_reading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_discarded")),
    )
    op.create_index(
        op.f("ix_reading_discarded_reading_id"),
        "reading_discarded",
        ["reading_id"],
        unique=False,
    )


def _meters() -> None:
    op.create_table(
        "meter",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("edge_declared", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("certificate_issued", sa.String(length=10), nullable=True),
        sa.Column("certificate_until", sa.String(length=10), nullable=True),
        sa.Column("correction_um", sa.Integer(), nullable=False),
        sa.Column("uncertainty_um", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter")),
    )
    op.create_table(
        "meter_check",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("meter_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("known_um", sa.Integer(), nullable=False),
        sa.Column("shown_um", sa.String(), nullable=False),
        sa.Column("correction_um", sa.Integer(), nullable=False),
        sa.Column("tolerance_um", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meter_id"], ["meter.id"], name=op.f("fk_meter_check_meter_id_meter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_check")),
    )
    op.create_index(
        op.f("ix_meter_check_meter_id"), "meter_check", ["meter_id"], unique=False
    )
    op.create_table(
        "meter_seen",
        sa.Column("meter_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("meter_id", name=op.f("pk_meter_seen")),
    )


def _readings() -> None:
    """The table is built anew, which also takes the triggers off it: they would refuse to
    change a fact. They are put back when the ledger is opened. The rows keep what they
    say; the server defaults are for them alone, and go at once."""
    with op.batch_alter_table("reading", recreate="always") as table:
        table.alter_column(
            "inspection_id", existing_type=sa.LargeBinary(length=16), nullable=True
        )
        for name in _NEW_TEXT:
            table.add_column(
                sa.Column(name, sa.String(), nullable=False, server_default="")
            )
        table.add_column(
            sa.Column("correction_um", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("meter_id", sa.LargeBinary(length=16), nullable=True))
        table.add_column(sa.Column("certificate_until", sa.String(10), nullable=True))
        table.add_column(sa.Column("uncertainty_um", sa.Integer(), nullable=True))
        table.add_column(sa.Column("tilt_udeg", sa.Integer(), nullable=True))
    with op.batch_alter_table("reading", recreate="always") as table:
        for name in _NEW_TEXT:
            table.alter_column(name, existing_type=sa.String(), server_default=None)
        table.alter_column("correction_um", existing_type=sa.Integer(), server_default=None)
