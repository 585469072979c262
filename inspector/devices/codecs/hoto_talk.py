"""Xiaomi's MJAC login and registration on the wire: 0010 is control, 0019 is data.

greeting      ours on 0010: A4; whatever comes on 0019 is answered with 00 00 05 00 06 F2
              and, the second time, 00 00 05 01 and 240 x F2. A meter may leave it out.
we send       00 00 00 kind 01 00 announces one frame; at 00 00 01 01 (ready) the frame
              01 00 body goes out, and 00 00 01 00 says that it has come
meter sends   00 00 02 kind body at once, or its end in a frame nn 00 rest; we answer
              00 00 03 00
login         0010: 24 00 00 00; kind 0B our random (16); kind 0D the meter's random (16);
              the meter's proof (32); kind 0A our proof; 0010: 21 00 00 00 let in,
              23 00 00 00 not
registration  0010: A2 00 00 00; kind 00: 01 00 00 00 and its identity (20);
              0010: 15 00 00 00; kind 03 our point (64); kind 03 its point; kind 00 the
              sealed identity (24); 0010: 13 00 00 00; then 11 00 00 00 done, 12 not
Source: jturle/ble-measure-hoto (MIT), from a capture of the vendor's app; the values of
"ready" and "come" are those of the scooters that log in likewise. The kind of the
meter's proof is not published, so that it is taken as what follows the meter's random.
What we send goes in one frame each, as the app's did on a link for 247 bytes.
Without a good proof of the meter, nothing of ours is told to it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from inspector.devices.codecs import hoto_keys
from inspector.devices.codecs.contract import Action, Await, Subscribe, Wait, Write
from inspector.devices.codecs.hoto_keys import KeyPair, Registered, SessionKeys
from inspector.devices.events import (
    Answered,
    Barred,
    CodecEvent,
    Garbled,
    Ignored,
    LinkState,
    Reply,
)

CONTROL = "00000010-0000-1000-8000-00805f9b34fb"
DATA = "00000019-0000-1000-8000-00805f9b34fb"

GREET = b"\xa4"
LOGIN, LET_IN, NOT_LET_IN = b"\x24\0\0\0", b"\x21\0\0\0", b"\x23\0\0\0"
GET_IDENTITY, SET_KEY, REGISTER = b"\xa2\0\0\0", b"\x15\0\0\0", b"\x13\0\0\0"
REGISTERED, NOT_REGISTERED = b"\x11\0\0\0", b"\x12\0\0\0"
READY, COME, THANKS = b"\0\0\1\1", b"\0\0\1\0", b"\0\0\3\0"
SINGLE, FRAME = b"\0\0\2", b"\1\0"
ANNOUNCE_RANDOM, ANNOUNCE_PROOF = b"\0\0\0\x0b\1\0", b"\0\0\0\x0a\1\0"
ANNOUNCE_POINT, ANNOUNCE_IDENTITY = b"\0\0\0\x03\1\0", b"\0\0\0\x00\1\0"
GREETINGS = (b"\0\0\5\0\6\xf2", b"\0\0\5\1" + b"\xf2" * 240)
IDENTITY_SIZE = 20
COMMANDS = {
    "greet": GREET,
    "greeting_short": GREETINGS[0],
    "greeting_long": GREETINGS[1],
    "login": LOGIN,
    "announce_random": ANNOUNCE_RANDOM,
    "announce_proof": ANNOUNCE_PROOF,
    "thanks": THANKS,
    "get_identity": GET_IDENTITY,
    "set_key": SET_KEY,
    "announce_point": ANNOUNCE_POINT,
    "announce_identity": ANNOUNCE_IDENTITY,
    "register": REGISTER,
}
"""All but the secrets themselves, which are other bytes each time."""

_HEADER, _FRAME_HEADER = 4, 2
_BEFORE_IDENTITY = 4
_GREETING_MS, _PATIENCE_MS = 1500, 10_000


def control(data: bytes) -> Reply:
    return Reply(CONTROL, data)


def data(body: bytes) -> Reply:
    return Reply(DATA, body)


class Talk(ABC):
    """One exchange: what it sends comes out as replies, its end as `Answered`."""

    opening: tuple[Reply, ...]
    """What is sent after the greeting."""
    _verdicts: tuple[bytes, bytes]
    """The meter's yes and no."""

    def __init__(self) -> None:
        self.over = False
        self._greetings = list(GREETINGS)
        self._begun = False
        self._outgoing = b""
        """Announced; goes out as soon as the meter is ready for it."""
        self._wanted = 0
        """How much of the meter's present message is awaited."""
        self._come = b""
        self._all_said = False

    def script(self) -> tuple[Action, ...]:
        """The greeting is answered during the wait; then the meter has to let us in."""
        greet, *begin = (
            Write(each.characteristic, each.data, response=False)
            for each in (control(GREET), *self.opening)
        )
        listen = (Subscribe(DATA), Subscribe(CONTROL))
        return (*listen, greet, Wait(_GREETING_MS), *begin, Await(_PATIENCE_MS))

    def heard(self, characteristic: str, told: bytes) -> list[CodecEvent]:
        if self.over:
            return [Ignored(told)]
        if characteristic == CONTROL:
            return [self._verdict(told)]
        if told == READY and self._outgoing:
            return [self._send()]
        if told == COME and self._begun:
            return self._taken(told)
        return [Garbled(told)] if told in {READY, COME} else self._piece(told)

    def _verdict(self, told: bytes) -> CodecEvent:
        yes, no = self._verdicts
        if told == no:
            return Barred(LinkState.NOT_ADMITTED, told)
        if told != yes or not self._all_said:
            return Garbled(told)
        self.over = True
        self._ended()
        return Answered(0, told)

    def _send(self) -> Reply:
        body, self._outgoing = self._outgoing, b""
        self._begun = True
        self._wanted = self._sent()
        return data(FRAME + body)

    def _piece(self, told: bytes) -> list[CodecEvent]:
        """A message of the meter may be longer than one notification."""
        if self._wanted and told.startswith(SINGLE):
            self._come = told[_HEADER:]
        elif self._come:
            self._come += told[_FRAME_HEADER:]
        else:
            return self._greeting(told)
        if len(self._come) < self._wanted:
            return [Ignored(told)]
        message, self._come = self._come[: self._wanted], b""
        self._wanted = 0
        return self._message(message, told)

    def _greeting(self, told: bytes) -> list[CodecEvent]:
        if self._begun or not self._greetings:
            return [Garbled(told)]
        return [data(self._greetings.pop(0))]

    def _taken(self, told: bytes) -> list[CodecEvent]:
        """What we sent has come."""
        return [Ignored(told)]

    @abstractmethod
    def _sent(self) -> int:
        """How long the meter's answer to what goes out now is; 0: its yes or no."""

    @abstractmethod
    def _message(self, message: bytes, told: bytes) -> list[CodecEvent]: ...

    @abstractmethod
    def _ended(self) -> None:
        """The meter said yes."""


class Login(Talk):
    """With the token of a registration; there are `keys` once it is `over`."""

    opening = (control(LOGIN), data(ANNOUNCE_RANDOM))
    _verdicts = (LET_IN, NOT_LET_IN)

    def __init__(self, token: bytes, app_random: bytes) -> None:
        super().__init__()
        self.keys: SessionKeys | None = None
        self._agreed: SessionKeys | None = None
        self._token = token
        self._random = app_random
        self._meter_random = b""
        self._outgoing = app_random

    def _sent(self) -> int:
        self._all_said = self._agreed is not None
        return 0 if self._agreed else hoto_keys.RANDOM_SIZE

    def _message(self, message: bytes, told: bytes) -> list[CodecEvent]:
        if self._agreed is None:
            self._agreed = hoto_keys.login_keys(self._token, self._random, message)
            self._meter_random = message
            self._wanted = hoto_keys.PROOF_SIZE
            return [data(THANKS)]
        randoms = (self._random, self._meter_random)
        if not hoto_keys.same(message, hoto_keys.meter_proof(self._agreed, *randoms)):
            return [Barred(LinkState.NOT_ADMITTED, told)]
        self._outgoing = hoto_keys.app_proof(self._agreed, *randoms)
        return [data(THANKS), data(ANNOUNCE_PROOF)]

    def _ended(self) -> None:
        self.keys = self._agreed


class Registration(Talk):
    """Takes the meter away from whoever had it; `keep` is told what opens it now."""

    opening = (control(GET_IDENTITY),)
    _verdicts = (REGISTERED, NOT_REGISTERED)

    def __init__(
        self,
        random_bytes: Callable[[int], bytes],
        keep: Callable[[Registered, bytes], None],
    ) -> None:
        super().__init__()
        self._keep = keep
        self._pair = KeyPair(random_bytes)
        self._identity = b""
        self._registered: Registered | None = None
        self._wanted = _BEFORE_IDENTITY + IDENTITY_SIZE

    def _sent(self) -> int:
        return 0 if self._registered else hoto_keys.POINT_SIZE

    def _message(self, message: bytes, told: bytes) -> list[CodecEvent]:
        if not self._identity:
            self._identity = message[_BEFORE_IDENTITY:]
            self._outgoing = self._pair.point
            return [data(THANKS), control(SET_KEY), data(ANNOUNCE_POINT)]
        self._registered = self._pair.agreed(message)
        if self._registered is None:
            return [Barred(LinkState.NOT_ADMITTED, told)]
        self._outgoing = hoto_keys.sealed_identity(self._registered, self._identity)
        return [data(THANKS), data(ANNOUNCE_IDENTITY)]

    def _taken(self, told: bytes) -> list[CodecEvent]:
        if self._registered is None or self._outgoing:
            return [Ignored(told)]
        self._all_said = True
        return [control(REGISTER)]

    def _ended(self) -> None:
        assert self._registered is not None
        self._keep(self._registered, self._identity)
