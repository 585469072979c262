"""Levels of organs, 职级 and their codes, and what a ledger's wording of them means.

An area limit belongs to (level of the organ, rank), never to the rank alone: 正处 is
18 ㎡ in a provincial organ and 24 ㎡ in a municipal one. A wording is therefore read as
the set of grades it may mean, and accepted only if all of them share one row of the
organ's table (2674号 表3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum


class Level(Enum):
    """Whose organ it is; a column of 2674号 表3."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"

    @property
    def label(self) -> str:
        return _LEVELS[self][0]


_LEVELS: Mapping[Level, tuple[str, ...]] = {
    Level.CENTRAL: ("中央", "中央级", "国家级"),
    Level.PROVINCE: ("省级", "省", "省直", "自治区级", "直辖市级"),
    Level.CITY: ("市级", "市", "市直", "地市级", "州级", "盟级"),
    Level.COUNTY: ("县级", "县", "县直", "区级", "旗级", "县区级", "县市区级", "区县级"),
    Level.TOWNSHIP: ("乡级", "乡", "镇", "乡镇", "乡镇级", "镇级", "街道", "乡镇街道"),
}


@dataclass(frozen=True, slots=True)
class Rank:
    """A row of the table of one level; `order` counts down from its highest, 0."""

    code: str
    level: Level
    label: str
    order: int


_ROWS: Mapping[Level, tuple[tuple[str, str], ...]] = {
    Level.CENTRAL: (
        ("C_MIN_1", "部级正职"),
        ("C_MIN_2", "部级副职"),
        ("C_SI_1", "正司(局)级"),
        ("C_SI_2", "副司(局)级"),
        ("C_CHU", "处级"),
        ("C_BELOW", "处级以下"),
    ),
    Level.PROVINCE: (
        ("P_1", "省级正职"),
        ("P_2", "省级副职"),
        ("P_TING_1", "正厅(局)级"),
        ("P_TING_2", "副厅(局)级"),
        ("P_CHU_1", "正处级"),
        ("P_CHU_2", "副处级"),
        ("P_BELOW", "处级以下"),
    ),
    Level.CITY: (
        ("M_1", "市级正职"),
        ("M_2", "市级副职"),
        ("M_JU_1", "正局(处)级"),
        ("M_JU_2", "副局(处)级"),
        ("M_BELOW", "局(处)级以下"),
    ),
    Level.COUNTY: (
        ("X_1", "县级正职"),
        ("X_2", "县级副职"),
        ("X_KE_1", "正科级"),
        ("X_KE_2", "副科级"),
        ("X_BELOW", "科级以下"),
    ),
    Level.TOWNSHIP: (
        ("T_1", "乡级正职"),
        ("T_2", "乡级副职"),
        ("T_BELOW", "乡级以下"),
    ),
}

RANKS: Mapping[str, Rank] = {
    code: Rank(code, level, label, order)
    for level, rows in _ROWS.items()
    for order, (code, label) in enumerate(rows)
}


def ranks_of(level: Level) -> tuple[Rank, ...]:
    """The rows of one level, highest first."""
    return tuple(RANKS[code] for code, _ in _ROWS[level])


class Grade(IntEnum):
    """The one ladder that all levels share; 1 is the highest."""

    PROVINCIAL_CHIEF = 1
    PROVINCIAL_DEPUTY = 2
    BUREAU_CHIEF = 3
    BUREAU_DEPUTY = 4
    DIVISION_CHIEF = 5
    DIVISION_DEPUTY = 6
    SECTION_CHIEF = 7
    SECTION_DEPUTY = 8
    STAFF = 9

    @property
    def label(self) -> str:
        return _GRADES[self - 1]


_GRADES = (
    "省部级正职",
    "省部级副职",
    "厅局级正职",
    "厅局级副职",
    "县处级正职",
    "县处级副职",
    "乡科级正职",
    "乡科级副职",
    "科员及以下",
)

# Which row of a level's table holds a grade. A grade above the organ's highest post has
# no row: such a person's area follows the post held there, and a person must say which.
_ROW_OF_GRADE: Mapping[Level, Mapping[Grade, str]] = {
    level: dict(zip(grades, codes, strict=True))
    for level, grades, codes in (
        (
            Level.CENTRAL,
            tuple(Grade),
            ("C_MIN_1", "C_MIN_2", "C_SI_1", "C_SI_2", "C_CHU", "C_CHU") + ("C_BELOW",) * 3,
        ),
        (
            Level.PROVINCE,
            tuple(Grade),
            ("P_1", "P_2", "P_TING_1", "P_TING_2", "P_CHU_1", "P_CHU_2") + ("P_BELOW",) * 3,
        ),
        (
            Level.CITY,
            tuple(Grade)[2:],
            ("M_1", "M_2", "M_JU_1", "M_JU_2") + ("M_BELOW",) * 3,
        ),
        (Level.COUNTY, tuple(Grade)[4:], ("X_1", "X_2", "X_KE_1", "X_KE_2", "X_BELOW")),
        (Level.TOWNSHIP, tuple(Grade)[6:], ("T_1", "T_2", "T_BELOW")),
    )
}


@dataclass(frozen=True, slots=True)
class RankReading:
    """What a ledger's wording means in an organ of one level.

    `code` is None where the wording is empty, unknown or may mean rows with different
    limits; `note` then says what is missing. A note beside a code is a remark only.
    """

    text: str
    code: str | None
    note: str = ""

    @property
    def rank(self) -> Rank | None:
        return None if self.code is None else RANKS[self.code]


def read_level(text: str) -> Level | None:
    """The level a ledger names, as its value (`county`) or in Chinese; None if unknown."""
    plain = _plain(text).split("(", maxsplit=1)[0].removesuffix("机关")
    found = (lv for lv, names in _LEVELS.items() if plain in (lv.value, *names))
    return next(found, None)


def read_rank(text: str, level: Level) -> RankReading:
    """Read 正科级, 乡科级正职, 副科(实职), 一级主任科员 … as a row of `level`'s table.

    Several wordings in one cell are allowed if one of them is a leadership post:
    area follows the post, not the 职级 (unconfirmed reading of 职务与职级并行规定).
    """
    pieces = [piece for piece in _pieces(text) if not _NOISE.fullmatch(piece)]
    words = [piece for piece in pieces if not _NOT_A_POST.fullmatch(piece)]
    readings = [_read_piece(piece, level) for piece in words]
    if None in readings:
        return RankReading(text, None, f"无法识别的职级“{text.strip()}”")
    known = [reading for reading in readings if reading is not None]
    if not known:
        return RankReading(text, None, "未填写职级")
    marked = len(words) < len(pieces)
    posts = [meant for held, meant in known if held and not marked]
    if posts:
        note = "按领导职务计，职级不作为面积依据" if len(posts) < len(known) else ""
        return _settle(text, level, posts, note)
    without_post = [meant | {Grade.STAFF} for _, meant in known]
    return _settle(text, level, without_post, "职级不是领导职务，请注明所任领导职务")


def _settle(
    text: str, level: Level, readings: list[frozenset[Grade]], note: str
) -> RankReading:
    rows = _ROW_OF_GRADE[level]
    meant = frozenset[Grade]().union(*readings)
    codes = {rows.get(grade) for grade in meant}
    if codes == {None}:
        return RankReading(text, None, f"高于{level.label}机关的最高职务，请按所任职务填写")
    if len(codes) == 1:
        return RankReading(text, codes.pop(), note)
    unsure = f"“{text.strip()}”在{level.label}机关可对应不同限额"
    return RankReading(text, None, f"{unsure}；{note or '请写明正职或副职'}")


def _plain(text: str) -> str:
    """Full-width forms, spaces and quotes away."""
    return re.sub(r"[\s\"'“”‘’·.。_-]", "", unicodedata.normalize("NFKC", text))


_DOUBLED = re.compile(r"([省部厅司局地县处乡科州])[(/]([省部厅司局市县处乡镇科])\)?")


def _pieces(text: str) -> list[str]:
    plain = _DOUBLED.sub(r"\1\2", _plain(text))
    return [piece for piece in re.split(r"[/、,;|()\[\]+]", plain) if piece]


_LADDER: Mapping[str, int] = {
    **dict.fromkeys(("省部", "部省", "省", "部"), 1),
    **dict.fromkeys(("地厅", "厅", "厅局", "司", "司局", "地", "市", "地市", "市厅"), 3),
    **dict.fromkeys(("县处", "处", "县", "处县", "局处"), 5),
    **dict.fromkeys(("乡科", "科", "乡", "乡镇", "镇", "科乡"), 7),
    **dict.fromkeys(("股", "股所"), 9),
}
# 局级 is a bureau of a ministry or province, or a bureau of a city; elsewhere unclear.
_BUREAU: Mapping[Level, int] = {Level.CENTRAL: 3, Level.PROVINCE: 3, Level.CITY: 5}

_POST = re.compile(
    r"(?P<kept>享受|保留)?(?P<head>正|副)?(?P<rung>[省部地厅司局市县处乡镇科股所]{1,2})级?"
    r"(?P<tail>正职|副职|正|副)?(?:干部|领导职务|领导|实职|职务|职)?"
    r"(?P<kept_too>非领导职务|非领导|待遇|非实职)?(?P<below>及以下|以下)?"
    r"(?:干部|人员|工作人员)?"
)
_STAFF = re.compile(
    r"(?:一般|普通|机关)?(?:科员|科员级|办事员|干部|职员|职工|工作人员|科办员)"
    r"|(?:试用期|新录用)(?:人员|公务员)?"
)
_NOISE = re.compile(r"(?:在编|在职|公务员|行政编制|参公|实职|领导职务|现任|主持工作)+")
_NOT_A_POST = re.compile(r"职级|非领导(?:职务)?|非实职|待遇|套改")
_GRADE_ONLY: tuple[tuple[re.Pattern[str], Grade], ...] = tuple(
    (re.compile(f"(?:职级)?(?:{names})(?:职级)?"), grade)
    for names, grade in (
        ("一级巡视员|正?巡视员|三级职员", Grade.BUREAU_CHIEF),
        ("二级巡视员|副巡视员|四级职员", Grade.BUREAU_DEPUTY),
        ("[一二]级调研员|正?调研员|五级职员|管理五级", Grade.DIVISION_CHIEF),
        ("[三四]级调研员|副调研员|六级职员|管理六级", Grade.DIVISION_DEPUTY),
        ("[一二]级主任科员|正?主任科员|七级职员|管理七级", Grade.SECTION_CHIEF),
        ("[三四]级主任科员|副主任科员|八级职员|管理八级", Grade.SECTION_DEPUTY),
        ("[一二]级科员|九级职员|十级职员|管理[九十]级", Grade.STAFF),
    )
)


def _read_piece(piece: str, level: Level) -> tuple[bool, frozenset[Grade]] | None:
    """Whether the wording names a post, and the grades it may mean; None if unknown."""
    if _STAFF.fullmatch(piece):
        return True, frozenset({Grade.STAFF})
    for pattern, grade in _GRADE_ONLY:
        if pattern.fullmatch(piece):
            return False, frozenset({grade})
    found = _POST.fullmatch(piece)
    if found is None:
        return None
    rung = found["rung"]
    base = _BUREAU.get(level) if rung == "局" else _LADDER.get(rung)
    part = {word[0] for word in (found["head"], found["tail"]) if word}
    if base is None or len(part) > 1:
        return None
    held = not (found["kept"] or found["kept_too"])
    return held, _grades(base, "".join(part), found["below"] or "")


def _grades(base: int, part: str, below: str) -> frozenset[Grade]:
    """The rung that begins at `base`: its chief, its deputy or both; or all below it."""
    rung = [grade for grade in (base, base + 1) if grade <= Grade.STAFF]
    chosen = {"正": rung[:1], "副": rung[-1:]}.get(part, rung)
    if below == "以下":
        chosen = list(range(chosen[-1] + 1, Grade.STAFF + 1)) or [Grade.STAFF]
    elif below == "及以下":
        chosen = list(range(chosen[0], Grade.STAFF + 1))
    return frozenset(Grade(grade) for grade in chosen)
