"""Firmware of the less common meters, written from the published facts and not from our
codecs. What they are sent and is not theirs to understand they answer or refuse as such."""

from __future__ import annotations

import struct
from collections import deque
from functools import reduce
from operator import xor
from typing import ClassVar

from peripherals import (
    LEICA_COMMAND,
    LEICA_MODEL,
    LEICA_SERVICE,
    Gatt,
    Peripheral,
    mt_checksum,
)

LEICA_PACKET = "3ab1010d-f831-4395-b29d-570977d5bf94"
MILESEEY_TEXT = "0000ffb2-0000-1000-8000-00805f9b34fb"
IR40_RECORDS = "0000ee02-0000-1000-8000-00805f9b34fb"
IR40_ORDERS = "0000ee03-0000-1000-8000-00805f9b34fb"
STANLEY_SERVICE = "0000fff0-0000-1000-8000-00805f9b34fb"
STANLEY_VALUE = "0000fff1-0000-1000-8000-00805f9b34fb"
GLM100_SERVICE = "00005301-0000-0041-5253-534f46540000"
GLM100_IN = "00004301-0000-0041-5253-534f46540000"
GLM100_OUT = "00004302-0000-0041-5253-534f46540000"


class LeicaX(Peripheral):
    """DISTO X4: packets with a counter; the last one is repeated to a new listener."""

    services: ClassVar[Gatt] = {
        LEICA_SERVICE: {
            LEICA_PACKET: ("indicate",),
            LEICA_COMMAND: ("write-without-response",),
            LEICA_MODEL: ("read",),
        }
    }
    advertised = (LEICA_SERVICE,)

    def __init__(self) -> None:
        super().__init__("AA:BB:CC:00:00:03", "DISTO 87654321")
        self.distance_m = 2.7756
        self.unit = 0
        self.counter = 0x3FFF

    def subscribed(self, uuid: str) -> None:
        self._tell()

    def written(self, uuid: str, data: bytes, kind: str) -> None:
        super().written(uuid, data, kind)
        if data == b"g" and kind == "command":
            self.press()

    def read(self, uuid: str) -> bytes:
        return b"X4\0\0" if uuid == LEICA_MODEL else super().read(uuid)

    def press(self) -> None:
        self.counter = (self.counter + 1) % 0x4000
        self._tell()

    def _tell(self) -> None:
        nothing, flags = float("inf"), 0xC000
        values = (self.distance_m, nothing, nothing, self.unit, 0, 0, flags | self.counter)
        self.indicate(LEICA_PACKET, struct.pack("<3f3hH", *values))


class MileseeyP7(Peripheral):
    """Tells a line of text; nobody knows what it would do at a command."""

    services: ClassVar[Gatt] = {
        "0000ffb0-0000-1000-8000-00805f9b34fb": {
            "0000ffb1-0000-1000-8000-00805f9b34fb": ("write", "write-without-response"),
            MILESEEY_TEXT: ("notify",),
        }
    }
    advertised = ("0000ffb0-0000-1000-8000-00805f9b34fb",)

    def __init__(self, name: str = "Mileseey P7") -> None:
        super().__init__("AA:BB:CC:00:00:04", name)
        self.text = "2.776m"

    def press(self) -> None:
        self.indicate(MILESEEY_TEXT, self.text.encode("ascii"))


class Ir40(Peripheral):
    """Tells unit and edge when they are switched, and the unit with every shot."""

    services: ClassVar[Gatt] = {
        "0000ee01-0000-1000-8000-00805f9b34fb": {
            IR40_RECORDS: ("notify",),
            IR40_ORDERS: ("write", "write-without-response"),
        }
    }
    advertised = ()

    def __init__(self) -> None:
        super().__init__("AA:BB:CC:00:00:05", "FNIRSI IR40")
        self.thousandths = 2776
        self.unit = 0
        self.sides: tuple[int, int] | None = None
        self.on_and_on = False
        self.refused: list[bytes] = []

    def written(self, uuid: str, data: bytes, kind: str) -> None:
        super().written(uuid, data, kind)
        order, value = data[:-1], data[-1:]
        known = order == bytes.fromhex("000702080e000000") and value in {b"\0", b"\1"}
        if uuid == IR40_ORDERS and known:
            self.on_and_on = value == b"\1"
        else:
            self.refused.append(data)

    def press(self) -> None:
        unit = (0x06, self.unit)
        if self.sides is None:
            self._tell((0x01, 0), (0x05, self.thousandths), unit)
        else:
            long, wide = self.sides
            area = long * wide // 1000
            self._tell((0x01, 3), (0x02, long), (0x03, wide), (0x05, area), unit)

    def turn(self, edge: int) -> None:
        """The person chooses the other end of the meter."""
        self._tell((0x0A, edge))

    def _tell(self, *records: tuple[int, int]) -> None:
        parts = [struct.pack(">BBBI", 2, tag, 0x14, number) for tag, number in records]
        body = b"".join(parts)
        self.indicate(IR40_RECORDS, bytes([0, len(body)]) + body)


class StanleyTlm99s(Peripheral):
    """Says nothing of itself and cannot be subscribed; whoever wants to know must read."""

    services: ClassVar[Gatt] = {STANLEY_SERVICE: {STANLEY_VALUE: ("read",)}}
    advertised = (STANLEY_SERVICE,)

    def __init__(self, name: str = "tlm99s_0042") -> None:
        super().__init__("AA:BB:CC:00:00:06", name)
        self.shown_mm = 1500
        self.next_mm = 2776
        self.reads = 0

    def read(self, uuid: str) -> bytes:
        if uuid != STANLEY_VALUE:
            return super().read(uuid)
        self.reads += 1
        body = [0x10, 0x01, 0x00, 0x02, self.shown_mm & 0xFF, self.shown_mm >> 8]
        return "".join(f"{byte:02X}" for byte in [*body, reduce(xor, body)]).encode()

    def press(self) -> None:
        self.shown_mm = self.next_mm


class BoschGlm100(Peripheral):
    """GLM 100 C: MT frames in pieces, each of which it wants to be told was got."""

    services: ClassVar[Gatt] = {
        GLM100_SERVICE: {
            GLM100_IN: ("write",),
            GLM100_OUT: ("indicate",),
        }
    }
    advertised = (GLM100_SERVICE,)

    def __init__(self) -> None:
        super().__init__("AA:BB:CC:00:00:07", "BOSCH GLM100C 0815")
        self.distance_m = 2.776
        self.in_step = False
        self.index = 0
        self._number = 0
        self._heard = b""
        self._queue: deque[bytes] = deque()
        self._unconfirmed: bytes | None = None

    def connected(self) -> None:
        super().connected()
        self.in_step = False
        self._heard, self._unconfirmed = b"", None
        self._queue.clear()

    def written(self, uuid: str, data: bytes, kind: str) -> None:
        super().written(uuid, data, kind)
        if uuid != GLM100_IN or kind != "request" or not 1 < len(data) <= 20:
            return
        if data[0] == 0xFF:
            self._got(data)
            return
        self.indicate(GLM100_OUT, bytes([0xFF, data[0], 0]))
        self._heard += data[1:]
        if data[0] & 0x0F == 0:
            frame, self._heard = self._heard, b""
            self._obey(frame)

    def press(self) -> None:
        """The result stands in the fourth of the four numbers."""
        self.index += 1
        if not self.in_step:
            return
        head = struct.pack("<BBBb", 1, 2, 87, 23)
        numbers = struct.pack("<5f", 0, 0, 0, self.distance_m, 0.4)
        tail = struct.pack("<IBB3x", 1000 + self.index, 0, self.index)
        self._say(b"\xc0\x50\x21" + head + numbers + tail)

    def _obey(self, frame: bytes) -> None:
        if mt_checksum(frame):
            self._say(b"\x03\x00")
            return
        if frame[1:4] == b"\x55\x02\x01":
            self.in_step = True
        self._say(b"\x00\x00")

    def _say(self, frame: bytes) -> None:
        whole = frame + bytes([mt_checksum(frame)])
        parts = [whole[at : at + 19] for at in range(0, len(whole), 19)]
        self._number = self._number % 15 + 1
        for left, part in zip(reversed(range(len(parts))), parts, strict=True):
            self._queue.append(bytes([self._number << 4 | left]) + part)
        self._send_next()

    def _got(self, data: bytes) -> None:
        if self._unconfirmed and data == bytes([0xFF, self._unconfirmed[0], 0]):
            self._unconfirmed = None
            self._send_next()

    def _send_next(self) -> None:
        if self._unconfirmed is None and self._queue:
            self._unconfirmed = self._queue.popleft()
            self.indicate(GLM100_OUT, self._unconfirmed)
