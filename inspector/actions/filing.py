"""Files that are whole under their name or not there at all, even after a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from inspector.trouble import Trouble


def write_whole(target: Path, data: bytes, lost: str) -> None:
    """Durable before it is named, and the name durable before anybody is told of it.

    Raises `Trouble(lost, ...)`, and leaves nothing behind, where the disk refuses.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
        _keep_name(target.parent)
    except OSError as error:
        _forget(part)
        raise Trouble(lost, "请检查磁盘空间和写入权限后重试。") from error


def _keep_name(folder: Path) -> None:
    """POSIX keeps names in the folder, which has to reach the disk too."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the folder itself is gone or closed to us: nothing was left there
