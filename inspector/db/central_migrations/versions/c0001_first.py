"""The first central store: projections of the synced tables, log, devices, conflicts."""

from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic import op

revision = "c0001"
down_revision = None

_ID = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_INTEGER = sa.BigInteger()
_TEXT = sa.Text()
_BYTES = sa.LargeBinary()

Kinds: TypeAlias = dict[str, Any]


def _column(name: str, kind: Any) -> sa.Column[object]:
    """A name that ends in `?` may be nothing."""
    return sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?"))


def _create(
    name: str, keys: Kinds, columns: Kinds, *more: sa.Constraint, **options: Any
) -> None:
    op.create_table(
        name,
        *(_column(n, k) for n, k in {**keys, **columns}.items()),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
        *more,
        **options,
    )


def _project(name: str, columns: Kinds, *unique: str) -> None:
    tail = {"bucket": _TEXT, "ver": _INTEGER, "deleted_seq?": _INTEGER}
    more: list[sa.Constraint] = []
    if unique:
        more = [sa.UniqueConstraint(*unique, name=f"uq_{name}_{'_'.join(unique)}")]
    _create(name, {"shard": _TEXT, "id": _ID}, {**columns, **tail}, *more)


def upgrade() -> None:
    _project("county", {"code": _TEXT, "name": _TEXT, "place": _TEXT})
    _project("courtyard", {"name": _TEXT, "address": _TEXT})
    _project(
        "unit",
        {
            "name": _TEXT,
            "initials": _TEXT,
            "level": _TEXT,
            "kind": _TEXT,
            "posts_total": _INTEGER,
            "responsible": _TEXT,
            "office_head": _TEXT,
            "remark": _TEXT,
        },
    )
    _project(
        "building",
        {
            "courtyard_id": _ID,
            "name": _TEXT,
            "floors_above?": _INTEGER,
            "year?": _INTEGER,
            "structure": _TEXT,
            "high_rise": _INTEGER,
        },
    )
    _project(
        "inspection",
        {
            "unit_id": _ID,
            "number": _TEXT,
            "team": _TEXT,
            "inspectors": _TEXT,
            "escort": _TEXT,
            "begun": _INTEGER,
            "practice": _INTEGER,
        },
    )
    _project(
        "person",
        {
            "unit_id": _ID,
            "name": _TEXT,
            "initials": _TEXT,
            "rank?": _TEXT,
            "rank_text": _TEXT,
            "post": _TEXT,
            "counted": _INTEGER,
            "party_gov_chief": _INTEGER,
        },
    )
    _project(
        "posts",
        {"unit_id": _ID, "rank": _TEXT, "number": _INTEGER},
        "shard",
        "unit_id",
        "rank",
    )
    _project("floor", {"building_id": _ID, "label": _TEXT, "level": _INTEGER})
    _project(
        "sheet",
        {
            "inspection_id": _ID,
            "sha256": _TEXT,
            "content_sha256": _TEXT,
            "size": _INTEGER,
            "pages": _INTEGER,
            "at": _INTEGER,
        },
    )
    _project(
        "signature",
        {
            "inspection_id": _ID,
            "role": _TEXT,
            "name": _TEXT,
            "ink": _BYTES,
            "refused": _TEXT,
            "content_sha256": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "room",
        {
            "floor_id": _ID,
            "unit_id?": _ID,
            "number": _TEXT,
            "use": _TEXT,
            "use_text": _TEXT,
            "ledger_area?": _INTEGER,
            "state": _TEXT,
            "remark": _TEXT,
        },
    )
    _project(
        "check_answer",
        {
            "inspection_id": _ID,
            "room_id": _ID,
            "question": _TEXT,
            "answer": _INTEGER,
            "at": _INTEGER,
        },
    )
    _project(
        "measurement",
        {"inspection_id": _ID, "room_id": _ID, "round": _INTEGER, "begun": _INTEGER},
    )
    _project("occupancy", {"room_id": _ID, "person_id": _ID, "remark": _TEXT})
    _project(
        "photo",
        {
            "inspection_id": _ID,
            "room_id": _ID,
            "sha256": _TEXT,
            "size": _INTEGER,
            "media_type": _TEXT,
            "caption": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "judgement",
        {
            "measurement_id": _ID,
            "room_id": _ID,
            "area": _INTEGER,
            "u": _INTEGER,
            "redundancy": _INTEGER,
            "model": _TEXT,
            "engine": _INTEGER,
            "outcome": _TEXT,
            "limit?": _INTEGER,
            "excess?": _INTEGER,
            "pack": _TEXT,
            "pack_sha256": _TEXT,
            "threshold": _INTEGER,
            "explanation": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "reading",
        {
            "inspection_id": _ID,
            "measurement_id?": _ID,
            "slot": _TEXT,
            "micrometres": _INTEGER,
            "source": _TEXT,
            "family": _TEXT,
            "model": _TEXT,
            "serial": _TEXT,
            "codec_version": _INTEGER,
            "edge": _TEXT,
            "counter?": _INTEGER,
            "raw": _BYTES,
            "operator": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "finding",
        {
            "inspection_id": _ID,
            "room_id": _ID,
            "judgement_id?": _ID,
            "kind": _TEXT,
            "rectification": _TEXT,
            "note": _TEXT,
            "measured?": _INTEGER,
            "limit?": _INTEGER,
            "excess?": _INTEGER,
            "method?": _TEXT,
            "deadline?": _TEXT,
            "decided_by": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "finding_replaced",
        {"finding_id": _ID, "by_id": _ID, "at": _INTEGER},
    )
    _project(
        "reading_placed",
        {
            "reading_id": _ID,
            "measurement_id": _ID,
            "slot": _TEXT,
            "operator": _TEXT,
            "at": _INTEGER,
        },
    )
    _project(
        "reading_withdrawn",
        {"reading_id": _ID, "reason": _TEXT, "operator": _TEXT, "at": _INTEGER},
    )
    _create(
        "shard_counter",
        {"shard": _TEXT},
        {"n": _INTEGER, "h": _BYTES},
        postgresql_with={"fillfactor": 20},
    )
    _create(
        "change_log",
        {"shard": _TEXT, "seq": _INTEGER},
        {
            "bucket": _TEXT,
            "tbl": _TEXT,
            "row_id": _ID,
            "kind": _TEXT,
            "body": _BYTES,
            "device": _ID,
            "cmid": _INTEGER,
            "at": _INTEGER,
            "h": _BYTES,
        },
    )
    _create(
        "mutation",
        {"shard": _TEXT, "device": _ID, "cmid": _INTEGER},
        {
            "payload_hash": _BYTES,
            "chain": _BYTES,
            "action": _TEXT,
            "person": _TEXT,
            "at": _INTEGER,
            "received": _INTEGER,
            "state": _TEXT,
            "result": _BYTES,
            "seq": _INTEGER,
            "payload?": _BYTES,
        },
    )
    _create(
        "device",
        {"id": _ID},
        {
            "shard": _TEXT,
            "incarnation": _ID,
            "name": _TEXT,
            "token_hash": _BYTES,
            "last_cmid": _INTEGER,
            "chain": _BYTES,
            "enrolled": _INTEGER,
            "revoked?": _INTEGER,
            "forked?": _INTEGER,
        },
    )
    _create(
        "conflict",
        {"shard": _TEXT, "id": _ID},
        {
            "tbl": _TEXT,
            "row_id": _ID,
            "grp": _TEXT,
            "base?": _BYTES,
            "theirs": _BYTES,
            "mine": _BYTES,
            "device": _ID,
            "cmid": _INTEGER,
            "person": _TEXT,
            "at": _INTEGER,
            "resolved?": _INTEGER,
            "resolution?": _TEXT,
        },
    )
    _create("blob", {"sha256": _TEXT}, {"size": _INTEGER, "done": _INTEGER})
    _create(
        "server",
        {"one": _INTEGER},
        {"id": _ID, "epoch": _INTEGER, "made": _INTEGER},
        sa.CheckConstraint("one = 1", name="ck_server_one"),
    )
