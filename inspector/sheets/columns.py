"""What the titles of columns mean: data, no code that reads a file.

The words are those of the national statistics tables, of a provincial system (Anhui
2020) and of the paper forms in use; a title is compared without blanks, brackets with
its unit and full-width forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from inspector.domain.ranks import Level, read_rank


class Kind(Enum):
    """What one row of a table is about."""

    UNITS = "units"
    BUILDINGS = "buildings"
    ROOMS = "rooms"
    PEOPLE = "people"


class Field(Enum):
    """What a column holds; the value is its name in `SheetRead.mapping`."""

    UNIT = "unit"
    LEVEL = "level"
    KIND = "kind"
    POSTS = "posts"
    POSTS_TOTAL = "posts_total"
    RESPONSIBLE = "responsible"
    OFFICE_HEAD = "office_head"
    COURTYARD = "courtyard"
    ADDRESS = "address"
    BUILDING = "building"
    FLOORS_ABOVE = "floors_above"
    YEAR = "year"
    STRUCTURE = "structure"
    HIGH_RISE = "high_rise"
    PLACE = "place"
    FLOOR = "floor"
    ROOM = "room"
    USE = "use"
    USE_DETAIL = "use_detail"
    AREA = "area"
    STATE = "state"
    NAME = "name"
    KEY = "key"
    RANK = "rank"
    POST = "post"
    COUNTED = "counted"
    CHIEF = "party_gov_chief"
    REMARK = "remark"

    __hash__ = object.__hash__
    """Members are themselves and nothing else; Enum's own hash costs a call a cell."""


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


TITLES: Mapping[Field, tuple[str, ...]] = {
    Field.UNIT: _words(
        "单位名称 使用单位 单位 所在单位 主要使用单位 使用单位名称 所属单位 "
        "工作单位 单位全称"
    ),
    Field.LEVEL: _words("单位级别 单位层级 机构级别 行政层级 级别 层级"),
    Field.KIND: _words("类别 单位类别 单位性质 单位类型 性质 机构类别 机构性质"),
    Field.POSTS_TOTAL: _words(
        "编制数 批复编制人数 编制总数 核定编制 核定编制人数 核定编制数 定编 "
        "编制合计 编制定员 合计 小计"
    ),
    Field.RESPONSIBLE: _words("第一责任人 单位负责人 主要负责人 责任人 负责人"),
    Field.OFFICE_HEAD: _words(
        "办公室主任 办公室负责人 经办人 联络员 联系人 管理员 用房管理员"
    ),
    Field.COURTYARD: _words(
        "院落名称 院落 所在院落 所属院落 办公区 办公区名称 大院 集中办公区名称"
    ),
    Field.ADDRESS: _words("地址坐落 坐落地址 坐落 地址 详细地址 院落地址 房屋坐落"),
    Field.BUILDING: _words(
        "楼座名称 楼座 所在楼座 楼栋 楼栋名称 楼号 幢号 楼幢 建筑名称 "
        "建筑物名称 楼宇 楼宇名称 办公楼"
    ),
    Field.FLOORS_ABOVE: _words("地上层数 层数 总层数 楼层数 地上楼层数"),
    Field.YEAR: _words("建造年份 建设年代 建成年份 建成年代 建造年代 竣工年份"),
    Field.STRUCTURE: _words("建筑结构 结构 结构类型 房屋结构"),
    Field.HIGH_RISE: _words("是否高层 高层 是否高层建筑 高层建筑"),
    Field.PLACE: _words("房间位置 位置 办公室位置 所在位置"),
    Field.FLOOR: _words("楼层 所在楼层 层 层次 楼层号"),
    Field.ROOM: _words(
        "房间号 房号 房间编号 门牌号 房间 办公室房号 办公室号 室号 办公室房间号 房间号码"
    ),
    Field.USE: _words(
        "用途 房间类型 房间用途 实际用途 用房类型 用房类别 房间性质 办公用房类型"
    ),
    Field.USE_DETAIL: _words("具体用途 房间名称 用途说明"),
    Field.AREA: _words(
        "使用面积 房间面积 面积 实际使用面积 室内使用面积 房间使用面积 "
        "净面积 台账面积 实测面积"
    ),
    Field.STATE: _words("房间状态 使用状态 状态 使用情况 使用现状"),
    Field.NAME: _words("姓名 使用人 使用人姓名 当前使用人 人员姓名 使用人员"),
    Field.KEY: _words("工号 人员编号 职工号 人员工号 员工号"),
    Field.RANK: _words(
        "职务级别 职级 行政级别 职务层次 职务职级 职务层级 领导职务级别 级别"
    ),
    Field.POST: _words("职务 职务名称 岗位 所任职务 现任职务"),
    Field.COUNTED: _words(
        "编制情况 编制类型 编制性质 是否正式编制 是否在编 人员性质 人员类别 "
        "人员类型 身份 人员身份"
    ),
    Field.CHIEF: _words("是否党政正职 党政正职"),
    Field.REMARK: _words("备注 说明 情况说明 备注说明 备注(共用等)"),
}

TELLING: Mapping[Kind, frozenset[Field]] = {
    Kind.UNITS: frozenset(
        {
            Field.POSTS,
            Field.POSTS_TOTAL,
            Field.LEVEL,
            Field.KIND,
            Field.RESPONSIBLE,
            Field.OFFICE_HEAD,
        }
    ),
    Kind.BUILDINGS: frozenset(
        {Field.ADDRESS, Field.FLOORS_ABOVE, Field.YEAR, Field.STRUCTURE, Field.HIGH_RISE}
    ),
    Kind.ROOMS: frozenset(
        {Field.ROOM, Field.AREA, Field.USE, Field.USE_DETAIL, Field.FLOOR, Field.STATE}
    ),
    Kind.PEOPLE: frozenset(
        {Field.NAME, Field.RANK, Field.POST, Field.COUNTED, Field.KEY, Field.CHIEF}
    ),
}
"""The fields that tell what a table is about."""

REQUIRED: Mapping[Kind, tuple[tuple[Field, ...], ...]] = {
    Kind.UNITS: ((Field.UNIT,), (Field.POSTS, Field.POSTS_TOTAL)),
    Kind.BUILDINGS: ((Field.BUILDING,), (Field.COURTYARD, Field.ADDRESS)),
    Kind.ROOMS: (
        (Field.ROOM,),
        (Field.AREA,),
        (Field.BUILDING, Field.PLACE),
        (Field.UNIT,),
    ),
    Kind.PEOPLE: ((Field.NAME,), (Field.UNIT,), (Field.RANK,)),
}
"""The columns a table must have; of each group one is enough."""

HINTS: Mapping[Kind, re.Pattern[str]] = {
    Kind.UNITS: re.compile("编制|单位情况|单位信息"),
    Kind.BUILDINGS: re.compile("楼座|院落|建筑"),
    Kind.ROOMS: re.compile("明细|房间|房屋|用房"),
    Kind.PEOPLE: re.compile("人员|使用人|职工|干部"),
}
"""Words in a sheet's name that decide where its columns leave two kinds open."""

_AMBIGUOUS: Mapping[str, Mapping[Kind, Field]] = {
    "级别": {Kind.UNITS: Field.LEVEL, Kind.PEOPLE: Field.RANK},
    "合计": {Kind.UNITS: Field.POSTS_TOTAL},
    "小计": {Kind.UNITS: Field.POSTS_TOTAL},
    "负责人": {Kind.UNITS: Field.RESPONSIBLE},
    "办公室": {Kind.PEOPLE: Field.ROOM},
    "办公室(间)": {Kind.PEOPLE: Field.ROOM},
    "编制": {Kind.UNITS: Field.POSTS_TOTAL, Kind.PEOPLE: Field.COUNTED},
    "性质": {Kind.UNITS: Field.KIND, Kind.PEOPLE: Field.COUNTED},
    "类别": {Kind.UNITS: Field.KIND, Kind.ROOMS: Field.USE, Kind.PEOPLE: Field.COUNTED},
    "使用情况": {Kind.ROOMS: Field.STATE},
    "状态": {Kind.ROOMS: Field.STATE},
    "结构": {Kind.BUILDINGS: Field.STRUCTURE},
}
"""Titles that mean different things in different tables, or something in one only."""

_UNIT_OF_AREA = frozenset({"m2", "m²", "平方米", "平米", "平方", "单位:m2", "单位:平方米"})
_UNITS = _UNIT_OF_AREA | frozenset(
    {"人", "个", "名", "间", "层", "年", "座", "亩", "公顷", "万平方米", "万m2", "平方分米"}
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NOT_POSTS = re.compile("实有|实际|现有|在岗|面积|人数及面积|标准|应享")
_POSTS_TOTAL_GROUP = re.compile("编制|职数|定员|核定")
_PEOPLE_GROUP = re.compile("使用人|人员|干部|负责人|责任人")

_LONGEST_TITLE = 40

_PLAIN = {word: field for field, words in TITLES.items() for word in words}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column holds. `words` is its last title; for 编制 it names the rank."""

    field: Field
    words: str


@lru_cache(maxsize=8192)
def plain_title(text: str) -> str:
    """A title as it is compared: NFKC, no blanks, no marks of a required field."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*:。")


@lru_cache(maxsize=8192)
def without_unit(title: str) -> tuple[str, str]:
    """使用面积(m2) is 使用面积 and m2; brackets that hold no unit of measure stay."""
    for found in _BRACKETS.finditer(title):
        unit = found[1].removeprefix("单位:").removeprefix("单位")
        if unit in _UNITS:
            return title.replace(found[0], ""), unit
    return title, ""


def is_unit_of_area(unit: str) -> bool:
    return unit in _UNIT_OF_AREA or not unit


@lru_cache(maxsize=8192)
def is_rank_title(words: str) -> bool:
    """Whether a title names a rank, as the columns of 批复编制情况 do."""
    if not re.search("[级职科处厅局]", words) or _PLAIN.get(words) is not None:
        return False
    return any(read_rank(words, level).code is not None for level in Level)


def meaning(path: tuple[str, ...], kind: Kind) -> Meaning | None:
    """What a column of a table of `kind` holds; `path` has its titles, top to bottom."""
    words = without_unit(plain_title(path[-1]))[0]
    groups = "/".join(plain_title(title) for title in path[:-1])
    if is_rank_title(words):
        return None if _NOT_POSTS.search(groups) else Meaning(Field.POSTS, words)
    if words in _AMBIGUOUS:
        found = _AMBIGUOUS[words].get(kind)
    else:
        found = _PLAIN.get(words) or _PLAIN.get(_BRACKETS.sub("", words))
    if found is None or not _fits(found, groups):
        return None
    return Meaning(found, words)


def _fits(field: Field, groups: str) -> bool:
    if field is Field.POSTS_TOTAL:
        return not groups or bool(_POSTS_TOTAL_GROUP.search(groups))
    if field in {Field.NAME, Field.POST, Field.RANK}:
        return not groups or bool(_PEOPLE_GROUP.search(groups))
    return True


@lru_cache(maxsize=8192)
def is_known_title(text: str) -> bool:
    """Whether a cell's text is a title of some table, 序号 included."""
    if len(text) > _LONGEST_TITLE:
        return False
    words = without_unit(plain_title(text))[0]
    return words == "序号" or words in _PLAIN or words in _AMBIGUOUS or is_rank_title(words)


LABELS: Mapping[Field, str] = {field: words[0] for field, words in TITLES.items()} | {
    Field.POSTS: "各级编制数"
}
"""How a field is called in messages."""
