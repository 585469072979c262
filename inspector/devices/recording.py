"""Keeps a link's raw traffic in a file, line by line, so that a crash loses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from importlib.metadata import version
from pathlib import Path

from inspector.devices.capture import LARGEST_BYTES, LONGEST_US, Header, line_of
from inspector.devices.traffic import Traffic
from inspector.devices.transports import Found
from inspector.trouble import Trouble

_ADDRESS = re.compile(r"(?:[0-9A-F]{2}[:_-]){5}[0-9A-F]{2}", re.IGNORECASE)


class Ending(Enum):
    """Why a recording is over; the value is what a person reads."""

    STOPPED = "记录已结束"
    FULL = "记录已满，后面的没有记下"
    FAILED = "文件写不进去，记录已停止"

    @property
    def label(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Recorded:
    """How far a recording has come."""

    path: Path
    lines: int = 0
    size: int = 0
    ending: Ending | None = None
    detail: str = ""


class Recorder:
    """One file for one link; `begin` once the link is known, then `take` every line."""

    def __init__(
        self, path: Path, *, with_address: bool = False, largest: int = LARGEST_BYTES
    ) -> None:
        """`Trouble` where the file cannot be made; one that exists is never overwritten."""
        try:
            self._file = path.open("x", encoding="utf-8", newline="\n")
        except FileExistsError as error:
            raise Trouble(f"文件“{path}”已经存在。", "请换一个文件名。") from error
        except OSError as error:
            raise Trouble(
                f"不能新建文件“{path}”：{error.strerror}。", "请换一个能写的文件夹。"
            ) from error
        self._with_address = with_address
        self._largest = largest
        self._since_us: int | None = None
        self.state = Recorded(path)

    def begin(self, found: Found, family: str, head: Iterable[Traffic]) -> None:
        """`head` is what this link has already said."""
        name, address = found.name, found.address
        if not self._with_address:
            bare = re.escape(re.sub("[:_-]", "", address))
            name = re.sub(bare, "", _ADDRESS.sub("", name), flags=re.IGNORECASE).strip()
            address = ""
        self._write(Header(family, name, version("inspector"), address).line())
        for line in head:
            self.take(line)

    def take(self, traffic: Traffic) -> None:
        if self._since_us is None:
            self._since_us = traffic.at_us
        if traffic.at_us - self._since_us > LONGEST_US:
            self.finish(Ending.FULL)
        self._write(line_of(traffic, self._since_us))

    def finish(self, ending: Ending = Ending.STOPPED, detail: str = "") -> None:
        if self.state.ending is not None:
            return
        self.state = replace(self.state, ending=ending, detail=detail)
        try:
            self._file.close()
        except OSError as error:  # what could not be flushed cannot be closed either
            self.state = replace(self.state, ending=Ending.FAILED, detail=str(error))

    def _write(self, line: str) -> None:
        if self.state.ending is not None:
            return
        size = self.state.size + len(line.encode("utf-8", "replace")) + 1
        if size > self._largest:
            self.finish(Ending.FULL)
            return
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except (OSError, UnicodeError) as error:
            self.finish(Ending.FAILED, str(error))
            return
        self.state = replace(self.state, lines=self.state.lines + 1, size=size)
