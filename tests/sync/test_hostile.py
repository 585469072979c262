"""Rows, names and answers that nobody honest would send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from centres import (
    SECRET,
    RawDevice,
    everything,
    first_device,
    http_answer,
    next_device,
    says,
    sync,
)
from inspector.actions.evidence import keep_photo
from inspector.central.judging import Bench
from inspector.central.serve import Service, running
from inspector.db import device, journal
from inspector.db.central_layout import specs
from inspector.domain.mutations import Change, ChangeKind, Fields
from inspector.sync import exchange, wire
from inspector.sync.merge import fits
from inspector.sync.transport import Link
from inspector.trouble import Trouble
from photos import picture
from worlds import rooms, visit

A, B, C = (bytes([n]) * 16 for n in (1, 2, 3))


@pytest.fixture
def own_centre(tmp_path: Path) -> Iterator[str]:
    with running(Service(tmp_path / "centre", SECRET)) as address:
        yield address


def test_a_photo_named_like_a_path_reaches_nobody(own_centre: str, tmp_path: Path) -> None:
    """`files / "/etc/passwd"` is /etc/passwd: such a name would send any file."""
    first = first_device(tmp_path / "a")
    inspection = visit(first)
    sync(first, own_centre)
    before = everything(first)
    photo: Fields = {
        "inspection_id": inspection.id.bytes,
        "room_id": rooms(first)[0].room.id.bytes,
        "sha256": "/etc/passwd",
        "size": 1,
        "media_type": "image/png",
        "caption": "",
        "at": 1,
    }
    with RawDevice(own_centre) as stranger:
        answer = stranger.push([Change("photo", A, ChangeKind.INSERT, "*", None, photo)])
    assert [one.code for one in answer.results] == ["bad_value"]
    assert sync(first, own_centre).pulled == 0
    assert everything(first) == before
    first.ledger.close()


@pytest.mark.parametrize(
    ("table", "column", "bad"),
    [
        ("room", "use", "宫殿"),
        ("room", "state", ""),
        ("reading", "source", "rumour"),
        ("judgement", "outcome", "GUILTY"),
        ("finding", "kind", "x"),
        ("finding", "deadline", "明天"),
        ("finding", "at", 2**62),
        ("check_answer", "question", "x"),
        ("signature", "role", "x"),
        ("signature", "ink", b"scribble"),
        ("photo", "sha256", "../centre.key"),
        ("photo", "sha256", "A" * 64),
        ("reading", "certificate_until", "明年"),
        ("meter_check", "shown_um", ""),
        ("meter_check", "shown_um", "3000000\n三米"),
    ],
)
def test_what_no_device_could_read_back_fits_nowhere(
    table: str, column: str, bad: str | int | bytes
) -> None:
    assert not fits(specs()[table].columns[column], bad)


def test_an_attachment_is_known_by_its_hash() -> None:
    assert fits(specs()["photo"].columns["sha256"], "0" * 64)


@contextmanager
def _log(*entries: wire.LogEntry, more: bool) -> Iterator[str]:
    to = wire.Checkpoint(A, 1, "339900", len(entries), bytes(32))
    page = wire.PullAnswer(list(entries), to, more)
    with says(http_answer(wire.encode(page))) as address:
        yield address


def _pull(address: str, folder: Path) -> None:
    here = first_device(folder)
    me = here.ledger.ask(device.identity)
    assert me is not None
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    with Link(address) as link:
        one = exchange.Exchange(
            here.ledger, link, me, here.home.files, here.now, lambda _: None, stop
        )
        one.shard = "339900"
        try:
            one.pull()
        finally:
            here.ledger.close()


def test_a_centre_that_always_has_more_is_left(tmp_path: Path) -> None:
    with _log(more=True) as address, pytest.raises(Trouble, match="接不上"):
        _pull(address, tmp_path)


def test_a_number_beyond_all_numbers_is_told_in_a_sentence(tmp_path: Path) -> None:
    entry = wire.LogEntry(2**64 - 1, "", "room", A, "insert", b"\x80", B, 1, 1)
    with _log(entry, more=False) as address, pytest.raises(Trouble, match="接不上"):
        _pull(address, tmp_path)


@pytest.mark.parametrize(
    ("table", "row_id", "body", "kind"),
    [
        ("palace", A, b"\x80", "update"),
        ("room", b"short", b"\x80", "update"),
        ("room", A, b"\xc1", "update"),
        ("room", A, b"\x80", "explode"),
        ("room", A, b"\x80", "insert"),
        ("room", A, b"\x81\xa3use\xa1x", "update"),
        ("room", A, b"\x81\xa4wall\xa1x", "update"),
    ],
)
def test_rows_that_cannot_be_kept_are_trouble_not_a_crash(
    table: str, row_id: bytes, body: bytes, kind: str
) -> None:
    with pytest.raises(Trouble, match="读不懂"):
        exchange._row(table, row_id, body, kind)


def test_a_damaged_photo_keeps_no_other_from_going(own_centre: str, tmp_path: Path) -> None:
    first = first_device(tmp_path / "a")
    inspection, room = visit(first), rooms(first)[0].room.id
    kept = [
        keep_photo(first, inspection.id, room, picture("PNG", (8, 8 + n))).photo.sha256
        for n in range(3)
    ]
    (first.home.files / min(kept)).write_bytes(b"the disk lost this one")

    with pytest.raises(Trouble, match="损坏"):
        sync(first, own_centre)

    stored = {file.name for file in (tmp_path / "centre" / "blobs").glob("*/*")}
    assert stored == set(kept) - {min(kept)}
    assert first.ledger.ask(journal.unsent).photos == 1
    first.ledger.close()


def test_a_login_page_does_not_swallow_photos(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"x")
    with (
        says(http_answer(b"", "200 OK", kind="text/html")) as address,
        Link(address) as link,
    ):
        with pytest.raises(Trouble, match="登录"):
            link.has_blob("0" * 64)
        with pytest.raises(Trouble, match="登录"):
            link.put_blob("0" * 64, tmp_path / "photo")


def test_the_token_is_not_shown_before_the_centre_is_known(own_centre: str) -> None:
    seen: list[str | None] = []
    with Link(own_centre, "device.secret") as link:
        link._client.event_hooks = {
            "request": [lambda request: seen.append(request.headers.get("authorization"))]
        }
        link.hello()
        with pytest.raises(Trouble):
            link.has_blob("0" * 64)
    assert seen == [None, "Bearer device.secret"]


def test_a_key_that_was_passed_on_is_given_back_whole() -> None:
    """Two rows swap a key inside a mutation that is rejected in the end."""
    columns = specs()["posts"].uniques[0]
    one: Fields = {"unit_id": C, "rank": "X_KE_1", "number": 1}
    two: Fields = {"unit_id": C, "rank": "X_KE_2", "number": 1}
    bench = Bench(
        {("posts", A): dict(one), ("posts", B): dict(two)},
        {("unit", C)},
        {("posts", columns): {(C, "X_KE_1"): A, (C, "X_KE_2"): B}},
    )
    undone = bench.judge(
        [
            _posts(A, "X_KE_1", "X_KE_3"),
            _posts(B, "X_KE_2", "X_KE_1"),
            _posts(bytes([9]) * 16, "X", "Y"),
        ]
    )
    assert undone.state.value == "rejected"
    assert bench.holders["posts", columns] == {(C, "X_KE_1"): A, (C, "X_KE_2"): B}


def _posts(row_id: bytes, base: str, new: str) -> Change:
    return Change(
        "posts", row_id, ChangeKind.UPDATE, "posts", {"rank": base}, {"rank": new}
    )


def test_a_second_device_reads_what_an_honest_one_wrote(
    own_centre: str, tmp_path: Path
) -> None:
    """The checks above refuse nothing of what the program itself writes."""
    first = first_device(tmp_path / "a")
    inspection = visit(first)
    keep_photo(first, inspection.id, rooms(first)[0].room.id, picture())
    receipt = sync(first, own_centre)
    second = next_device(tmp_path / "b", own_centre)
    assert receipt.rejected == 0
    assert everything(second) == everything(first)
    first.ledger.close()
    second.ledger.close()
