"""From the device thread to the screens: every event of the meter becomes a Qt signal."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from inspector.actions.meters import instrument_of
from inspector.devices.codecs import FAMILIES, keyboard
from inspector.devices.codecs.contract import Carrier, Family
from inspector.devices.codecs.unknown import UNKNOWN
from inspector.devices.events import (
    DeviceEvent,
    Edge,
    Identity,
    LinkChanged,
    LinkState,
    Status,
)
from inspector.devices.practice.meter import PracticeMeter, Trick
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found
from inspector.domain.inspections import Instrument, Source
from inspector.domain.meters import Caution, MeterRecord

_SOURCES = {
    Carrier.RADIO: Source.BLE,
    Carrier.SERIAL: Source.SERIAL,
    Carrier.KEYBOARD: Source.KEYBOARD,
}
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
    cautioned = Signal()
    """What must be said of the meter before it measures may have changed."""
    traffic = Signal(object)
    """A `Traffic`: every message of the link, as it went by."""

    _told = Signal(object)

    def __init__(self, rangefinders: Rangefinders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rangefinders = rangefinders
        self._chosen: Found | None = None
        self._model = ""
        self.family = ""
        """Whose protocol it speaks; empty before it was connected."""
        self.status = Status()
        self.record: MeterRecord | None = None
        """What the register knows of it; nothing of the practice one."""
        self.cautions: tuple[Caution, ...] = ()
        self.claimed = False
        """A form that looks at the meter itself has asked for the next readings."""
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
        if self._chosen is None:
            return Source.BLE
        if self.practice:
            return Source.PRACTICE
        return _SOURCES[self._chosen.carrier]

    @property
    def agreed_edge(self) -> str:
        """From which edge it is to measure: as declared in the register, else the rear."""
        declared = self.record.edge_declared if self.record else ""
        return declared or Edge.REAR.label

    def edge_fits(self, edge: str) -> bool:
        """Where the meter does not tell its edge, the daily check has to."""
        return edge in {"", self.agreed_edge}

    @property
    def typing(self) -> bool:
        """It types its readings: a field must hold the focus for it."""
        chosen = self._chosen
        return chosen is not None and chosen.carrier is Carrier.KEYBOARD

    @property
    def tricks(self) -> frozenset[Trick]:
        """The faults that the practice meter in hand can play."""
        hand = self._hand()
        return hand.tricks if hand else frozenset()

    @property
    def playing(self) -> frozenset[Trick]:
        hand = self._hand()
        return frozenset(t for t in Trick if hand.plays(t)) if hand else frozenset()

    def instrument(self, family: str, codec_version: int) -> Instrument:
        """What is known of the meter in hand, for the record of a reading."""
        if self.practice:
            return Instrument(family, PRACTICE_MODEL, "", codec_version)
        if self.record is not None:
            return instrument_of(self.record, codec_version)
        label = next((f.label for f in FAMILIES if f.name == family), "")
        model = f"{label} {self._model}".strip() or self.name
        last = self.name.rsplit(" ", 1)[-1]
        serial = last if last.isdigit() else ""  # DISTO 1234567 advertises it so
        return Instrument(family, model, serial, codec_version)

    def find(self, seconds: float = 8.0, *, everything: bool = False) -> None:
        """With `everything` also strange devices that have a name."""
        self._rangefinders.find(seconds, self.found.emit, everything=everything)

    def stop_finding(self) -> None:
        self._rangefinders.stop_finding()

    def connect_to(self, found: Found, keying: str = "") -> None:
        """`keying`: how it writes its numbers, if it is one that types."""
        typing = found.carrier is Carrier.KEYBOARD and not found.practice
        self._take(found, _typist(keying) if typing else None)

    def _take(self, found: Found, family: Family | None) -> None:
        self._chosen = found
        self._model = self.family = ""
        self.register(None, ())
        self.status = Status()
        self._rangefinders.raw(self.traffic.emit)
        self._rangefinders.connect(found, self._told.emit, family=family)

    def register_anew(self) -> None:
        """Take the meter in hand away from whoever it is registered with."""
        if self._chosen is not None:
            self._rangefinders.register(self._chosen, self._told.emit)

    def reconnect(self) -> None:
        self._rangefinders.reconnect()

    def disconnect_meter(self) -> None:
        self._rangefinders.disconnect()

    def register(self, record: MeterRecord | None, cautions: tuple[Caution, ...]) -> None:
        """What the register knows of the meter in hand, and what it warns of."""
        self.record, self.cautions = record, cautions
        self.cautioned.emit()

    def measure(self) -> None:
        self._rangefinders.measure()

    def laser(self, *, on: bool) -> None:
        self._rangefinders.laser(on=on)

    def typed(self, text: str) -> None:
        """What a meter in keyboard mode typed, with its line end."""
        self._rangefinders.typed(text)

    def set_experimental(self, *, on: bool) -> None:
        """Whether families that were never tried on a real unit may be taken."""
        self._rangefinders.experimental = on

    def record_to(self, file: Path | None) -> None:
        """Write all traffic of the link to a file from now on; None ends it."""
        self._rangefinders.record(file)

    def note(self, text: str) -> None:
        """What a person saw on the meter's screen, into the recording."""
        self._rangefinders.note(text)

    def listen_to(self, found: Found) -> None:
        """Take any device for its raw messages alone: nothing it says is a reading."""
        self._take(found, UNKNOWN)

    # The practice meter's own buttons.

    def press(self) -> None:
        if hand := self._hand():
            hand.press()

    def play(self, trick: Trick, *, on: bool) -> None:
        if hand := self._hand():
            hand.play(trick, on=on)

    def drop(self) -> None:
        if hand := self._hand():
            hand.drop()

    def go_away(self, *, away: bool) -> None:
        if hand := self._hand():
            (hand.leave if away else hand.come_back)()

    def arm(self) -> int:
        return self._rangefinders.arm()

    def disarm(self) -> None:
        self._rangefinders.disarm()

    def close(self) -> None:
        self._rangefinders.close()

    def _hand(self) -> PracticeMeter | None:
        return self._rangefinders.practice(self._chosen.address) if self._chosen else None

    @Slot(object)
    def _tell(self, event: DeviceEvent) -> None:
        match event:
            case LinkChanged(state=state, family=family):
                self.family = family or self.family
                self.link_changed.emit(state)
            case Identity(model=model):
                self._model = model
            case Status():
                self.status = _joined(self.status, event)
            case _:
                pass
        self.heard.emit(event)


def _typist(key: str) -> Family:
    return replace(keyboard.FAMILY, make=keyboard.keying(key).codec)


def _joined(known: Status, news: Status) -> Status:
    """A message tells only a part; what it leaves out is as it was said before."""
    said = {field.name: getattr(news, field.name) for field in fields(Status)}
    return replace(known, **{k: v for k, v in said.items() if v is not None})
