"""Opening the ledger file: pragmas, migrations, and its two doors, `ask` and `write`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from inspector.db import journal, triggers
from inspector.db.holding import Hold
from inspector.domain.mutations import Act
from inspector.trouble import Trouble

__all__ = ["Ledger", "Session", "upgrade"]  # actions name a session, they never make one

P = ParamSpec("P")
T = TypeVar("T")

_BUSY_MS = 5_000


class Ledger:
    """One county's ledger on this device, kept in one SQLite file."""

    def __init__(self, engine: Engine, path: Path, hold: Hold | None = None) -> None:
        self._engine = engine
        self._writing = _writing(engine)
        self.path = path
        self._hold = hold

    @classmethod
    def open(cls, path: Path, hold: Hold | None = None) -> Ledger:
        """Open or make the file, bring it to today's schema, watch its tables.

        Raises `Trouble` when the file is no ledger, is newer than the program, is held
        by another program or cannot be written. What `hold` holds is let go at the end.
        """
        engine = create_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        try:
            with _told(path):
                upgrade(engine)
                with _writing(engine).begin() as connection:
                    triggers.install(connection)
        except (DatabaseError, Trouble):
            engine.dispose()
            raise
        return cls(engine, path, hold)

    def ask(
        self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one of this package's queries and return its domain values."""
        with _told(self.path), Session(self._engine) as session:
            return query(session, *args, **kwargs)

    @contextmanager
    def write(self, act: Act) -> Generator[Session]:
        """One action: all of it is kept and journalled, or, on an exception, none."""
        with self._pen("action") as session:
            yield session
            session.flush()
            journal.fold(session, act)

    @contextmanager
    def pull(self) -> Generator[Session]:
        """What came from the centre: kept without becoming a change of this device."""
        with self._pen("pull") as session:
            yield session

    @contextmanager
    def note(self) -> Generator[Session]:
        """What stays on this device: the cursor, receipts, where the person was."""
        with _told(self.path), Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        self._engine.dispose()
        if self._hold is not None:
            self._hold.release()

    @contextmanager
    def _pen(self, mode: str) -> Generator[Session]:
        with self.note() as session:
            journal.take_pen(session, mode)
            yield session
            session.flush()
            journal.take_pen(session, None)


def upgrade(engine: Engine) -> None:
    """Bring the file to today's schema, or leave it exactly as it was."""
    config = Config()
    config.set_main_option("script_location", "inspector:db/migrations")
    config.set_main_option("path_separator", "os")
    known = {
        script.revision for script in ScriptDirectory.from_config(config).walk_revisions()
    }
    with _writing(engine).connect() as connection:
        # A batch migration rebuilds tables; with foreign keys on, dropping the old
        # one would cascade into the rows that refer to it.
        _foreign_keys(connection, "OFF")
        with connection.begin():
            _refuse_newer(connection, known)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphans:
                raise AssertionError(f"the migration orphaned {orphans}")
        _foreign_keys(connection, "ON")


def _refuse_newer(connection: Connection, known: set[str]) -> None:
    for revision in MigrationContext.configure(connection).get_current_heads():
        if revision not in known:
            raise Trouble(
                "这份台账由更新版本的程序建立，本版本不能打开。",
                "请安装新版程序后再打开；台账文件未作任何改动。",
            )


@contextmanager
def _told(path: Path) -> Generator[None]:
    """The world's failures become `Trouble`, known by SQLite's own result code; whatever
    else the database refuses is a bug of ours and flies on."""
    try:
        yield
    except DatabaseError as error:
        trouble = _trouble(path, getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
        if trouble is None:
            raise
        raise trouble from error


def _trouble(path: Path, code: int) -> Trouble | None:
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Trouble(
                f"台账“{path.name}”正被另一个程序使用。", "请关闭另一个窗口后重试。"
            )
        case sqlite3.SQLITE_FULL:
            return Trouble(
                "磁盘已满，本次改动没有保存。",
                "请腾出磁盘空间后重试；此前已保存的内容完好。",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return Trouble(
                f"不能写入“{path}”。", "请检查该文件夹是否存在、是否有写入权限。"
            )
        case sqlite3.SQLITE_IOERR:
            return Trouble(
                f"读写“{path}”时磁盘出错，本次改动没有保存。",
                "请检查磁盘是否已满、是否已拔出，然后重试。",
            )
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return Trouble(
                f"“{path.name}”不是台账文件，或文件已损坏。",
                "请选择其他文件，或从备份恢复；原文件未作任何改动。",
            )
    return None


def _foreign_keys(connection: Connection, value: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys = {value}")


def _prepare(driver: Any, _record: object) -> None:
    driver.isolation_level = None  # we say BEGIN ourselves, so DDL rolls back too
    driver.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    driver.execute("PRAGMA foreign_keys = ON")
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = FULL")  # a kept reading survives a power cut


def _writing(engine: Engine) -> Engine:
    return engine.execution_options(ledger_writes=True)


def _begin(connection: Connection) -> None:
    """A writer waits for its turn here. One that began as a reader would be refused at
    its first change, without waiting, whenever the other thread is writing."""
    writes = connection.get_execution_options().get("ledger_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
