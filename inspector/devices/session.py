"""The life of one link: handshake, readiness, watchdog, commands, reconnecting.

Sans-I/O. The driver performs what `request` hands out, one thing at a time, reports
back, and calls `elapse` when `due_us` has come. The clock is only ever asked.
"""

from __future__ import annotations

from collections.abc import Callable

from inspector.devices.codecs import chosen
from inspector.devices.codecs.contract import (
    Action,
    Await,
    Command,
    Family,
    Read,
    Subscribe,
    Wait,
    Write,
)
from inspector.devices.events import (
    Answered,
    Barred,
    CodecEvent,
    DeviceError,
    DeviceEvent,
    Fault,
    LinkChanged,
    LinkState,
    Measured,
    Rejected,
    Reply,
    Status,
)
from inspector.devices.intake import Arming, Intake
from inspector.devices.patience import Patience
from inspector.devices.peer import Peer
from inspector.devices.phases import LINKED, Phase
from inspector.devices.requests import Close, Listen, Open, Request
from inspector.devices.script import Script
from inspector.devices.timing import MS, Timing

Choose = Callable[[frozenset[str]], Family | None]
"""Which family speaks by these characteristics."""


class Session:
    """One chosen meter, from the wish to connect until it is let go."""

    def __init__(
        self,
        meter: str,
        clock: Callable[[], int],
        timing: Timing,
        arming: Arming,
        choose: Choose = chosen,
        *,
        experimental: bool = False,
    ) -> None:
        self._choose = choose
        self._intake = Intake(timing, arming, experimental=experimental)
        self._meter = meter
        self.clock = clock
        self._timing = timing
        self._phase = Phase.IDLE
        self._wanted = False
        self._state = LinkState.NONE_CHOSEN
        self._events: list[DeviceEvent] = []
        self._peer: Peer | None = None
        self._family = ""
        self._script = Script()
        self._request: Request | None = None
        self._busy = False
        self._resume_us: int | None = None
        self._watch_us: int | None = None
        self._answer_us: int | None = None
        self._poll_us: int | None = None
        self._patience = Patience(timing)
        self._ending: tuple[LinkState, str] | None = None

    # What the person wishes.

    def connect(self) -> None:
        """Begin, or begin again at once; what is under way is left alone."""
        self._wanted = True
        if self._phase is Phase.IDLE:
            self._patience.renew()
            self._say(LinkState.CONNECTING)
            self._open()
        elif self._phase is Phase.PAUSED:
            if self._patience.lost:
                self._patience.renew(lost_us=self.clock())
            self._open()

    def disconnect(self) -> None:
        self._wanted = False
        if self._phase is Phase.IDLE:
            self._rest(LinkState.NONE_CHOSEN)
        elif self._phase is Phase.PAUSED or self._phase in LINKED:
            self._close((LinkState.NONE_CHOSEN, ""))

    def command(self, command: Command) -> None:
        if self._phase is not Phase.READY or self._peer is None:
            self._events.append(DeviceError(0, Fault.NOT_READY))
            return
        actions = self._peer.command(command)
        if not actions:
            self._events.append(DeviceError(0, Fault.REFUSED))
            return
        self._script.add(*actions)
        if command is Command.MEASURE:
            self._answer_us = self.clock() + self._timing.answer_ms * MS
        self._step()

    # What the transport reports.

    def opened(self, offered: frozenset[str]) -> None:
        self._request, self._busy = None, False
        family = self._choose(offered)
        if not self._wanted:
            self._close((LinkState.NONE_CHOSEN, ""))
        elif family is None and self._patience.lost:
            self._close((LinkState.FAILED, "the meter shows other services than before"))
        elif family is None:
            self._close((LinkState.UNSUPPORTED, "no known characteristic"))
        else:
            self._peer = Peer(family, offered)
            self._intake.begin(family.profile)
            self._family = family.name
            self._script = Script(self._peer.handshake())
            self._phase = Phase.HANDSHAKE
            self._step()

    def not_opened(self, state: LinkState, detail: str) -> None:
        """The driver has closed what was left."""
        self._busy = False
        if not self._wanted:
            self._rest(LinkState.NONE_CHOSEN)
        elif not self._patience.lost and state is not LinkState.FAILED:
            self._rest(state, detail)
        else:
            self._pause(state, detail)

    def performed(self, data: bytes | None = None) -> None:
        """The request is done; `data` is what a read brought."""
        if self._phase not in LINKED or self._peer is None:
            return
        done, self._request, self._busy = self._request, None, False
        self._alive()
        if isinstance(done, Subscribe):
            self._peer.subscribed(done)
            if self._peer.tells_distances:
                self._intake.subscribed(self.clock())
        if isinstance(done, Read) and data is not None:
            self._peer.read(done)
            self._decode(done.characteristic, data)
        self._step()

    def refused(self, detail: str) -> None:
        """The request failed. A side channel may be missing; the rest is the link."""
        if self._phase not in LINKED or self._peer is None:
            return
        done, self._request, self._busy = self._request, None, False
        if self._peer.refused(done, ready=self._phase is not Phase.HANDSHAKE):
            self._step()
        else:
            self._broken(detail)

    def nearby(self) -> None:
        """There is a sign of the meter that is waited for."""
        if self._phase is Phase.PAUSED and self._resume_us is not None:
            self._request, self._busy = None, False
            self._resume_us = self._patience.heard_us(self._resume_us)

    def deaf(self, state: LinkState, detail: str) -> None:
        """It cannot be listened for the meter: the person may be able to help."""
        if self._phase is Phase.PAUSED and state is not LinkState.FAILED:
            self._say(state, detail)

    def received(self, characteristic: str, data: bytes) -> None:
        if self._phase in LINKED:
            self._alive()
            self._decode(characteristic, data)
            self._step()

    def dropped(self) -> None:
        if self._phase in LINKED:
            self._broken("the meter ended the link")

    def closed(self) -> None:
        self._request, self._busy = None, False
        state, detail = self._ending or (LinkState.FAILED, "")
        self._ending = None
        if not self._wanted:
            self._rest(LinkState.NONE_CHOSEN)
        elif state.final:
            self._rest(state, detail)
        else:
            self._pause(state, detail)

    # Time.

    @property
    def due_us(self) -> int | None:
        links = (self._watch_us, self._poll_us, self._intake.due_us)
        marks = (self._resume_us, self._answer_us, *links)
        return min((mark for mark in marks if mark is not None), default=None)

    def elapse(self) -> None:
        now = self.clock()
        self._give(self._intake.elapse(now))
        if self._answer_us is not None and now >= self._answer_us:
            self._answer_us = None
            self._events.append(DeviceError(0, Fault.NO_ANSWER))
        if self._resume_us is not None and now >= self._resume_us:
            self._resume_us = None
            self._resumed()
        if self._poll_us is not None and now >= self._poll_us:
            self._ask_again()
        if self._watch_us is not None and now >= self._watch_us:
            self._probe()

    # What comes out.

    @property
    def state(self) -> LinkState:
        return self._state

    @property
    def over(self) -> bool:
        """Nothing is under way and nothing will be until the next wish."""
        return self._phase is Phase.IDLE

    def request(self) -> Request | None:
        """The next thing to do, once; None while another is being done."""
        if self._busy or self._request is None:
            return None
        self._busy = True
        return self._request

    def events(self) -> list[DeviceEvent]:
        """Everything that has happened since the last call."""
        events, self._events = self._events, []
        return events

    # Inner workings.

    def _open(self) -> None:
        self._resume_us = None
        self._phase = Phase.OPENING
        self._request, self._busy = Open(), False

    def _close(self, ending: tuple[LinkState, str]) -> None:
        for event in self._peer.codec.finish() if self._peer else ():
            self._give(self._intake.take(event, self.clock()))
        self._give(self._intake.flush())
        self._phase = Phase.CLOSING
        self._ending = ending
        self._script = Script()
        self._resume_us = self._watch_us = self._answer_us = self._poll_us = None
        self._peer = None
        self._request, self._busy = Close(), False

    def _broken(self, detail: str) -> None:
        if self._phase is Phase.READY:
            self._patience.renew(lost_us=self.clock())
            self._say(LinkState.RECONNECTING, detail)
        self._close((LinkState.FAILED, detail))

    def _pause(self, state: LinkState, detail: str) -> None:
        """Wait before the next attempt, or give up with the right word for it."""
        now, lost = self.clock(), self._patience.lost
        wait = self._patience.wait(now)
        if wait is None:
            self._rest(LinkState.LOST if lost else state, detail)
            return
        if lost:
            plain = state is LinkState.FAILED
            self._say(LinkState.RECONNECTING if plain else state, detail)
        self._phase = Phase.PAUSED
        self._resume_us = now + wait
        self._request, self._busy = Listen(), False

    def _rest(self, state: LinkState, detail: str = "") -> None:
        self._phase = Phase.IDLE
        self._request, self._resume_us = None, None
        self._say(state, detail)

    def _say(self, state: LinkState, detail: str = "") -> None:
        if state is not self._state:
            self._state = state
            self._events.append(LinkChanged(state, self._meter, detail, self._family))

    def _resumed(self) -> None:
        match self._phase:
            case Phase.PAUSED:
                self._open()
            case Phase.SETTLING:
                self._ready()
            case _ if self._script.awaiting and not self._script.unanswered():
                self._broken("the meter did not answer")
            case _:
                self._step()

    def _ready(self) -> None:
        self._phase = Phase.READY
        self._patience.renew()
        self._alive()
        self._say(LinkState.CONNECTED)
        self._poll_us = self.clock() if self._peer and self._peer.poll else None

    def _step(self) -> None:
        """Go on with the script as far as it goes without waiting for anything; what the
        meter must be answered goes before it, and does not wait for any pause."""
        if self._request is None:
            self._request = self._script.next_reply()
        while self._request is None and self._resume_us is None:
            action = self._script.first
            if action is None or not self._begun(action):
                break
            self._script.done()
        if self._phase is Phase.HANDSHAKE and self._idle:
            self._phase = Phase.SETTLING
            self._intake.subscribed(self.clock())
            self._resume_us = max(self._intake.fresh_from_us, self.clock())

    @property
    def _idle(self) -> bool:
        return self._request is None and self._resume_us is None and self._script.over

    def _begun(self, action: Action) -> bool:
        """Start one action; False: it stays first in the script until it is over."""
        match action:
            case Wait(milliseconds):
                self._resume_us = self.clock() + self._timing.paced(milliseconds)
            case Await(milliseconds) if not self._script.has_answer:
                self._resume_us = self.clock() + milliseconds * MS
                self._script.awaiting = True
                return False
            case Barred(state):
                self._close((state, "barred before the handshake"))
                return False
            case Write():
                self._script.has_answer = False
                self._request = action
            case Subscribe() | Read():
                self._request = action
        return True

    def _decode(self, characteristic: str, data: bytes) -> None:
        if self._peer is None:
            return
        for event in self._peer.codec.receive(characteristic, data):
            self._heed(event)
            self._give(self._intake.take(event, self.clock()))

    def _heed(self, event: CodecEvent) -> None:
        """What matters to the link itself: must it be answered, is it what was awaited?"""
        if isinstance(event, Reply):
            self._script.reply(Write(event.characteristic, event.data, event.response))
        if isinstance(event, Barred):
            self._close((event.state, f"the meter said {event.raw.hex()}"))
        if isinstance(event, Answered) and self._script.answered():
            self._resume_us = None

    def _give(self, events: list[DeviceEvent]) -> None:
        if any(isinstance(event, _ANSWERS) for event in events):
            self._answer_us = None
        self._events += events

    def _alive(self) -> None:
        ready = self._phase is Phase.READY
        self._watch_us = self.clock() + self._timing.watchdog_ms * MS if ready else None

    def _probe(self) -> None:
        probe = self._peer.probe() if self._peer else None
        self._alive()
        if probe is not None and self._request is None:
            self._script.add(probe)
            self._step()

    def _ask_again(self) -> None:
        """A meter that tells nothing of itself; while something else is done, later."""
        poll = self._peer.poll if self._peer else None
        if poll is not None:
            self._poll_us = self.clock() + poll.every_ms * MS
            if self._idle:
                self._script.add(Read(poll.characteristic))
                self._step()


_ANSWERS = (Measured, Rejected, DeviceError, Status)
