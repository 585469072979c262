"""The person's view of syncing: what is asked for, what is refused, what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from centres import SECRET, SHARD, everything, first_device, sync
from inspector.actions.here import Here
from inspector.actions.syncing import (
    CentreAddress,
    copy_from_central,
    ignore,
    keep_token,
    never,
    read_token,
    sync_now,
)
from inspector.central.serve import Service, running
from inspector.db import device, memory
from inspector.db.ledger import Ledger
from inspector.places import Home
from inspector.trouble import Trouble
from worlds import Clock, open_here


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[str]:
    with running(Service(tmp_path / "centre", SECRET)) as address:
        yield address


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Here]:
    here = open_here(tmp_path / "empty", Clock(), seed=9)
    yield here
    here.ledger.close()


def test_a_token_is_kept_for_its_owner_only(here: Here, centre: str) -> None:
    sync(here, centre)
    assert here.home.token.stat().st_mode & 0o777 == 0o600
    receipt = sync_now(here, CentreAddress(centre))
    assert receipt.finished
    assert [r.url for r in here.ledger.ask(device.receipts)] == [centre, centre]


def test_without_secret_a_new_device_is_told_to_get_one(here: Here, centre: str) -> None:
    with pytest.raises(Trouble, match="还没有在中心登记"):
        sync_now(here, CentreAddress(centre))


def test_a_token_that_the_centre_does_not_know_is_renewed(here: Here, centre: str) -> None:
    keep_token(here.home.token, "0" * 32 + ".stale")
    with pytest.raises(Trouble, match="不认识本机"):
        sync_now(here, CentreAddress(centre))
    assert sync(here, centre).applied == 1


def test_an_empty_ledger_has_nothing_to_sync(empty: Here, centre: str) -> None:
    with pytest.raises(Trouble, match="没有台账"):
        sync(empty, centre)


def test_a_copy_says_where_it_came_from(here: Here, empty: Here, centre: str) -> None:
    sync(here, centre)
    receipt = copy_from_central(empty, CentreAddress(centre, SECRET), county=SHARD)
    assert receipt.pulled > 20
    assert everything(here) == everything(empty)
    at, source = empty.ledger.ask(memory.copied)
    assert (at, source) == (receipt.at, centre)


def test_a_copy_that_was_stopped_goes_on(here: Here, empty: Here, centre: str) -> None:
    sync(here, centre)
    stopped = copy_from_central(
        empty, CentreAddress(centre, SECRET), ignore, lambda: True, SHARD
    )
    assert not stopped.finished
    assert empty.ledger.ask(memory.copied)[0] is None
    assert copy_from_central(empty, CentreAddress(centre, SECRET)).finished
    assert copy_from_central(empty, CentreAddress(centre)).pulled == 0
    assert everything(here) == everything(empty)


def test_a_ledger_of_one_s_own_is_not_overwritten(here: Here, centre: str) -> None:
    with pytest.raises(Trouble, match="已有一份台账"):
        copy_from_central(here, CentreAddress(centre, SECRET), ignore, never)


def test_a_county_that_nobody_has_brought_yet(empty: Here, centre: str) -> None:
    with pytest.raises(Trouble, match="还没有这个县"):
        copy_from_central(empty, CentreAddress(centre, SECRET), county=SHARD)


def test_a_ledger_without_identity_is_given_one(
    here: Here, centre: str, tmp_path: Path
) -> None:
    sync(here, centre)
    home = Home(tmp_path / "new").make()
    new = Here(
        ledger=Ledger.open(home.ledger),
        home=home,
        person="王珺祎",
        now=here.now,
        new_id=here.new_id,
        rulebook=here.rulebook,
        policy=here.policy,
    )
    assert new.ledger.ask(device.identity) is None
    assert copy_from_central(new, CentreAddress(centre, SECRET)).finished
    assert new.ledger.ask(device.identity) is not None
    new.ledger.close()


def test_tokens_that_cannot_be_read_or_kept(tmp_path: Path) -> None:
    assert read_token(tmp_path / "none") == ""
    (tmp_path / "folder").mkdir()
    with pytest.raises(Trouble, match="读不出"):
        read_token(tmp_path / "folder")
    with pytest.raises(Trouble, match="不能保存"):
        keep_token(tmp_path / "nowhere" / "key", "x")
    keep_token(tmp_path / "key", "one")
    keep_token(tmp_path / "key", "two")
    assert read_token(tmp_path / "key") == "two"


def test_progress_has_words_for_every_stage(tmp_path: Path, centre: str) -> None:
    here = first_device(tmp_path / "one")
    words: list[str] = []
    sync_now(here, CentreAddress(centre, SECRET), lambda p: words.append(p.stage.label))
    assert list(dict.fromkeys(words)) == [
        "联系中心",
        "登记本机",
        "上报记录",
        "取回更新",
        "上传照片",
        "同步完成",
    ]
    here.ledger.close()
