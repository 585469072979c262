"""The tests' own PostgreSQL is a real server, and it leaves nothing behind."""

from collections.abc import Iterable
from pathlib import Path

import psycopg
import pytest

import postgres

pytestmark = pytest.mark.postgresql


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return str(row[0])


def test_server_keeps_what_it_says_and_listens_on_loopback_only(postgres_url: str) -> None:
    assert setting(postgres_url, "fsync") == "on"
    assert setting(postgres_url, "listen_addresses") == "127.0.0.1"
    assert setting(postgres_url, "server_encoding") == "UTF8"


def test_each_database_is_empty_and_gone_afterwards(
    postgres_cluster: postgres.Cluster,
) -> None:
    with (
        postgres_cluster.database("short_lived") as url,
        psycopg.connect(url) as connection,
    ):
        connection.execute("CREATE TABLE room (number text)")
    with (
        postgres_cluster.database("short_lived") as url,
        psycopg.connect(url) as connection,
    ):
        found = connection.execute("SELECT to_regclass('room')").fetchone()
    assert found == (None,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_database_in_use_is_dropped_all_the_same(
    postgres_cluster: postgres.Cluster,
) -> None:
    with postgres_cluster.database("in_use") as url:
        left_open = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()


def test_a_program_that_fails_says_why(postgres_cluster: postgres.Cluster) -> None:
    with pytest.raises(postgres.NoServer, match='database "nowhere" does not exist'):
        postgres_cluster.run("dropdb", *postgres_cluster.where, "nowhere")


def test_a_stopped_server_leaves_no_folder() -> None:
    with postgres.cluster() as running:
        folder = running.folder
        assert setting(running.url, "port") == str(running.port)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(running.url)


@pytest.fixture
def bare_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No PostgreSQL in any of the places where one is sought."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(postgres, "WHEEL", tmp_path / "wheel")


@pytest.mark.usefixtures("bare_system")
def test_without_a_server_the_tests_fail_rather_than_skip() -> None:
    assert postgres.main([]) == 1
    with pytest.raises(postgres.NoServer, match=r"dev\.py test"), postgres.cluster():
        pytest.fail("there is no server to be had")


def put_programs(folder: Path, names: Iterable[str]) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        program = folder / name
        program.write_text("#!/bin/sh\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


@pytest.mark.usefixtures("bare_system")
def test_the_newest_of_debians_servers_is_taken(tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        put_programs(tmp_path / "debian" / version / "bin", postgres.NEEDED)
    assert postgres.programs() == tmp_path / "debian" / "17" / "bin"
    assert postgres.main([]) == 0


@pytest.mark.usefixtures("bare_system")
def test_the_server_that_was_brought_is_taken_last(tmp_path: Path) -> None:
    put_programs(tmp_path / "wheel", postgres.NEEDED)
    assert postgres.programs() == tmp_path / "wheel"


@pytest.mark.usefixtures("bare_system")
def test_programs_are_found_through_a_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = put_programs(tmp_path / "server" / "bin", postgres.NEEDED)
    links = tmp_path / "links"
    links.mkdir()
    (links / "initdb").symlink_to(real / "initdb")
    monkeypatch.setenv("PATH", str(links))
    assert postgres.programs() == real.resolve()


@pytest.mark.usefixtures("bare_system")
def test_half_an_installation_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    half = put_programs(tmp_path / "half", ["initdb"])
    monkeypatch.setenv("PATH", str(half))
    assert postgres.programs() is None


def test_programs_that_the_servers_user_cannot_start_are_copied(tmp_path: Path) -> None:
    closed = put_programs(tmp_path / "install" / "bin", ["initdb"])
    assert postgres.reachable_programs(closed, tmp_path, None) == closed
    (closed / "initdb").chmod(0o644)
    copied = postgres.reachable_programs(closed, tmp_path, None)
    assert copied == tmp_path / "pginstall" / "bin"
    assert (copied / "initdb").exists()
