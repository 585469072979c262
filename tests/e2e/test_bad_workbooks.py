"""Workbooks as clerks really send them: each is reported row by row, in Chinese, by the
command and by the window alike, and nothing of it is kept."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions.here import Here
from inspector.db import estate
from inspector.domain.drafts import LedgerDraft
from inspector.places import Home, resources
from inspector.sheets.faults import write_faults
from inspector.sheets.ledger import read_ledger
from inspector.ui import theme
from inspector.ui.desk import Desk
from inspector.ui.importing.screen import ImportScreen
from inspector.ui.importing.view import Page
from inspector.ui.tasks import Progress, Tasks
from tests.sheets.tables import (
    PEOPLE,
    ROOMS,
    SOUND,
    Rows,
    changed,
    with_row,
    without_column,
    write_book,
)
from worlds import open_here

ROOM, PERSON = "办公用房明细", "人员使用情况"
_CHINESE = re.compile("[\u4e00-\u9fff]")

Place = tuple[str, int, str, str]
"""Sheet, row, column and what was read there."""


@dataclass(frozen=True)
class Spoilt:
    """One sheet of a sound ledger replaced, and the report that it must give: for each
    fault its place, and a word of what was expected there."""

    sheet: str
    rows: Rows
    report: tuple[tuple[Place, str], ...]


CASES = {
    "missing columns": Spoilt(
        ROOM,
        without_column(without_column(ROOMS, "使用面积（㎡）"), "房间号"),
        (
            ((ROOM, 1, "", ""), "缺少“房间号”列"),
            ((ROOM, 1, "", ""), "缺少“使用面积”列"),
        ),
    ),
    "duplicate room numbers": Spoilt(
        ROOM,
        with_row(
            with_row(
                ROOMS, 4, "行政中心", "1号楼", 3, "301", "办公室", 20, "云溪县财政局", ""
            ),
            *(5, "行政中心", "1号楼", "3层", 302, "办公室", 18, "云溪县财政局", ""),
        ),
        (
            ((ROOM, 5, "E", "301"), "“办公用房明细”第 2 行已有此房间"),
            ((ROOM, 6, "E", "302"), "“办公用房明细”第 3 行已有此房间"),
        ),
    ),
    "a negative area": Spoilt(
        ROOM,
        changed(changed(ROOMS, 1, 6, -17.8), 3, 6, "－６０㎡"),
        (
            ((ROOM, 2, "G", "-17.8"), "使用面积应为大于 0 的数"),
            ((ROOM, 4, "G", "－６０㎡"), "使用面积应为大于 0 的数"),
        ),
    ),
    "a rank nobody knows": Spoilt(
        PERSON,
        changed(changed(PEOPLE, 1, 3, "七品"), 2, 3, "三等侍卫"),
        (
            ((PERSON, 2, "D", "七品"), "县级机关的职级应为"),
            ((PERSON, 3, "D", "三等侍卫"), "县级机关的职级应为"),
        ),
    ),
}


@pytest.fixture(params=CASES)
def spoilt(request: pytest.FixtureRequest) -> Spoilt:
    return CASES[request.param]


@pytest.fixture
def book(spoilt: Spoilt, tmp_path: Path) -> Path:
    return write_book(tmp_path / "台账.xlsx", {**SOUND, spoilt.sheet: spoilt.rows})


@pytest.fixture(params=["no zip", "half a zip", "another zip", "empty"])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file that is called .xlsx and is none."""
    file = write_book(tmp_path / "台账.xlsx", SOUND)
    whole = file.read_bytes()
    contents = {
        "no zip": "单位,房间号\n云溪县财政局,301\n".encode("gb18030"),
        "half a zip": whole[: len(whole) // 2],
        "another zip": whole.replace(b"workbook.xml", b"workbulk.xml"),
        "empty": b"",
    }
    file.write_bytes(contents[request.param])
    return file


def imported(book: Path, home: Path) -> subprocess.CompletedProcess[str]:
    words = ["ledger", "import", str(book), "--ledger", str(home), "--json"]
    return subprocess.run(
        [sys.executable, "-m", "inspector", *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )


def assert_report(found: list[tuple[Place, str]], spoilt: Spoilt) -> None:
    """Every fault is there, in its place, and no other one."""
    places = [place for place, _ in found]
    expected = [place for place, _ in spoilt.report]
    assert [p[:3] for p in places] == [p[:3] for p in expected]
    assert [p[3] for p in places if p[2]] == [p[3] for p in expected if p[2]]
    for (_, told), (_, words) in zip(found, spoilt.report, strict=True):
        assert words in told


def test_the_command_reports_row_by_row(spoilt: Spoilt, book: Path, tmp_path: Path) -> None:
    told = imported(book, tmp_path / "home")
    facts = json.loads(told.stdout)

    assert (told.returncode, told.stderr) == (3, "")
    assert facts["kept"] is False
    assert_report(
        [
            ((f["sheet"], f["row"], f["column"], f["read"]), f["expected"])
            for f in facts["refused"]
        ],
        spoilt,
    )
    assert not Home(tmp_path / "home").ledger.exists()


def test_the_command_says_what_a_broken_file_is(broken: Path, tmp_path: Path) -> None:
    told = imported(broken, tmp_path / "home")

    assert (told.returncode, told.stdout) == (2, "")
    assert _CHINESE.search(told.stderr)
    assert "请" in told.stderr
    assert "Traceback" not in told.stderr
    assert not Home(tmp_path / "home").ledger.exists()


# The same files in the window.


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    """A device without a ledger yet."""
    here = open_here(tmp_path / "window")
    yield here
    here.ledger.close()


@pytest.fixture(scope="module")
def dressed(qapp: QApplication) -> QApplication:
    theme.load(resources())
    theme.apply(qapp)
    return qapp


@pytest.fixture
def screen(here: Here, dressed: QApplication, qtbot: QtBot) -> Iterator[ImportScreen]:
    """The import page with the real reader; its worker is stopped before it goes."""

    def read(file: Path, progress: Progress) -> LedgerDraft:
        return read_ledger(file, progress=progress.step)

    def write(draft: LedgerDraft, source: Path, target: Path) -> None:
        write_faults(draft, target, source=source)

    tasks = Tasks()
    made = ImportScreen(Desk(here, tasks), read, write)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    tasks.stop()


def shown(screen: ImportScreen) -> list[tuple[Place, str]]:
    """The report as the table shows it, cell by cell."""
    faults = screen.view.preview.faults
    rows = [
        [str(faults.index(row, column).data()) for column in range(6)]
        for row in range(faults.rowCount())
    ]
    assert {row[0] for row in rows} <= {"▲ 不能导入"}
    return [
        ((row[1], int(row[2]), row[3].replace("—", ""), row[4]), row[5]) for row in rows
    ]


def test_the_window_reports_row_by_row(
    spoilt: Spoilt, book: Path, screen: ImportScreen, here: Here, qtbot: QtBot
) -> None:
    screen.open_workbook(book)
    qtbot.waitUntil(lambda: screen.ready)

    assert screen.view.page is Page.PREVIEW
    assert_report(shown(screen), spoilt)
    count = len(spoilt.report)
    headline = screen.view.preview.verdict.headline.text()
    assert headline == f"▲ 不能导入：{count} 处须更正"
    assert screen.view.take.isHidden()
    assert here.ledger.ask(estate.county) is None
    assert here.ledger.ask(estate.counts).rooms == 0


def test_the_window_says_what_a_broken_file_is(
    broken: Path, screen: ImportScreen, here: Here, qtbot: QtBot
) -> None:
    screen.open_workbook(broken)
    qtbot.waitUntil(lambda: screen.ready)

    assert screen.view.page is Page.NOTICE
    sentence = screen.view.notice.sentence.text()
    assert _CHINESE.search(sentence)
    assert "请" in sentence
    assert screen.view.notice.action.text() == "另选文件"
    assert here.ledger.ask(estate.county) is None


def test_the_mended_workbook_goes_in(
    screen: ImportScreen, here: Here, qtbot: QtBot, tmp_path: Path
) -> None:
    """What the report asked for is all that was wrong."""
    rows = CASES["a negative area"].rows
    file = write_book(tmp_path / "台账.xlsx", {**SOUND, ROOM: rows})
    screen.open_workbook(file)
    qtbot.waitUntil(lambda: screen.ready)
    assert screen.view.take.isHidden()

    write_book(file, SOUND)
    screen.open_workbook(file)
    qtbot.waitUntil(lambda: screen.ready)
    qtbot.mouseClick(screen.view.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready)
    assert here.ledger.ask(estate.counts).rooms == 3
