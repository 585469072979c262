"""Every change is journalled, whoever makes it; what no action stands behind is refused."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from inspector.actions.here import Here
from inspector.db import canonical, journal, triggers
from inspector.db.ledger import Ledger
from inspector.db.local_tables import JournalRow
from inspector.db.tables import Base, CourtyardRow, InspectionRow, RoomRow
from inspector.db.types import milliseconds
from inspector.domain.area import Area
from inspector.domain.mutations import Act, ChangeKind, MutationState
from worlds import rooms, visit

ACT = Act("test", "陈㛃", datetime(2026, 11, 23, tzinfo=UTC))


def _courtyard(ledger: Ledger, name: str = "大院") -> UUID:
    row_id = uuid4()
    with ledger.write(ACT) as session:
        session.add(CourtyardRow(id=row_id, name=name, address="人民路1号"))
    return row_id


def test_every_synced_table_is_watched_and_groups_cover_its_columns() -> None:
    for table in triggers.synced_tables():
        groups = triggers.groups_of(table)
        grouped = {name for names in groups.values() for name in names}
        assert grouped == {c.name for c in table.columns if not c.primary_key}, table.name
        assert [c.name for c in table.primary_key] == ["id"], table.name


def test_an_action_becomes_one_numbered_hashed_mutation(ledger: Ledger) -> None:
    row_id = _courtyard(ledger)

    [mutation] = ledger.ask(journal.queued, 500, 1 << 20)
    [change] = canonical.changes_of(mutation.payload)

    assert mutation.cmid == 1
    at = milliseconds(ACT.at)
    assert mutation.digest == canonical.digest_of("test", "陈㛃", at, mutation.payload)
    assert mutation.chain == hashlib.sha256(bytes(32) + mutation.digest).digest()
    assert (change.table, change.row_id, change.kind) == (
        "courtyard",
        row_id.bytes,
        ChangeKind.INSERT,
    )
    assert change.new == {"id": row_id.bytes, "name": "大院", "address": "人民路1号"}


def test_an_update_carries_only_the_group_that_changed_with_its_base(
    ledger: Ledger,
) -> None:
    row_id = _courtyard(ledger)
    with ledger.write(ACT) as session:
        session.get_one(CourtyardRow, row_id).address = "解放路2号"

    change = canonical.changes_of(ledger.ask(journal.queued, 500, 1 << 20)[1].payload)[0]

    assert (change.group, change.base, change.new) == (
        "address",
        {"address": "人民路1号"},
        {"address": "解放路2号"},
    )


def test_a_bulk_update_that_no_orm_event_sees_is_journalled(ledger: Ledger) -> None:
    _courtyard(ledger, "东院")
    _courtyard(ledger, "西院")
    with ledger.write(ACT) as session:
        session.execute(update(CourtyardRow).values(address="新址"))

    changes = canonical.changes_of(ledger.ask(journal.queued, 500, 1 << 20)[2].payload)
    assert len(changes) == 2


def test_writing_the_same_value_again_is_no_change(ledger: Ledger) -> None:
    _courtyard(ledger)
    with ledger.write(ACT) as session:
        session.execute(update(CourtyardRow).values(address="人民路1号"))

    assert len(ledger.ask(journal.queued, 500, 1 << 20)) == 1


def test_numbers_are_dense_and_the_chain_is_unbroken(ledger: Ledger) -> None:
    for n in range(5):
        _courtyard(ledger, f"院{n}")

    mutations = ledger.ask(journal.queued, 500, 1 << 20)

    assert [m.cmid for m in mutations] == [1, 2, 3, 4, 5]
    chain = bytes(32)
    for mutation in mutations:
        assert ledger.ask(journal.chain_before, mutation.cmid) == chain
        chain = canonical.next_chain(chain, mutation.digest)
        assert mutation.chain == chain


def test_a_large_action_is_cut_but_kept_whole(ledger: Ledger) -> None:
    with ledger.write(ACT) as session:
        session.add_all(
            CourtyardRow(id=uuid4(), name=f"院{n}", address="") for n in range(2_500)
        )

    mutations = ledger.ask(journal.queued, 500, 1 << 24)
    assert [len(canonical.changes_of(m.payload)) for m in mutations] == [1000, 1000, 500]


def test_a_batch_stops_at_its_size_but_never_empty(ledger: Ledger) -> None:
    for n in range(3):
        _courtyard(ledger, f"院{n}")

    assert [m.cmid for m in ledger.ask(journal.queued, 500, 1)] == [1]
    assert [m.cmid for m in ledger.ask(journal.queued, 2, 1 << 20)] == [1, 2]


def test_an_action_that_fails_leaves_nothing(ledger: Ledger) -> None:
    row_id = _courtyard(ledger)

    def half() -> None:
        with ledger.write(ACT) as session:
            session.get_one(CourtyardRow, row_id).address = "半途"
            session.flush()
            session.add(CourtyardRow(id=row_id, name="同一个编号", address=""))

    with pytest.raises(IntegrityError):
        half()

    assert [m.cmid for m in ledger.ask(journal.queued, 500, 1 << 20)] == [1]


def test_a_change_without_an_action_is_refused_by_the_file_itself(ledger: Ledger) -> None:
    _courtyard(ledger)
    with pytest.raises(IntegrityError, match="no action holds the pen"), ledger.note() as s:
        s.execute(update(CourtyardRow).values(name="暗改"))

    outsider = sqlite3.connect(ledger.path)
    with pytest.raises(sqlite3.IntegrityError, match="no action holds the pen"):
        outsider.execute("INSERT INTO courtyard VALUES (x'00', '暗增', '')")
    outsider.close()


def test_facts_can_be_neither_changed_nor_deleted(here: Here) -> None:
    visit(here)
    with pytest.raises(IntegrityError, match="never changed"), here.ledger.write(ACT) as s:
        s.execute(update(InspectionRow).values(escort="别人"))
    with (
        pytest.raises(IntegrityError, match="deletes nothing"),
        here.ledger.write(ACT) as s,
    ):
        s.execute(text("DELETE FROM inspection"))
    with (
        pytest.raises(IntegrityError, match="deletes nothing"),
        here.ledger.write(ACT) as s,
    ):
        s.execute(text("DELETE FROM room"))


def test_what_is_pulled_is_kept_but_not_journalled(ledger: Ledger) -> None:
    with ledger.pull() as session:
        session.add(CourtyardRow(id=uuid4(), name="来自中心", address=""))

    assert ledger.ask(journal.unsent).records == 0
    with ledger.note() as session:
        assert session.query(JournalRow).count() == 0


def test_numbers_ids_and_bytes_survive_the_journal(here: Here) -> None:
    room = rooms(here)[0].room
    with here.ledger.write(ACT) as session:
        session.get_one(RoomRow, room.id).ledger_area = Area(18_123_456)
        session.get_one(RoomRow, room.id).unit_id = None

    changes = canonical.changes_of(
        here.ledger.ask(journal.queued, 500, 1 << 24)[-1].payload
    )
    by_group = {change.group: change for change in changes}

    assert room.unit_id is not None
    assert by_group["area"].new == {"ledger_area": 18_123_456}
    assert by_group["unit"].base == {"unit_id": room.unit_id.bytes}
    assert by_group["unit"].new == {"unit_id": None}


def test_what_the_centre_answered_is_kept_with_the_mutation(ledger: Ledger) -> None:
    _courtyard(ledger)
    with ledger.note() as session:
        journal.settle(session, 1, MutationState.CONFLICT, "面积", 17)

    assert ledger.ask(journal.queued, 500, 1 << 20) == []
    [conflict] = ledger.ask(journal.mutations, MutationState.CONFLICT)
    assert (conflict.cmid, conflict.result) == (1, "面积")
    assert ledger.ask(journal.unsent).conflicts == 1


def test_unsent_counts_records_not_changes(here: Here) -> None:
    before = here.ledger.ask(journal.unsent).records
    room = rooms(here)[0].room
    for area in (1, 2, 3):
        with here.ledger.write(ACT) as session:
            session.get_one(RoomRow, room.id).ledger_area = Area(area)

    assert here.ledger.ask(journal.unsent).records == before
    assert here.ledger.ask(journal.last_saved) == ACT.at


@pytest.mark.parametrize("payload", [b"", b"\x93", b"\xc1", canonical._ENCODER.encode([1])])
def test_bytes_that_are_no_payload_are_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical.changes_of(payload)


def test_a_float_or_a_truth_value_is_no_field() -> None:
    for bad in (1.5, True):
        payload = canonical._ENCODER.encode([("t", b"i", "insert", "*", None, {"a": bad})])
        with pytest.raises(ValueError, match="no int, text, bytes or nothing"):
            canonical.changes_of(payload)


def test_full_synchronous_wal_on_every_connection(ledger: Ledger) -> None:
    with ledger.note() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_the_metadata_has_no_floats() -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            assert "FLOAT" not in str(column.type).upper()
            assert "NUMERIC" not in str(column.type).upper()
