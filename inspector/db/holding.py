"""One program at a time on a ledger, by a lock that the system lets go of by itself when
the program dies: nothing is left behind that a person would have to remove."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from inspector.trouble import Trouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Hold:
    """Held from `take` to `release`, or to the end of the process however it ends."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, ledger: Path) -> Hold:
        """Raises `Trouble` where another program, or another window, has the ledger."""
        try:
            # A file of its own: whoever closes the ledger's file would drop SQLite's locks.
            file = ledger.with_name(f"{ledger.name}.lock").open("ab")
        except OSError as error:
            raise Trouble(
                f"不能写入“{ledger.parent}”。", "请检查该文件夹是否存在、是否有写入权限。"
            ) from error
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise _trouble(ledger, error) from error
        return cls(file)

    def release(self) -> None:
        """Also when it was released before. The file stays: were it removed, two programs
        could each hold a file of that name."""
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _trouble(ledger: Path, error: OSError) -> Trouble:
    if isinstance(error, BlockingIOError | PermissionError) or sys.platform == "win32":
        return Trouble(
            f"“{ledger.parent}”中的台账已在另一个窗口或命令中打开。",
            "请回到已打开的窗口继续；要用命令操作，请先关闭该窗口。",
        )
    return Trouble(
        f"“{ledger.parent}”所在的磁盘不能防止台账被同时打开。",
        "请把数据文件夹放在本机磁盘上，不要放在网络共享盘里。",
    )
