"""The stages of one exchange: hello, enrol, push until empty, pull until the head, photos.

Each step is durable before the next, so the exchange may be cut anywhere and begun again.
After a failed pull nothing more is pushed: the failure ends the exchange.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import ParamSpec, TypeVar

from inspector.db import central_log, device, journal
from inspector.db.central_layout import specs, whole_row
from inspector.db.central_log import LoggedChange, fields_of
from inspector.db.device import Answered, Cursor, Identity, Incoming
from inspector.db.ledger import Ledger
from inspector.db.types import milliseconds
from inspector.domain.mutations import (
    ChangeKind,
    Mutation,
    MutationState,
)
from inspector.sync import wire
from inspector.sync.merge import fits
from inspector.sync.transport import Link, Overloaded, RefusedByCentre, Unanswered
from inspector.trouble import Trouble

P = ParamSpec("P")
T = TypeVar("T")

_PAUSES = (0.2, 0.6, 1.6)
_MOST_PAGE_ROWS = 5_000
_NEED_FROM = "need_from"
_WRONG_HASH = "wrong_hash"
_HASH = re.compile(r"[0-9a-f]{64}")
_ID = 16
_INT64 = 2**63


class Stage(Enum):
    HELLO = "hello"
    ENROL = "enrol"
    PUSH = "push"
    PULL = "pull"
    PHOTOS = "photos"
    DONE = "done"

    @property
    def label(self) -> str:
        return _STAGES[self]


_STAGES = {
    Stage.HELLO: "联系中心",
    Stage.ENROL: "登记本机",
    Stage.PUSH: "上报记录",
    Stage.PULL: "取回更新",
    Stage.PHOTOS: "上传照片",
    Stage.DONE: "同步完成",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is; the total is 0 while nobody knows it."""

    stage: Stage
    done: int = 0
    total: int = 0


class Cancelled(Exception):
    """The person stopped the exchange; what was done so far stays done."""


@dataclass
class Tally:
    """What has happened so far in this exchange."""

    server_id: str = ""
    records: int = 0
    sent: int = 0
    applied: int = 0
    conflicts: int = 0
    rejected: int = 0
    pulled: int = 0
    """Changes of others; the device's own come back too and are not counted."""
    photos_sent: int = 0
    seq: int = 0


@dataclass
class Exchange:
    """One exchange of one device with one centre."""

    ledger: Ledger
    link: Link
    me: Identity
    files: Path
    now: Callable[[], datetime]
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    pause: Callable[[float], None] = time.sleep
    tally: Tally = field(default_factory=Tally)
    shard: str = ""

    def hello(self) -> wire.Hello:
        """Who is there, and do we understand one another? A centre with older rows is
        refused here, before anything was sent."""
        self._at(Stage.HELLO)
        said = self._asking(self.link.hello)
        if not said.proto_min <= wire.PROTO <= said.proto_max:
            raise Trouble(
                "本机程序与中心程序的版本不能互通。", "请把较旧的一方升级后再同步。"
            )
        if said.schema != wire.SCHEMA:
            older = "本机" if said.schema > wire.SCHEMA else "中心"
            raise Trouble(f"{older}程序的版本较旧。", f"请先升级{older}程序再同步。")
        known = self.ledger.ask(device.cursor, self.shard)
        if known.seq and known.server_id != said.server_id:
            raise Trouble(
                "这不是本机上次同步的中心，没有上报任何记录。",
                "请核对中心地址；若中心确已重建，请联系管理员。",
            )
        self.tally.server_id = said.server_id.hex()
        return said

    def enrol(self, secret: str, name: str, shard: str) -> wire.Enrolled:
        self._at(Stage.ENROL)
        body = wire.Enrol(
            wire.PROTO,
            secret,
            self.me.device_id.bytes,
            self.me.incarnation.bytes,
            name,
            shard,
        )
        enrolled = self._asking(self.link.enrol, body)
        self.link.token = enrolled.token
        return enrolled

    def push(self) -> None:
        """Send the queue, oldest first, until nothing waits."""
        total = self.ledger.ask(device.waiting)
        self._at(Stage.PUSH, 0, total)
        resend = 0
        while batch := self._batch(resend):
            try:
                answer = self._asking(self.link.push, self._body(batch))
            except RefusedByCentre as refused:
                resend = self._from_where(refused, resend, batch)
                continue
            self._settle(batch, answer)
            resend = batch[-1].cmid + 1 if resend else 0
            total = max(total, self.tally.sent)
            self._at(Stage.PUSH, self.tally.sent, total)

    def pull(self) -> None:
        """Read the county's log to its end, page by page."""
        cursor = self.ledger.ask(device.cursor, self.shard)
        self._at(Stage.PULL, cursor.seq, 0)
        me = self.me.device_id.bytes
        more = True
        while more:
            body = wire.Pull(
                wire.PROTO, wire.SCHEMA, wire.Checkpoint(*_flat(cursor)), _MOST_PAGE_ROWS
            )
            answer = self._asking(self.link.pull, body)
            cursor = _verified(cursor, answer)
            incoming = [_incoming(entry) for entry in answer.changes]
            with self.ledger.pull() as session:
                device.keep_page(session, incoming, cursor, self.now())
            self.tally.pulled += sum(entry.device != me for entry in answer.changes)
            self.tally.seq = cursor.seq
            more = answer.more
            self._at(Stage.PULL, cursor.seq, 0)

    def photos(self) -> None:
        """Send what the centre lacks; what other devices took is only asked after. One that
        it will not take keeps no other from going, and is told of at the end."""
        refusals: list[RefusedByCentre] = []
        waiting = self.ledger.ask(device.photos_to_send)
        for done, photo in enumerate(waiting):
            self._at(Stage.PHOTOS, done, len(waiting))
            try:
                there = self._bring(photo.sha256)
            except RefusedByCentre as refused:
                if refused.code != _WRONG_HASH:
                    raise
                refusals.append(refused)
                continue
            if there:
                with self.ledger.note() as session:
                    device.keep_upload(session, photo, self.now())
        self._at(Stage.PHOTOS, len(waiting), len(waiting))
        if refusals:
            raise refusals[0]

    def _bring(self, sha256: str) -> bool:
        """Whether the centre has the photo now."""
        if not _HASH.fullmatch(sha256):
            return False  # rows come from other devices too, and this names a file
        if self._asking(self.link.has_blob, sha256):
            return True
        file = self.files / sha256
        if not file.is_file():
            return False
        self._asking(self.link.put_blob, sha256, file)
        self.tally.photos_sent += 1
        return True

    def _batch(self, resend: int) -> list[Mutation]:
        if resend:
            return self.ledger.ask(
                device.mutations_from, resend, wire.MOST_MUTATIONS, wire.MOST_PUSH
            )
        return self.ledger.ask(journal.queued, wire.MOST_MUTATIONS, wire.MOST_PUSH)

    def _body(self, batch: list[Mutation]) -> wire.Push:
        return wire.Push(
            proto=wire.PROTO,
            schema=wire.SCHEMA,
            device=self.me.device_id.bytes,
            incarnation=self.me.incarnation.bytes,
            shard=self.shard,
            first_cmid=batch[0].cmid,
            prev_chain=self.ledger.ask(journal.chain_before, batch[0].cmid),
            mutations=[
                wire.SentMutation(m.cmid, m.action, m.person, milliseconds(m.at), m.payload)
                for m in batch
            ],
        )

    def _from_where(
        self, refused: RefusedByCentre, resend: int, batch: list[Mutation]
    ) -> int:
        """The centre lacks earlier mutations (it was set back, say): send them again."""
        wanted = refused.need_from
        if refused.code != _NEED_FROM or resend or not 0 < wanted < batch[0].cmid:
            raise refused
        return wanted

    def _settle(self, batch: list[Mutation], answer: wire.PushAnswer) -> None:
        if [r.cmid for r in answer.results] != [m.cmid for m in batch]:
            raise Trouble("中心的回答与所上报的记录对不上。", "请重试；本机数据没有丢失。")
        answered = [_answered(result) for result in answer.results]
        with self.ledger.pull() as session:
            device.keep_answers(session, answered)
        states = [one.state for one in answered]
        self.tally.records += self.ledger.ask(
            journal.records_of, batch[0].cmid, batch[-1].cmid
        )
        self.tally.sent += len(batch)
        self.tally.applied += states.count(MutationState.APPLIED)
        self.tally.conflicts += states.count(MutationState.CONFLICT)
        self.tally.rejected += states.count(MutationState.REJECTED)
        self.tally.seq = answer.checkpoint.seq

    def _at(self, stage: Stage, done: int = 0, total: int = 0) -> None:
        """Tell how far we are; here, between two durable steps, a stop is taken."""
        self.progress(Progress(stage, done, total))
        if self.cancelled():
            raise Cancelled

    def _asking(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask again when the answer was lost: the same numbers, so nothing doubles."""
        for seconds in _PAUSES:
            try:
                return ask(*args, **kwargs)
            except Unanswered:
                self._wait(seconds)
            except Overloaded as overloaded:
                self._wait(float(overloaded.seconds))
        return ask(*args, **kwargs)

    def _wait(self, seconds: float) -> None:
        if self.cancelled():
            raise Cancelled
        self.pause(seconds)


def _flat(cursor: Cursor) -> tuple[bytes, int, str, int, bytes]:
    return cursor.server_id, cursor.epoch, cursor.shard, cursor.seq, cursor.chain


def _verified(cursor: Cursor, answer: wire.PullAnswer) -> Cursor:
    """The page must continue the chain exactly where this device stands."""
    to = answer.to_cursor
    seq, chain = cursor.seq, cursor.chain
    for entry in answer.changes:
        seq += 1
        if entry.seq != seq:
            raise _broken()
        chain = central_log.link(
            chain, LoggedChange(*(getattr(entry, name) for name in entry.__struct_fields__))
        )
    endless = answer.more and not answer.changes
    if endless or (to.shard, to.seq, to.chain) != (cursor.shard, seq, chain):
        raise _broken()
    return replace(
        cursor, server_id=to.server_id, epoch=to.epoch, seq=to.seq, chain=to.chain
    )


def _broken() -> Trouble:
    return Trouble(
        "中心送来的记录前后接不上，没有采用。",
        "请重试；多次出现请联系管理员核对中心数据。",
    )


def _incoming(entry: wire.LogEntry) -> Incoming:
    return _row(entry.table, entry.row_id, entry.body, entry.kind)


def _answered(result: wire.Result) -> Answered:
    try:
        state = MutationState(result.state)
    except ValueError as error:
        raise _unreadable() from error
    if not 0 <= result.seq < _INT64:
        raise _unreadable()
    return Answered(
        cmid=result.cmid,
        state=state,
        result=result.what or result.code,
        seq=result.seq,
        holds=tuple(_row(h.table, h.row_id, h.body) for h in result.holds),
    )


def _row(
    table: str, row_id: bytes, body: bytes, kind: str = ChangeKind.UPDATE.value
) -> Incoming:
    """A row of the centre's, if this program can keep it and read it back."""
    spec = specs().get(table)
    try:
        fields = fields_of(body)
        known = ChangeKind(kind)
    except ValueError as error:
        raise _unreadable() from error
    if spec is None or len(row_id) != _ID:
        raise _unreadable()
    if known is ChangeKind.INSERT:
        fields = {**fields, **whole_row(spec, fields)}
    for name, value in fields.items():
        column = spec.columns.get(name)
        if column is None or not fits(column, value):
            raise _unreadable()
    return Incoming(table, row_id, fields, known)


def _unreadable() -> Trouble:
    return Trouble(
        "中心送来的记录本机读不懂，没有采用。",
        "请先升级本机程序再同步；仍不行请联系管理员。本机数据没有改动。",
    )
