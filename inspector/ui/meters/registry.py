"""Keeps the register of meters in step with the one in hand; asks before it measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from inspector.actions import meters
from inspector.actions.here import Here
from inspector.actions.meters import Standing
from inspector.devices.codecs import UNKNOWN
from inspector.devices.events import Identity, LinkState
from inspector.domain.meters import (
    Certificate,
    MeterRecord,
)
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk


class Registry(QObject):
    stood = Signal(object)
    """A `Standing`, or None: no meter, or the practice one, which is in no register."""

    def __init__(self, desk: Desk, meter: Meter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._meter = meter
        self.standing: Standing | None = None
        meter.link_changed.connect(self._link_changed)
        meter.heard.connect(self._hear)

    def keep_certificate(self, certificate: Certificate) -> None:
        self._act(lambda here, which: meters.keep_certificate(here, which, certificate))

    def keep_check(self, known_um: int, shown_um: Sequence[int]) -> None:
        self._act(lambda here, which: meters.keep_check(here, which, known_um, shown_um))

    def declare_edge(self, edge: str) -> None:
        self._act(lambda here, which: meters.declare_edge(here, which, edge))

    def retire(self, *, retired: bool) -> None:
        self._act(lambda here, which: meters.retire_meter(here, which, retired=retired))

    def _act(self, action: Callable[[Here, UUID], object]) -> None:
        if self.standing is None:
            return
        here, which = self._desk.here, self.standing.record.id
        self._desk.do(lambda: action(here, which), lambda _kept: self._ask(which))

    @Slot(object)
    def _link_changed(self, state: LinkState) -> None:
        if self._meter.family == UNKNOWN.name:
            return  # its bytes are recorded; nobody measures with it
        if state is LinkState.CONNECTED and not self._meter.practice:
            self._meet()
        elif state is LinkState.NONE_CHOSEN or self._meter.practice:
            self._stand(None)

    @Slot(object)
    def _hear(self, event: object) -> None:
        """The meter says its model after it is connected, or while it is being so."""
        if isinstance(event, Identity) and self.standing is not None:
            self._meet()

    def _meet(self) -> None:
        here, meter = self._desk.here, self._meter
        known = meter.instrument(meter.family, 0)
        found = meter.chosen
        if found is None:
            return
        name, address = found.name, found.address

        def work() -> MeterRecord:
            return meters.meet_meter(
                here, known.family, address, name, known.model, known.serial
            )

        self._desk.do(work, lambda record: self._ask(record.id))

    def _ask(self, which: UUID) -> None:
        here = self._desk.here
        self._desk.ask(lambda: meters.standing_of(here, which), self._stand)

    def _stand(self, standing: Standing | None) -> None:
        self.standing = standing
        record = standing.record if standing else None
        self._meter.register(record, standing.cautions if standing else ())
        self.stood.emit(standing)
