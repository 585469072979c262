"""Enrolment, recognition of devices and reading of the log: everything but the push."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from inspector.central import refusals
from inspector.db import central, central_devices, central_log
from inspector.db.central import CentralStore, Transaction
from inspector.db.central_devices import Device
from inspector.db.central_log import NO_CHAIN
from inspector.sync import wire

MOST_ROWS = 5_000
MOST_PAGE = 4 * 1024 * 1024
_ID = 16
_TOKEN_BYTES = 32
_MOST_NAME = 200
_MOST_SEQ = 2**63


def hello(store: CentralStore, at: int) -> wire.Hello:
    server = store.ask(central.identity)
    return wire.Hello(wire.PROTO, wire.PROTO, wire.SCHEMA, server.id, server.epoch, at)


def enrol(store: CentralStore, secret: str, body: wire.Enrol, at: int) -> wire.Enrolled:
    """A device that knows the administrator's secret gets a token; only its hash stays."""
    if body.proto != wire.PROTO:
        raise refusals.other_proto()
    if not secret or not hmac.compare_digest(_hash(secret), _hash(body.secret)):
        raise refusals.wrong_secret()
    if len(body.device) != _ID or len(body.incarnation) != _ID:
        raise refusals.unreadable()
    token = secrets.token_hex(_TOKEN_BYTES)
    with store.write() as transaction:
        device = central_devices.lock(transaction, body.device)
        if device is None:
            device = _new_device(transaction, body, token, at)
        _check_same(device, body)
        central_devices.renew_token(transaction, device.id, _hash(token))
    return wire.Enrolled(f"{body.device.hex()}.{token}", device.shard, device.last_cmid)


def _new_device(transaction: Transaction, body: wire.Enrol, token: str, at: int) -> Device:
    device = Device(
        id=body.device,
        shard=_shard(transaction, body.shard.replace("\0", "").strip()),
        incarnation=body.incarnation,
        name=body.name.replace("\0", "")[:_MOST_NAME],
        token_hash=_hash(token),
        last_cmid=0,
        chain=NO_CHAIN,
        enrolled=at,
        revoked=None,
    )
    central_log.begin_shard(transaction, device.shard)
    central_devices.add(transaction, device)
    return device


def _shard(transaction: Transaction, wish: str) -> str:
    if wish:
        return wish[:_MOST_NAME]
    known = central_log.shards(transaction)
    if len(known) != 1:
        raise refusals.shard_needed(known)
    return known[0]


def _check_same(device: Device, body: wire.Enrol) -> None:
    if device.revoked is not None:
        raise refusals.revoked()
    if device.incarnation != body.incarnation:
        raise refusals.other_incarnation()
    if body.shard and body.shard != device.shard:
        raise refusals.other_incarnation()


def recognise(store: CentralStore, authorization: str) -> Device:
    """The device that a bearer token belongs to."""
    scheme, _, token = authorization.partition(" ")
    name, _, word = token.strip().partition(".")
    if scheme.lower() != "bearer":
        raise refusals.unknown_device()
    try:
        device_id = bytes.fromhex(name)
    except ValueError:
        raise refusals.unknown_device() from None
    device = store.ask(central_devices.find, device_id) if len(device_id) == _ID else None
    expected = device.token_hash if device else bytes(hashlib.sha256().digest_size)
    if not hmac.compare_digest(expected, _hash(word)) or device is None:
        raise refusals.unknown_device()
    if device.revoked is not None:
        raise refusals.revoked()
    return device


def pull(store: CentralStore, device: Device, body: wire.Pull) -> wire.PullAnswer:
    """The next page after the cursor, if the log still is what the cursor saw."""
    if body.proto != wire.PROTO:
        raise refusals.other_proto()
    return store.ask(_pull, device.shard, body)


def _pull(transaction: Transaction, shard: str, body: wire.Pull) -> wire.PullAnswer:
    server = central.identity(transaction)
    cursor = body.cursor
    if cursor.shard != shard or not 0 <= cursor.seq < _MOST_SEQ:
        raise refusals.unreadable()
    began = not cursor.seq or (cursor.server_id, cursor.epoch) == (server.id, server.epoch)
    if not began or central_log.chain_at(transaction, shard, cursor.seq) != cursor.chain:
        raise refusals.diverged()
    most = min(max(body.most, 1), MOST_ROWS)
    changes, reached = central_log.page(transaction, shard, cursor.seq, most, MOST_PAGE)
    seq, chain = (reached.seq, reached.chain) if reached else (cursor.seq, cursor.chain)
    return wire.PullAnswer(
        [
            wire.LogEntry(
                c.seq,
                c.bucket,
                c.table,
                c.row_id,
                c.kind,
                c.body,
                c.device,
                c.cmid,
                c.at,
            )
            for c in changes
        ],
        wire.Checkpoint(server.id, server.epoch, shard, seq, chain),
        more=central_log.head(transaction, shard).seq > seq,
    )


def _hash(words: str) -> bytes:
    return hashlib.sha256(words.encode()).digest()
