"""The file of a link's raw traffic: its lines as JSON, written and read back.

The first line is the header: format, family, name, program, and the meter's address where
the person asked for it. Each further line is one of `Traffic`:

  {"us": 0, "do": "opened", "characteristics": [...]}
  {"us": 12, "do": "subscribed" | "dropped" | "closed", "at": characteristic}
  {"us": 34, "do": "written" | "read" | "heard", "at": ..., "hex": "...", "response": true}
  {"us": 55, "do": "noted", "text": what a person read off the meter's screen}
  {"us": 56, "do": "refused", "what": "opened" | ..., "at": ..., "state": "POWERED_OFF"}

`us` is microseconds since the first of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from inspector.devices.codecs import UNKNOWN, chosen, named
from inspector.devices.codecs.contract import Family
from inspector.devices.events import LinkState
from inspector.devices.traffic import Direction, Traffic
from inspector.trouble import Trouble

FORMAT = "rangefinder-capture/1"
LARGEST_BYTES = 16 * 1024 * 1024
LONGEST_US = 24 * 3600 * 1_000_000
_LONGEST_VALUE = 65_536
_LONGEST_NOTE = 200
_NAMES = {direction: direction.name.lower() for direction in Direction}
_DIRECTIONS = {name: direction for direction, name in _NAMES.items()}
_SAYS_BYTES = frozenset({Direction.WRITTEN, Direction.READ, Direction.HEARD})


@dataclass(frozen=True, slots=True)
class Header:
    """Whose traffic it is, as far as it was known when the recording began."""

    family: str
    name: str
    program: str
    address: str = ""

    def line(self) -> str:
        said = {
            "format": FORMAT,
            "family": self.family,
            "name": self.name,
            "program": self.program,
        }
        return _json(said | ({"address": self.address} if self.address else {}))


@dataclass(frozen=True, slots=True)
class Capture:
    """A recording that was read back; `links` are its openings, in turn."""

    header: Header
    links: tuple[tuple[Traffic, ...], ...]
    torn: bool
    """Its last line is cut off: the program or the machine had stopped."""

    @property
    def ends_us(self) -> int:
        return self.links[-1][-1].at_us if self.links else 0

    def family(self, offered: frozenset[str]) -> Family | None:
        """Who speaks here: a family that is named need not be right to the letter, as
        Leica's two packets cannot be told apart before the link is there. A meter that was
        unknown when it was recorded may be known by now."""
        header = named(self.header.family)
        if header is not None and header.needs <= offered:
            return header
        unknown = UNKNOWN if self.header.family == UNKNOWN.name else None
        return chosen(offered, self.header.family) or unknown


def offered(link: tuple[Traffic, ...]) -> frozenset[str]:
    """The characteristics of a recorded link."""
    return frozenset(link[0].offered)


def line_of(traffic: Traffic, since_us: int) -> str:
    said: dict[str, object] = {
        "us": traffic.at_us - since_us,
        "do": _NAMES[traffic.direction],
    }
    if traffic.refused is not None:
        said["what"] = _NAMES[traffic.refused]
    if traffic.direction is Direction.OPENED:
        said["characteristics"] = list(traffic.offered)
    if traffic.characteristic:
        said["at"] = traffic.characteristic
    if traffic.direction is Direction.NOTED:
        said["text"] = traffic.data.decode("utf-8", "replace")
    elif traffic.data or traffic.direction in _SAYS_BYTES:
        said["hex"] = traffic.data.hex()
    if traffic.response:
        said["response"] = True
    if traffic.state is not None:
        said["state"] = traffic.state.name
    return _json(said)


def read_capture(path: Path) -> Capture:
    """`Trouble` for whatever is no such file; one that was cut off is read up to there."""
    lines = _lines(path)
    header = _header(path, lines[0])
    traffic = [_traffic(line) for line in lines[1:]]
    torn = len(traffic) > 0 and traffic[-1] is None
    good = [line for line in traffic if line is not None]
    if len(good) < len(traffic) - torn:
        raise _no_capture(path, f"第 {traffic.index(None) + 2} 行读不懂")
    for number, (one, other) in enumerate(pairwise(good), start=3):
        if other.at_us < one.at_us:
            raise _no_capture(path, f"第 {number} 行的时间早于上一行")
    return Capture(header, tuple(_links(good)), torn)


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > 2 * LARGEST_BYTES:
            raise _no_capture(path, "文件太大")
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise Trouble(
            f"读不了文件“{path.name}”：{error.strerror}。", "请检查文件是否存在、能否打开。"
        ) from error
    return text.removesuffix("\n").split("\n")


def _header(path: Path, line: str) -> Header:
    said = _parsed(line)
    if said.get("format") != FORMAT:
        raise _no_capture(path, "第一行不是这种文件的开头")
    family, name, program, address = (
        said.get(key, "") for key in ("family", "name", "program", "address")
    )
    if not (isinstance(family, str) and isinstance(name, str)):
        raise _no_capture(path, "第一行读不懂")
    return Header(family, name, str(program), str(address))


def _links(traffic: list[Traffic]) -> Iterator[tuple[Traffic, ...]]:
    """Cut before every opening, done or refused; what stands before the first is lost."""
    starts = [
        number
        for number, line in enumerate(traffic)
        if Direction.OPENED in {line.direction, line.refused}
    ]
    for start, end in pairwise([*starts, len(traffic)]):
        yield tuple(traffic[start:end])


def _traffic(line: str) -> Traffic | None:
    """None where it is not a line of ours."""
    said = _parsed(line)
    at_us, at = said.get("us"), said.get("at", "")
    direction, refused = _direction(said.get("do")), _direction(said.get("what"))
    if direction is None or not isinstance(at, str) or type(at_us) is not int:
        return None
    if not 0 <= at_us <= LONGEST_US or (refused is None) is (
        direction is Direction.REFUSED
    ):
        return None
    try:
        return Traffic(
            at_us,
            direction,
            at,
            _bytes(said.get("hex", "")) or _text(said.get("text", "")),
            said.get("response") is True,
            _names(said.get("characteristics", [])),
            refused,
            LinkState[said["state"]] if "state" in said else None,
        )
    except (KeyError, TypeError, ValueError):
        return None


def _direction(name: object) -> Direction | None:
    return _DIRECTIONS.get(name) if isinstance(name, str) else None


def _bytes(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > 2 * _LONGEST_VALUE:
        raise ValueError
    return bytes.fromhex(text)


def _text(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > _LONGEST_NOTE:
        raise ValueError
    return text.encode("utf-8", "replace")


def _names(names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError
    return tuple(names)


def _parsed(line: str) -> Mapping[str, Any]:
    """Empty for whatever is no object of JSON; a line may hold anything at all."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _no_capture(path: Path, why: str) -> Trouble:
    return Trouble(
        f"文件“{path.name}”不是测距仪原始数据记录：{why}。",
        "请选择用“记录原始数据”或 inspector devices capture 保存的文件。",
    )
