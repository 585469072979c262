"""Firmware of the two common makes, written from the facts and not from our codecs.

They check what they are sent: the Bosch its CRC and AutoSync, the Leica its write type.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import ClassVar

LEICA_SERVICE = "3ab10100-f831-4395-b29d-570977d5bf94"
LEICA_DISTANCE = "3ab10101-f831-4395-b29d-570977d5bf94"
LEICA_UNIT = "3ab10102-f831-4395-b29d-570977d5bf94"
LEICA_COMMAND = "3ab10109-f831-4395-b29d-570977d5bf94"
LEICA_MODEL = "3ab1010c-f831-4395-b29d-570977d5bf94"
BOSCH_SERVICE = "02a6c0d0-0451-4000-b000-fb3210111989"
BOSCH_FRAMES = "02a6c0d1-0451-4000-b000-fb3210111989"
BATTERY_SERVICE = "0000180f-0000-1000-8000-00805f9b34fb"
Gatt = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Service, its characteristics, and what each can do."""
BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"


class Peripheral:
    """What every meter has. Everything in it happens on the fake daemon's thread.

    The fields below `rssi` are faults for tests to set before connecting.
    """

    services: ClassVar[Gatt]
    advertised: tuple[str, ...]

    def __init__(self, address: str, name: str, rssi: int = -60) -> None:
        self.address = address
        self.name = name
        self.rssi = rssi
        self.connect_errors = 0
        self.connect_hangs = 0
        self.drops_while_connecting = 0
        self.never_lets_go = False
        """bluetoothd does not answer when it is asked to hang up."""
        self.unreadable: set[str] = set()
        self.unsubscribable: set[str] = set()
        self.for_bonded: set[str] = set()
        """Characteristics that want a paired host."""
        self.refuses_pairing = False
        self.pairings = 0
        self.connections = 0
        self.called_amid_scan = 0
        """Both at once confuse adapters."""
        self.received: list[tuple[str, bytes, str]] = []
        self.indicate: Callable[[str, bytes], None] = lambda _uuid, _data: None

    def connected(self) -> None:
        """A new link: everything that lives only as long as a link starts anew."""
        self.connections += 1

    def subscribed(self, uuid: str) -> None:
        """A client asked for indications of this characteristic."""

    def written(self, uuid: str, data: bytes, kind: str) -> None:
        """`kind` is BlueZ's: request or command."""
        self.received.append((uuid, data, kind))

    def read(self, uuid: str) -> bytes:
        return b"\x5a" if uuid == BATTERY_LEVEL else b""


class LeicaDisto(Peripheral):
    """DISTO D2 of the first generation: float metres, the unit in a message of its own."""

    services: ClassVar[Gatt] = {
        LEICA_SERVICE: {
            LEICA_DISTANCE: ("read", "indicate"),
            LEICA_UNIT: ("read", "indicate"),
            LEICA_COMMAND: ("write-without-response",),
            LEICA_MODEL: ("read",),
        },
        BATTERY_SERVICE: {BATTERY_LEVEL: ("read",)},
    }
    advertised = (LEICA_SERVICE,)

    def __init__(
        self,
        address: str = "AA:BB:CC:00:00:01",
        name: str = "DISTO 12345678",
        rssi: int = -52,
    ) -> None:
        super().__init__(address, name, rssi)
        self.distance_m = 2.7756
        self.unit = 0
        self.stored_m: float | None = None
        self.laser = False

    def subscribed(self, uuid: str) -> None:
        if uuid == LEICA_DISTANCE and self.stored_m is not None:
            self.indicate(LEICA_DISTANCE, struct.pack("<f", self.stored_m))

    def written(self, uuid: str, data: bytes, kind: str) -> None:
        super().written(uuid, data, kind)
        if uuid != LEICA_COMMAND or kind != "command":
            return
        if data in {b"o", b"p"}:
            self.laser = data == b"o"
        elif data == b"g":
            self.press()

    def read(self, uuid: str) -> bytes:
        if uuid == LEICA_MODEL:
            return b"D2".ljust(8, b"\0")
        if uuid == LEICA_UNIT:
            return struct.pack("<H", self.unit)
        return super().read(uuid)

    def press(self) -> None:
        self.laser = False
        self.indicate(LEICA_DISTANCE, struct.pack("<f", self.distance_m))
        self.indicate(LEICA_UNIT, struct.pack("<H", self.unit))


class BoschGlm(Peripheral):
    """GLM 50-27 C: MT frames, events only after AutoSync, remote button in two presses."""

    services: ClassVar[Gatt] = {BOSCH_SERVICE: {BOSCH_FRAMES: ("write", "indicate")}}
    advertised = (BOSCH_SERVICE,)

    def __init__(
        self,
        address: str = "AA:BB:CC:00:00:02",
        name: str = "Bosch GLM50-27 CG x1234",
        rssi: int = -70,
    ) -> None:
        super().__init__(address, name, rssi)
        self.distance_m = 3.2157
        self.edge = 2
        self.mode = 1
        self.counter = 40
        self.laser = False
        self.in_step = False

    def connected(self) -> None:
        super().connected()
        self.in_step = False

    def written(self, uuid: str, data: bytes, kind: str) -> None:
        super().written(uuid, data, kind)
        if uuid != BOSCH_FRAMES or kind != "request":
            return
        if mt_checksum(data):
            self._say(b"\x03\x00")
        elif data[1] == 0x3E:
            self._say(bytes([0, data[2]]) + data[3:-1])
        else:
            self._say(b"\x00\x00")
            self._obey(data[1], data[3:-1])

    def press(self) -> None:
        """The measuring button, with the laser already on."""
        self.laser = False
        self.counter = (self.counter + 1) & 0xFFFF
        self.event(self.mode, self.distance_m)

    def event(self, mode: int, result: float) -> None:
        bits = 1 if self.laser else 0
        body = struct.pack(
            "<BBHfff", mode << 2 | self.edge, bits, self.counter, result, 0, 0
        )
        if self.in_step:
            self._say(b"\xc0\x55\x10" + body)

    def _obey(self, command: int, data: bytes) -> None:
        if command == 0x55 and data[0] in {0, 1}:
            self.in_step = data[0] == 1
        elif command in {0x41, 0x42}:
            self._light(on=command == 0x41)
        elif command == 0x56 and self.laser:
            self.press()
        elif command == 0x56:
            self._light(on=True)

    def _light(self, *, on: bool) -> None:
        self.laser = on
        self.event(0, 0.0)

    def _say(self, frame: bytes) -> None:
        self.indicate(BOSCH_FRAMES, frame + bytes([mt_checksum(frame)]))


def mt_checksum(data: bytes) -> int:
    """Bit by bit, from the published constants: polynomial A6, start AA."""
    crc = 0xAA
    for byte in data:
        crc ^= byte
        for _ in range(8):
            carry = crc & 0x80
            crc = (crc << 1) & 0xFF
            if carry:
                crc ^= 0xA6
    return crc
