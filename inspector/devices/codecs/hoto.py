"""HOTO QWCJY001 (Xiaomi's ecosystem, MJAC): sealed measurements after a login.

fea8, after the login of `hoto_talk`, keys of `hoto_keys`:
    u16 sequence, then a message sealed with the counter of the login's messages
message of 8 bytes: 2 unknown, property u16 big-endian, 04, 00, then for property 0580
    the distance, u16 big-endian in millimetres; 0780 is a state
The sequence is taken for the counter, and where it is not, the counters that come next
are tried: so that a lost message does not lose the rest. Commands (fea7) are not known.
Source: jturle/ble-measure-hoto (MIT), one unit. Its first two bytes are not explained.

Only one controller can be registered: to register takes the meter away from Mi Home.
Token and randomness come from outside; without a token there is nothing to connect for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from inspector.devices.codecs import hoto_keys, hoto_talk
from inspector.devices.codecs.contract import (
    BATTERY,
    LONGEST_MICROMETRES,
    PLAIN,
    SHORTEST_MICROMETRES,
    Action,
    Capability,
    Command,
    Family,
    Subscribe,
    battery,
    implausible,
    side_probe,
)
from inspector.devices.codecs.hoto_keys import Registered, SessionKeys
from inspector.devices.codecs.hoto_talk import CONTROL, DATA, Login, Registration, Talk
from inspector.devices.events import (
    Barred,
    CodecEvent,
    Garbled,
    Ignored,
    LinkState,
    Reading,
    Reason,
    Rejected,
)

VERSION = 1
SERVICE = "0000feb7-0000-1000-8000-00805f9b34fb"
MEASURED = "0000fea8-0000-1000-8000-00805f9b34fb"

Random = Callable[[int], bytes]
Keep = Callable[[Registered, bytes], None]
"""Is told, on the device thread, what a registration gave and the meter's identity."""

_SEQUENCE_SIZE = 2
_SHORTEST = _SEQUENCE_SIZE + hoto_keys.TAG_SIZE + 1
_AHEAD = 10  # so many messages may be lost between two that come
_DISTANCE, _STATE = b"\x05\x80", b"\x07\x80"
_PROPERTY, _MILLIMETRES = slice(2, 4), slice(6, 8)
_PLAIN_SIZE = 8
_SINGLE = b"\x04\0"


class HotoCodec:
    """Logs in with `token`; `random_bytes` is asked for so many unguessable bytes."""

    def __init__(
        self,
        token: bytes | None,
        random_bytes: Random,
        keys: SessionKeys | None = None,
    ) -> None:
        self._talk: Talk | None = None
        self._keys = keys
        self._next = 0
        if token:
            self._talk = Login(token, random_bytes(hoto_keys.RANDOM_SIZE))

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic == MEASURED:
            return [self._measured(data)]
        if characteristic in {CONTROL, DATA} and self._talk is not None:
            return self._told(self._talk, characteristic, data)
        return battery(data) if characteristic == BATTERY else [Ignored(data)]

    def finish(self) -> list[CodecEvent]:
        return []

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        if self._talk is None:
            return (Barred(LinkState.UNREGISTERED),)
        return (*self._talk.script(), Subscribe(MEASURED))

    def command(self, command: Command) -> tuple[Action, ...]:
        return ()

    def probe(self, offered: frozenset[str]) -> Action | None:
        return side_probe(offered)

    def _told(self, talk: Talk, characteristic: str, data: bytes) -> list[CodecEvent]:
        events = talk.heard(characteristic, data)
        if isinstance(talk, Login):
            self._keys = talk.keys
        return events

    def _measured(self, data: bytes) -> CodecEvent:
        if len(data) < _SHORTEST:
            return Garbled(data)
        if self._keys is None:
            return Rejected(Reason.SEALED, data)
        for counter in self._counters(data):
            plain = hoto_keys.opened(self._keys, counter, data[_SEQUENCE_SIZE:])
            if plain is not None:
                self._next = counter + 1
                return _read(plain, counter, data)
        return Garbled(data)

    def _counters(self, data: bytes) -> list[int]:
        """Those that this message may bear: the last one again, and later ones."""
        last = max(self._next - 1, 0)
        said = int.from_bytes(data[:_SEQUENCE_SIZE], "little")
        likely = [said] if said >= last else []
        return [*likely, *range(last, last + _AHEAD)]


class RegisteringCodec(HotoCodec):
    """Registers this machine; afterwards the meter is connected anew, with the token."""

    def __init__(self, random_bytes: Random, keep: Keep) -> None:
        super().__init__(None, random_bytes)
        self._talk = Registration(random_bytes, keep)


def _read(plain: bytes, counter: int, frame: bytes) -> CodecEvent:
    """A property of an unknown number may be an area: it is refused, not ignored."""
    if plain[_PROPERTY] == _STATE:
        return Ignored(frame)
    is_single = len(plain) == _PLAIN_SIZE and plain[4:6] == _SINGLE
    if plain[_PROPERTY] != _DISTANCE or not is_single:
        return Rejected(Reason.UNKNOWN_MODE, frame, (("plaintext_hex", plain.hex()),))
    micrometres = int.from_bytes(plain[_MILLIMETRES], "big") * 1000
    if not SHORTEST_MICROMETRES <= micrometres <= LONGEST_MICROMETRES:
        return implausible(frame)
    extra = (("plaintext_hex", plain.hex()),)
    return Reading(micrometres, frame, HOTO.name, VERSION, counter=counter, extra=extra)


def registered(token: bytes, random_bytes: Random = secrets.token_bytes) -> Family:
    """The family for one meter, whose registration gave this token."""
    return replace(HOTO, make=partial(HotoCodec, token, random_bytes))


def registering(keep: Keep, random_bytes: Random = secrets.token_bytes) -> Family:
    """The family for the one connection that registers this machine."""
    return replace(HOTO, make=partial(RegisteringCodec, random_bytes, keep))


def _keyed(crypto: Mapping[str, str]) -> HotoCodec:
    """A login that took place elsewhere; named as in the collected vectors."""
    names = ("dev_key_hex", "app_key_hex", "dev_iv_hex", "app_iv_hex")
    keys = SessionKeys(*(bytes.fromhex(crypto[name]) for name in names))
    return HotoCodec(None, secrets.token_bytes, keys)


HOTO = Family(
    name="xiaomi_hoto_mjac",
    label="小米 HOTO",
    service=SERVICE,
    needs=frozenset({CONTROL, DATA, MEASURED}),
    name_prefixes=("xiaojiang.cc_", "stand demo"),
    capabilities=Capability.COUNTER,
    profile=PLAIN,
    make=partial(HotoCodec, None, secrets.token_bytes),
    distance=MEASURED,
    keyed=_keyed,
    commands=hoto_talk.COMMANDS,
    experimental=True,
    checksum_bits=32,
    remark="要先在本机登记才能读数；登记后米家 App 不能再连接它。",
)
