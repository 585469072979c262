"""A practice meter that logs in, registers and seals its measurements as a HOTO does."""

from __future__ import annotations

import random
from collections.abc import Callable

from inspector.devices.codecs import hoto, hoto_keys, hoto_talk
from inspector.devices.codecs.hoto_keys import KeyPair, Registered, SessionKeys
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot, Trick

TOKEN = b"practice-key"
"""What this machine is taken to have registered with; not secret, nor is what it opens."""

_IDENTITY = b"\0" + b"practice.meter.0001"
_DISTANCE = b"\0\x08\x05\x80\x04\0"
_STATE = b"\0\x0a\x07\x80\x04\0\0\0\0\0"
_GREETINGS = (b"\0\0\4\0\6\xf2", b"\0\0\4\1" + b"\xf2" * 240)
"""Made up: what a real one says first is not published, only how it is answered."""
_MOST_MILLIMETRES = 0xFFFF


class HotoPractice(PracticeMeter):
    """Tells nothing to whoever cannot prove that he has the token."""

    family = hoto.HOTO
    suffix = "，HOTO 型"

    def __init__(
        self,
        noise: random.Random,
        *,
        truth: Callable[[], int | None] | None = None,
        spread_um: int = 300,
        shot_ms: int = 350,
        token: bytes | None = TOKEN,
    ) -> None:
        super().__init__(noise, truth=truth, spread_um=spread_um, shot_ms=shot_ms)
        self._token = token
        self._last_shot: Shot | None = None
        self._forget()

    def _forget(self) -> None:
        self._order = self._announced = b""
        self._app_random = self._meter_random = b""
        self._keys: SessionKeys | None = None
        self._let_in = False
        self._offer: Registered | None = None
        self._accepted = False
        self._counter = 0

    def closed(self) -> None:
        super().closed()
        self._forget()

    def subscribed(self, characteristic: str) -> None:
        """Once let in, it tells its state; an old shot is sealed anew."""
        if characteristic != hoto.MEASURED or not self._let_in:
            return
        self._say([(hoto.MEASURED, self._sealed(_STATE))])
        if self.plays(Trick.STALE):
            shot = self._last_shot or self._shot(self._distance() or 0)
            self._say(self._messages(shot))

    def written(self, characteristic: str, data: bytes) -> None:
        if characteristic == hoto_talk.CONTROL:
            self._ordered(data)
        elif characteristic == hoto_talk.DATA:
            self._handed(data)

    def _ordered(self, order: bytes) -> None:
        self._order = order
        if order == hoto_talk.GREET:
            self._tell(_GREETINGS[0])
        elif order == hoto_talk.GET_IDENTITY:
            self._tell(hoto_talk.SINGLE + b"\0" + b"\1\0\0\0" + _IDENTITY)
        elif order == hoto_talk.REGISTER:
            self._register()

    def _handed(self, data: bytes) -> None:
        if data == hoto_talk.GREETINGS[0]:
            self._tell(_GREETINGS[1])
        elif _PARCELS.get(data) == self._order:
            self._announced = data
            self._tell(hoto_talk.READY)
        elif data.startswith(hoto_talk.FRAME) and self._announced:
            self._unpack(data.removeprefix(hoto_talk.FRAME))

    def _unpack(self, body: bytes) -> None:
        announced, self._announced = self._announced, b""
        self._tell(hoto_talk.COME)
        match announced:
            case hoto_talk.ANNOUNCE_RANDOM:
                self._challenge(body)
            case hoto_talk.ANNOUNCE_PROOF:
                self._judge(body)
            case hoto_talk.ANNOUNCE_POINT:
                self._agree(body)
            case _:
                self._accepted = self._offer is not None and body == (
                    hoto_keys.sealed_identity(self._offer, _IDENTITY)
                )

    def _challenge(self, app_random: bytes) -> None:
        """Its random, and its proof; without a token it has nothing to prove."""
        if self._token is None:
            self._send(hoto_talk.CONTROL, hoto_talk.NOT_LET_IN)
            return
        self._app_random = app_random
        self._meter_random = self._noise.randbytes(hoto_keys.RANDOM_SIZE)
        randoms = (self._app_random, self._meter_random)
        self._keys = hoto_keys.login_keys(self._token, *randoms)
        proof = hoto_keys.meter_proof(self._keys, *randoms)
        self._tell(
            hoto_talk.SINGLE + b"\x0d" + self._meter_random,
            hoto_talk.SINGLE + b"\x0c" + proof,
        )

    def _judge(self, proof: bytes) -> None:
        randoms = (self._app_random, self._meter_random)
        self._let_in = self._keys is not None and hoto_keys.same(
            proof, hoto_keys.app_proof(self._keys, *randoms)
        )
        verdict = hoto_talk.LET_IN if self._let_in else hoto_talk.NOT_LET_IN
        self._send(hoto_talk.CONTROL, verdict)

    def _agree(self, point: bytes) -> None:
        pair = KeyPair(self._noise.randbytes)
        self._offer = pair.agreed(point)
        self._tell(hoto_talk.SINGLE + b"\x03" + pair.point)

    def _register(self) -> None:
        verdict = hoto_talk.NOT_REGISTERED
        if self._accepted and self._offer is not None:
            self._token = self._offer.token
            verdict = hoto_talk.REGISTERED
        self._send(hoto_talk.CONTROL, verdict)

    def _tell(self, *messages: bytes) -> None:
        for message in messages:
            self._send(hoto_talk.DATA, message)

    def _measure(self) -> None:
        if self._let_in:
            super()._measure()

    def _messages(self, shot: Shot) -> Messages:
        self._last_shot = shot
        millimetres = min((shot.micrometres + 500) // 1000, _MOST_MILLIMETRES)
        plain = _DISTANCE + millimetres.to_bytes(2, "big")
        return [(hoto.MEASURED, self._sealed(plain))]

    def _sealed(self, plain: bytes) -> bytes:
        assert self._keys is not None
        counter, self._counter = self._counter, self._counter + 1
        sequence = counter.to_bytes(2, "little")
        return sequence + hoto_keys.sealed(self._keys, counter, plain)


_PARCELS = {
    hoto_talk.ANNOUNCE_RANDOM: hoto_talk.LOGIN,
    hoto_talk.ANNOUNCE_PROOF: hoto_talk.LOGIN,
    hoto_talk.ANNOUNCE_POINT: hoto_talk.SET_KEY,
    hoto_talk.ANNOUNCE_IDENTITY: hoto_talk.SET_KEY,
}
"""What may be announced after which order."""
