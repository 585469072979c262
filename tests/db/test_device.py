"""What came from the centre goes into the rows here, under what is still to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from centres import add_courtyard, edit_room, room
from inspector.actions.here import Here
from inspector.db import device, journal
from inspector.db.device import Answered, Cursor, Identity, Incoming, PhotoFile, Receipt
from inspector.db.tables import CourtyardRow, PostsRow
from inspector.domain.mutations import ChangeKind, Fields, MutationState
from worlds import open_here, rooms, unit_id

AT = datetime(2026, 11, 23, tzinfo=UTC)
TO = Cursor("339900", b"s" * 16, 1, 5, b"h" * 32)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Here]:
    here = open_here(tmp_path / "empty")
    yield here
    here.ledger.close()


def _keep(here: Here, *changes: Incoming, to: Cursor = TO) -> None:
    with here.ledger.pull() as session:
        device.keep_page(session, changes, to, AT)


def _courtyards(here: Here) -> dict[UUID, str]:
    return here.ledger.ask(
        lambda session: {row.id: row.name for row in session.scalars(select(CourtyardRow))}
    )


def _courtyard(row: UUID, name: str) -> Incoming:
    fields: Fields = {"name": name, "address": ""}
    return Incoming("courtyard", row.bytes, fields, ChangeKind.INSERT)


def _room_edit(here: Here, **fields: object) -> Incoming:
    target = rooms(here)[0].room.id
    return Incoming("room", target.bytes, fields)  # type: ignore[arg-type]


def test_a_ledger_knows_who_it_is_and_whose(here: Here, empty: Here) -> None:
    found = here.ledger.ask(device.identity)
    assert isinstance(found, Identity)
    assert found.device_id != found.incarnation
    assert here.ledger.ask(device.shard) == "339900"
    assert empty.ledger.ask(device.shard) == ""
    assert empty.ledger.ask(device.begun_shard) == ""


def test_rows_and_cursor_are_kept_together(empty: Here) -> None:
    row = uuid4()
    assert empty.ledger.ask(device.cursor, "339900") == Cursor("339900")
    _keep(empty, _courtyard(row, "一院"))
    assert _courtyards(empty) == {row: "一院"}
    assert empty.ledger.ask(device.cursor, "339900") == TO
    assert empty.ledger.ask(device.begun_shard) == "339900"
    assert empty.ledger.ask(journal.unsent).records == 0


def test_a_page_that_cannot_be_kept_moves_no_cursor(empty: Here) -> None:
    fields: Fields = {
        "courtyard_id": uuid4().bytes,
        "name": "楼",
        "structure": "",
        "high_rise": 0,
    }
    orphan = Incoming("building", uuid4().bytes, fields, ChangeKind.INSERT)
    with pytest.raises(IntegrityError):
        _keep(empty, _courtyard(uuid4(), "一院"), orphan)
    assert _courtyards(empty) == {}
    assert empty.ledger.ask(device.cursor, "339900") == Cursor("339900")


def test_a_row_may_come_before_the_one_it_names(empty: Here) -> None:
    yard = uuid4()
    fields: Fields = {
        "courtyard_id": yard.bytes,
        "name": "楼",
        "structure": "",
        "high_rise": 0,
    }
    building = Incoming("building", uuid4().bytes, fields, ChangeKind.INSERT)
    _keep(empty, building, _courtyard(yard, "一院"))
    assert _courtyards(empty) == {yard: "一院"}


def test_the_same_page_twice_changes_nothing(empty: Here) -> None:
    row = uuid4()
    for _ in range(2):
        _keep(
            empty,
            _courtyard(row, "一院"),
            Incoming("courtyard", row.bytes, {"name": "二院"}),
        )
    assert _courtyards(empty) == {row: "二院"}


def test_children_survive_that_their_parent_comes_again(here: Here) -> None:
    [(row, _)] = _courtyards(here).items()
    before = len(rooms(here))
    _keep(here, _courtyard(row, "改名大院"))
    assert _courtyards(here) == {row: "改名大院"}
    assert len(rooms(here)) == before


def test_what_is_not_yet_sent_stays_on_top(here: Here) -> None:
    edit_room(here, "301", remark="未上报")
    edit_room(here, "301", remark="未上报二")
    _keep(here, _room_edit(here, remark="中心", use_text="中心"))
    assert room(here, "301")["remark"] == "未上报二"
    assert room(here, "301")["use_text"] == "中心"


def test_where_the_centre_kept_its_own_so_does_the_device(here: Here) -> None:
    edit_room(here, "301", remark="本机")
    held = _room_edit(here, remark="中心")
    with here.ledger.pull() as session:
        device.keep_answers(
            session, [Answered(2, MutationState.CONFLICT, "需确认", 9, (held,))]
        )
    assert room(here, "301")["remark"] == "中心"
    [conflict] = here.ledger.ask(journal.mutations, MutationState.CONFLICT)
    assert (conflict.cmid, conflict.result) == (2, "需确认")
    assert here.ledger.ask(journal.unsent).conflicts == 1


def test_columns_that_are_unknown_here_are_left_out(here: Here) -> None:
    _keep(here, _room_edit(here, remark="中心", colour="红"), _room_edit(here, shape="圆"))
    assert room(here, "301")["remark"] == "中心"


def test_a_unique_key_held_under_another_id_stays(here: Here) -> None:
    """The centre refuses the second of two; this device is told when it pushes its own."""
    unit = unit_id(here)
    fields: Fields = {"unit_id": unit.bytes, "rank": "X_KE_1", "number": 9}
    theirs = Incoming("posts", uuid4().bytes, fields, ChangeKind.INSERT)
    _keep(here, theirs)
    numbers = here.ledger.ask(
        lambda session: session.scalars(
            select(PostsRow.number).where(
                PostsRow.unit_id == unit, PostsRow.rank == "X_KE_1"
            )
        ).all()
    )
    assert numbers == [1]


def test_mutations_can_be_read_again_from_any_number(here: Here) -> None:
    for n in range(4):
        add_courtyard(here, f"{n}院")
    found = here.ledger.ask(device.mutations_from, 2, 3, 1 << 20)
    assert [m.cmid for m in found] == [2, 3, 4]
    assert [m.cmid for m in here.ledger.ask(device.mutations_from, 2, 3, 1)] == [2]
    assert here.ledger.ask(device.mutations_from, 9, 3, 1) == []


def test_uploads_and_receipts_are_remembered(here: Here) -> None:
    receipts = [
        Receipt(id=uuid4(), at=AT.replace(hour=n), server_id="s", url="http://x", sent=n)
        for n in range(3)
    ]
    with here.ledger.note() as session:
        for receipt in receipts:
            device.keep_receipt(session, receipt)
        device.keep_upload(session, PhotoFile("0" * 64, 5), AT)
    assert here.ledger.ask(device.receipts) == receipts[::-1]
    assert here.ledger.ask(device.receipts, 1) == receipts[-1:]
    assert here.ledger.ask(device.photos_to_send) == []
