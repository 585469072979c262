"""A capture as test vectors, `rangefinder-vectors/1`: what our own codec says of a real
meter's messages, for a person to hold against what its screen showed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector.devices.capture import Capture, offered, read_capture
from inspector.devices.codecs import UNKNOWN
from inspector.devices.codecs.contract import Family
from inspector.devices.events import CodecEvent, Garbled, Reply
from inspector.devices.plainly import Fact, facts
from inspector.devices.traffic import Direction, Traffic
from inspector.devices.vectors import FORMAT, decoded, fed

NOTE = (
    "本文件由程序从现场记录自动生成：expect 是程序自己的解码结果，不是事实。"
    "必须由人对照测距仪屏幕上的数值逐条核对、改正之后，才能用作测试。"
)
_TELLING = ("distance", "reject", "error", "status", "info", "command", "ignore")
"""Of several facts, the first kind of these is what a vector expects."""


def to_vectors(file: Path, family: Family | None = None) -> dict[str, Any]:
    """`Trouble` for what is no capture; `family` in place of the one that it names."""
    capture = read_capture(file)
    devices: dict[str, _Device] = {}
    for link in capture.links:
        speaks = family or capture.family(offered(link))
        known = None if speaks is UNKNOWN else speaks
        name = known.name if known else UNKNOWN.name
        device = devices.setdefault(name, _Device(name, known))
        device.characteristics |= offered(link)
        device.add(_messages(link, known))
    found = [device.told(capture) for device in devices.values()]
    vectors = sum(len(device["vectors"]) for device in found)
    return {
        "format": FORMAT,
        "about": f"{capture.header.name} 的现场记录，程序版本 {capture.header.program}",
        "note": NOTE,
        "counts": {
            "families": len(found),
            "vectors": vectors,
            "by_origin": {"capture": vectors},
        },
        "devices": found,
    }


@dataclass(frozen=True, slots=True)
class _Message:
    """One whole message, in the pieces in which it came, or a request of ours."""

    characteristic: str
    pieces: tuple[bytes, ...]
    sent: bool = False


@dataclass(slots=True)
class _Device:
    name: str
    family: Family | None
    characteristics: set[str] = field(default_factory=set)
    messages: dict[_Message, list[str]] = field(default_factory=dict)
    """In their order, each once: a keep-alive says nothing new the second time; with what
    a person read off the screen after it."""

    def add(self, messages: Iterator[_Message | str]) -> None:
        last: list[str] = []
        for message in messages:
            if isinstance(message, str):
                last.append(message)
            else:
                notes = self.messages.setdefault(message, [])
                last = last if message.sent else notes

    def told(self, capture: Capture) -> dict[str, Any]:
        return {
            "family": self.name,
            "models": [capture.header.name],
            "service": self.family.service if self.family else "",
            "characteristics": dict.fromkeys(sorted(self.characteristics), ""),
            "vectors": [
                self._vector(number, message) | _noted(notes)
                for number, (message, notes) in enumerate(self.messages.items(), start=1)
            ],
        }

    def _vector(self, number: int, message: _Message) -> dict[str, Any]:
        return {
            "id": f"{self.name}-capture-{number}",
            "direction": "host_to_device" if message.sent else "device_to_host",
            "hex": b"".join(message.pieces).hex(),
            "characteristic": message.characteristic,
            "expect": {"kind": "command"} if message.sent else self._expect(message),
            "origin": "capture",
        }

    def _expect(self, message: _Message) -> Fact:
        if self.family is None:
            return {"kind": "ignore", "note": "没有这种测距仪的编解码器，须由人填写"}
        if message.characteristic != self.family.fragments:
            data = b"".join(message.pieces)
            return _most_telling(facts(decoded(self.family, data, message.characteristic)))
        found = fed(self.family, message.pieces, message.characteristic)
        pieces = [piece.hex() for piece in message.pieces]
        return {**_most_telling(found), "fragments_hex": pieces}


def _noted(notes: Sequence[str]) -> dict[str, Any]:
    return {"note": f"屏幕显示：{'；'.join(notes)}"} if notes else {}


def _most_telling(found: Sequence[Fact]) -> Fact:
    ranked = sorted(found, key=lambda fact: _TELLING.index(str(fact["kind"])))
    return ranked[0] if ranked else {"kind": "ignore"}


def _messages(link: Sequence[Traffic], family: Family | None) -> Iterator[_Message | str]:
    """What was heard and read, cut into whole messages, and what we asked; what our codec
    answers by itself stands in the facts of what it answers."""
    cutting = _Cutting(family) if family else None
    for line in link:
        if line.direction is Direction.NOTED:
            yield line.data.decode("utf-8", "replace")
        elif line.direction in {Direction.HEARD, Direction.READ}:
            if cutting is None:
                yield _Message(line.characteristic, (line.data,))
            else:
                yield from cutting.fed(line)
        elif line.direction is Direction.WRITTEN and not (
            cutting and line.data in cutting.answers
        ):
            yield _Message(line.characteristic, (line.data,), sent=True)
    if cutting is not None:
        yield from cutting.rest()


class _Cutting:
    """Finds where messages end: a stream's wherever its codec has something to say."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._codec = family.make()
        self._pending: list[bytes] = []
        self._junk: list[bytes] = []
        self.answers: set[bytes] = set()

    def fed(self, line: Traffic) -> Iterator[_Message]:
        if self._family.stream and line.characteristic == self._family.distance:
            for byte in line.data:
                yield from self._streamed(bytes([byte]))
        elif line.characteristic == self._family.fragments:
            self._pending.append(line.data)
            if self._said(line.characteristic, line.data):
                yield self._taken(line.characteristic)
        else:
            self._said(line.characteristic, line.data)
            yield _Message(line.characteristic, (line.data,))

    def rest(self) -> Iterator[_Message]:
        """What the recording ended in the middle of."""
        if self._codec.finish() and self._family.stream:
            yield self._glued(self._junk + self._pending)

    def _streamed(self, byte: bytes) -> Iterator[_Message]:
        self._pending.append(byte)
        said = self._said(self._family.distance, byte)
        if not said:
            return
        if all(isinstance(event, Garbled) for event in said):
            self._junk += self._pending
        else:
            if self._junk:
                yield self._glued(self._junk)
            yield self._glued(self._pending)
            self._junk.clear()
        self._pending.clear()

    def _said(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        events = self._codec.receive(characteristic, data)
        replies = [event for event in events if isinstance(event, Reply)]
        self.answers |= {reply.data for reply in replies}
        return [event for event in events if not isinstance(event, Reply)]

    def _taken(self, characteristic: str) -> _Message:
        pieces, self._pending = tuple(self._pending), []
        return _Message(characteristic, pieces)

    def _glued(self, pieces: Sequence[bytes]) -> _Message:
        return _Message(self._family.distance, (b"".join(pieces),))
