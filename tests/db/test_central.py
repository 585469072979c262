"""The centre's tables on both engines, and what its two doors promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Column, Float, MetaData, Table, create_engine, text
from sqlalchemy.exc import IntegrityError

from inspector.db import central, central_devices, central_log, central_rows
from inspector.db.central import Busy, CentralStore, Collision, embedded
from inspector.db.central_layout import Kind, bucket_of, kind_of, specs, whole_row
from inspector.db.central_tables import metadata, projections, server
from inspector.db.triggers import synced_tables
from inspector.domain.mutations import ChangeKind, Fields, Value
from inspector.trouble import Trouble

SHARD = "339900"
OLD_READING: dict[str, int | str | bytes] = {
    "shard": SHARD,
    "slot": "wall1",
    "micrometres": 5_203_000,
    "source": "ble",
    "family": "leica",
    "model": "D2",
    "serial": "77",
    "codec_version": 1,
    "edge": "后沿",
    "raw": b"\x01\x02",
    "operator": "陈㛃",
    "at": 5,
    "bucket": "",
    "ver": 1,
}
"""A row of the first program, but for its ids."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return embedded(tmp_path)
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def store(url: str) -> Iterator[CentralStore]:
    store = CentralStore.open(url, 5)
    yield store
    store.close()


def test_head_is_what_the_tables_say(store: CentralStore) -> None:
    with store.write() as transaction:
        context = MigrationContext.configure(transaction, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_store_of_the_first_program_keeps_its_readings(url: str) -> None:
    """On both engines; the rows say of the new columns what old changes say of them."""
    row_id, other = uuid4().bytes, uuid4().bytes
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", "inspector:db/central_migrations")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "c0001")
        old = Table("reading", MetaData(), autoload_with=connection)
        native = connection.dialect.name == "postgresql"
        raw = {"id": row_id, "inspection_id": other}
        ids = {c: UUID(bytes=v) if native else v for c, v in raw.items()}
        connection.execute(old.insert().values({**ids, **OLD_READING}))
    engine.dispose()

    store = CentralStore.open(url, 5)
    with store.write() as transaction:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(transaction, opts=options)
        assert compare_metadata(context, metadata) == []
        found = central_rows.lock_rows(transaction, SHARD, {"reading": {row_id}})
    store.close()

    spec = specs()["reading"]
    told = {c: v for c, v in OLD_READING.items() if c in spec.columns}
    old_fields = {**told, "inspection_id": other, "measurement_id": None}
    assert found == {("reading", row_id): whole_row(spec, old_fields)}
    assert found["reading", row_id]["certificate"] == ""
    assert found["reading", row_id]["correction_um"] == 0


def test_every_synced_table_has_its_projection_with_the_shard_first() -> None:
    assert set(projections) == {table.name for table in synced_tables()}
    for table in synced_tables():
        projection = projections[table.name]
        assert [c.name for c in projection.primary_key.columns] == ["shard", "id"]
        assert {c.name for c in projection.columns} == {c.name for c in table.columns} | {
            "shard",
            "bucket",
            "ver",
            "deleted_seq",
        }
    assert not any(table.foreign_keys for table in metadata.tables.values())
    assert central.table_names() == sorted(metadata.tables)


def test_a_column_that_no_change_can_carry_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no change can carry"):
        kind_of(Column("ratio", Float()))


def test_raw_values_come_back_as_they_went(store: CentralStore) -> None:
    row_id, unit = uuid4().bytes, uuid4().bytes
    examples: dict[Kind, Value] = {
        Kind.ID: unit,
        Kind.INTEGER: 2**62,
        Kind.TEXT: "𠮷😀",
        Kind.BYTES: b"\0\xff",
    }
    columns = specs()["room"].columns
    fields: Fields = {name: examples[column.kind] for name, column in columns.items()}
    with store.write() as transaction:
        central_rows.insert_rows(transaction, SHARD, "room", {row_id: (fields, 7)})
    with store.write() as transaction:
        found = central_rows.lock_rows(
            transaction, SHARD, {"room": {row_id, uuid4().bytes}}
        )
    assert found == {("room", row_id): fields}
    counted = store.ask(central_devices.rows_of, SHARD)
    assert counted.pop("room") == 1
    assert set(counted.values()) == {0}
    assert bucket_of("room", row_id, fields) == unit.hex()


def test_a_row_that_somebody_else_added_is_a_collision(store: CentralStore) -> None:
    row_id = uuid4().bytes
    fields: Fields = {"name": "院", "address": ""}
    with store.write() as transaction:
        central_rows.insert_rows(transaction, SHARD, "courtyard", {row_id: (fields, 1)})
    with pytest.raises(Collision), store.write() as transaction:
        central_rows.insert_rows(transaction, SHARD, "courtyard", {row_id: (fields, 2)})


def test_a_key_that_the_database_refuses_is_a_collision(store: CentralStore) -> None:
    with pytest.raises(Collision) as caught, store.write() as transaction:
        transaction.execute(
            server.insert().values(one=1, id=uuid4().bytes, epoch=1, made=1)
        )
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_an_exception_leaves_nothing_behind(store: CentralStore) -> None:
    def breaks_off() -> None:
        with store.write() as transaction:
            central_log.begin_shard(transaction, SHARD)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_off()
    assert store.ask(central_log.shards) == []


def test_the_identity_is_given_once(url: str) -> None:
    first = CentralStore.open(url, 1)
    second = CentralStore.open(url, 2)
    assert first.ask(central.identity) == second.ask(central.identity)
    first.close()
    second.close()


def test_a_store_that_does_not_open_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "central.db").write_bytes(b"no database" * 100)
    for url in (
        "nonsense",
        "nosuch://x",
        embedded(tmp_path / "nowhere"),
        embedded(tmp_path),
        "postgresql+psycopg://nobody@127.0.0.1:1/none",
    ):
        with pytest.raises(Trouble) as caught:
            CentralStore.open(url, 1)
        assert caught.value.advice


def test_a_writer_that_waits_too_long_is_told_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central, "_BUSY_MS", 50)
    one = CentralStore.open(embedded(tmp_path), 1)
    two = CentralStore.open(embedded(tmp_path), 1)
    with ExitStack() as stack:
        stack.enter_context(one.write())
        with pytest.raises(Busy), two.write():
            pytest.fail("two writers at once")
    one.close()
    two.close()


@pytest.mark.postgresql
def test_a_lock_on_postgresql_is_waited_for_with_a_limit(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central, "_GUARDS", "-c lock_timeout=50")
    store = CentralStore.open(postgres_url, 1)
    with store.write() as transaction:
        central_log.begin_shard(transaction, SHARD)
    with store.write() as transaction:
        central_log.lock_head(transaction, SHARD)
        with pytest.raises(Busy), store.write() as other:
            central_log.lock_head(other, SHARD)
    store.close()


@pytest.mark.postgresql
def test_two_writers_in_each_other_s_way_are_a_collision(postgres_url: str) -> None:
    store = CentralStore.open(postgres_url, 1)
    with store.write() as transaction:
        for shard in ("a", "b"):
            central_log.begin_shard(transaction, shard)
    with pytest.raises(Collision), store.write() as transaction:
        transaction.execute(
            text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")
        )
    store.close()


@pytest.mark.postgresql
def test_a_mistake_in_a_statement_is_a_bug(postgres_url: str) -> None:
    store = CentralStore.open(postgres_url, 1)
    with pytest.raises(Exception, match="nowhere"), store.write() as transaction:
        transaction.execute(text("SELECT * FROM nowhere"))
    store.close()


@pytest.mark.postgresql
def test_a_connection_that_was_cut_is_replaced(postgres_url: str) -> None:
    """A restarted server, or an administrator, ends connections in the pool."""
    store = CentralStore.open(postgres_url, 1)
    before = store.ask(central.identity)
    other = create_engine(postgres_url)
    with other.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.dispose()
    assert store.ask(central.identity) == before
    store.close()


def test_a_page_is_cut_by_bytes_but_never_empty(store: CentralStore) -> None:
    with store.write() as transaction:
        central_log.begin_shard(transaction, SHARD)
        before = central_log.lock_head(transaction, SHARD)
        entries = [
            central_log.Entry(
                "courtyard",
                uuid4().bytes,
                ChangeKind.INSERT,
                {"name": "院" * 300, "address": ""},
                n,
            )
            for n in range(3)
        ]
        origin = central_log.Origin(SHARD, uuid4().bytes, 1)
        central_log.append(transaction, origin, before, entries)
        central_log.keep(transaction, origin, [])
        central_log.keep_conflicts(transaction, origin, [])
    page, reached = store.ask(central_log.page, SHARD, 0, 10, 10)
    assert [change.seq for change in page] == [1]
    assert reached is not None
    assert store.ask(central_log.chain_at, SHARD, 1) == reached.chain
    assert len(store.ask(central_log.page, SHARD, 1, 10, 10_000)[0]) == 2
    assert store.ask(central_log.chain_at, SHARD, 4) is None
    assert store.ask(central_log.page, SHARD, 3, 10, 10) == ([], None)


@pytest.mark.parametrize(
    "body", [b"", b"\x93\x01\x02\x03", b"\x81\xa1a\xc3", b"\x81\xa1a\x90"]
)
def test_fields_that_are_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        central_log.fields_of(body)


def test_projections_are_tables() -> None:
    assert all(isinstance(table, Table) for table in projections.values())
