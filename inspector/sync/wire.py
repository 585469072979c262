"""What device and centre say to each other: versioned structs in msgpack, zstd around it.

Protocol 1. Structs travel as arrays, so fields may be appended (with a default) and never
moved. Times are whole milliseconds since 1970 UTC, ids and hashes are bytes.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
import zstandard

PROTO = 1
SCHEMA = 2
"""Version of the rows inside: counts up when a synced table gains a column. Rows of an
older one are taken; what they lack is known (`central_layout.whole_row`)."""

CONTENT_TYPE = "application/vnd.inspector.sync"
MARK = "x-inspector"
"""A header of the answers that have no body, and so no content type to be known by."""
MOST_BODY = 16 * 1024 * 1024
"""The largest body that either side takes, as sent."""
MOST_PLAIN = 64 * 1024 * 1024
"""The largest body once it is unpacked."""
MOST_MUTATIONS = 500
MOST_PUSH = 1024 * 1024
"""Payload bytes after which a push is closed; a single larger mutation goes alone."""
MOST_BLOB = 64 * 1024 * 1024

_LEVEL = 3


class Message(msgspec.Struct, frozen=True, array_like=True):
    """Anything that is a whole body."""


M = TypeVar("M", bound=Message)


class Hello(Message, frozen=True):
    """Who the centre is and what it understands."""

    proto_min: int
    proto_max: int
    schema: int
    server_id: bytes
    epoch: int
    at: int


class Enrol(Message, frozen=True):
    """`shard` may be left empty by a new device that copies from a centre of one county."""

    proto: int
    secret: str
    device: bytes
    incarnation: bytes
    name: str
    shard: str


class Enrolled(Message, frozen=True):
    token: str
    shard: str
    last_cmid: int


class SentMutation(msgspec.Struct, frozen=True, array_like=True):
    cmid: int
    action: str
    person: str
    at: int
    payload: bytes


class Push(Message, frozen=True):
    proto: int
    schema: int
    device: bytes
    incarnation: bytes
    shard: str
    first_cmid: int
    prev_chain: bytes
    mutations: list[SentMutation]


class ServerFields(msgspec.Struct, frozen=True, array_like=True):
    """What the centre holds of one row where it did not take the device's value; `body`
    is msgpack of the fields."""

    table: str
    row_id: bytes
    body: bytes


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What became of one mutation: `applied`, `conflict` or `rejected`."""

    cmid: int
    state: str
    code: str
    what: str
    seq: int
    holds: list[ServerFields]


class Checkpoint(msgspec.Struct, frozen=True, array_like=True):
    """The end of one county's log, as the centre stood when it answered."""

    server_id: bytes
    epoch: int
    shard: str
    seq: int
    chain: bytes


class PushAnswer(Message, frozen=True):
    results: list[Result]
    checkpoint: Checkpoint


class Pull(Message, frozen=True):
    proto: int
    schema: int
    cursor: Checkpoint
    most: int


class LogEntry(msgspec.Struct, frozen=True, array_like=True):
    """One change of the county's log; `body` is msgpack of the fields that it set."""

    seq: int
    bucket: str
    table: str
    row_id: bytes
    kind: str
    body: bytes
    device: bytes
    cmid: int
    at: int


class PullAnswer(Message, frozen=True):
    changes: list[LogEntry]
    to_cursor: Checkpoint
    more: bool


class Problem(Message, frozen=True):
    """Why the centre did not do what was asked, in words for the person."""

    code: str
    what: str
    advice: str
    need_from: int = 0


class Unreadable(ValueError):
    """The bytes are no message of this kind, are cut short, or are too large."""


def encode(message: Message) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(
        msgspec.msgpack.encode(message)
    )


def decode(data: bytes, kind: type[M], most: int = MOST_PLAIN) -> M:
    """The message in `data`. What the sender says of its size is believed only up to
    `most`, and nothing beyond that is ever unpacked."""
    try:
        size = zstandard.frame_content_size(data)
        if not 0 <= size <= most:
            raise Unreadable(f"{size} bytes announced, {most} allowed")
        plain = zstandard.ZstdDecompressor().decompress(
            data, max_output_size=most, allow_extra_data=False
        )
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise Unreadable(str(error)) from error
