"""The migrations lead exactly to the tables, and a failed one leaves nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from inspector.db.ledger import Ledger, upgrade
from inspector.db.tables import Base
from inspector.trouble import Trouble


def test_head_is_what_the_tables_say() -> None:
    engine = create_engine("sqlite://")
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
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
