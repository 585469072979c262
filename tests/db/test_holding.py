"""A ledger is open in one program at a time, and free again when that program is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import start
from inspector.db.holding import Hold
from inspector.places import Home
from inspector.trouble import Trouble


def test_a_second_window_is_refused_and_told_what_to_do(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    first = start.open_here(home)
    with pytest.raises(Trouble, match="已在另一个窗口") as refused:
        start.open_here(home)
    assert "关闭" in refused.value.advice

    first.ledger.close()
    start.open_here(home).ledger.close()


def test_a_ledger_that_does_not_open_is_not_held(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    home.ledger.write_bytes(b"no ledger" * 1000)
    for _ in range(2):
        with pytest.raises(Trouble, match="不是台账文件"):
            start.open_here(home)


def test_a_killed_program_leaves_nothing_to_remove(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; "
        "from inspector.db.holding import Hold; "
        "held = Hold.take(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    ledger = tmp_path / "ledger.db"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(ledger)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Trouble, match="已在另一个窗口"):
            Hold.take(ledger)
        os.kill(other.pid, signal.SIGKILL)
        other.wait(10)
    Hold.take(ledger).release()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="不能写入"):
        Hold.take(tmp_path / "nowhere" / "ledger.db")
