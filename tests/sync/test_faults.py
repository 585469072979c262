"""What goes wrong between a device and a centre, and what must never follow from it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from centres import (
    SECRET,
    add_courtyard,
    edit_room,
    first_device,
    next_device,
    room,
    scripted,
    sync,
)
from inspector.actions.here import Here
from inspector.actions.syncing import CentreAddress, ignore, never, sync_now
from inspector.central.serve import Service, running
from inspector.db import central, device, journal
from inspector.db.central import CentralStore, embedded
from inspector.db.central_devices import Counts, counts
from inspector.sync import wire
from inspector.sync.exchange import Exchange
from inspector.sync.transport import Link, RefusedByCentre
from inspector.trouble import Trouble


def _counts(data_dir: Path) -> Counts:
    store = CentralStore.open(embedded(data_dir), 0)
    try:
        return store.ask(counts)
    finally:
        store.close()


def test_a_centre_set_back_gets_the_device_s_own_records_again(tmp_path: Path) -> None:
    """The centre lost its last pushes: it names the number from which it needs them."""
    first = first_device(tmp_path / "a")
    data = tmp_path / "centre"
    with running(Service(data, SECRET)) as address:
        sync(first, address)
    backup = (data / "central.db").read_bytes()
    add_courtyard(first, "新院")
    with running(Service(data, SECRET)) as address:
        sync(first, address)
    (data / "central.db").write_bytes(backup)
    for left in data.glob("central.db-*"):
        left.unlink()
    add_courtyard(first, "再一院")

    with (
        running(Service(data, SECRET)) as address,
        pytest.raises(RefusedByCentre, match="较早的备份"),
    ):
        sync(first, address)
    assert _counts(data).mutations == 3
    assert first.ledger.ask(journal.unsent).records == 0
    _close(first)


def test_another_centre_than_last_time_gets_nothing(tmp_path: Path) -> None:
    first = first_device(tmp_path / "a")
    with running(Service(tmp_path / "one", SECRET)) as address:
        sync(first, address)
        second = next_device(tmp_path / "b", address)
    with running(Service(tmp_path / "two", SECRET)) as address:
        edit_room(second, "301", remark="未上报")
        with pytest.raises(Trouble, match="不是本机上次同步的中心"):
            sync(second, address)
    assert _counts(tmp_path / "two") == Counts(0, 0, 0, 0, 0)
    assert second.ledger.ask(journal.unsent).records == 1
    _close(first, second)


def test_a_tampered_log_is_not_taken(tmp_path: Path) -> None:
    first = first_device(tmp_path / "a")
    data = tmp_path / "centre"
    with running(Service(data, SECRET)) as address:
        sync(first, address)
        second = next_device(tmp_path / "b", address)
        edit_room(first, "301", remark="甲记")
        sync(first, address)
        with closing(sqlite3.connect(data / "central.db")) as database, database:
            database.execute("UPDATE change_log SET at = at + 1 WHERE seq > 27")
        with pytest.raises(Trouble, match="接不上"):
            sync(second, address)
    assert room(second, "301")["remark"] != "甲记"
    assert second.ledger.ask(device.cursor, "339900").seq == 27
    _close(first, second)


def test_a_busy_centre_is_asked_again_when_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central, "_BUSY_MS", 20)
    first = first_device(tmp_path / "a")
    data = tmp_path / "centre"
    with running(Service(data, SECRET)) as address:
        sync(first, address)
        add_courtyard(first, "新院")
        with closing(_holding(data)) as database:
            release = threading.Timer(1, database.rollback)
            release.start()
            receipt = sync(first, address)
            release.join()
        add_courtyard(first, "再一院")
        with closing(_holding(data)):
            stopped = sync_now(first, CentreAddress(address, SECRET), cancelled=_after(3))
    assert receipt.applied == 1
    assert not stopped.finished
    assert first.ledger.ask(device.waiting) == 1
    _close(first)


@pytest.mark.parametrize(
    ("hello", "words"),
    [
        (wire.Hello(2, 3, 1, bytes(16), 1, 0), "版本不能互通"),
        (wire.Hello(1, 1, wire.SCHEMA + 1, bytes(16), 1, 0), "本机程序的版本较旧"),
        (wire.Hello(1, 1, wire.SCHEMA - 1, bytes(16), 1, 0), "中心程序的版本较旧"),
    ],
)
def test_versions_are_settled_before_anything_is_sent(
    tmp_path: Path, hello: wire.Hello, words: str
) -> None:
    first = first_device(tmp_path / "a")
    with scripted(wire.encode(hello)) as address, pytest.raises(Trouble, match=words):
        sync(first, address)
    assert first.ledger.ask(device.waiting) == 1
    _close(first)


def test_an_answer_to_other_records_settles_nothing(centre: str, tmp_path: Path) -> None:
    first = first_device(tmp_path / "a")
    sync(first, centre)
    add_courtyard(first, "新院")
    me = first.ledger.ask(device.identity)
    assert me is not None
    checkpoint = wire.Checkpoint(bytes(16), 1, "339900", 1, bytes(32))
    wrong = wire.PushAnswer([wire.Result(7, "applied", "", "", 1, [])], checkpoint)
    lost = wire.Problem("need_from", "缺。", "重试。", 9)
    for answer, status in ((wrong, 200), (lost, 409)):
        with scripted(wire.encode(answer), status) as address, Link(address) as link:
            exchange = Exchange(
                first.ledger, link, me, tmp_path, first.now, ignore, never, shard="339900"
            )
            with pytest.raises(Trouble, match=r"对不上|缺"):
                exchange.push()
    assert first.ledger.ask(device.waiting) == 1
    _close(first)


def _holding(data: Path) -> sqlite3.Connection:
    """Somebody else writes to the centre's file and takes his time."""
    database = sqlite3.connect(
        data / "central.db", isolation_level=None, check_same_thread=False
    )
    database.execute("BEGIN IMMEDIATE")
    return database


def _after(looks: int) -> Callable[[], bool]:
    """Stops at the n-th time that the exchange looks whether to stop."""
    seen = iter(range(looks))
    return lambda: next(seen, None) is None


def _close(*devices: Here) -> None:
    for here in devices:
        here.ledger.close()
