"""What ledgers write for a rank, and which row of the organ's table it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.ranks import RANKS, Grade, Level, ranks_of, read_level, read_rank

COUNTY, CITY, TOWN = Level.COUNTY, Level.CITY, Level.TOWNSHIP


@pytest.mark.parametrize("level", Level)
def test_every_table_row_is_read_by_its_own_label(level: Level) -> None:
    for order, rank in enumerate(ranks_of(level)):
        reading = read_rank(rank.label, level)
        assert (reading.code, reading.note) == (rank.code, "")
        assert reading.rank == RANKS[rank.code]
        assert (rank.level, rank.order) == (level, order)


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("正科", COUNTY, "X_KE_1"),
        (" 正　科　级 ", COUNTY, "X_KE_1"),
        ("乡科级正职", COUNTY, "X_KE_1"),
        ("乡科级正职", TOWN, "T_1"),
        ("正科级(实职)", COUNTY, "X_KE_1"),
        ("副科", COUNTY, "X_KE_2"),
        ("副科级领导职务", COUNTY, "X_KE_2"),
        ("县处级正职", COUNTY, "X_1"),
        ("县（处）级副职", COUNTY, "X_2"),
        ("正县级", COUNTY, "X_1"),
        ("县处级副职", CITY, "M_JU_2"),
        ("正局（处）级", CITY, "M_JU_1"),
        ("副局级", CITY, "M_JU_2"),
        ("正局级", Level.PROVINCE, "P_TING_1"),
        ("正处", Level.CENTRAL, "C_CHU"),
        ("科级", CITY, "M_BELOW"),
        ("科级及以下", CITY, "M_BELOW"),
        ("处级以下", Level.PROVINCE, "P_BELOW"),
        ("正科级以下", Level.PROVINCE, "P_BELOW"),
        ("副科级以下", COUNTY, "X_BELOW"),
        ("股级", COUNTY, "X_BELOW"),
        ("股级以下", COUNTY, "X_BELOW"),
        ("科员", COUNTY, "X_BELOW"),
        ("一级科员", COUNTY, "X_BELOW"),
        ("办事员", TOWN, "T_BELOW"),
        ("一般干部", COUNTY, "X_BELOW"),
        ("试用期公务员", COUNTY, "X_BELOW"),
    ],
)
def test_common_wordings_find_their_row(text: str, level: Level, code: str) -> None:
    assert read_rank(text, level).code == code


@pytest.mark.parametrize(
    ("text", "level", "code", "word"),
    [
        ("副科级（一级主任科员）", COUNTY, "X_KE_2", "按领导职务计"),
        ("科员/四级主任科员", COUNTY, "X_BELOW", "按领导职务计"),
        ("四级主任科员", CITY, "M_BELOW", "不是领导职务"),
        ("四级主任科员", COUNTY, None, "不是领导职务"),
        ("一级调研员", COUNTY, None, "不是领导职务"),
        ("享受正科级待遇", COUNTY, None, "不是领导职务"),
        ("正科级(职级)", COUNTY, None, "不是领导职务"),
        ("副处级非领导职务", COUNTY, None, "不是领导职务"),
        ("科级", COUNTY, None, "正职或副职"),
        ("处级以下", COUNTY, None, "正职或副职"),
        ("正科级、副科级", COUNTY, None, "正职或副职"),
        ("正厅级", COUNTY, None, "高于县级机关"),
        ("副处级", TOWN, None, "高于乡级机关"),
        ("正局级", COUNTY, None, "无法识别"),
        ("正科级副职", COUNTY, None, "无法识别"),
        ("火星级", COUNTY, None, "无法识别的职级“火星级”"),
        ("工勤人员", COUNTY, None, "无法识别"),
        ("", COUNTY, None, "未填写"),
        ("在编公务员", COUNTY, None, "未填写"),
    ],
)
def test_what_is_unclear_is_said_and_never_guessed(
    text: str, level: Level, code: str | None, word: str
) -> None:
    reading = read_rank(text, level)
    assert reading.code == code
    assert word in reading.note
    assert reading.text == text
    assert (reading.rank is None) == (code is None)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("county", COUNTY),
        ("县级", COUNTY),
        ("县级机关", COUNTY),
        ("县（区、旗）", COUNTY),
        ("乡（镇）", TOWN),
        ("街道", TOWN),
        (" 市级 ", CITY),
        ("中央", Level.CENTRAL),
        ("省", Level.PROVINCE),
        ("村级", None),
        ("", None),
    ],
)
def test_levels_are_read_as_ledgers_write_them(text: str, level: Level | None) -> None:
    assert read_level(text) is level


def test_everything_is_called_by_its_chinese_name() -> None:
    assert [level.label for level in Level] == ["中央", "省级", "市级", "县级", "乡级"]
    assert Grade.SECTION_CHIEF.label == "乡科级正职"
    assert len({grade.label for grade in Grade}) == len(Grade)


@given(st.text(max_size=12), st.sampled_from(Level))
def test_any_text_is_read_or_refused_with_a_note(text: str, level: Level) -> None:
    reading = read_rank(text, level)
    assert reading.note or (reading.rank is not None and reading.rank.level is level)
