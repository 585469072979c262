"""A standard that is not clean stops the judging, not the program's honesty."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector.actions.rules import load_rulebook
from inspector.places import resources
from inspector.trouble import Trouble

STANDARDS = resources() / "standards"


def test_the_programs_own_standards_may_judge() -> None:
    rulebook = load_rulebook(STANDARDS)
    assert {pack.id for pack in rulebook.packs} >= {"cn-2674-2014"}
    assert rulebook.sha256 == load_rulebook(STANDARDS).sha256


def test_a_pack_that_is_not_clean_is_refused_with_its_reason(tmp_path: Path) -> None:
    for file in STANDARDS.glob("*.toml"):
        shutil.copy(file, tmp_path)
    broken = tmp_path / "zz.toml"
    broken.write_text('schema = 1\nid = "zz"\n', encoding="utf-8")

    with pytest.raises(Trouble, match="面积标准不能使用") as refused:
        load_rulebook(tmp_path)

    assert "不作认定" in refused.value.advice


def test_a_folder_without_standards_judges_nothing(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="没有找到面积标准"):
        load_rulebook(tmp_path)
