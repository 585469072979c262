"""What the page of the exchange reads in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from inspector.actions.here import Here
from inspector.actions.syncing import read_token
from inspector.db import canonical, device, estate, inspections, journal
from inspector.db.device import Receipt
from inspector.domain.mutations import Change, Mutation, MutationState, Unsent
from inspector.trouble import Trouble

MOST = 500
"""Rows listed of one kind; the counts are of all."""
_MOST_BYTES = 20_000
"""What is larger touched many rooms (an import): its rows are only counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One action as it is listed: `room` is where, `lengths` what was read there (um)."""

    mutation: Mutation
    room: str = ""
    lengths: tuple[int, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class SyncPage:
    unsent: Unsent
    queued: tuple[Entry, ...]
    rejected: tuple[Entry, ...]
    conflicts: tuple[Entry, ...]
    receipts: tuple[Receipt, ...]
    last_saved: datetime | None
    enrolled: bool
    """The centre knows this device, so that no pass phrase is needed."""


def read_page(here: Here) -> SyncPage:
    ledger = here.ledger
    return SyncPage(
        unsent=ledger.ask(journal.unsent),
        queued=_entries(here, MutationState.QUEUED),
        rejected=_entries(here, MutationState.REJECTED),
        conflicts=_entries(here, MutationState.CONFLICT),
        receipts=tuple(ledger.ask(device.receipts)),
        last_saved=ledger.ask(journal.last_saved),
        enrolled=_enrolled(here),
    )


def _entries(here: Here, state: MutationState) -> tuple[Entry, ...]:
    mutations = here.ledger.ask(journal.mutations, state, MOST)
    rooms = _Rooms(here)
    return tuple(_entry(here, mutation, rooms) for mutation in mutations)


def _entry(here: Here, mutation: Mutation, rooms: _Rooms) -> Entry:
    if len(mutation.payload) > _MOST_BYTES:
        rows = here.ledger.ask(journal.records_of, mutation.cmid, mutation.cmid)
        return Entry(mutation, rows=rows)
    changes = canonical.changes_of(mutation.payload)
    return Entry(
        mutation=mutation,
        room=rooms.of(changes),
        lengths=_lengths(changes),
        rows=len({(change.table, change.row_id) for change in changes}),
    )


def _lengths(changes: Iterable[Change]) -> tuple[int, ...]:
    found = (change.new.get("micrometres") for change in changes)
    return tuple(length for length in found if isinstance(length, int))


class _Rooms:
    """The number of the room that changes belong to; each is looked up once."""

    def __init__(self, here: Here) -> None:
        self._ledger = here.ledger
        self._numbers: dict[bytes, str] = {}
        self._measured: dict[bytes, bytes] = {}

    def of(self, changes: Sequence[Change]) -> str:
        rooms = {room for change in changes if (room := self._room(change))}
        return self._number(rooms.pop()) if len(rooms) == 1 else ""

    def _room(self, change: Change) -> bytes:
        room = change.new.get("room_id")
        if isinstance(room, bytes):
            return room
        measured = change.new.get("measurement_id")
        return self._of_measurement(measured) if isinstance(measured, bytes) else b""

    def _of_measurement(self, key: bytes) -> bytes:
        if key not in self._measured:
            found = self._ledger.ask(inspections.get_measurement, UUID(bytes=key))
            self._measured[key] = found.room_id.bytes
        return self._measured[key]

    def _number(self, key: bytes) -> str:
        if key not in self._numbers:
            card = self._ledger.ask(estate.room_card, UUID(bytes=key))
            self._numbers[key] = f"{card.building} {card.room.number}"
        return self._numbers[key]


def _enrolled(here: Here) -> bool:
    """A key that cannot be read is none; the exchange itself will say what is wrong."""
    try:
        return bool(read_token(here.home.token))
    except Trouble:
        return False
