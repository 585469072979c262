"""The centre's side of a push: once and for all, in order, and never silent."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from centres import SECRET, RawDevice, change_of, courtyard
from inspector.central.serve import Service, running
from inspector.db import canonical, central_devices, central_log
from inspector.db.central import CentralStore, embedded
from inspector.domain.mutations import Change, ChangeKind, Fields
from inspector.sync import wire
from inspector.sync.transport import RefusedByCentre


def _new() -> bytes:
    return uuid4().bytes


def _refused(code: str, device: RawDevice, body: wire.Push) -> RefusedByCentre:
    with pytest.raises(RefusedByCentre) as caught:
        device.link.push(body)
    assert caught.value.code == code
    assert caught.value.advice
    return caught.value


def _payload(*changes: Change) -> bytes:
    return canonical.payload_of(changes)


def test_numbers_are_dense_and_the_log_is_chained(centre: str) -> None:
    with RawDevice(centre) as one, RawDevice(centre) as two:
        one.push([courtyard(_new()), courtyard(_new())], [courtyard(_new())])
        answer = two.push([courtyard(_new())])
        page = one.pull()
    assert [e.seq for e in page.changes] == [1, 2, 3, 4]
    assert [e.cmid for e in page.changes] == [1, 1, 2, 1]
    assert page.to_cursor == answer.checkpoint
    chain = bytes(32)
    for entry in page.changes:
        chain = central_log.link(
            chain, central_log.LoggedChange(*msgspec.structs.astuple(entry))
        )
    assert chain == page.to_cursor.chain
    assert not page.more


def test_pages_follow_one_another(centre: str) -> None:
    with RawDevice(centre) as device:
        device.push(*[[courtyard(_new())] for _ in range(7)])
        first = device.pull(most=3)
        second = device.pull(first.to_cursor, most=3)
        third = device.pull(second.to_cursor, most=3)
        end = device.pull(third.to_cursor)
    assert [len(p.changes) for p in (first, second, third, end)] == [3, 3, 1, 0]
    assert [p.more for p in (first, second, third, end)] == [True, True, False, False]
    assert end.to_cursor == third.to_cursor


def test_the_same_push_again_gets_the_same_answer(centre: str) -> None:
    with RawDevice(centre) as device:
        payload = _payload(courtyard(_new()))
        body = device.body(payload)
        first = device.push_payloads(payload)
        again = device.link.push(body)
        assert again.results == first.results
        assert len(device.pull().changes) == 1


def test_old_and_new_mutations_in_one_push(centre: str) -> None:
    with RawDevice(centre) as device:
        old, new = _payload(courtyard(_new())), _payload(courtyard(_new()))
        overlapping = device.body(old, new)
        device.push_payloads(old)
        answer = device.link.push(overlapping)
        assert [(r.cmid, r.seq, r.state) for r in answer.results] == [
            (1, 1, "applied"),
            (2, 2, "applied"),
        ]


def test_one_number_with_two_payloads_is_a_fork(centre: str) -> None:
    with RawDevice(centre) as device:
        device.push([courtyard(_new())], [courtyard(_new())])
        other = device.body(_payload(courtyard(_new())), first=1, prev=bytes(32))
        _refused("fork", device, other)
        astray = device.body(_payload(courtyard(_new())), prev=b"x" * 32)
        _refused("fork", device, astray)
        assert len(device.pull().changes) == 2


def test_a_fork_stays_on_the_administrator_s_list(tmp_path: Path) -> None:
    with running(Service(tmp_path, SECRET)) as centre, RawDevice(centre) as device:
        device.push([courtyard(_new())])
        _refused("fork", device, device.body(_payload(courtyard(_new())), prev=b"x" * 32))
    store = CentralStore.open(embedded(tmp_path), 0)
    assert store.ask(central_devices.forked) == [device.id]
    store.close()


def test_a_gap_names_where_to_begin(centre: str) -> None:
    with RawDevice(centre) as device:
        device.push([courtyard(_new())])
        body = device.body(_payload(courtyard(_new())), first=5)
        assert _refused("need_from", device, body).need_from == 2


def test_another_incarnation_is_noticed(centre: str) -> None:
    with RawDevice(centre) as device:
        device.incarnation = _new()
        _refused("incarnation", device, device.body(_payload(courtyard(_new()))))
        with pytest.raises(RefusedByCentre, match="不是同一份"):
            device.enrol()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"proto": 2}, "proto"),
        ({"schema": wire.SCHEMA + 1}, "schema"),
        ({"device": bytes(16)}, "unreadable"),
        ({"first_cmid": 0}, "unreadable"),
        ({"mutations": []}, "unreadable"),
        ({"shard": "110000"}, "incarnation"),
    ],
)
def test_a_push_of_the_wrong_form(
    centre: str, change: dict[str, object], code: str
) -> None:
    with RawDevice(centre) as device:
        body = device.body(_payload(courtyard(_new())))
        _refused(code, device, msgspec.structs.replace(body, **change))
        device.push([courtyard(_new())])


def test_too_many_mutations_at_once(centre: str) -> None:
    with RawDevice(centre) as device:
        payloads = [_payload(courtyard(_new()))] * (wire.MOST_MUTATIONS + 1)
        _refused("too_large", device, device.body(*payloads))


def test_a_mutation_that_cannot_be_taken_does_not_stop_the_queue(centre: str) -> None:
    """Poison: bytes, types, unknown tables, NUL, no end of text, a row that is not."""
    good = courtyard(_new(), name="𠮷嘉苑😀")
    poison = [
        b"",
        b"\xc1garbage",
        _payload(),
        _payload(courtyard(_new(), name="a\0b")),
        _payload(courtyard(_new(), name="长" * 1_000_001)),
        _payload(Change("nothing", _new(), ChangeKind.INSERT, "*", None, {"a": 1})),
        _payload(change_of("courtyard", _new(), "name", {"name": ""}, {"name": "x"})),
        _payload(courtyard(b"short")),
    ]
    with RawDevice(centre) as device:
        answer = device.push_payloads(*poison, _payload(good))
        states = [r.state for r in answer.results]
        page = device.pull()
    assert states == ["rejected"] * len(poison) + ["applied"]
    assert all(r.code and r.what for r in answer.results[:-1])
    [entry] = page.changes
    assert central_log.fields_of(entry.body)["name"] == "𠮷嘉苑😀"


def test_what_was_rejected_stays_at_the_centre(tmp_path: Path) -> None:
    with running(Service(tmp_path, SECRET)) as centre, RawDevice(centre) as device:
        device.push_payloads(b"poison")
    with closing(sqlite3.connect(tmp_path / "central.db")) as database:
        [kept] = database.execute("SELECT state, payload FROM mutation").fetchall()
    assert kept == ("rejected", b"poison")


def test_a_mutation_is_taken_whole_or_not_at_all(centre: str) -> None:
    there, new = _new(), _new()
    with RawDevice(centre) as device:
        device.push([courtyard(there, name="旧")])
        answer = device.push(
            [
                change_of("courtyard", there, "name", {"name": "旧"}, {"name": "新"}),
                courtyard(new),
                courtyard(_new(), name="a\0b"),
            ],
            [change_of("courtyard", there, "name", {"name": "旧"}, {"name": "再新"})],
            [courtyard(new)],
        )
        page = device.pull()
    assert [r.state for r in answer.results] == ["rejected", "applied", "applied"]
    [held] = answer.results[0].holds
    assert central_log.fields_of(held.body) == {"name": "旧"}
    assert [e.kind for e in page.changes] == ["insert", "update", "insert"]


def test_a_conflict_keeps_all_three_sides(tmp_path: Path) -> None:
    row = _new()
    with (
        running(Service(tmp_path, SECRET)) as centre,
        RawDevice(centre) as one,
        RawDevice(centre) as two,
    ):
        one.push([courtyard(row, name="原")])
        one.push([change_of("courtyard", row, "name", {"name": "原"}, {"name": "甲"})])
        answer = two.push(
            [change_of("courtyard", row, "name", {"name": "原"}, {"name": "乙"})]
        )
    [result] = answer.results
    assert (result.state, result.seq) == ("conflict", 2)
    with closing(sqlite3.connect(tmp_path / "central.db")) as database:
        [kept] = database.execute(
            "SELECT base, theirs, mine, person, resolved FROM conflict"
        ).fetchall()
    sides = [central_log.fields_of(side)["name"] for side in kept[:3]]
    assert (sides, kept[3:]) == (["原", "甲", "乙"], ("陈㛃", None))


def test_a_later_mutation_sees_the_earlier_one(centre: str) -> None:
    row = _new()
    with RawDevice(centre) as device:
        answer = device.push(
            [courtyard(row, name="一")],
            [change_of("courtyard", row, "name", {"name": "一"}, {"name": "二"})],
            [change_of("courtyard", row, "name", {"name": "二"}, {"name": "三"})],
            [change_of("courtyard", row, "name", {"name": "一"}, {"name": "四"})],
        )
    assert [r.state for r in answer.results] == ["applied"] * 3 + ["conflict"]


def test_a_row_that_names_no_row_is_an_orphan(centre: str) -> None:
    building = Change(
        "building",
        _new(),
        ChangeKind.INSERT,
        "*",
        None,
        {
            "courtyard_id": _new(),
            "name": "主楼",
            "structure": "框架",
            "high_rise": 0,
            "year": None,
        },
    )
    parent = building.new["courtyard_id"]
    assert isinstance(parent, bytes)
    with RawDevice(centre) as device:
        [orphan] = device.push([building]).results
        [whole] = device.push([courtyard(parent), building]).results
    assert (orphan.state, orphan.code) == ("rejected", "orphan")
    assert whole.state == "applied"


def _unit(row: bytes, name: str) -> Change:
    fields: Fields = {
        "name": name,
        "initials": "",
        "level": "county",
        "kind": "",
        "posts_total": 3,
        "responsible": "",
        "office_head": "",
        "remark": "",
    }
    return Change("unit", row, ChangeKind.INSERT, "*", None, fields)


def _posts(row: bytes, unit: bytes, rank: str) -> Change:
    fields: Fields = {"unit_id": unit, "rank": rank, "number": 1}
    return Change("posts", row, ChangeKind.INSERT, "*", None, fields)


def test_a_unique_key_is_given_once(centre: str) -> None:
    unit, other, mine, theirs = _new(), _new(), _new(), _new()
    with RawDevice(centre) as one, RawDevice(centre) as two:
        one.push([_unit(unit, "甲局"), _unit(other, "乙局"), _posts(theirs, unit, "A")])
        answer = two.push(
            [_posts(mine, unit, "A")],
            [_posts(mine, unit, "B")],
            [change_of("posts", mine, "posts", {"rank": "B"}, {"rank": "A"})],
            [change_of("posts", theirs, "posts", {"rank": "A"}, {"rank": "C"})],
            [change_of("posts", mine, "posts", {"rank": "B"}, {"rank": "A"})],
            [change_of("posts", mine, "posts", {"unit_id": unit}, {"unit_id": other})],
        )
    assert [r.code or r.state for r in answer.results] == [
        "taken",
        "applied",
        "taken",
        "applied",
        "applied",
        "applied",
    ]


def test_rows_know_their_bucket_and_version(tmp_path: Path) -> None:
    unit, other, posts = _new(), _new(), _new()
    with running(Service(tmp_path, SECRET)) as centre, RawDevice(centre) as device:
        device.push([_unit(unit, "甲局"), _unit(other, "乙局"), _posts(posts, unit, "A")])
        device.push(
            [change_of("posts", posts, "posts", {"unit_id": unit}, {"unit_id": other})]
        )
    with closing(sqlite3.connect(tmp_path / "central.db")) as database:
        rows = database.execute("SELECT shard, id, bucket, ver FROM posts").fetchall()
    assert rows == [("339900", posts, other.hex(), 4)]


def test_no_trace_reaches_the_device(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(Service(tmp_path, SECRET)) as centre, RawDevice(centre) as device:
        with closing(sqlite3.connect(tmp_path / "central.db")) as database:
            database.execute("DROP TABLE mutation")
        refused = _refused("internal", device, device.body(_payload(courtyard(_new()))))
    assert "mutation" not in str(refused)
    assert any("failed" in record.message for record in caplog.records)
    assert SECRET not in caplog.text
    caplog.clear()
    logging.getLogger("inspector").info("read")
