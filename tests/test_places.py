"""Where things lie: in the source tree, in a frozen program, and on a stick."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inspector import places
from inspector.places import Home


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As the program finds itself when it was installed from a package."""
    program = tmp_path / "program"
    program.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program / "inspector.exe"))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "unpacked"), raising=False)
    return program


def test_a_home_is_made_once_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "data").make()
    home.ledger.write_bytes(b"ledger")
    assert home.make() == home
    assert home.ledger.read_bytes() == b"ledger"
    assert {home.files.name, home.sheets.name} < {p.name for p in home.folder.iterdir()}
    assert {p.parent for p in (home.ledger, home.token, home.settings)} == {home.folder}


def test_a_person_has_a_folder_of_their_own() -> None:
    assert places.home().folder.name == "inspector"
    assert places.logs() != places.home().folder
    assert places.documents().is_absolute()


def test_what_the_program_brings_along_is_there() -> None:
    assert (places.resources() / "standards").is_dir()
    assert places.sample_workbook().suffix == ".xlsx"


def test_a_frozen_program_finds_its_resources_where_it_was_unpacked(frozen: Path) -> None:
    assert places.resources() == frozen.parent / "unpacked" / "resources"
    assert places.home().folder.name == "inspector"


def test_a_stick_keeps_everything_beside_the_program(frozen: Path) -> None:
    (frozen / "portable.txt").touch()
    assert places.home() == Home(frozen / "inspector-data")
