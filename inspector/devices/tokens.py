"""What meters gave this machine when it was registered with them; secret, so a file that
its owner alone can read, and never in the log or in a recording's header."""

from __future__ import annotations

import contextlib
import json
import threading
from pathlib import Path

from inspector import places
from inspector.trouble import Trouble

_MOST_BYTES = 64 * 1024


class Tokens:
    """By the meter's address; without a file they last as long as the program."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._known = _read(file) if file else {}

    def of(self, address: str) -> bytes | None:
        with self._lock:
            return self._known.get(address)

    def keep(self, address: str, token: bytes) -> None:
        """On the disk before it returns: the meter has given itself to nobody else."""
        with self._lock:
            self._known[address] = token
            if self._file is not None:
                _write(self._file, self._known)


def _read(file: Path) -> dict[str, bytes]:
    """A file that cannot be read knows nothing: the meter is registered anew."""
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        if file.stat().st_size <= _MOST_BYTES:
            said = json.loads(file.read_text(encoding="utf-8"))
            return {str(address): bytes.fromhex(token) for address, token in said.items()}
    return {}


def _write(file: Path, known: dict[str, bytes]) -> None:
    text = json.dumps({address: token.hex() for address, token in known.items()})
    try:
        places.write_private(file, text)
    except OSError as error:
        raise Trouble(
            f"保存不了测距仪的登记：{error.strerror}。", "请腾出磁盘空间后重新登记。"
        ) from error
