"""The shipped standards and the strictness of their reading."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector.domain.area import Area
from inspector.domain.packs import parse_pack
from inspector.domain.ranks import RANKS, Level
from inspector.domain.rulebook import Rulebook
from inspector.domain.standards import (
    Certainty,
    Kind,
    Limit,
    Missing,
    PackRefused,
    Purpose,
    Unset,
    chain,
    place_of,
)

FOLDER = Path(__file__).parents[2] / "resources" / "standards"
NATIONAL, ZHEJIANG, OLD = (
    (FOLDER / name).read_text(encoding="utf-8")
    for name in ("national-2674-2014.toml", "zhejiang.toml", "national-2250-1999.toml")
)
SHIPPED = Rulebook([parse_pack(ZHEJIANG), parse_pack(NATIONAL)])
COUNTY = "CN-331125"
TODAY = date(2025, 6, 1)

# 2674号 表3, typed a second time from the facts, so that a slip in the file is seen.
TABLE = {
    Level.CENTRAL: (54, 42, 24, 18, 12, 9),
    Level.PROVINCE: (54, 42, 30, 24, 18, 12, 9),
    Level.CITY: (42, 30, 24, 18, 9),
    Level.COUNTY: (30, 24, 18, 12, 9),
}


@pytest.mark.parametrize("code", RANKS)
def test_every_rank_has_one_answer_on_every_date(code: str) -> None:
    rank = RANKS[code]
    begin = date(2014, 11, 24)
    for on in (begin, begin + timedelta(days=1), TODAY, date(2099, 12, 31)):
        found = SHIPPED.limit_for(rank.level, code, COUNTY, on)
        if rank.level is Level.TOWNSHIP:
            assert isinstance(found, Unset)
            assert found.missing is Missing.NOT_ENTERED
        else:
            assert isinstance(found, Limit)
            assert found.area == Area.of_m2(str(TABLE[rank.level][rank.order]))
            assert found.certainty is Certainty.CONFIRMED
            assert found.flag == "未核对原文"
            assert found.sources
    before = SHIPPED.limit_for(rank.level, code, COUNTY, begin - timedelta(days=1))
    assert isinstance(before, Unset)
    assert (before.missing, before.row, before.citation) == (Missing.NO_ROW, None, "")


def test_a_limit_says_where_it_comes_from() -> None:
    found = SHIPPED.limit_for(Level.COUNTY, "X_KE_1", COUNTY, TODAY)
    assert isinstance(found, Limit)
    cited = "《党政机关办公用房建设标准》（发改投资〔2014〕2674号）第十一条 表3"
    assert found.citation == cited
    assert found.rank_label == "正科级"


def test_townships_of_zhejiang_are_unset_and_elsewhere_delegated() -> None:
    here = SHIPPED.limit_for(Level.TOWNSHIP, "T_1", COUNTY, TODAY)
    assert isinstance(here, Unset)
    assert here.missing is Missing.NOT_ENTERED
    assert here.citation == "《浙江省党政机关办公用房管理实施办法》条款待录入"
    assert here.row is not None
    assert here.row.ceiling == Area.of_m2("24")

    hubei = SHIPPED.limit_for(Level.TOWNSHIP, "T_1", "CN-42", TODAY)
    assert isinstance(hubei, Unset)
    assert hubei.missing is Missing.DELEGATED


def test_a_rank_of_another_level_has_no_row() -> None:
    found = SHIPPED.limit_for(Level.CITY, "X_KE_1", COUNTY, TODAY)
    assert isinstance(found, Unset)
    assert found.missing is Missing.NO_ROW


def test_the_1999_table_recognises_and_never_judges() -> None:
    old = parse_pack(OLD)
    assert old.purpose is Purpose.RECOGNISE
    figures = {row.rank: row.area for row in old.limits}
    assert figures["M_1"] == Area.of_m2("32")
    assert figures["X_KE_1"] == figures["X_KE_2"] == Area.of_m2("9")
    with pytest.raises(PackRefused, match="仅供识别旧台账"):
        Rulebook([old])


def test_packs_are_stamped_with_version_and_hash() -> None:
    national = parse_pack(NATIONAL)
    assert national.sha256 == hashlib.sha256(NATIONAL.encode()).hexdigest()
    alone = Rulebook([national])
    assert (alone.id, alone.sha256) == ("cn-2674-2014@1.0.0", national.sha256)
    assert SHIPPED.id == "cn-2674-2014@1.0.0+cn-33-township@1.0.0"
    assert SHIPPED.sha256 == Rulebook([national, parse_pack(ZHEJIANG)]).sha256
    assert SHIPPED.sha256 not in (national.sha256, parse_pack(ZHEJIANG).sha256)


def test_toilets_and_notes_are_data() -> None:
    rule = SHIPPED.toilet_for(COUNTY)
    assert rule is not None
    assert rule.most == Area.of_m2("6")
    assert rule.chief_ranks == {"M_1", "X_1"}
    assert Rulebook([]).toilet_for(COUNTY) is None
    notes = {note.id: note for note in parse_pack(NATIONAL).notes}
    assert "休息室计入限额" in notes["2674-N3"].text
    assert notes["2674-N2"].certainty is Certainty.ONE_SOURCE


def test_a_place_lies_in_its_city_province_and_nation() -> None:
    assert chain(COUNTY) == ("CN", "CN-33", "CN-3311", "CN-331125")
    assert chain("CN") == ("CN",)
    assert place_of("331125") == place_of("CN-331125") == COUNTY
    assert place_of("CN") == place_of("") == "CN"
    for bad in ("浙江省", "3", "CN-3311255"):
        with pytest.raises(ValueError, match="division code"):
            place_of(bad)
    with pytest.raises(ValueError, match="not a place"):
        chain("浙江省")


HEAD = """
schema = 1
id = "t"
version = "1"
title = "试行标准"
place = "{place}"
place_name = "某地"
purpose = "judge"
source = "某办〔2020〕1号"
[[document]]
id = "D"
title = "试行标准"
number = "某办〔2020〕1号"
issued = 2020-01-01
"""
ROW = {
    "id": '"a"',
    "level": '"county"',
    "rank": '"X_KE_1"',
    "value": '"18"',
    "since": "2015-01-01",
    "instrument": '"D"',
    "clause": '"第一条"',
    "certainty": '"confirmed"',
    "sources": '["D"]',
}


def _pack(*rows: dict[str, str], place: str = "CN", more: str = "") -> str:
    tables = ("\n".join(f"{key} = {value}" for key, value in row.items()) for row in rows)
    return HEAD.format(place=place) + "".join(f"\n[[limit]]\n{t}\n" for t in tables) + more


def _row(**changes: str | None) -> dict[str, str]:
    changed = {**ROW, **changes}
    return {key: value for key, value in changed.items() if value is not None}


def _refusal(*texts: str) -> str:
    with pytest.raises(PackRefused) as refused:
        Rulebook([parse_pack(text) for text in texts])
    assert refused.value.faults
    return "\n".join(refused.value.faults)


def _limit(*texts: str, on: date = TODAY, place: str = COUNTY) -> Limit:
    book = Rulebook([parse_pack(text) for text in texts])
    found = book.limit_for(Level.COUNTY, "X_KE_1", place, on)
    assert isinstance(found, Limit)
    return found


OVERRIDE = _row(id='"b"', kind='"stricter"', overrides='"a"', value='"16"')


def test_a_place_may_be_stricter_and_says_what_it_overrides() -> None:
    base, local = _pack(_row()), _pack(OVERRIDE, place="CN-33")
    assert _limit(base, local).area == Area.of_m2("16")
    assert _limit(base, local).kind is Kind.STRICTER
    assert _limit(base, local, place="CN-42").area == Area.of_m2("18")


def test_a_county_may_stand_on_its_province() -> None:
    third = _row(
        id='"c"', kind='"stricter"', overrides='"b"', value='"15"', place='"CN-331125"'
    )
    texts = _pack(_row()), _pack(OVERRIDE, third, place="CN-33")
    assert _limit(*texts).area == Area.of_m2("15")
    assert _limit(*texts, place="CN-3311").area == Area.of_m2("16")


def test_values_follow_the_date() -> None:
    old, new = _row(until="2020-12-31"), _row(id='"b"', since="2021-01-01", value='"20"')
    text = _pack(old, new)
    assert _limit(text, on=date(2020, 12, 31)).area == Area.of_m2("18")
    assert _limit(text, on=date(2021, 1, 1)).area == Area.of_m2("20")


def test_a_check_against_the_original_takes_the_flag_away() -> None:
    signed = _row(checked_by='"张三"', checked_on="2025-03-01", certainty='"one_source"')
    assert _limit(_pack(signed)).flag == ""
    unsigned = _row(certainty='"one_source"')
    assert _limit(_pack(unsigned)).flag == "未核对原文，一处出处"


def test_two_rows_for_one_case_are_refused_with_both_clauses() -> None:
    said = _refusal(_pack(_row(), _row(id='"b"', clause='"第二条"', value='"20"')))
    assert "两条并行" in said
    assert "第一条" in said
    assert "第二条" in said
    assert said.count("并行") == 1
    said = _refusal(_pack(_row()), _pack(_row(id='"b"', clause='"第九条"'), place="CN-33"))
    assert "第九条" in said
    assert "CN-33" in said


def test_an_overlap_that_an_expired_row_had_hidden_is_found() -> None:
    hidden = (
        _row(),
        _row(
            id='"b"', kind='"stricter"', overrides='"a"', value='"17"', until="2020-12-31"
        ),
        _row(id='"c"', since="2021-06-01"),
    )
    assert "2021-06-01" in _refusal(_pack(*hidden))
    later = (_row(until="2022-12-31"), _row(id='"b"', since="2022-12-31"))
    assert "两条并行" in _refusal(_pack(*later))


def test_a_gap_between_two_rows_is_refused_with_both_clauses() -> None:
    rows = _row(until="2020-12-31"), _row(id='"b"', since="2021-01-02", clause='"第二条"')
    said = _refusal(_pack(*rows))
    assert "空档" in said
    assert "第一条" in said
    assert "第二条" in said


def test_the_same_id_twice_is_refused() -> None:
    assert "出现两次" in _refusal(_pack(_row(), _row()))


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"overrides": '"z"'}, "不存在"),
        ({"value": '"20"'}, "从宽"),
        ({"rank": '"X_KE_2"'}, "不是同一职级"),
        ({"kind": '"fills"'}, "不能按授权另定"),
        ({"overrides": '"b"'}, "互相替代"),
    ],
)
def test_an_override_must_fit_what_it_overrides(changes: dict[str, str], word: str) -> None:
    assert word in _refusal(_pack(_row()), _pack({**OVERRIDE, **changes}, place="CN-33"))


def test_a_row_may_override_another_of_the_same_place() -> None:
    assert _limit(_pack(_row(), OVERRIDE)).area == Area.of_m2("16")


def test_three_rows_in_a_circle_are_refused() -> None:
    names = {"a": "c", "b": "a", "c": "b"}
    rows = [
        {**OVERRIDE, "id": f'"{one}"', "overrides": f'"{other}"'}
        for one, other in names.items()
    ]
    assert "互相替代" in _refusal(_pack(*rows))


def test_only_what_lies_above_can_be_overridden() -> None:
    elsewhere = _row(place='"CN-42"')
    assert "本地或上级" in _refusal(_pack(elsewhere), _pack(OVERRIDE, place="CN-33"))


def test_a_looser_value_needs_its_authority() -> None:
    looser = {**OVERRIDE, "kind": '"looser"', "value": '"20"'}
    assert "authority" in _refusal(_pack(_row()), _pack(looser, place="CN-33"))
    allowed = {**looser, "authority": '"省政府批复"'}
    assert _limit(_pack(_row()), _pack(allowed, place="CN-33")).area == Area.of_m2("20")


def test_a_province_fills_what_the_nation_delegates_up_to_the_ceiling() -> None:
    open_row = _row(value=None, ceiling='"24"', certainty='"delegated"')
    fills = {**OVERRIDE, "kind": '"fills"', "value": '"24"'}
    assert _limit(_pack(open_row), _pack(fills, place="CN-33")).area == Area.of_m2("24")
    above = {**fills, "value": '"24.01"'}
    assert "从宽" in _refusal(_pack(open_row), _pack(above, place="CN-33"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("schema = ", "不是 TOML"),
        (_pack(_row()).replace("schema = 1", "schema = 2"), "只认识 schema = 1"),
        (_pack(_row(valeu='"18"')), "不认识的键 valeu"),
        (_pack(_row()).replace("[[limit]]", "colour = 1\n[[limit]]"), "不认识的键 colour"),
        ("colour = 1\n" + _pack(_row()), "不认识的键 colour"),
        (_pack(_row(clause=None)), "缺少 clause"),
        (_pack(_row(clause="5")), "类型不对"),
        (_pack(_row(since='"2015"')), "类型不对"),
        (_pack(_row(value='"-3"')), "不是平方米数"),
        (_pack(_row(value='"0"')), "不是平方米数"),
        (_pack(_row(value="18.0")), "类型不对"),
        (_pack(_row(level='"village"')), "不在 central"),
        (_pack(_row(rank='"M_1"')), "没有职级代码"),
        (_pack(_row(rank='"nobody"')), "没有职级代码"),
        (_pack(_row(value=None)), "certainty 不一致"),
        (_pack(_row(certainty='"unset"')), "certainty 不一致"),
        (_pack(_row(until="2014-01-01")), "until 早于 since"),
        (_pack(_row(kind='"stricter"')), "overrides 不一致"),
        (_pack(_row(overrides='"z"')), "overrides 不一致"),
        (_pack(_row(sources="[]")), "缺少出处"),
        (_pack(_row(sources="[1]")), "只能列文字"),
        (_pack(_row(sources='["S99"]')), "没有列在"),
        (_pack(_row(instrument='"E"')), "没有列在"),
        (_pack(_row(checked_by='"张三"')), "同时填写"),
        (_pack(_row(), place="浙江省"), "不是行政区划代码"),
        (_pack(_row(place='"33x"')), "不是行政区划代码"),
        (_pack(_row()) + '\n[[document]]\nid = "D"\ntitle = "又一个"\n', "有重复"),
        ("note = [1]\n" + _pack(_row()), "须写成 [[note]]"),
        (
            _pack(more='[[toilet]]\nid = "w"\nranks = ["Q"]\nclause = ""\n'),
            "没有职级代码“Q”",
        ),
        (_pack(more='[[toilet]]\nid = "w"\nranks = []\nclause = ""\n'), "缺少 most"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(text: str, word: str) -> None:
    with pytest.raises(PackRefused) as refused:
        parse_pack(text)
    assert word in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(PackRefused) as refused:
        parse_pack(_pack(_row(valeu='"18"', clause=None), _row(rank='"Q"')))
    assert len(refused.value.faults) == 3
    assert refused.value.faults[0].startswith("[[limit]] 第 1 条：")


def test_every_word_has_its_label() -> None:
    for enum in (Certainty, Kind, Purpose, Missing):
        assert all(member.label for member in enum)
