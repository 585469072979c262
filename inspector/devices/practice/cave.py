"""Practice meters that speak as cave surveyors' meters do: most want every packet answered.

They tell neither edge nor unit nor battery, and but for the BRIC no failed shot either, so
they play only the tricks that any meter can.
"""

from __future__ import annotations

import random
from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from inspector.devices.codecs import bric, cavway, distox, sap6
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot

_FIRST_SHOT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
_APART = timedelta(seconds=11, milliseconds=130)


def _millimetres(shot: Shot) -> int:
    return round(shot.micrometres / 1000)


class AnsweredPractice(PracticeMeter):
    """Keeps a packet until it is acknowledged; the next one waits for that."""

    def __init__(
        self,
        noise: random.Random,
        *,
        truth: Callable[[], int | None] | None = None,
        spread_um: int = 300,
        shot_ms: int = 350,
    ) -> None:
        super().__init__(noise, truth=truth, spread_um=spread_um, shot_ms=shot_ms)
        self._waiting: deque[bytes] = deque()
        self._sequence = 0

    @property
    def unanswered(self) -> int:
        """How many packets the host has not acknowledged."""
        return len(self._waiting)

    def written(self, characteristic: str, data: bytes) -> None:
        if not self._waiting or data != self._answer_to(self._waiting[0]):
            self._ordered(data)
            return
        self._waiting.popleft()
        if self._waiting:
            self._say([(self.family.distance, self._waiting[0])])

    def _ordered(self, data: bytes) -> None:
        """A late acknowledgement, or a command; of most no commands are published."""

    def _turn(self) -> int:
        """The sequence bit of the next packet."""
        self._sequence ^= distox.SEQUENCE
        return self._sequence ^ distox.SEQUENCE

    def _messages(self, shot: Shot) -> Messages:
        self._waiting.extend(self._packets(shot))
        return [(self.family.distance, self._waiting[0])]

    @abstractmethod
    def _packets(self, shot: Shot) -> list[bytes]:
        """What it has to say of one shot, each to be acknowledged."""

    @abstractmethod
    def _answer_to(self, packet: bytes) -> bytes:
        """How this packet is to be acknowledged."""


class DistoXPractice(AnsweredPractice):
    """A DistoX2: the shot and its vectors are packets of their own."""

    family = distox.SPP
    suffix = "，DistoX 型"

    def _packets(self, shot: Shot) -> list[bytes]:
        packet = distox.packed(_millimetres(shot), self._turn())
        vectors = distox.PACKET.pack(distox.VECTORS | self._turn(), 1, 1, 1, 1)
        return [packet, vectors]

    def _answer_to(self, packet: bytes) -> bytes:
        return distox.acknowledgement(packet[0])


class DistoXBlePractice(AnsweredPractice):
    """Both packets in one message, so that the first one's bit is always the same."""

    family = distox.BLE
    suffix = "，DistoX BLE 型"

    def _packets(self, shot: Shot) -> list[bytes]:
        packet = distox.packed(_millimetres(shot), 0, self._noise.randrange(99))
        vectors = distox.PACKET.pack(distox.VECTORS | distox.SEQUENCE, 1, 1, 1, 1)
        return [bytes([distox.SHOT]) + packet + vectors]

    def _answer_to(self, packet: bytes) -> bytes:
        return distox.enclosed(distox.acknowledgement(packet[1]))

    def _ordered(self, data: bytes) -> None:
        if data == self.family.commands["measure"]:
            self._shoot()


class CavwayPractice(AnsweredPractice):
    family = cavway.X1
    suffix = "，Cavway 型"

    def _packets(self, shot: Shot) -> list[bytes]:
        return [cavway.packed(_millimetres(shot), self._turn())]

    def _answer_to(self, packet: bytes) -> bytes:
        return distox.enclosed(distox.acknowledgement(packet[1]))


class Sap6Practice(AnsweredPractice):
    family = sap6.SAP6
    suffix = "，SAP6 型"

    def _packets(self, shot: Shot) -> list[bytes]:
        tenths = round(shot.micrometres, -2)
        return [sap6.packed(self._turn() // distox.SEQUENCE, tenths / 1_000_000)]

    def _answer_to(self, packet: bytes) -> bytes:
        return bytes([0x55 + packet[0]])


class Sap5Practice(PracticeMeter):
    """Sends and does not listen: nothing is published of how it would be answered."""

    family = distox.SAP5
    suffix = "，SAP5 型"

    def written(self, characteristic: str, data: bytes) -> None:
        """Nothing is known that it would understand."""

    def _messages(self, shot: Shot) -> Messages:
        packet = distox.packed(_millimetres(shot), 0, self._noise.randrange(99))
        return [(self.family.distance, packet)]


class BricPractice(PracticeMeter):
    """A BRIC: the shot, then what is to be thought of it."""

    family = bric.BRIC
    suffix = "，BRIC 型"

    _now = _FIRST_SHOT

    @property
    def characteristics(self) -> frozenset[str]:
        return frozenset({bric.SHOTS, bric.METADATA, bric.ERRORS, bric.COMMAND})

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic == bric.COMMAND and data == self.family.commands["measure"]:
            self._shoot()

    def _messages(self, shot: Shot) -> Messages:
        return self._told(shot, bric.errors())

    def _failed(self) -> Messages:
        """It sends what it thinks it saw all the same, and voids it."""
        return self._told(Shot(1_234_500), bric.errors(bric.WEAK_SIGNAL))

    def _told(self, shot: Shot, errors: bytes) -> Messages:
        self._now += _APART
        tenths = round(shot.micrometres, -2)
        packet = bric.packed(tenths / 1_000_000, self._now)
        return [(bric.SHOTS, packet), (bric.ERRORS, errors)]
