"""The command as a person starts it: another process, in a language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "inspector"]
PATIENCE_S = 120


def environment(**changes: str) -> dict[str, str]:
    """This process's own, without a wish for a language, and with what a test wants."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in {"LANGUAGE", "INSPECTOR_LANG"} and not name.startswith("COV_")
    }
    return {**plain, "LANG": "C.UTF-8", "COLUMNS": "100", **changes}


def run(*words: str | Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment(**changes),
        timeout=PATIENCE_S,
    )
