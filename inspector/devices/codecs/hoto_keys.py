"""The cryptography of Xiaomi's MJAC login, as HOTO meters use it; no bytes on the air.

login         HKDF-SHA256 of the token, salt = app's random | meter's random, info
              "mible-login-info", 64 bytes: meter's key 16, app's key 16, meter's iv 4,
              app's iv 4, the rest unused
proofs        HMAC-SHA256: by the app's key over app's | meter's random, by the meter's
              key over meter's | app's random
messages      AES-128-CCM, tag 4, nonce = meter's iv | four zeros | counter u32
registration  ECDH on P-256, points as X | Y; HKDF-SHA256 of the shared secret without
              salt, info "mible-setup-info", 64 bytes: token 12, bind key 16, identity
              key 16; the meter's identity goes back to it under AES-128-CCM, tag 4,
              nonce 10 11 .. 1B, associated data "devID"
Source: jturle/ble-measure-hoto (MIT).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RANDOM_SIZE, PROOF_SIZE, POINT_SIZE, TAG_SIZE = 16, 32, 64, 4

_DERIVED = 64
_IDENTITY_NONCE = bytes(range(0x10, 0x1C))
_IDENTITY_DATA = b"devID"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551
_SCALAR_BYTES = 40  # eight more than the order has, so that its remainder is not biased
_UNCOMPRESSED = b"\x04"


@dataclass(frozen=True, slots=True, repr=False)
class SessionKeys:
    """Of one login. Never shown: not even in a traceback."""

    meter_key: bytes
    app_key: bytes
    meter_iv: bytes
    app_iv: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Registered:
    """What registering gives: the token opens every later login."""

    token: bytes
    bind_key: bytes
    identity_key: bytes


def login_keys(token: bytes, app_random: bytes, meter_random: bytes) -> SessionKeys:
    derived = _derived(token, app_random + meter_random, b"mible-login-info")
    return SessionKeys(derived[:16], derived[16:32], derived[32:36], derived[36:40])


def app_proof(keys: SessionKeys, app_random: bytes, meter_random: bytes) -> bytes:
    return hmac.digest(keys.app_key, app_random + meter_random, hashlib.sha256)


def meter_proof(keys: SessionKeys, app_random: bytes, meter_random: bytes) -> bytes:
    return hmac.digest(keys.meter_key, meter_random + app_random, hashlib.sha256)


def same(one: bytes, other: bytes) -> bool:
    """Takes as long for a near miss as for a far one."""
    return hmac.compare_digest(one, other)


def opened(keys: SessionKeys, counter: int, message: bytes) -> bytes | None:
    """What the meter said; None where it was not sealed by these keys and this counter."""
    if len(message) <= TAG_SIZE:
        return None
    try:
        return _ccm(keys.meter_key).decrypt(_nonce(keys, counter), message, None)
    except InvalidTag:
        return None


def sealed(keys: SessionKeys, counter: int, plain: bytes) -> bytes:
    """As the meter seals what it says: for the practice meter."""
    return _ccm(keys.meter_key).encrypt(_nonce(keys, counter), plain, None)


def sealed_identity(registered: Registered, identity: bytes) -> bytes:
    cipher = _ccm(registered.identity_key)
    return cipher.encrypt(_IDENTITY_NONCE, identity, _IDENTITY_DATA)


class KeyPair:
    """One side of a registration; `random_bytes` is asked once."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        number = int.from_bytes(random_bytes(_SCALAR_BYTES), "big")
        self._key = ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)

    @property
    def point(self) -> bytes:
        key = self._key.public_key()
        encoded = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return encoded.removeprefix(_UNCOMPRESSED)

    def agreed(self, point: bytes) -> Registered | None:
        """What both sides now know; None where the other's point is not on the curve."""
        try:
            other = ec.EllipticCurvePublicKey.from_encoded_point(
                _CURVE, _UNCOMPRESSED + point
            )
        except ValueError:
            return None
        shared = self._key.exchange(ec.ECDH(), other)
        derived = _derived(shared, None, b"mible-setup-info")
        return Registered(derived[:12], derived[12:28], derived[28:44])


def _derived(secret: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_DERIVED, salt=salt, info=info).derive(secret)


def _ccm(key: bytes) -> AESCCM:
    return AESCCM(key, tag_length=TAG_SIZE)


def _nonce(keys: SessionKeys, counter: int) -> bytes:
    return keys.meter_iv + bytes(4) + counter.to_bytes(4, "little")
