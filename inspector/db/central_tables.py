"""The centre's tables: a projection of every synced table, and what only the centre has.

Keys begin with the shard (a county's code), so that a county can later live on a node of
its own. No foreign keys and no defaults: every engine behind a URL must do the same.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from inspector.db.central_layout import Kind, TableSpec, specs
from inspector.db.tables import NAMES


class RawId(TypeDecorator[bytes]):
    """An id as the wire carries it, 16 bytes; a native uuid on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[bytes] | TypeEngine[UUID]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid())
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(
        self, value: bytes | None, dialect: Dialect
    ) -> UUID | bytes | None:
        if value is None or dialect.name != "postgresql":
            return value
        return UUID(bytes=value)

    def process_result_value(
        self, value: UUID | bytes | None, dialect: Dialect
    ) -> bytes | None:
        return value.bytes if isinstance(value, UUID) else value


_TYPES: dict[Kind, TypeEngine[bytes] | TypeEngine[int] | TypeEngine[str]] = {
    Kind.ID: RawId(),
    Kind.INTEGER: BigInteger(),
    Kind.TEXT: Text(),
    Kind.BYTES: LargeBinary(),
}

metadata = MetaData(naming_convention=NAMES)


def _key(name: str, kind: Kind) -> Column[object]:
    return Column(name, _TYPES[kind], primary_key=True, autoincrement=False)


def _column(name: str, kind: Kind, *, nullable: bool = False) -> Column[object]:
    return Column(name, _TYPES[kind], nullable=nullable)


def _projection(spec: TableSpec) -> Table:
    return Table(
        spec.name,
        metadata,
        _key("shard", Kind.TEXT),
        _key("id", Kind.ID),
        *(_column(n, c.kind, nullable=c.nullable) for n, c in spec.columns.items()),
        _column("bucket", Kind.TEXT),
        _column("ver", Kind.INTEGER),
        _column("deleted_seq", Kind.INTEGER, nullable=True),
        *(UniqueConstraint("shard", *columns) for columns in spec.uniques),
    )


projections: dict[str, Table] = {spec.name: _projection(spec) for spec in specs().values()}

shard_counter = Table(
    "shard_counter",
    metadata,
    _key("shard", Kind.TEXT),
    _column("n", Kind.INTEGER),
    _column("h", Kind.BYTES),
    postgresql_with={"fillfactor": 20},
)
"""The number of the last change of each county, and the hash of its log up to there."""

change_log = Table(
    "change_log",
    metadata,
    _key("shard", Kind.TEXT),
    _key("seq", Kind.INTEGER),
    _column("bucket", Kind.TEXT),
    _column("tbl", Kind.TEXT),
    _column("row_id", Kind.ID),
    _column("kind", Kind.TEXT),
    _column("body", Kind.BYTES),
    _column("device", Kind.ID),
    _column("cmid", Kind.INTEGER),
    _column("at", Kind.INTEGER),
    _column("h", Kind.BYTES),
)

mutation = Table(
    "mutation",
    metadata,
    _key("shard", Kind.TEXT),
    _key("device", Kind.ID),
    _key("cmid", Kind.INTEGER),
    _column("payload_hash", Kind.BYTES),
    _column("chain", Kind.BYTES),
    _column("action", Kind.TEXT),
    _column("person", Kind.TEXT),
    _column("at", Kind.INTEGER),
    _column("received", Kind.INTEGER),
    _column("state", Kind.TEXT),
    _column("result", Kind.BYTES),
    _column("seq", Kind.INTEGER),
    _column("payload", Kind.BYTES, nullable=True),
)
"""Every mutation once and for all. The payload is kept where the log does not hold what
it said, that is, when it was rejected."""

device = Table(
    "device",
    metadata,
    _key("id", Kind.ID),
    _column("shard", Kind.TEXT),
    _column("incarnation", Kind.ID),
    _column("name", Kind.TEXT),
    _column("token_hash", Kind.BYTES),
    _column("last_cmid", Kind.INTEGER),
    _column("chain", Kind.BYTES),
    _column("enrolled", Kind.INTEGER),
    _column("revoked", Kind.INTEGER, nullable=True),
    _column("forked", Kind.INTEGER, nullable=True),
)

conflict = Table(
    "conflict",
    metadata,
    _key("shard", Kind.TEXT),
    _key("id", Kind.ID),
    _column("tbl", Kind.TEXT),
    _column("row_id", Kind.ID),
    _column("grp", Kind.TEXT),
    _column("base", Kind.BYTES, nullable=True),
    _column("theirs", Kind.BYTES),
    _column("mine", Kind.BYTES),
    _column("device", Kind.ID),
    _column("cmid", Kind.INTEGER),
    _column("person", Kind.TEXT),
    _column("at", Kind.INTEGER),
    _column("resolved", Kind.INTEGER, nullable=True),
    _column("resolution", Kind.TEXT, nullable=True),
)

blob = Table(
    "blob",
    metadata,
    _key("sha256", Kind.TEXT),
    _column("size", Kind.INTEGER),
    _column("done", Kind.INTEGER),
)

server = Table(
    "server",
    metadata,
    _key("one", Kind.INTEGER),
    _column("id", Kind.ID),
    _column("epoch", Kind.INTEGER),
    _column("made", Kind.INTEGER),
    CheckConstraint("one = 1", name="one"),
)
