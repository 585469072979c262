"""What the ledger says, the check list, the photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.db import findings, inspections, memory
from inspector.db.tables import RoomRow
from inspector.domain.inspections import Check
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.room import pictures
from photos import picture
from room_site import (
    Site,
    chips,
)


def test_a_photo_is_kept_and_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.open()
    file = site.here.home.folder / "photo.jpg"
    file.write_bytes(picture())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    site.view.shot.emit()
    site.settle()

    evidence = site.view.decision.evidence
    assert evidence.title.text() == "取证  1 张照片"
    [photo] = site.here.ledger.ask(findings.photos, site.inspection.id)
    assert photo.room_id == site.cards[0].room.id
    for _ in range(3):
        site.screen.add_photo(picture(size=(30, 900)), "走廊")
        site.settle()
    assert evidence.title.text() == "取证  4 张照片"
    assert len(evidence._shown) == 3


def test_a_photo_whose_file_is_not_here_leaves_no_hole(site: Site) -> None:
    site.open()
    site.screen.add_photo(picture())
    site.settle()
    for file in site.here.home.files.iterdir():
        file.unlink()
    site.screen.reload()
    site.settle()
    assert site.view.decision.evidence.title.text() == "取证"
    assert pictures.thumbnail(Path("nowhere")).isNull()


@pytest.mark.parametrize("name", ["", "nowhere.jpg"])
def test_choosing_no_photo_or_a_lost_one(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    site.open()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (name, ""))
    site.view.shot.emit()
    site.settle()
    assert [str(trouble) for trouble in site.troubles] == (
        ["照片不能读取。 请检查文件后重新选择。"] if name else []
    )


def test_a_check_is_answered_by_one_press_and_stands_after_coming_back(site: Site) -> None:
    site.open()
    pair = chips(site, Check.TOILET_INSIDE)
    site.qtbot.mouseClick(pair["是"], Qt.MouseButton.LeftButton)
    site.settle()
    plate = chips(site, Check.PLATE_MATCHES)["是"]
    site.qtbot.mouseClick(plate, Qt.MouseButton.LeftButton)
    site.settle()

    kept = site.here.ledger.ask(inspections.checks, site.inspection.id)
    answers = {c: a.answer for c, a in kept[site.cards[0].room.id].items()}
    assert answers == {Check.TOILET_INSIDE: True, Check.PLATE_MATCHES: True}
    assert pair["是"].property("tone") == "undecided"
    assert plate.property("tone") == "within"
    site.open(1)
    assert not pair["是"].isChecked()
    site.open(0)
    assert pair["是"].isChecked()


def test_what_the_ledger_says_stands_at_the_left(site: Site) -> None:
    with site.here.ledger.write(site.here.act("test")) as session:
        room = session.get_one(RoomRow, site.cards[1].room.id)
        room.ledger_area, room.state, room.remark = None, "idle", "锁闭"
    site.open(1)
    said = " ".join(
        w.accessibleName() or getattr(w, "text", str)()
        for w in site.view.ledger.findChildren(QWidget)
        if not w.isHidden()
    )
    for word in ("未登记", "闲置", "锁闭", "李䶮1", "赵明1", "科员 · 计入"):
        assert word in said
    assert "另有" in said


def test_where_one_is_is_said_and_remembered(site: Site) -> None:
    places: list[Whereabouts] = []
    site.screen.located.connect(places.append)
    site.open(3)

    assert places[-1].counter == "第 4 / 6 间"
    kept = site.here.ledger.ask(memory.recall)
    assert kept["room"] == str(site.cards[3].room.id)
    assert site.screen.shows(site.cards[3].room.id)
    assert site.screen.standing is not None
