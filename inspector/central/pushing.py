"""One push, one transaction: the device's row first, the rows it touches, the counter last.

A mutation is answered once and for all; the same number with the same payload gets the
same answer again, the same number with another payload is a fork.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec

from inspector.central import refusals
from inspector.central.judging import Bench, Judged, Unsettled, want_keys_of, wanted
from inspector.db import canonical, central, central_devices, central_log, central_rows
from inspector.db.central import CentralStore, Collision, Transaction
from inspector.db.central_devices import Device
from inspector.db.central_log import NO_CHAIN, Entry, Head, Kept, Origin
from inspector.domain.mutations import Change, Fields, MutationState
from inspector.sync import wire

_TRIES = 5
_LAST_MOMENT = 2**53
"""More than any clock says, and less than a database takes."""
_DECODER = msgspec.msgpack.Decoder(wire.Result)


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A mutation that the centre has not seen before; no changes if it is unreadable."""

    sent: wire.SentMutation
    digest: bytes
    chain: bytes
    changes: list[Change] | None


class _ForkSeen(Exception):
    """Ends the transaction, so that the alarm can be kept in one of its own."""


def push(
    store: CentralStore, device_id: bytes, body: wire.Push, at: int
) -> wire.PushAnswer:
    """Store a push or answer it again. Raises `Refused` when it cannot be taken at all."""
    _check_form(device_id, body)
    for _ in range(_TRIES):
        try:
            with store.write() as transaction:
                return _push(transaction, body, at)
        except Collision:
            continue
        except _ForkSeen:
            with store.write() as transaction:
                central_devices.alarm(transaction, device_id, at)
            raise refusals.fork() from None
    raise refusals.busy()


def _check_form(device_id: bytes, body: wire.Push) -> None:
    if body.proto != wire.PROTO:
        raise refusals.other_proto()
    if body.schema > wire.SCHEMA:
        raise refusals.newer_schema()
    numbers = [m.cmid for m in body.mutations]
    dense = list(range(body.first_cmid, body.first_cmid + len(numbers)))
    if body.device != device_id or body.first_cmid < 1 or not numbers or numbers != dense:
        raise refusals.unreadable()
    if not all(-_LAST_MOMENT < m.at < _LAST_MOMENT for m in body.mutations):
        raise refusals.unreadable()
    if len(numbers) > wire.MOST_MUTATIONS:
        raise refusals.too_large()


def _push(transaction: Transaction, body: wire.Push, at: int) -> wire.PushAnswer:
    device = _device(transaction, body)
    origin = Origin(device.shard, device.id, at)
    last = body.first_cmid + len(body.mutations) - 1
    known = central_log.kept(transaction, origin, body.first_cmid - 1, last)
    if _chain_before(device, known, body.first_cmid) != body.prev_chain:
        raise _ForkSeen
    answers, fresh, chain = _sort_out(body, known)
    if fresh:
        results, head = _take(transaction, origin, fresh)
        answers += results
        central_devices.advance(transaction, device.id, last, chain)
    else:
        head = central_log.head(transaction, device.shard)
    server = central.identity(transaction)
    checkpoint = wire.Checkpoint(
        server.id, server.epoch, device.shard, head.seq, head.chain
    )
    return wire.PushAnswer(answers, checkpoint)


def _device(transaction: Transaction, body: wire.Push) -> Device:
    device = central_devices.lock(transaction, body.device)
    if device is None:
        raise refusals.unknown_device()
    if device.revoked is not None:
        raise refusals.revoked()
    if device.incarnation != body.incarnation or device.shard != body.shard:
        raise refusals.other_incarnation()
    if body.first_cmid > device.last_cmid + 1:
        raise refusals.need_from(device.last_cmid + 1)
    return device


def _chain_before(device: Device, known: dict[int, Kept], first: int) -> bytes:
    if first == 1:
        return NO_CHAIN
    return device.chain if first == device.last_cmid + 1 else known[first - 1].chain


def _sort_out(
    body: wire.Push, known: dict[int, Kept]
) -> tuple[list[wire.Result], list[_Arrived], bytes]:
    """What was answered before, what is new, and the device's chain after all of it."""
    answers: list[wire.Result] = []
    fresh: list[_Arrived] = []
    chain = body.prev_chain
    for sent in body.mutations:
        digest = canonical.digest_of(sent.action, sent.person, sent.at, sent.payload)
        chain = canonical.next_chain(chain, digest)
        before = known.get(sent.cmid)
        if before is None:
            fresh.append(_Arrived(sent, digest, chain, _changes(sent.payload)))
        elif before.payload_hash != digest:
            raise _ForkSeen
        else:
            answers.append(_DECODER.decode(before.result))
    return answers, fresh, chain


def _changes(payload: bytes) -> list[Change] | None:
    try:
        return canonical.changes_of(payload) or None
    except ValueError:
        return None


def _take(
    transaction: Transaction, origin: Origin, fresh: Sequence[_Arrived]
) -> tuple[list[wire.Result], Head]:
    bench = _bench(transaction, origin.shard, fresh)
    judged = [bench.judge(one.changes) for one in fresh]
    before = central_log.lock_head(transaction, origin.shard)
    entries = [
        Entry(taken.key[0], taken.key[1], taken.kind, taken.fields, one.sent.cmid)
        for one, verdict in zip(fresh, judged, strict=True)
        for taken in verdict.taken
    ]
    head = central_log.append(transaction, origin, before, entries)
    _store_rows(transaction, origin.shard, bench, _versions(entries, before.seq))
    results = _results(fresh, judged, before.seq)
    central_log.keep(
        transaction,
        origin,
        [_kept(*three) for three in zip(fresh, judged, results, strict=True)],
    )
    central_log.keep_conflicts(
        transaction,
        origin,
        [
            _conflict(one.sent, unsettled)
            for one, verdict in zip(fresh, judged, strict=True)
            for unsettled in verdict.unsettled
        ],
    )
    return results, head


def _bench(transaction: Transaction, shard: str, fresh: Sequence[_Arrived]) -> Bench:
    want = wanted(change for one in fresh for change in one.changes or ())
    rows = central_rows.lock_rows(transaction, shard, want.rows)
    known = central_rows.existing(transaction, shard, want.references)
    keys = {
        (name, columns): central_rows.holders(transaction, shard, name, columns, values)
        for (name, columns), values in want_keys_of(rows, want).items()
    }
    return Bench(rows, known, keys)


def _versions(
    entries: Sequence[Entry], before: int
) -> dict[tuple[str, bytes], tuple[Fields, int]]:
    """Per row: every field that was set, and the number of the last change."""
    found: dict[tuple[str, bytes], tuple[Fields, int]] = {}
    for seq, entry in enumerate(entries, before + 1):
        earlier = found.get((entry.table, entry.row_id), ({}, 0))[0]
        found[entry.table, entry.row_id] = ({**earlier, **entry.fields}, seq)
    return found


def _store_rows(
    transaction: Transaction,
    shard: str,
    bench: Bench,
    versions: dict[tuple[str, bytes], tuple[Fields, int]],
) -> None:
    added: dict[str, dict[bytes, tuple[Fields, int]]] = {}
    changed: dict[str, dict[bytes, tuple[Fields, int]]] = {}
    for key, version in versions.items():
        side = added if key in bench.inserted else changed
        side.setdefault(key[0], {})[key[1]] = version
    for name in sorted(added):
        central_rows.insert_rows(transaction, shard, name, added[name])
    for name in sorted(changed):
        central_rows.update_rows(transaction, shard, name, changed[name])


def _results(
    fresh: Sequence[_Arrived], judged: Sequence[Judged], seq: int
) -> list[wire.Result]:
    results = []
    for one, verdict in zip(fresh, judged, strict=True):
        seq += len(verdict.taken)
        holds = [
            wire.ServerFields(table, row_id, central_log.encoded(fields))
            for (table, row_id), fields in verdict.holds
        ]
        results.append(
            wire.Result(
                one.sent.cmid, verdict.state.value, verdict.code, verdict.what, seq, holds
            )
        )
    return results


def _kept(arrived: _Arrived, judged: Judged, result: wire.Result) -> Kept:
    sent = arrived.sent
    return Kept(
        cmid=sent.cmid,
        payload_hash=arrived.digest,
        chain=arrived.chain,
        result=msgspec.msgpack.encode(result),
        seq=result.seq,
        state=result.state,
        action=_storable(sent.action),
        person=_storable(sent.person),
        at=sent.at,
        payload=sent.payload if judged.state is MutationState.REJECTED else None,
    )


def _conflict(sent: wire.SentMutation, unsettled: Unsettled) -> dict[str, Any]:
    clash = unsettled.clash
    return {
        "id": uuid4().bytes,
        "tbl": unsettled.key[0],
        "row_id": unsettled.key[1],
        "grp": clash.group,
        "base": None if clash.base is None else central_log.encoded(clash.base),
        "theirs": central_log.encoded(clash.theirs),
        "mine": central_log.encoded(clash.mine),
        "cmid": sent.cmid,
        "person": _storable(sent.person),
        "at": sent.at,
    }


def _storable(words: str) -> str:
    """PostgreSQL takes no NUL in text; a name is not worth a stuck queue."""
    return words.replace("\0", "")
