"""The door to all meters: one device thread, one asyncio loop, for the whole process.

Every method may be called from any thread and returns at once; every callback is called
on the device thread and carries frozen values only.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from inspector.devices import serial_line
from inspector.devices.codecs import chosen, hoto, named
from inspector.devices.codecs.contract import Carrier, Command, Family
from inspector.devices.codecs.hoto_keys import Registered
from inspector.devices.events import (
    DeviceError,
    DeviceEvent,
    Fault,
    LinkChanged,
    LinkState,
)
from inspector.devices.intake import Arming
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.recording import Recorded, Recorder
from inspector.devices.session import Choose, Session
from inspector.devices.station import OnEvent, OnFound, Station, Wish
from inspector.devices.timing import Timing
from inspector.devices.tokens import Tokens
from inspector.devices.traffic import Listener
from inspector.devices.transports import Found
from inspector.trouble import Trouble

_PRACTICE_TIMING = Timing(pace_percent=15)
_JOIN_SECONDS = 10


def _microseconds() -> int:
    """Finer than `time.monotonic` on Windows, where that counts in 16 ms."""
    return time.perf_counter_ns() // 1000


class Rangefinders:
    """Find, connect, measure. One active meter at a time."""

    def __init__(
        self,
        practice: Iterable[PracticeMeter] = (),
        *,
        more_practice: Iterable[PracticeMeter] = (),
        timing: Timing | None = None,
        practice_timing: Timing | None = None,
        ports: Callable[[], Iterable[Found]] = serial_line.ports,
        tokens: Tokens | None = None,
    ) -> None:
        """`more_practice` are listed only in a search for everything."""
        self.experimental = False
        """Whether meters of families are taken that nobody has tried with a real one."""
        self._ports = ports
        self._tokens = tokens or Tokens()
        usual = {meter.address: meter for meter in practice}
        self._usual = frozenset(usual)
        self._practice = {meter.address: meter for meter in more_practice} | usual
        self._timing = timing or Timing()
        self._practice_timing = practice_timing or _PRACTICE_TIMING
        self._numbers = itertools.count(1)
        self._arming = Arming()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._state = LinkState.NONE_CHOSEN
        self._station: Station | None = None
        self._recorder: Recorder | None = None

    @property
    def state(self) -> LinkState:
        """Where the link stands now; changes come as `LinkChanged`."""
        return self._state

    @property
    def recording(self) -> Recorded | None:
        """How far the last `record` has come, and why it is over, if it is."""
        return self._recorder.state if self._recorder else None

    def find(self, seconds: float, on_found: OnFound, *, everything: bool = False) -> None:
        """What is there at once comes at once, others as they are heard; `SearchEnded` is
        last. With `everything` also strange devices, as long as they have a name.

        A search that is still running is ended first, as `connect` does too.
        """
        self._do(lambda station: station.find(seconds, on_found, everything=everything))

    def stop_finding(self) -> None:
        self._do(lambda station: station.stop_finding())

    def connect(
        self, found: Found, on_event: OnEvent, *, family: Family | None = None
    ) -> None:
        """Let go of the present meter and take this one; it is kept until `disconnect`.

        `family` is taken whatever the meter shows; else that is what is gone by, and for a
        serial port or the keyboard `found.family`.
        """
        self._do(lambda station: station.take(self._wish(found, on_event, family)))

    def register(self, found: Found, on_event: OnEvent) -> None:
        """Take a meter that must be registered away from whoever had it; afterwards it is
        connected with what it gave."""

        def keep(registered: Registered, _identity: bytes) -> None:
            try:
                self._tokens.keep(found.address, registered.token)
            except Trouble:
                on_event(DeviceError(0, Fault.NOT_KEPT))  # it is known until the end
            self.connect(found, on_event)

        self.connect(found, on_event, family=hoto.registering(keep))

    def reconnect(self) -> None:
        """The person's tap after `LinkState.LOST` or a failure; harmless otherwise."""
        self._do(lambda station: station.reconnect())

    def measure(self) -> None:
        """Trigger a shot. A Bosch lights its laser first and measures the second time."""
        self._do(lambda station: station.command(Command.MEASURE))

    def laser(self, *, on: bool) -> None:
        command = Command.LASER_ON if on else Command.LASER_OFF
        self._do(lambda station: station.command(command))

    def arm(self) -> int:
        """A field waits from now on: the next newer reading carries this number."""
        number = next(self._numbers)
        self._arming.arm(number, _microseconds())
        return number

    def disarm(self) -> None:
        self._arming.disarm()

    def typed(self, text: str) -> None:
        """What a meter in keyboard mode has typed; lost while no keyboard is connected."""
        self._do(lambda station: station.typed(text))

    def raw(self, on_line: Listener | None) -> None:
        """Every line of the link's traffic from now on goes here too, until None."""
        self._do(lambda station: station.watch(on_line))

    def record(self, path: Path | None, *, with_address: bool = False) -> None:
        """Keep the traffic of the present link, or else of the next one, until it is let
        go or None is given. `Trouble`, at once, where there can be no such file."""
        recorder = Recorder(path, with_address=with_address) if path else None
        self._recorder = recorder or self._recorder
        self._do(lambda station: station.record(recorder))
        if self._closed and recorder is not None:
            recorder.finish()

    def note(self, text: str) -> None:
        """What a person saw on the meter's screen, into the recording and the console."""
        self._do(lambda station: station.note(text))

    def practice(self, address: str) -> PracticeMeter | None:
        """The practice meter of this address, for whoever holds it in the hand."""
        return self._practice.get(address)

    def disconnect(self) -> None:
        self._do(lambda station: station.let_go())

    def close(self) -> None:
        """End the device thread; waits for it. Nothing can be asked afterwards."""
        with self._starting:
            self._closed = True
            thread, self._thread = self._thread, None
            if thread is None or self._station is None:
                return
            self._station.loop.call_soon_threadsafe(self._station.stopped.set)
        thread.join(_JOIN_SECONDS)

    def _do(self, call: Callable[[Station], None]) -> None:
        with self._starting:
            if self._closed:
                return
            if self._station is None:
                self._start()
            assert self._station is not None
            self._station.loop.call_soon_threadsafe(call, self._station)

    def _start(self) -> None:
        began = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(began,), name="rangefinders", daemon=True
        )
        self._thread.start()
        began.wait()

    def _serve(self, began: threading.Event) -> None:
        asyncio.run(self._live(began))

    async def _live(self, began: threading.Event) -> None:
        self._station = Station(self._practice, self._usual, self._ports, _microseconds)
        began.set()
        await self._station.stopped.wait()
        await self._station.finish()

    def _wish(self, found: Found, on_event: OnEvent, family: Family | None) -> Wish:
        timing = self._practice_timing if found.practice else self._timing

        def told(event: DeviceEvent) -> None:
            if isinstance(event, LinkChanged):
                self._state = event.state
            on_event(event)

        choose = self._choice(found, family)
        session = Session(
            found.name,
            _microseconds,
            timing,
            self._arming,
            choose,
            experimental=self.experimental,
        )
        return Wish(found, family, session, timing, told)

    def _choice(self, found: Found, family: Family | None) -> Choose:
        """How a session learns who it speaks with: what has no characteristics of its own
        is what it was found, or said, to be."""
        practice = self._practice.get(found.address)
        known = family or (practice.family if practice else None)
        if known is not None:
            mine = self._with_token(known, found.address)
            return lambda _: mine
        if found.carrier is not Carrier.RADIO:
            said = named(found.family)
            refused = said is None or (said.experimental and not self.experimental)
            return lambda _: None if refused else said

        def choose(offered: frozenset[str]) -> Family | None:
            fits = chosen(offered, found.family, experimental=self.experimental)
            return self._with_token(fits, found.address)

        return choose

    def _with_token(self, family: Family | None, address: str) -> Family | None:
        token = self._tokens.of(address)
        return hoto.registered(token) if token and family is hoto.HOTO else family
