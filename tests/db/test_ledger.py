"""The file's doors: what the world does to it is told in words, our own bugs fly on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from inspector.actions.here import Here
from inspector.db import canonical, estate, journal, memory
from inspector.db import ledger as ledgers
from inspector.db.ledger import Ledger
from inspector.db.tables import CourtyardRow
from inspector.domain.mutations import Act, MutationState
from inspector.trouble import Trouble

ACT = Act("test", "陈㛃", datetime(2026, 11, 23, tzinfo=UTC))


def _add(ledger: Ledger, name: str = "大院", address: str = "") -> None:
    with ledger.write(ACT) as session:
        session.add(CourtyardRow(id=uuid4(), name=name, address=address))


def _courtyards(session: Session) -> int:
    return session.query(CourtyardRow).count()


@contextmanager
def _full(ledger: Ledger) -> Iterator[None]:
    """A disk on which the file cannot grow."""
    with ledger._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    yield
    with ledger._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_is_told_and_what_was_kept_before_is_whole(ledger: Ledger) -> None:
    _add(ledger)
    with _full(ledger), pytest.raises(Trouble, match="磁盘已满") as told:
        _add(ledger, "西院", "远" * 100_000)

    assert "此前已保存的内容完好" in told.value.advice
    assert ledger.ask(_courtyards) == 1
    _add(ledger, "东院")
    assert ledger.ask(_courtyards) == 2


def test_a_full_disk_is_told_for_a_note_as_well(ledger: Ledger) -> None:
    with (
        _full(ledger),
        pytest.raises(Trouble, match="磁盘已满"),
        ledger.note() as session,
    ):
        session.execute(
            text("INSERT INTO memory VALUES ('room', :v)"), {"v": "9" * 200_000}
        )


def test_a_ledger_that_another_program_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "_BUSY_MS", 10)
    ledger = Ledger.open(tmp_path / "ledger.db")
    other = sqlite3.connect(ledger.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Trouble, match="另一个程序"):
        _add(ledger)
    other.execute("ROLLBACK")
    other.close()

    _add(ledger)
    assert ledger.ask(_courtyards) == 1
    ledger.close()


def test_a_damaged_file_is_told_even_while_it_is_open(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")
    for n in range(40):
        _add(ledger, f"院{n}", "路" * 2_000)
    ledger.close()
    data = bytearray(ledger.path.read_bytes())
    data[4096 * 8 :] = b"\xa5" * (len(data) - 4096 * 8)
    ledger.path.write_bytes(data)

    with pytest.raises(Trouble, match="已损坏"):
        ledger.ask(_courtyards)
    ledger.close()


def test_a_read_only_file_is_told(ledger: Ledger) -> None:
    with ledger._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(Trouble, match="不能写入"):
        _add(ledger)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_IOERR, "磁盘出错"),
        (sqlite3.SQLITE_IOERR_FSYNC & 0xFF, "磁盘出错"),
        (sqlite3.SQLITE_CANTOPEN, "不能写入"),
        (sqlite3.SQLITE_NOTADB, "不是台账文件"),
    ],
)
def test_every_failure_of_the_world_comes_with_advice(code: int, words: str) -> None:
    trouble = ledgers._trouble(Path("ledger.db"), code)
    assert trouble is not None
    assert words in trouble.what
    assert "请" in trouble.advice


def test_a_bug_of_ours_is_no_trouble(ledger: Ledger) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        ledger.ask(lambda session: session.execute(text("SELECT * FROM nowhere")).all())
    with pytest.raises(IntegrityError), ledger.note() as session:
        session.execute(text("INSERT INTO courtyard VALUES (x'00', '暗增', '')"))


def test_any_exception_takes_the_whole_action_back(ledger: Ledger) -> None:
    def half() -> None:
        with ledger.write(ACT) as session:
            session.add(CourtyardRow(id=uuid4(), name="半途", address=""))
            session.flush()
            raise Trouble("停。", "请重来。")

    with pytest.raises(Trouble, match="停"):
        half()

    assert ledger.ask(_courtyards) == 0
    with pytest.raises(IntegrityError, match="holds the pen"), ledger.note() as session:
        session.add(CourtyardRow(id=uuid4(), name="笔已收回", address=""))


def test_an_open_ledger_is_migrated_only_once(here: Here) -> None:
    path = here.ledger.path
    before = here.ledger.ask(estate.counts)
    again = Ledger.open(path)
    assert again.ask(estate.counts) == before
    again.close()


def test_a_migration_that_orphans_rows_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as driver:
        driver.execute("UPDATE pen SET mode = 'action'")
        driver.execute(
            "INSERT INTO building VALUES (zeroblob(16), zeroblob(16), '无院之楼',"
            " NULL, NULL, '', 0)"
        )
    driver.close()

    engine = create_engine(f"sqlite:///{path}")
    with pytest.raises(AssertionError, match="orphaned"):
        ledgers.upgrade(engine)
    engine.dispose()


def test_a_note_waits_for_the_other_thread_to_end_its_writing(ledger: Ledger) -> None:
    """A note reads before it writes; begun as a reader it would be refused at once."""
    under_way, done = threading.Event(), threading.Event()

    def pull() -> None:
        with ledger.pull() as session:
            session.add(CourtyardRow(id=uuid4(), name="东院", address=""))
            session.flush()
            under_way.set()
            done.wait(0.3)

    other = threading.Thread(target=pull)
    other.start()
    under_way.wait(10)
    with ledger.note() as session:
        memory.remember(session, room="301")
    other.join()

    assert ledger.ask(memory.recall) == {"room": "301"}
    assert ledger.ask(_courtyards) == 1


def test_readings_are_kept_while_pages_come_in(ledger: Ledger) -> None:
    """Two threads at both doors: nobody is refused, nothing of one is taken for the
    other's, and every number is given once."""
    kept = 30

    def pull() -> None:
        for _ in range(kept):
            with ledger.pull() as session:
                session.add(CourtyardRow(id=uuid4(), name="取回", address=""))

    other = threading.Thread(target=pull)
    other.start()
    for n in range(kept):
        _add(ledger, f"本机{n}")
    other.join()

    assert ledger.ask(_courtyards) == 2 * kept
    queued = ledger.ask(journal.mutations, MutationState.QUEUED)
    assert [m.cmid for m in queued] == list(range(1, kept + 1))
    names = [c.new["name"] for m in queued for c in canonical.changes_of(m.payload)]
    assert names == [f"本机{n}" for n in range(kept)]
