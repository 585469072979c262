"""The first ledger: the estate, the facts of an inspection, the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "county",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county")),
    )
    op.create_table(
        "courtyard",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courtyard")),
    )
    op.create_table(
        "cursor",
        sa.Column("shard", sa.String(), nullable=False),
        sa.Column("server_id", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shard", name=op.f("pk_cursor")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("incarnation", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("copied", sa.BigInteger(), nullable=True),
        sa.Column("copied_from", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_device_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "journal",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("cmid", sa.Integer(), nullable=False),
        sa.Column("tbl", sa.String(), nullable=False),
        sa.Column("row_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("grp", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_cmid"), "journal", ["cmid"], unique=False)
    op.create_table(
        "memory",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_memory")),
    )
    op.create_table(
        "mutation",
        sa.Column("cmid", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("cmid", name=op.f("pk_mutation")),
    )
    op.create_index(op.f("ix_mutation_state"), "mutation", ["state"], unique=False)
    op.create_table(
        "pen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_pen_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pen")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("applied", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("pulled", sa.Integer(), nullable=False),
        sa.Column("photos_sent", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("posts_total", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("office_head", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_initials"), "unit", ["initials"], unique=False)
    op.create_table(
        "upload",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_upload")),
    )
    op.create_table(
        "building",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("courtyard_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("floors_above", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("high_rise", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["courtyard_id"],
            ["courtyard.id"],
            name=op.f("fk_building_courtyard_id_courtyard"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
    )
    op.create_index(
        op.f("ix_building_courtyard_id"), "building", ["courtyard_id"], unique=False
    )
    op.create_table(
        "inspection",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("inspectors", sa.String(), nullable=False),
        sa.Column("escort", sa.String(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_unit_id"), "inspection", ["unit_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=True),
        sa.Column("rank_text", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("party_gov_chief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_initials"), "person", ["initials"], unique=False)
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_posts_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("unit_id", "rank", name=op.f("uq_posts_unit_id_rank")),
    )
    op.create_table(
        "floor",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("building_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_floor_building_id_building")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor")),
    )
    op.create_index(op.f("ix_floor_building_id"), "floor", ["building_id"], unique=False)
    op.create_table(
        "sheet",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_sheet_inspection_id_inspection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    op.create_index(
        op.f("ix_sheet_inspection_id"), "sheet", ["inspection_id"], unique=False
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ink", sa.LargeBinary(), nullable=False),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_signature_inspection_id_inspection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index(
        op.f("ix_signature_inspection_id"), "signature", ["inspection_id"], unique=False
    )
    op.create_table(
        "room",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("floor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("use_text", sa.String(), nullable=False),
        sa.Column("ledger_area", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["floor_id"], ["floor.id"], name=op.f("fk_room_floor_id_floor")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_room_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_index(op.f("ix_room_floor_id"), "room", ["floor_id"], unique=False)
    op.create_index(op.f("ix_room_number"), "room", ["number"], unique=False)
    op.create_index(op.f("ix_room_unit_id"), "room", ["unit_id"], unique=False)
    op.create_table(
        "check_answer",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_check_answer_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_check_answer_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_answer")),
    )
    op.create_index(
        op.f("ix_check_answer_inspection_id"),
        "check_answer",
        ["inspection_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_check_answer_room_id"), "check_answer", ["room_id"], unique=False
    )
    op.create_table(
        "measurement",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_measurement_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_measurement_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    op.create_index(
        op.f("ix_measurement_inspection_id"), "measurement", ["inspection_id"], unique=False
    )
    op.create_index(
        op.f("ix_measurement_room_id"), "measurement", ["room_id"], unique=False
    )
    op.create_table(
        "occupancy",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_occupancy_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_occupancy_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
    )
    op.create_index(
        op.f("ix_occupancy_person_id"), "occupancy", ["person_id"], unique=False
    )
    op.create_index(op.f("ix_occupancy_room_id"), "occupancy", ["room_id"], unique=False)
    op.create_table(
        "photo",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_photo_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_photo_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index(
        op.f("ix_photo_inspection_id"), "photo", ["inspection_id"], unique=False
    )
    op.create_index(op.f("ix_photo_room_id"), "photo", ["room_id"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("measurement_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("u", sa.BigInteger(), nullable=False),
        sa.Column("redundancy", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("engine", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("limit", sa.BigInteger(), nullable=True),
        sa.Column("excess", sa.BigInteger(), nullable=True),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("pack_sha256", sa.String(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measurement_id"],
            ["measurement.id"],
            name=op.f("fk_judgement_measurement_id_measurement"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_judgement_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(
        op.f("ix_judgement_measurement_id"), "judgement", ["measurement_id"], unique=False
    )
    op.create_index(op.f("ix_judgement_room_id"), "judgement", ["room_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("measurement_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("micrometres", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("codec_version", sa.Integer(), nullable=False),
        sa.Column("edge", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_reading_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["measurement_id"],
            ["measurement.id"],
            name=op.f("fk_reading_measurement_id_measurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(
        op.f("ix_reading_inspection_id"), "reading", ["inspection_id"], unique=False
    )
    op.create_index(
        op.f("ix_reading_measurement_id"), "reading", ["measurement_id"], unique=False
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("judgement_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rectification", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("measured", sa.BigInteger(), nullable=True),
        sa.Column("limit", sa.BigInteger(), nullable=True),
        sa.Column("excess", sa.BigInteger(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("deadline", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_finding_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["judgement_id"],
            ["judgement.id"],
            name=op.f("fk_finding_judgement_id_judgement"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_finding_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(
        op.f("ix_finding_inspection_id"), "finding", ["inspection_id"], unique=False
    )
    op.create_index(op.f("ix_finding_room_id"), "finding", ["room_id"], unique=False)
    op.create_table(
        "reading_placed",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reading_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("measurement_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measurement_id"],
            ["measurement.id"],
            name=op.f("fk_reading_placed_measurement_id_measurement"),
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["reading.id"],
            name=op.f("fk_reading_placed_reading_id_reading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_placed")),
    )
    op.create_index(
        op.f("ix_reading_placed_measurement_id"),
        "reading_placed",
        ["measurement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reading_placed_reading_id"), "reading_placed", ["reading_id"], unique=False
    )
    op.create_table(
        "reading_withdrawn",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reading_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["reading.id"],
            name=op.f("fk_reading_withdrawn_reading_id_reading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_withdrawn")),
    )
    op.create_index(
        op.f("ix_reading_withdrawn_reading_id"),
        "reading_withdrawn",
        ["reading_id"],
        unique=False,
    )
    op.create_table(
        "finding_replaced",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("finding_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("by_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["finding.id"], name=op.f("fk_finding_replaced_by_id_finding")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_finding_replaced_finding_id_finding"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_replaced")),
    )
    op.create_index(
        op.f("ix_finding_replaced_finding_id"),
        "finding_replaced",
        ["finding_id"],
        unique=False,
    )
