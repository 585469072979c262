"""`inspector ledger`: a workbook in, whole or not at all, and its rooms out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from inspector.commands import ledger as ledger_commands
from inspector.commands.main import inspector
from inspector.db import estate
from inspector.db.ledger import Ledger
from inspector.domain.estate import EstateCounts
from inspector.places import Home, sample_workbook
from inspector.start import open_here
from inspector.trouble import Trouble
from tests.commands.running import run
from tests.sheets.tables import ROOMS, SOUND, changed, write_book

AREA = "使用面积应为大于 0 的数，单位平方米（㎡）"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_book(tmp_path / "台账.xlsx", SOUND)


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    spoilt = changed(ROOMS, 1, 6, -17.8)
    return write_book(tmp_path / "负数.xlsx", {**SOUND, "办公用房明细": spoilt})


def call(*words: str | Path) -> Result:
    """In this process, so that a bug shows its place."""
    return CliRunner().invoke(inspector, [*map(str, words)], catch_exceptions=False)


def counts(folder: Path) -> EstateCounts:
    ledger = Ledger.open(Home(folder).ledger)
    try:
        return ledger.ask(estate.counts)
    finally:
        ledger.close()


def test_a_sound_workbook_is_kept_and_told_in_a_line(sound: Path, tmp_path: Path) -> None:
    told = call("ledger", "import", sound, "--ledger", tmp_path / "home")

    assert told.exit_code == 0
    assert told.output == (
        "已导入：单位 2 个，房间 3 间，人员 3 名；不能导入 0 处，提示 0 处。\n"
    )
    assert counts(tmp_path / "home").rooms == 3


def test_a_dry_run_only_looks(sound: Path, tmp_path: Path) -> None:
    told = call("ledger", "import", sound, "--ledger", tmp_path / "home", "--dry-run")

    assert told.exit_code == 0
    assert told.output.startswith("未导入：单位 2 个，房间 3 间")
    assert not (tmp_path / "home").exists()


def test_the_facts_come_as_json(sound: Path, tmp_path: Path) -> None:
    told = call("ledger", "import", sound, "--ledger", tmp_path / "home", "--json")
    facts = json.loads(told.stdout)

    assert told.exit_code == 0
    assert facts["kept"] is True
    assert facts["added"] == {
        "units": 2,
        "buildings": 2,
        "rooms": 3,
        "people": 3,
        "occupancies": 3,
    }
    assert (facts["refused"], facts["notes"], facts["changed"]) == ([], [], {})
    assert [sheet["name"] for sheet in facts["sheets"]] == list(SOUND)


def test_the_sample_county_goes_in_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told = call("ledger", "import", sample_workbook(), "--ledger", home, "--json")
    facts = json.loads(told.stdout)

    assert (told.exit_code, facts["refused"]) == (0, [])
    kept = counts(home)
    assert (kept.rooms, kept.people) == (facts["added"]["rooms"], facts["added"]["people"])


def test_a_refused_row_ends_with_3_and_keeps_nothing(refused: Path, tmp_path: Path) -> None:
    told = call("ledger", "import", refused, "--ledger", tmp_path / "home", "--json")
    facts = json.loads(told.stdout)

    assert told.exit_code == 3
    assert facts["kept"] is False
    assert facts["refused"] == [
        {
            "sheet": "办公用房明细",
            "row": 2,
            "column": "G",
            "read": "-17.8",
            "expected": AREA,
            "severity": "refused",
        }
    ]
    assert not Home(tmp_path / "home").ledger.exists()


def test_a_refused_row_leaves_a_ledger_that_was_there_empty(
    refused: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home").make()
    Ledger.open(home.ledger).close()
    told = call("ledger", "import", refused, "--ledger", home.folder)

    assert told.exit_code == 3
    assert told.output.splitlines() == [
        "不能导入\t“办公用房明细” 第 2 行 G 列\t读到“-17.8”；" + f"{AREA}。",
        "未导入：单位 2 个，房间 2 间，人员 3 名；不能导入 1 处，提示 0 处。",
    ]
    ledger = Ledger.open(home.ledger)
    assert ledger.ask(estate.county) is None
    ledger.close()


def test_a_fault_of_the_whole_file_names_no_row(tmp_path: Path) -> None:
    book = write_book(tmp_path / "空.xlsx", {"说明": (("没有表格",),)})
    told = call("ledger", "import", book, "--ledger", tmp_path / "home")

    assert told.exit_code == 3
    assert "第 0 行" not in told.output
    assert told.output.startswith("不能导入\t整个文件\t")


def test_a_broken_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    told = run("ledger", "import", broken, "--ledger", tmp_path / "home")

    assert (told.returncode, told.stdout) == (2, "")
    what, advice = told.stderr.strip().split(" ", 1)
    assert what.endswith("。")
    assert advice.startswith("请")
    assert not (tmp_path / "home").exists()


def test_a_second_import_into_a_full_ledger_is_refused(sound: Path, tmp_path: Path) -> None:
    words: tuple[Any, ...] = ("ledger", "import", sound, "--ledger", tmp_path / "home")
    assert call(*words).exit_code == 0
    told = run(*words)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("本机已有一份台账，不能再整体导入另一份。")
    assert counts(tmp_path / "home").rooms == 3


def test_rooms_are_listed_with_who_sits_there(sound: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    call("ledger", "import", sound, "--ledger", home)
    rooms = json.loads(call("ledger", "rooms", "--ledger", home, "--json").stdout)

    assert [room["number"] for room in rooms] == ["301", "302"]
    assert rooms[0] == {
        "unit": "云溪县财政局",
        "courtyard": "行政中心",
        "building": "1号楼",
        "floor": "3层",
        "number": "301",
        "usable_area_m2": "17.80",
        "category": "office",
        "use": "办公室",
        "occupants": [{"name": "王珺", "rank": "X_KE_1"}],
    }
    lines = call("ledger", "rooms", "--ledger", home).output.splitlines()
    assert lines[1] == "云溪县财政局\t1号楼\t3层\t302\t18.50\t李䶮、陈㛃"


def test_rooms_of_one_unit(sound: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    call("ledger", "import", sound, "--ledger", home)
    told = call("ledger", "rooms", "--ledger", home, "--unit", "石梁镇人民政府", "--json")

    assert (told.exit_code, json.loads(told.stdout)) == (0, [])


def test_a_folder_without_a_ledger_is_said_to_be_one(tmp_path: Path) -> None:
    told = run("ledger", "rooms", "--ledger", tmp_path)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(f"文件夹“{tmp_path}”里没有台账。 请")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["import", "rooms"])
def test_a_ledger_that_a_window_has_open_is_left_alone(
    command: str, sound: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home").make()
    window = open_here(home)
    words: list[str | Path] = ["ledger", command, "--ledger", home.folder]
    with pytest.raises(Trouble, match="已在另一个窗口"):
        call(*words, *([sound] if command == "import" else []))
    window.ledger.close()
    assert counts(home.folder) == EstateCounts(0, 0, 0, 0, 0)


def test_a_cancelled_command_has_its_own_code(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger_commands, "read_ledger", interrupted)
    ended = call("ledger", "import", sound, "--ledger", tmp_path / "home")
    assert ended.exit_code == 130
    assert "已取消" in ended.output
