"""Kill -9 at any moment of the tour: everything that was shown as saved is there."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from inspector.db import estate
from inspector.db.kept import is_kept
from inspector.db.ledger import Ledger

ROOMS = "3"
LONGEST_S = 14.0
COMPLETE_S = 300


def _tour(out: Path) -> list[str]:
    return [sys.executable, "-m", "inspector", "demo", "--out", str(out), "--rooms", ROOMS]


def _killed_tour(out: Path, after_s: float) -> bool:
    """Start the tour, kill it in the middle; whether it had come to its end before."""
    with subprocess.Popen(
        _tour(out), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as run:
        try:
            run.communicate(timeout=after_s)
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
            return False
    assert run.returncode == 0
    return True


def _lost(out: Path) -> list[dict[str, str]]:
    """What was shown as saved and is not in the file. The file itself must be sound."""
    log, file = out / "shown.jsonl", out / "ledger" / "ledger.db"
    if not log.exists():
        return []
    with sqlite3.connect(file) as driver:
        assert driver.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    driver.close()
    shown = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    ledger = Ledger.open(file)
    try:
        return [line for line in shown if not _kept(ledger, line["kind"], line["what"])]
    finally:
        ledger.close()


def _kept(ledger: Ledger, kind: str, what: str) -> bool:
    if kind == "import":
        return ledger.ask(estate.counts).rooms == int(what)
    return ledger.ask(is_kept, kind, UUID(what))


@pytest.mark.slow
def test_nothing_shown_as_saved_is_lost(tmp_path: Path, kills: int) -> None:
    """Each start goes on where the killed one stopped; a finished tour begins anew."""
    seed = random.randrange(1 << 32)
    dice = random.Random(seed)
    print(f"seed {seed}")  # noqa: T201 (to repeat a failure)
    out = tmp_path / "0"
    for kill in range(kills):
        if _killed_tour(out, dice.uniform(1.0, LONGEST_S)):
            out = tmp_path / str(kill + 1)
        assert _lost(out) == []

    done = subprocess.run(_tour(out), capture_output=True, timeout=COMPLETE_S, check=False)

    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["rooms_measured"] == int(ROOMS)
    assert summary["second_device"]["rooms"] == 3000
    assert _lost(out) == []
