"""What the meter sends, as it is to be kept: each reading with all that was discarded
since the one before it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from inspector.actions.measure import Taken
from inspector.devices.events import (
    DeviceError,
    DeviceEvent,
    Garbled,
    Measured,
    Reading,
    Rejected,
    Repeated,
    Status,
    Stored,
    Withdrawn,
)
from inspector.domain.inspections import Discarded, Source
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk

_MOST = 40
"""Discarded messages that one reading carries: a meter gone mad must not fill the disk."""


class Arrivals(QObject):
    measured = Signal(object, object)
    """A `Taken`, and the number of the arming that it answers, or None."""
    taken_back = Signal(object, str)
    """The bytes of a reading that turned out to be no length, and why."""
    refused = Signal(str)
    """What came was no reading, in words."""
    hinted = Signal(str)

    def __init__(self, desk: Desk, meter: Meter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._meter = meter
        self._discarded: list[Discarded] = []
        meter.heard.connect(self._hear)

    @Slot(object)
    def _hear(self, event: DeviceEvent) -> None:
        if self._meter.claimed:
            return  # a form that checks the meter has asked for it
        match event:
            case Measured(reading=reading) if reading.continuous:
                moving = self.tr("连续测量的读数还在变，不采用；请改为单次测量")
                self._set_aside(reading.raw, reading, moving)
                self.refused.emit(moving)
            case Measured(reading=reading, arming=arming):
                self.measured.emit(self._taken(reading), arming)
            case Withdrawn(reading=reading, reason=reason):
                self.taken_back.emit(reading.raw, reason.label)
            case DeviceError(fault=fault):
                self.refused.emit(fault.label)
            case Status():
                self._state(event)
            case _:
                self._not_taken(event)

    def _state(self, status: Status) -> None:
        """What a person should know before the next press; only news comes here."""
        if status.laser and self._meter.source is not Source.PRACTICE:
            self.hinted.emit(self.tr("激光已开，请再按一次测量"))
        if status.imperial:
            self.hinted.emit(
                self.tr("测距仪屏幕为英制，读数仍按米记录；请改为米，便于核对")
            )
        if status.battery_low:
            self.hinted.emit(self.tr("测距仪电量低，请准备更换电池"))
        if status.temperature_warning:
            self.hinted.emit(self.tr("测距仪超出工作温度，读数可能不准"))

    def _not_taken(self, event: DeviceEvent) -> None:
        match event:
            case Rejected(reason=reason, raw=raw):
                self._set_aside(raw, None, reason.label)
                self.refused.emit(reason.label)
            case Stored(reading=reading):
                self._set_aside(reading.raw, reading, self.tr("测距仪里的旧读数"))
            case Repeated(reading=reading):
                self._set_aside(reading.raw, reading, self.tr("同一次测量重复发送"))
            case Garbled(raw=raw):
                self._set_aside(raw, None, self.tr("不符合协议的字节"))
            case _:
                pass

    def _set_aside(self, raw: bytes, reading: Reading | None, reason: str) -> None:
        if len(self._discarded) < _MOST:
            length = reading.micrometres if reading else None
            self._discarded.append(Discarded(raw, length, reason, self._desk.now()))

    def _taken(self, reading: Reading) -> Taken:
        discarded, self._discarded = tuple(self._discarded), []
        return Taken(
            micrometres=reading.micrometres,
            source=self._meter.source,
            instrument=self._meter.instrument(reading.family, reading.codec_version),
            edge=reading.edge.label if reading.edge else "",
            counter=reading.counter,
            raw=reading.raw,
            device_time=reading.device_time,
            tilt_udeg=reading.tilt_udeg,
            discarded=discarded,
        )
