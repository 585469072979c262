"""Practice meters that speak Bosch's MT protocol, by each way in which it comes."""

from __future__ import annotations

from inspector.devices.codecs import bosch, bosch_5301
from inspector.devices.codecs.bosch_frames import crc8, sealed
from inspector.devices.events import Edge
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot, Trick


class BoschPractice(PracticeMeter):
    """A GLM with AutoSync; its remote button needs two presses, as the real one."""

    family = bosch.MT
    suffix = "，GLM 型"
    tricks = frozenset(Trick)

    _counter = 0
    _laser = False
    _in_step = False

    def written(self, characteristic: str, data: bytes) -> None:
        if crc8(data):
            self._send(self.family.distance, sealed(b"\x03\x00"))
            return
        self._send(self.family.distance, sealed(b"\x00\x00"))
        if data == bosch.AUTO_SYNC:
            self._in_step = True
        elif data == bosch.MEASURE:
            self._remote_press()
        elif data in {bosch.LASER_ON, bosch.LASER_OFF}:
            self._light(on=data == bosch.LASER_ON)

    def closed(self) -> None:
        super().closed()
        self._in_step = False

    def _remote_press(self) -> None:
        if self._laser:
            self._shoot()
        else:
            self._light(on=True)

    def _light(self, *, on: bool) -> None:
        self._laser = on
        self._tell(bosch.event(0, Edge.REAR, self._counter, 0, on and bosch.LASER))

    def _tell(self, frame: bytes) -> None:
        if self._in_step:
            self._send(self.family.distance, frame)

    def _messages(self, shot: Shot) -> Messages:
        self._counter = (self._counter + 1) & 0xFFFF
        self._laser = False
        mode = bosch.AREA if shot.area else bosch.SINGLE
        bits = (shot.imperial and bosch.IMPERIAL) | (shot.low_battery and bosch.BATTERY_LOW)
        return self._framed(
            bosch.event(mode, shot.edge, self._counter, shot.micrometres, bits)
        )

    def _failed(self) -> Messages:
        self._laser = False
        return self._framed(bosch.failure(Edge.REAR, self._counter))

    def _framed(self, frame: bytes) -> Messages:
        return [(self.family.distance, frame)] if self._in_step else []


class BoschPlrPractice(BoschPractice):
    """A PLR 50 C: the same frames by the older service."""

    family = bosch_5301.FAMILY
    suffix = "，PLR 型"


class BoschSerialPractice(BoschPractice):
    """An older GLM 50 C: the same frames by a serial line."""

    family = bosch.SPP
    suffix = "，GLM 串口型"
