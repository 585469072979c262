"""The cryptography of a HOTO: against the collected session, and against itself."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import hoto_keys
from inspector.devices.codecs.hoto_keys import KeyPair

FILE = Path(__file__).parent / "vectors" / "rangefinder-vectors.json"
(HOTO,) = (
    device
    for device in json.loads(FILE.read_text(encoding="utf-8"))["devices"]
    if device["family"] == "xiaomi_hoto_mjac"
)


def secret(name: str) -> bytes:
    return bytes.fromhex(HOTO["crypto"][f"{name}_hex"])


RANDOMS = (secret("app_rand"), secret("dev_rand"))
KEYS = hoto_keys.login_keys(secret("token"), *RANDOMS)


def test_the_keys_of_a_login() -> None:
    assert KEYS.meter_key == secret("dev_key")
    assert KEYS.app_key == secret("app_key")
    assert KEYS.meter_iv == secret("dev_iv")
    assert KEYS.app_iv == secret("app_iv")


def test_the_proofs_of_both_sides() -> None:
    proof = hoto_keys.app_proof(KEYS, *RANDOMS)
    assert hoto_keys.same(proof, secret("app_hmac"))
    assert hoto_keys.meter_proof(KEYS, *RANDOMS) == secret("dev_hmac")
    assert not hoto_keys.same(proof, secret("dev_hmac"))


@pytest.mark.parametrize("vector", HOTO["vectors"], ids=lambda vector: vector["id"])
def test_messages_are_opened_and_sealed_alike(vector: dict[str, Any]) -> None:
    message, counter = bytes.fromhex(vector["hex"])[2:], vector["expect"]["counter"]
    plain = bytes.fromhex(vector["expect"]["plaintext_hex"])
    assert hoto_keys.opened(KEYS, counter, message) == plain
    assert hoto_keys.sealed(KEYS, counter, plain) == message
    assert hoto_keys.opened(KEYS, counter + 1, message) is None


@given(st.binary(max_size=24))
def test_what_was_not_sealed_is_not_opened(message: bytes) -> None:
    assert hoto_keys.opened(KEYS, 0, message) is None


def test_both_sides_of_a_registration_agree() -> None:
    ours, theirs = KeyPair(random.Random(1).randbytes), KeyPair(random.Random(2).randbytes)
    here, there = ours.agreed(theirs.point), theirs.agreed(ours.point)
    assert here is not None
    assert here == there
    sizes = (len(here.token), len(here.bind_key), len(here.identity_key))
    assert sizes == (12, 16, 16)
    assert len(ours.point) == hoto_keys.POINT_SIZE
    identity = b"\0" + b"blt.2.1g4uhpeg8ok00"
    assert len(hoto_keys.sealed_identity(here, identity)) == len(identity) + 4


def test_the_least_and_the_greatest_number_are_keys_too() -> None:
    least, greatest = KeyPair(bytes), KeyPair(lambda size: b"\xff" * size)
    assert least.agreed(greatest.point) == greatest.agreed(least.point)


def test_a_point_that_is_not_on_the_curve_agrees_on_nothing() -> None:
    assert KeyPair(random.Random(1).randbytes).agreed(bytes(64)) is None


def test_secrets_are_not_shown() -> None:
    assert KEYS.app_key.hex() not in repr(KEYS)
    assert str(KEYS.app_key) not in repr(KEYS)
