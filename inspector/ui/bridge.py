"""From the device thread to the screens: every event of the meter becomes a Qt signal."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import QObject, Signal, Slot

from inspector.devices.codecs import FAMILIES
from inspector.devices.events import DeviceEvent, Identity, LinkChanged, LinkState, Status
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found
from inspector.domain.inspections import Instrument, Source

PRACTICE_MODEL = "练习测距仪"
"""What a sheet says of readings that no real meter took."""


class Meter(QObject):
    """The one meter in use. Signals arrive on the GUI thread, whoever emitted them."""

    heard = Signal(object)
    """A `DeviceEvent`, in the order in which the meter sent them."""
    found = Signal(object)
    """A `Found`, or `SearchEnded` as the last one."""
    link_changed = Signal(object)
    """The `LinkState` after every change."""

    _told = Signal(object)

    def __init__(self, rangefinders: Rangefinders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rangefinders = rangefinders
        self._chosen: Found | None = None
        self._model = ""
        self.status = Status()
        self._told.connect(self._tell)

    @property
    def state(self) -> LinkState:
        return self._rangefinders.state

    @property
    def chosen(self) -> Found | None:
        return self._chosen

    @property
    def name(self) -> str:
        return self._chosen.name if self._chosen else ""

    @property
    def practice(self) -> bool:
        return self._chosen is not None and self._chosen.practice

    @property
    def source(self) -> Source:
        return Source.PRACTICE if self.practice else Source.BLE

    def instrument(self, family: str, codec_version: int) -> Instrument:
        """What is known of the meter in hand, for the record of a reading."""
        if self.practice:
            return Instrument(family, PRACTICE_MODEL, "", codec_version)
        label = next((f.label for f in FAMILIES if f.name == family), "")
        model = f"{label} {self._model}".strip() or self.name
        last = self.name.rsplit(" ", 1)[-1]
        serial = last if last.isdigit() else ""  # DISTO 1234567 advertises it so
        return Instrument(family, model, serial, codec_version)

    def find(self, seconds: float = 8.0) -> None:
        self._rangefinders.find(seconds, self.found.emit)

    def stop_finding(self) -> None:
        self._rangefinders.stop_finding()

    def connect_to(self, found: Found) -> None:
        self._chosen = found
        self._model = ""
        self.status = Status()
        self._rangefinders.connect(found, self._told.emit)

    def reconnect(self) -> None:
        self._rangefinders.reconnect()

    def disconnect_meter(self) -> None:
        self._rangefinders.disconnect()

    def measure(self) -> None:
        self._rangefinders.measure()

    def arm(self) -> int:
        return self._rangefinders.arm()

    def disarm(self) -> None:
        self._rangefinders.disarm()

    def close(self) -> None:
        self._rangefinders.close()

    @Slot(object)
    def _tell(self, event: DeviceEvent) -> None:
        match event:
            case LinkChanged(state=state):
                self.link_changed.emit(state)
            case Identity(model=model):
                self._model = model
            case Status():
                self.status = _joined(self.status, event)
            case _:
                pass
        self.heard.emit(event)


def _joined(known: Status, news: Status) -> Status:
    """A message tells only a part; what it leaves out is as it was said before."""
    said = {field.name: getattr(news, field.name) for field in fields(Status)}
    return replace(known, **{k: v for k, v in said.items() if v is not None})
