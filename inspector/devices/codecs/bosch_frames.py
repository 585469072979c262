"""The frames of Bosch's MT protocol: how they are sealed, and how a stream is cut.

request    C0 cmd len data crc8        also what the meter itself starts with
answer     status len data crc8        status bits 7-6 are 00
crc8       polynomial A6 taken literally, init AA, MSB first, over all bytes before it
A measurement is a request of the meter: an event, C0 55 10 and 16 bytes, or, from a
GLM 100 C, a container, C0 50 21 and 33 bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.devices.codecs.framing import Piece

REQUEST = 0xC0
EVENT_HEAD = bytes([REQUEST, 0x55, 0x10])
CONTAINER_HEAD = bytes([REQUEST, 0x50, 0x21])
DISTANCE_LENGTH = 4

_MEASUREMENTS = {head: len(head) + head[2] + 1 for head in (EVENT_HEAD, CONTAINER_HEAD)}
"""How long a frame with this head is."""
_LONGEST_REQUEST = 0x21
_ANSWER_LENGTHS = frozenset({0, 2, DISTANCE_LENGTH})  # plain, echo, distance
_ANSWER_STATUS = 0x3F
_POLYNOMIAL, _CRC_START = 0x1A6, 0xAA  # 1A6: the bit that drops out, written out


def _shifted(byte: int) -> int:
    for _ in range(8):
        byte = (byte << 1) ^ (_POLYNOMIAL if byte & 0x80 else 0)
    return byte & 0xFF


_CRC_TABLE = bytes(_shifted(byte) for byte in range(256))


def crc8(data: bytes) -> int:
    """Zero over a frame that carries its own checksum."""
    crc = _CRC_START
    for byte in data:
        crc = _CRC_TABLE[crc ^ byte]
    return crc


def sealed(frame: bytes) -> bytes:
    return frame + bytes([crc8(frame)])


def request(command: int, data: bytes = b"") -> bytes:
    return sealed(bytes([REQUEST, command, len(data)]) + data)


class Frames:
    """Frames may come whole, in pieces or glued together; only checksums are believed."""

    def __init__(self) -> None:
        self.waiting = b""
        """What may still become a frame."""

    def cut(self, data: bytes) -> list[Piece]:
        """Whole measurements are looked for before all else, so that no false head in the
        junk around them can hold them back or swallow their beginning."""
        buffer = self.waiting + data
        pieces: list[Piece] = []
        while found := min(_measurements(buffer), default=None):
            start, end = found
            before, _ = _others(buffer[:start], last=True)
            pieces += [*before, Piece(buffer[start:end], sound=True)]
            buffer = buffer[end:]
        others, self.waiting = _others(buffer, last=False)
        return pieces + others

    def finish(self) -> list[Piece]:
        """Nothing more will come."""
        pieces, self.waiting = _others(self.waiting, last=True)
        return pieces


def _measurements(buffer: bytes) -> Iterator[tuple[int, int]]:
    for head, size in _MEASUREMENTS.items():
        start = buffer.find(head)
        while start >= 0:
            frame = buffer[start : start + size]
            if len(frame) == size and crc8(frame) == 0:
                yield start, start + size
            start = buffer.find(head, start + 1)


def _others(buffer: bytes, *, last: bool) -> tuple[list[Piece], bytes]:
    """Acknowledgements, answers, keep-alives and junk; with them what may still grow."""
    pieces: list[Piece] = []
    junk = b""
    while buffer:
        size = _frame_at(buffer)
        if size is None and not last:
            break
        eaten = buffer[: size or _junk_at(buffer)]
        buffer = buffer[len(eaten) :]
        if size:
            pieces += [*_given_up(junk), Piece(eaten, sound=True)]
            junk = b""
        else:
            junk += eaten
    return pieces + _given_up(junk), buffer


def _given_up(junk: bytes) -> list[Piece]:
    return [Piece(junk, sound=False)] if junk else []


def _frame_at(buffer: bytes) -> int | None:
    """The size of the good frame at the start; 0: this byte is junk; None: wait."""
    size = _claimed(buffer)
    if not size:
        return size
    if len(buffer) < size:
        return None
    return size if crc8(buffer[:size]) == 0 else 0


def _junk_at(buffer: bytes) -> int:
    """How much to give up: a spoilt measurement is not searched for answers inside it,
    which are so short that one in 256 looks sound by chance."""
    return _MEASUREMENTS.get(buffer[:3], 1)


def _claimed(buffer: bytes) -> int | None:
    """How long the frame at the start says it is; 0 if no frame starts like this."""
    is_request = buffer[0] == REQUEST
    if not is_request and buffer[0] > _ANSWER_STATUS:
        return 0
    head = 3 if is_request else 2
    if len(buffer) < head:
        return None
    length = buffer[head - 1]
    allowed = length <= _LONGEST_REQUEST if is_request else length in _ANSWER_LENGTHS
    return head + length + 1 if allowed else 0
