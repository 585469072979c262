"""The migrations lead exactly to the tables, and a failed one leaves nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from inspector.db import inspections, journal, triggers
from inspector.db.ledger import Ledger, upgrade
from inspector.db.meter_tables import MeterRow
from inspector.domain.compliance import Outcome
from inspector.domain.inspections import Instrument, ReadingRecord
from inspector.trouble import Trouble
from old_files import restore


def test_head_is_what_the_tables_say() -> None:
    engine = create_engine("sqlite://")
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, MeterRow.metadata) == []
    engine.dispose()


def test_a_ledger_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as driver:
        driver.execute("UPDATE alembic_version SET version_num = '9999'")
    driver.close()
    before = path.read_bytes()

    with pytest.raises(Trouble, match="更新版本"):
        Ledger.open(path)

    assert path.read_bytes() == before


def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"%PDF-1.7 this is a letter, not a ledger" * 40)

    with pytest.raises(Trouble, match="不是台账文件") as refused:
        Ledger.open(path)

    assert "没" in refused.value.advice or "未" in refused.value.advice


def test_a_folder_that_is_not_there_is_told_with_advice(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="不能写入"):
        Ledger.open(tmp_path / "nowhere" / "ledger.db")


OLD_TRAY = [5_208_000]
OLD_ROOM = {
    "wall1": 5_203_000,
    "wall2": 3_904_000,
    "wall3": 5_199_000,
    "wall4": 3_903_000,
    "diagonal1": 6_505_000,
}


def test_the_first_program_s_ledger_keeps_all_that_it_says(tmp_path: Path) -> None:
    ledger = Ledger.open(restore("0001", tmp_path / "ledger.db"))

    [inspection] = ledger.ask(inspections.inspections)
    first, second = ledger.ask(inspections.measurements, inspection.id)
    assert {r.slot: r.micrometres for r in first.counting} == OLD_ROOM
    assert [(r.micrometres, r.withdrawn) for r in second.readings] == [
        (4_000_050, "瞄准有误")
    ]
    assert [r.micrometres for r in ledger.ask(inspections.tray, inspection.id)] == OLD_TRAY
    [judgement] = ledger.ask(inspections.judgements, inspection.id).values()
    assert judgement.outcome is Outcome.OVER
    assert all(map(_says_nothing_new, (*first.readings, *second.readings)))
    assert ledger.ask(journal.unsent).records == 7
    ledger.close()


def _says_nothing_new(reading: ReadingRecord) -> bool:
    """A row of before says of the new columns what is true of it: nothing was known."""
    return reading.instrument == Instrument(
        "leica_disto_classic", "DISTO D2", "1234567", 1
    ) and (reading.device_time, reading.tilt_udeg, reading.discarded) == ("", None, ())


def test_a_migrated_ledger_is_watched_like_a_new_one(tmp_path: Path) -> None:
    """The migration builds a table anew, and its triggers went with the old one."""
    Ledger.open(restore("0001", tmp_path / "old.db")).close()
    Ledger.open(tmp_path / "new.db").close()

    def watched(name: str) -> set[tuple[str, str]]:
        driver = sqlite3.connect(tmp_path / name)
        found = driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers_of = set(found.fetchall())
        driver.close()
        return triggers_of

    assert watched("old.db") == watched("new.db")
    assert len(watched("new.db")) > 4 * len(triggers.synced_tables())


def test_a_migration_that_breaks_off_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = restore("0001", tmp_path / "ledger.db")
    driver = sqlite3.connect(path)
    driver.execute("CREATE TABLE reading_discarded (id)")  # in the way of its last step
    driver.commit()
    before = list(driver.iterdump())

    with pytest.raises(OperationalError, match="already exists"):
        Ledger.open(path)

    assert list(driver.iterdump()) == before
    driver.close()


def test_a_migrated_ledger_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    Ledger.open(restore("0001", tmp_path / "old.db")).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, MeterRow.metadata) == []
    engine.dispose()
