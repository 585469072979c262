"""One byte form for one list of changes: msgpack, keys sorted, no floats.

The hash of a payload names a mutation for ever, so this form may only ever be added to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from inspector.domain.ink import Ink, InkPoint, Stroke
from inspector.domain.mutations import Change, ChangeKind, Fields

_ENCODER = msgspec.msgpack.Encoder(order="sorted")
_DECODER = msgspec.msgpack.Decoder(
    list[tuple[str, bytes, str, str, dict[str, Any] | None, dict[str, Any]]]
)
_INK = msgspec.msgpack.Decoder(tuple[int, int, list[list[tuple[int, int, int, int]]]])


def payload_of(changes: Sequence[Change]) -> bytes:
    return _ENCODER.encode(
        [(c.table, c.row_id, c.kind.value, c.group, c.base, c.new) for c in changes]
    )


def changes_of(payload: bytes) -> list[Change]:
    """The changes of a payload; `ValueError` when the bytes are not one (msgspec's own
    errors are ValueErrors)."""
    return [
        Change(
            table,
            row_id,
            ChangeKind(kind),
            group,
            None if base is None else checked(base),
            checked(new),
        )
        for table, row_id, kind, group, base, new in _DECODER.decode(payload)
    ]


def checked(found: Fields) -> Fields:
    """The fields themselves; `ValueError` when one holds what no ledger column can."""
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int | str | bytes | None):
            raise ValueError(  # noqa: TRY004 (hostile bytes, not a caller's mistake)
                f"{name} is no int, text, bytes or nothing"
            )
    return found


def digest_of(action: str, person: str, at: int, payload: bytes) -> bytes:
    """What names a mutation: who did what when (`at` in ms since 1970) and every change."""
    head = _ENCODER.encode((action, person, at))
    return hashlib.sha256(head + payload).digest()


def next_chain(chain: bytes, digest: bytes) -> bytes:
    return hashlib.sha256(chain + digest).digest()


def ink_bytes(ink: Ink) -> bytes:
    return _ENCODER.encode(
        (
            ink.width,
            ink.height,
            [[(p.x, p.y, p.pressure, p.ms) for p in s.points] for s in ink.strokes],
        )
    )


def ink_of(data: bytes) -> Ink | None:
    if not data:
        return None
    width, height, strokes = _INK.decode(data)
    return Ink(
        tuple(Stroke(tuple(InkPoint(*p) for p in s)) for s in strokes), width, height
    )
