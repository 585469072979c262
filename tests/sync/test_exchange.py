"""Devices and a centre over real HTTP: what one records the other has, once."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from centres import (
    SECRET,
    Cutter,
    add_courtyard,
    edit_room,
    everything,
    first_device,
    free_port,
    next_device,
    room,
    service_process,
    sync,
)
from inspector.actions.evidence import keep_photo
from inspector.actions.here import Here
from inspector.actions.syncing import CentreAddress, sync_now
from inspector.db import device, journal
from inspector.domain.area import Area
from inspector.domain.mutations import MutationState
from inspector.sync.exchange import Progress, Stage
from inspector.trouble import Trouble
from worlds import measure, rooms, visit


def test_two_devices_converge(centre: str, tmp_path: Path) -> None:
    first = first_device(tmp_path / "a")
    sent = sync(first, centre)
    second = next_device(tmp_path / "b", centre)
    assert everything(second) == everything(first)
    assert (sent.sent, sent.applied, sent.conflicts, sent.rejected) == (1, 1, 0, 0)

    inspection = visit(second)
    target = rooms(second)[0].room
    measure(second, inspection, target.id, 4000, 4500, 4000, 4500, 6020, 6020)
    receipt = sync(second, centre)
    assert receipt.applied == receipt.sent > 1
    pulled = sync(first, centre)

    assert everything(second) == everything(first)
    assert pulled.pulled == 8  # inspection, measurement and six readings
    for here in (first, second):
        assert here.ledger.ask(journal.unsent).records == 0
        here.ledger.close()


def test_different_groups_of_one_room_merge(centre: str, tmp_path: Path) -> None:
    first, second = _pair(centre, tmp_path)
    edit_room(first, "301", remark="朝南")
    edit_room(second, "301", use_text="局长办公室", ledger_area=Area(18_000_000))
    sync(first, centre)
    assert sync(second, centre).conflicts == 0
    sync(first, centre)

    assert everything(first) == everything(second)
    assert room(first, "301")["remark"] == "朝南"
    assert room(first, "301")["use_text"] == "局长办公室"
    _close(first, second)


def test_same_group_conflicts_and_both_sides_stay(centre: str, tmp_path: Path) -> None:
    first, second = _pair(centre, tmp_path)
    edit_room(first, "301", remark="甲记")
    edit_room(second, "301", remark="乙记")
    sync(first, centre)
    receipt = sync(second, centre)

    assert (receipt.applied, receipt.conflicts) == (0, 1)
    assert room(second, "301")["remark"] == "甲记"
    [mine] = second.ledger.ask(journal.mutations, MutationState.CONFLICT)
    assert "乙记".encode() in mine.payload
    assert second.ledger.ask(journal.unsent).conflicts == 1
    assert everything(first) == everything(second)
    _close(first, second)


def test_equal_values_are_nobodys_conflict(centre: str, tmp_path: Path) -> None:
    first, second = _pair(centre, tmp_path)
    edit_room(first, "301", remark="同记")
    edit_room(second, "301", remark="同记")
    sync(first, centre)
    receipt = sync(second, centre)
    assert (receipt.applied, receipt.conflicts, receipt.pulled) == (1, 0, 1)
    _close(first, second)


def test_edits_made_during_a_sync_stay_on_top_and_go_next(
    centre: str, tmp_path: Path
) -> None:
    first, second = _pair(centre, tmp_path)
    edit_room(first, "301", remark="甲记")
    sync(first, centre)

    def edits_while_pulling(progress: Progress) -> None:
        if progress.stage is Stage.PULL and room(second, "301")["remark"] != "乙记":
            edit_room(second, "301", remark="乙记")

    sync_now(second, CentreAddress(centre, SECRET), edits_while_pulling)
    assert room(second, "301")["remark"] == "乙记"
    assert second.ledger.ask(journal.unsent).records == 1

    assert sync(second, centre).conflicts == 1
    assert room(second, "301")["remark"] == "甲记"
    _close(first, second)


def test_a_lost_answer_is_asked_for_again_and_nothing_doubles(
    centre: str, tmp_path: Path
) -> None:
    first = first_device(tmp_path / "a")
    with Cutter(centre) as cutter:
        sync(first, cutter.address)
        add_courtyard(first, "新院")
        cutter.cut_answers_with, cutter.cuts = b"/v1/push", 2
        receipt = sync(first, cutter.address)
    second = next_device(tmp_path / "b", centre)

    assert cutter.swallowed == 2
    assert (receipt.sent, receipt.applied, receipt.pulled) == (1, 1, 0)
    assert everything(first) == everything(second)
    _close(first, second)


def test_answers_lost_for_good_leave_the_queue_for_the_next_time(
    centre: str, tmp_path: Path
) -> None:
    first = first_device(tmp_path / "a")
    sync(first, centre)
    add_courtyard(first, "新院")
    with Cutter(centre) as cutter:
        cutter.cut_answers_with, cutter.cuts = b"/v1/push", 99
        with pytest.raises(Trouble, match="没有收到回答"):
            sync(first, cutter.address)
    assert first.ledger.ask(journal.unsent).records == 1
    receipt = sync(first, centre)
    assert (receipt.applied, receipt.pulled) == (1, 0)
    _close(first)


@pytest.mark.slow
def test_killing_the_service_in_the_middle_loses_and_doubles_nothing(
    store_url: str | None, tmp_path: Path
) -> None:
    data, port = tmp_path / "centre", free_port()
    address = f"http://127.0.0.1:{port}"
    first = first_device(tmp_path / "a", rooms=40)
    for round_ in range(4):
        for n in range(60):
            edit_room(first, f"{301 + n % 40}", remark=f"第{round_}轮第{n}次")
        with service_process(data, port, store_url) as process:
            killer = threading.Timer(
                0.05 + 0.1 * round_, os.kill, (process.pid, signal.SIGKILL)
            )
            killer.start()
            with suppress(Trouble):
                sync(first, address)
            killer.join()
    with service_process(data, port, store_url):
        sync(first, address)
        second = next_device(tmp_path / "b", address)
        assert everything(first) == everything(second)
        assert first.ledger.ask(journal.unsent).conflicts == 0
        assert first.ledger.ask(journal.unsent).records == 0
    _close(first, second)


def test_photos_follow_their_records_once(centre: str, tmp_path: Path) -> None:
    first, second = _pair(centre, tmp_path)
    inspection = visit(first)
    keep_photo(first, inspection.id, rooms(first)[0].room.id, _png())
    assert first.ledger.ask(journal.unsent).photos == 1
    assert sync(first, centre).photos_sent == 1
    assert sync(first, centre).photos_sent == 0
    assert sync(second, centre).photos_sent == 0

    for here in (first, second):
        assert here.ledger.ask(journal.unsent).photos == 0
    [stored] = (tmp_path / "centre" / "blobs").glob("*/*")
    assert stored.read_bytes() == _png()
    _close(first, second)


def test_a_photo_without_its_file_waits_and_does_not_block(
    centre: str, tmp_path: Path
) -> None:
    first = first_device(tmp_path / "a")
    inspection = visit(first)
    kept = keep_photo(first, inspection.id, rooms(first)[0].room.id, _png())
    (first.home.files / kept.photo.sha256).unlink()
    assert sync(first, centre).photos_sent == 0
    assert first.ledger.ask(journal.unsent).photos == 1
    _close(first)


def test_stopping_between_batches_keeps_what_is_done(centre: str, tmp_path: Path) -> None:
    first = first_device(tmp_path / "a")
    for n in range(700):
        edit_room(first, "301", remark=f"第{n}次")
    seen: list[Progress] = []
    receipt = sync_now(
        first,
        CentreAddress(centre, SECRET),
        seen.append,
        lambda: any(p.stage is Stage.PUSH and p.done for p in seen),
    )
    assert not receipt.finished
    assert 0 < receipt.sent < 701
    assert first.ledger.ask(device.receipts) == []
    rest = sync(first, centre)
    assert receipt.sent + rest.sent == 701
    assert [r.sent for r in first.ledger.ask(device.receipts)] == [rest.sent]
    assert {p.stage for p in seen} == {Stage.HELLO, Stage.ENROL, Stage.PUSH}
    assert all(p.stage.label for p in seen)
    _close(first)


def test_a_cut_short_copy_goes_on(centre: str, tmp_path: Path) -> None:
    first = first_device(tmp_path / "a", rooms=20)
    sync(first, centre)
    second = next_device(tmp_path / "b", centre)
    add_courtyard(first, "新院")
    sync(first, centre)
    assert sync(second, centre).pulled == 1
    assert everything(first) == everything(second)
    _close(first, second)


def _pair(centre: str, tmp_path: Path) -> tuple[Here, Here]:
    first = first_device(tmp_path / "a")
    sync(first, centre)
    return first, next_device(tmp_path / "b", centre)


def _close(*devices: Here) -> None:
    for here in devices:
        here.ledger.close()


def _png() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
    )
