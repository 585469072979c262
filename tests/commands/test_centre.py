"""`inspector central serve` and `inspector sync`, each a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from inspector.db import device
from inspector.db.ledger import Ledger
from inspector.places import Home
from tests.commands.running import COMMAND, environment, run
from tests.sheets.tables import SOUND, write_book

SECRET = "登记口令-2026"
STARTS_WITHIN_S = 60


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    return file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ledger, brought in by the command that does so."""
    book = write_book(tmp_path / "台账.xlsx", SOUND)
    told = run("ledger", "import", book, "--ledger", tmp_path / "home")
    assert told.returncode == 0, told.stderr
    return tmp_path / "home"


@pytest.fixture
def centre(secret: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    words = ["--data", tmp_path / "centre", "--secret-file", secret, "--port", port]
    with subprocess.Popen(
        [*COMMAND, "central", "serve", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    ) as served:
        try:
            address = f"http://127.0.0.1:{port}"
            await_answer(served, address)
            yield served, address
        finally:
            served.kill()


def await_answer(served: subprocess.Popen[str], address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and served.poll() is None:
        try:
            httpx.get(f"{address}/v1/health", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the centre did not start: {served.communicate(timeout=5)}")


def test_it_serves_until_it_is_interrupted(
    centre: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    served, address = centre
    health = httpx.get(f"{address}/v1/health", trust_env=False)
    assert health.status_code == 200

    served.send_signal(signal.SIGINT)
    out, err = served.communicate(timeout=30)
    assert (served.returncode, err) == (0, "")
    assert out == f"中心库：{address}  数据：{tmp_path / 'centre'}\n"
    assert any((tmp_path / "centre").iterdir())


def test_a_sync_gives_a_receipt_and_the_next_one_needs_no_secret(
    centre: tuple[subprocess.Popen[str], str], secret: Path, home: Path
) -> None:
    words = ("sync", "--ledger", home, "--url", centre[1])
    first = run(*words, "--secret-file", secret, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    receipt = json.loads(first.stdout)
    assert receipt["sent"] > 0
    assert receipt["sent"] == receipt["applied"]
    assert (receipt["conflicts"], receipt["rejected"]) == (0, 0)

    again = run(*words)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("已上报 0 条")
    assert "接受 0 条，需确认 0 条，未接受 0 条；取回 0 条" in again.stdout
    ledger = Ledger.open(Home(home).ledger)
    kept = [str(each.id) for each in ledger.ask(device.receipts)]
    ledger.close()
    assert len(kept) == 2
    assert receipt["receipt"] in kept


def test_a_dead_address_is_told_in_a_sentence(home: Path, secret: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    told = run("sync", "--ledger", home, "--url", address, "--secret-file", secret)

    assert (told.returncode, told.stdout) == (2, "")
    assert "请" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_wrong_secret_is_told_in_a_sentence(
    centre: tuple[subprocess.Popen[str], str], home: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("不是这个", encoding="utf-8")
    told = run("sync", "--ledger", home, "--url", centre[1], "--secret-file", wrong)

    assert (told.returncode, told.stdout) == (2, "")
    assert "口令" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("\n", encoding="utf-8")
    told = run("central", "serve", "--data", tmp_path / "centre", "--secret-file", empty)

    assert (told.returncode, told.stdout) == (2, "")
    assert "登记口令文件是空的。" in told.stderr
    assert not (tmp_path / "centre").exists()


def test_a_secret_that_is_no_text_is_refused(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe\x00")
    told = run("central", "serve", "--data", tmp_path / "centre", "--secret-file", odd)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(f"登记口令文件“{odd}”不能读取。 请")


def test_a_taken_port_is_told_in_a_sentence(
    centre: tuple[subprocess.Popen[str], str], secret: Path, tmp_path: Path
) -> None:
    port = centre[1].rsplit(":", 1)[1]
    told = run(
        *("central", "serve", "--port", port),
        *("--data", tmp_path / "other", "--secret-file", secret),
    )
    assert told.returncode == 2
    assert "端口可能已被占用" in told.stderr


def test_a_folder_without_a_ledger_cannot_be_synced(tmp_path: Path, secret: Path) -> None:
    told = run("sync", "--ledger", tmp_path, "--url", "http://127.0.0.1:9")

    assert (told.returncode, told.stdout) == (2, "")
    assert "里没有台账" in told.stderr
    assert not Home(tmp_path).ledger.exists()
