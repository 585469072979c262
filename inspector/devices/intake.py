"""Which readings count: duplicates, old values, the unit that comes apart, and arming.

Sans-I/O: every call is told what time it is, in microseconds of a monotonic clock.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields, replace

from inspector.devices.codecs.contract import Profile
from inspector.devices.events import (
    Answered,
    Barred,
    CodecEvent,
    DeviceEvent,
    Ignored,
    Measured,
    Reading,
    Reason,
    Rejected,
    Repeated,
    Reply,
    Status,
    Stored,
    Tilt,
    Unit,
    Withdrawn,
)
from inspector.devices.timing import MS, Timing


class Arming:
    """The field that waits for a reading; it outlives the link and a change of meter.

    The one thing that both the screen's thread and the device thread touch.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: tuple[int, int] | None = None

    def arm(self, number: int, at_us: int) -> None:
        with self._lock:
            self._waiting = (number, at_us)

    def disarm(self) -> None:
        with self._lock:
            self._waiting = None

    def take(self, reading: Reading, at_us: int) -> int | None:
        """Who gets this reading: only one that is newer than the wish for it."""
        with self._lock:
            if self._waiting is None:
                return None
            number, since_us = self._waiting
            if at_us <= since_us or reading.continuous:
                return None
            self._waiting = None
            return number


@dataclass(frozen=True, slots=True)
class _Settled:
    """The last reading that went out, or was refused, on a guess about its unit."""

    reading: Reading
    at_us: int
    given: bool


class Intake:
    """One meter's readings; baselines start anew with each link."""

    def __init__(
        self, timing: Timing, arming: Arming, *, experimental: bool = False
    ) -> None:
        self._timing = timing
        self._arming = arming
        self._experimental = experimental
        self._profile: Profile | None = None
        self._since_us: int | None = None
        self._counter: int | None = None
        self._last: tuple[bytes, int] | None = None
        self._shown: CodecEvent | None = None
        self._first = True
        self._unit: Unit | None = None
        self._pending: tuple[Reading, int] | None = None
        self._settled: _Settled | None = None
        self._status = Status()

    def begin(self, profile: Profile) -> None:
        """A link was opened: baselines, unit and old values count from here."""
        self._profile = profile
        self._since_us = None
        self._counter = self._last = self._shown = None
        self._first = True
        self._unit = None
        self._settled = None
        self._status = Status()

    def subscribed(self, now_us: int) -> None:
        """Old values are expected from the first subscription (or poll) on."""
        if self._since_us is None:
            self._since_us = now_us

    @property
    def fresh_from_us(self) -> int:
        """From when on a reading is new: a link is not called ready before."""
        if self._profile is None or self._since_us is None:
            return 0
        window = self._timing.paced(self._profile.stored_window_ms)
        return self._since_us + window

    @property
    def due_us(self) -> int | None:
        if self._pending is None:
            return None
        return self._pending[1] + self._timing.unit_wait_ms * MS

    def flush(self) -> list[DeviceEvent]:
        """No unit will come any more: the waiting reading goes out as it stands."""
        if self._pending is None:
            return []
        reading, at_us = self._pending
        self._pending = None
        refusal = self._unit.refusal if self._unit else None
        if self._unit and not refusal:
            reading = replace(reading, display_unit=self._unit.unit)
        self._settled = _Settled(reading, at_us, given=refusal is None)
        if refusal:
            return [Rejected(refusal, reading.raw)]
        return [self._measured(reading, at_us)]

    def elapse(self, now_us: int) -> list[DeviceEvent]:
        due = self.due_us
        return self.flush() if due is not None and now_us >= due else []

    def take(self, event: CodecEvent, now_us: int) -> list[DeviceEvent]:
        unchanged = self._polled and self._unchanged(event)
        return [] if unchanged else self._taken(event, now_us)

    def _taken(self, event: CodecEvent, now_us: int) -> list[DeviceEvent]:
        match event:
            case Reading():
                return self._reading(event, now_us)
            case Unit():
                return self._unit_came(event, now_us)
            case Tilt():
                self._tilt_came(event)
                return []
            case Status():
                return self._status_came(event)
            case Answered() | Ignored() | Reply() | Barred():
                return []
            case _:
                return [event]

    def _reading(self, reading: Reading, now_us: int) -> list[DeviceEvent]:
        if reading.coarse:
            return [Rejected(Reason.COARSE, reading.raw, reading.extra)]
        if reading.unconfirmed and not self._experimental:
            return [Rejected(Reason.UNCONFIRMED, reading.raw, reading.extra)]
        if self._known(reading, now_us):
            return [] if self._polled else [Repeated(reading)]
        if self._is_old(now_us):
            return [Stored(reading)]
        if self._profile is None or not self._profile.unit_apart:
            return [self._measured(reading, now_us)]
        earlier = self.flush()
        self._pending = (reading, now_us)
        return earlier

    @property
    def _polled(self) -> bool:
        return self._profile is not None and self._profile.poll is not None

    @property
    def _resends(self) -> bool:
        return self._profile is not None and self._profile.resends

    def _unchanged(self, event: CodecEvent) -> bool:
        """What the poll before brought, once more. A sound answer that is no length is a
        baseline too: the length after it is a new one."""
        before, self._shown = self._shown, event
        if isinstance(event, Rejected):
            self._first = False
        return event == before

    def _known(self, reading: Reading, now_us: int) -> bool:
        """The measurement before, once more: by the meter's counter, never by its value.
        Without one, by the same bytes at once; a polled meter shows its last one on and on,
        and one that waits for its acknowledgement sends it again whenever that was lost.
        """
        if reading.counter is not None:
            before, self._counter = self._counter, reading.counter
            return before == reading.counter
        before_last, self._last = self._last, (reading.raw, now_us)
        if before_last is None or before_last[0] != reading.raw:
            return False
        at_once = before_last[1] + self._timing.paced(self._timing.repeat_ms)
        return self._polled or self._resends or now_us < at_once

    def _is_old(self, now_us: int) -> bool:
        """What comes while the subscription is being made is old, and is the first."""
        first, self._first = self._first, False
        if self._profile is None or self._since_us is None:
            return True
        return (first and self._profile.first_is_stored) or now_us < self.fresh_from_us

    def _measured(self, reading: Reading, at_us: int) -> Measured:
        return Measured(reading, self._arming.take(reading, at_us), at_us)

    def _unit_came(self, unit: Unit, now_us: int) -> list[DeviceEvent]:
        self._unit = unit
        if self._pending:
            events = self.flush()
            self._settled = None  # no guess was made
        else:
            events = self._corrected(unit, now_us)
        imperial = unit.unit.imperial if unit.unit else None
        return self._status_came(Status(imperial=imperial)) + events

    def _corrected(self, unit: Unit, now_us: int) -> list[DeviceEvent]:
        """A late unit may show that the guess about the last reading was wrong."""
        settled, self._settled = self._settled, None
        if settled is None or now_us > settled.at_us + self._timing.unit_late_ms * MS:
            return []
        if settled.given and unit.refusal:
            return [Withdrawn(settled.reading, unit.refusal)]
        if not settled.given and unit.refusal is None:
            reading = replace(settled.reading, display_unit=unit.unit)
            return [self._measured(reading, settled.at_us)]
        return []

    def _tilt_came(self, tilt: Tilt) -> None:
        if self._pending:
            reading, at_us = self._pending
            tilted = replace(reading, tilt_udeg=tilt.microdegrees)
            self._pending = (tilted, at_us)

    def _status_came(self, status: Status) -> list[DeviceEvent]:
        """Only what is news; the meter repeats its state with every message."""
        said = {
            field.name: value
            for field in fields(Status)
            if (value := getattr(status, field.name)) is not None
        }
        known = replace(self._status, **said)
        if known == self._status:
            return []
        self._status = known
        return [status]
