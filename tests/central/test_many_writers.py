"""Many devices write to one county while others read: nothing slips behind a cursor."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import uuid4

import pytest

from centres import SECRET, RawDevice, change_of, courtyard
from inspector.central.serve import Service, running
from inspector.sync import wire
from inspector.sync.transport import Overloaded

WRITERS = 8
PUSHES = 25


@pytest.mark.slow
@pytest.mark.postgresql
def test_eight_writers_and_a_reader_lose_nothing(postgres_url: str, tmp_path: Path) -> None:
    """A cursor that follows plain sequence numbers loses rows that commit late; here it
    must see every number, in order, exactly once, with a chain that holds."""
    sent: list[set[bytes]] = [set() for _ in range(WRITERS)]
    seen: list[wire.LogEntry] = []
    done = threading.Event()
    with running(Service(tmp_path, SECRET, postgres_url)) as centre:
        reader = threading.Thread(target=_read, args=(centre, seen, done))
        writers = [
            threading.Thread(target=_write, args=(centre, n, sent[n]))
            for n in range(WRITERS)
        ]
        reader.start()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        done.set()
        reader.join()

    ids = [entry.row_id for entry in seen]
    assert [entry.seq for entry in seen] == list(range(1, len(ids) + 1))
    assert len(set(ids)) == len(ids)
    assert set(ids) == set().union(*sent)
    assert len(ids) >= WRITERS * PUSHES


@pytest.mark.slow
@pytest.mark.postgresql
def test_writers_of_one_row_settle_one_after_another(
    postgres_url: str, tmp_path: Path
) -> None:
    """All see the same base: one is taken, every other one is told what stands there."""
    row = uuid4().bytes
    results: list[str] = []
    with running(Service(tmp_path, SECRET, postgres_url)) as centre:
        with RawDevice(centre) as first:
            first.push([courtyard(row, name="原")])

        def edit(n: int) -> None:
            with RawDevice(centre) as device:
                new = {"name": f"第{n}"}
                [result] = device.push(
                    [change_of("courtyard", row, "name", {"name": "原"}, new)]
                ).results
                results.append(result.state)

        threads = [threading.Thread(target=edit, args=(n,)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(results) == ["applied"] + ["conflict"] * (WRITERS - 1)


@pytest.mark.slow
@pytest.mark.postgresql
def test_one_new_row_from_many_devices_is_one_row(
    postgres_url: str, tmp_path: Path
) -> None:
    """Equal inserts of one id meet in the database: one wins, the others find it there."""
    rows = [uuid4().bytes for _ in range(50)]
    results: list[str] = []
    with running(Service(tmp_path, SECRET, postgres_url)) as centre:

        def add(order: int) -> None:
            mine = rows if order % 2 else rows[::-1]
            with RawDevice(centre) as device:
                answer = device.push(*[[courtyard(row)] for row in mine])
                results.extend(r.state for r in answer.results)

        threads = [threading.Thread(target=add, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with RawDevice(centre) as reader:
            assert len(reader.pull().changes) == len(rows)
    assert results == ["applied"] * 4 * len(rows)


def _write(centre: str, number: int, sent: set[bytes]) -> None:
    with RawDevice(centre) as device:
        for push in range(PUSHES):
            rows = [uuid4().bytes for _ in range(1 + (push + number) % 5)]
            device.push(*[[courtyard(row)] for row in rows])
            sent.update(rows)


def _read(centre: str, seen: list[wire.LogEntry], done: threading.Event) -> None:
    with RawDevice(centre) as device:
        cursor = None
        finished = False
        while not finished:
            finished = done.is_set()
            try:
                page = device.pull(cursor, most=7)
            except Overloaded:
                continue
            while page.more:
                seen.extend(page.changes)
                page = device.pull(page.to_cursor, most=7)
            seen.extend(page.changes)
            cursor = page.to_cursor
