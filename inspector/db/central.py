"""Opening the central store: SQLite beside the service, or an engine behind a URL.

Only what every engine does the same way: no arrays, no JSON operators, no sequences; READ
COMMITTED is enough, because the counter row of a county orders its writers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from inspector.db.central_tables import metadata, server
from inspector.trouble import Trouble

P = ParamSpec("P")
T = TypeVar("T")

Transaction: TypeAlias = Connection
"""What `write` yields and every query of the centre takes first."""

_BUSY_MS = 10_000
_GUARDS = (
    "-c lock_timeout=10000 -c statement_timeout=60000 "
    "-c idle_in_transaction_session_timeout=30000"
)
_RACES = frozenset({"40P01", "40001"})
"""PostgreSQL's deadlock and serialisation failure: the same again will do."""
_ON_SQLITE = "sqlite"


class Collision(Exception):
    """Two writers met on one row; nothing was kept, the same again will settle it."""


class Busy(Exception):
    """The store cannot be reached or waited too long; later will do."""


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    id: bytes
    epoch: int


class CentralStore:
    """Everybody's ledger. `ask` reads; `write` is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(central_writes=True)

    @classmethod
    def open(cls, url: str, made: int) -> CentralStore:
        """Connect, bring the tables to today's version, give a new store its identity."""
        try:
            engine = _engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise Trouble(
                "中心数据库地址的写法不对。",
                "请写成 postgresql+psycopg://用户:口令@主机/库名，或不填而使用内置数据库。",
            ) from error
        try:
            upgrade(engine)
            store = cls(engine)
            with store.write() as connection:
                add_new(
                    connection,
                    server,
                    [{"one": 1, "id": uuid4().bytes, "epoch": 1, "made": made}],
                )
        except (SQLAlchemyError, Busy) as error:
            engine.dispose()
            raise Trouble(
                "打不开中心数据库。",
                "请检查数据库地址、账号、权限和磁盘空间；原有数据未作改动。",
            ) from error
        return store

    def ask(
        self,
        query: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        with _translated(), self._engine.begin() as connection:
            return query(connection, *args, **kwargs)

    @contextmanager
    def write(self) -> Generator[Connection]:
        with _translated(), self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def embedded(folder: Path) -> str:
    """The URL of the store that needs no database server."""
    return f"sqlite:///{folder / 'central.db'}"


def upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", "inspector:db/central_migrations")
    config.set_main_option("path_separator", "os")
    with engine.execution_options(central_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def identity(connection: Connection) -> ServerIdentity:
    row = connection.execute(select(server.c.id, server.c.epoch)).one()
    return ServerIdentity(row.id, row.epoch)


def add_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that no key contradicts; returns how many that were."""
    insert = sqlite.insert if connection.dialect.name == _ON_SQLITE else postgresql.insert
    return connection.execute(
        insert(table).on_conflict_do_nothing(),
        list(rows),
        execution_options={"preserve_rowcount": True},
    ).rowcount


def table_names() -> list[str]:
    return sorted(metadata.tables)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Collision from error
    except PoolTimeout as error:
        raise Busy from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _RACES:
            raise Collision from error
        if _passes(error):
            raise Busy from error
        raise


def _passes(error: DBAPIError) -> bool:
    """Locks waited for too long, a server that went away: not the request's fault."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state)[:2] in {"08", "53", "55", "57"} or error.connection_invalidated
    words = str(error.orig).lower()
    return (
        error.connection_invalidated
        or "locked" in words
        or "full" in words
        or "connection" in words
    )


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == _ON_SQLITE:
        engine = create_engine(parsed, pool_size=8, max_overflow=8)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_size=16,
        max_overflow=16,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"options": _GUARDS, "connect_timeout": 5},
    )


def _prepare(driver: Any, _record: object) -> None:
    driver.isolation_level = None  # we say BEGIN ourselves, so DDL rolls back too
    driver.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = FULL")  # an answered push survives a power cut


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("central_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
