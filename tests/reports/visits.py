"""Rooms of every kind that a visit meets, and whole sheets of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from inspector.domain.area import Area
from inspector.domain.compliance import Outcome
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.domain.inspections import Source
from inspector.domain.sheet import SheetContent, SheetRoom
from tests.reports.examples import (
    BOSCH,
    RARE,
    TYPED,
    UNIT,
    card,
    checks,
    content,
    finding,
    ident,
    jpeg,
    judgement,
    measurement,
    person,
    photo,
    reading,
    signed,
)


def over_limit() -> SheetRoom:
    readings = (
        reading("305", "wall1", 5203, 1),
        reading("305", "wall2", 3904, 2),
        reading("305", "wall3", 5198, 3),
        reading("305", "wall4", 4001, 4, withdrawn="窗帘遮挡，重测"),
        reading("305", "wall4", 3906, 5),
        reading("305", "diagonal1", 6502, 6),
    )
    return SheetRoom(
        card=card(
            "305",
            (
                person(
                    RARE[0], "X_KE_1", "正科级", post="党委书记、局长", other_rooms=("402",)
                ),
            ),
            "17.80",
        ),
        measurement=measurement("305", readings),
        judgement=judgement("305", "20.3087", "0.0151", Outcome.OVER, "18"),
        corners=((0, 0), (5201, 0), (5201, 3905), (0, 3905)),
        findings=(
            finding(
                "305",
                FindingKind.OVER_LIMIT,
                Rectification.FIX_BY_PLAN,
                excess=Area.of_m2("2.3087"),
                method=Method.SWAP,
                deadline=date(2027, 1, 22),
                note="与 311 室调换；党委会议纪要随整改方案报送。",
            ),
            finding(
                "305",
                FindingKind.LEDGER_AREA,
                Rectification.FIX_ON_SITE,
                note="台账面积少记 2.51 ㎡，当场更正。",
            ),
        ),
        checks=checks("305", "是是否是"),
        photos=(
            photo("305", 1, "自门口向窗", jpeg(800, 600)),
            photo("305", 2, "门牌", jpeg(450, 600, 120)),
            photo("305", 3, "读数照片：墙四重测，窗帘拉开后", jpeg(800, 600, 90)),
            photo("305", 4, "", b"not a picture"),
        ),
    )


def within() -> SheetRoom:
    readings = tuple(
        reading("306", f"wall{n}", mm, n)
        for n, mm in enumerate((4402, 3998, 4399, 4001), 1)
    )
    return SheetRoom(
        card=card("306", (person(RARE[1], "X_KE_2", "副科级", post="副局长"),), "17.60"),
        measurement=measurement("306", readings),
        judgement=judgement("306", "17.5959", "0.0133", Outcome.WITHIN, "18", redundancy=2),
        corners=((0, 0), (4400, 0), (4400, 4000), (0, 4000)),
        findings=(finding("306", FindingKind.NO_FINDING, Rectification.NONE),),
        checks=checks("306", "是否否是"),
        photos=(),
    )


def borderline() -> SheetRoom:
    readings = (
        reading("307", "wall1", 4501, 1, instrument=BOSCH),
        reading("307", "wall2", 4002, 2, source=Source.MANUAL, instrument=TYPED),
    )
    return SheetRoom(
        card=card("307", (person(RARE[2], "X_KE_1", "正科级"),), "18.00"),
        measurement=measurement("307", readings),
        judgement=judgement(
            "307", "18.0130", "0.0127", Outcome.BORDERLINE, "18", redundancy=0
        ),
        corners=((0, 0), (4501, 0), (4501, 4002), (0, 4002)),
        findings=(),
        checks=checks("307", "是---"),
        photos=(photo("307", 1, "全景", jpeg(800, 600)),),
    )


def unset() -> SheetRoom:
    return SheetRoom(
        card=card("208", (person("何清", None),), None, unit_level="乡级"),
        measurement=measurement(
            "208", (reading("208", "wall1", 3600, 1), reading("208", "wall2", 3300, 2))
        ),
        judgement=judgement(
            "208",
            "11.88",
            "0.0098",
            Outcome.UNSET,
            None,
            redundancy=0,
            explanation=("乡级机关的面积标准由省级规定，尚未设定，不作结论。",),
        ),
        corners=((0, 0), (3600, 0), (3600, 3300), (0, 3300)),
        findings=(),
        checks=(),
        photos=(),
    )


def undecided() -> SheetRoom:
    """Two readings that cannot belong to one room, one of them set aside: no area yet."""
    readings = (
        reading("309", "wall1", 4801, 1),
        reading(
            "309",
            "wall2",
            3702,
            2,
            withdrawn="读数与对边相差 1.0 m，疑为误触；已请陪同人员见证",
        ),
    )
    return SheetRoom(
        card=card("309", (), "16.20"),
        measurement=measurement("309", readings),
        judgement=None,
        corners=(),
        findings=(
            finding(
                "309",
                FindingKind.IDLE,
                Rectification.FILE_AT_ONCE,
                note="无人使用，未封存。",
            ),
        ),
        checks=checks("309", "否否否否"),
        photos=(),
    )


def shared() -> SheetRoom:
    names = ("赵一鸣", "钱多", "孙小满", "欧阳明德", "吴桐")
    people = tuple(person(name, "X_BELOW", "科员") for name in names)
    people = (*people[:4], replace(people[4], counted=False, rank_text="借调"))
    corners = ((0, 0), (7215, 0), (7190, 6012), (0, 5980))
    walls = ("wall1", "wall2", "wall3", "wall4", "diagonal1", "diagonal2")
    lengths = (7215, 6012, 7190, 5980, 9372, 9370)
    return SheetRoom(
        card=card("310", people, "43.10", building="东附楼"),
        measurement=measurement(
            "310",
            tuple(
                reading("310", slot, mm, n)
                for n, (slot, mm) in enumerate(zip(walls, lengths, strict=True), 1)
            ),
        ),
        judgement=judgement(
            "310",
            "43.1901",
            "0.0244",
            Outcome.OVER,
            "36",
            redundancy=1,
            model="quadrilateral",
            threshold=Area.of_m2("1"),
        ),
        corners=corners,
        findings=(
            finding(
                "310",
                FindingKind.OVER_LIMIT,
                Rectification.FIX_BY_PLAN,
                method=Method.SHARE,
                deadline=date(2027, 1, 22),
                excess=Area.of_m2("7.1901"),
            ),
        ),
        checks=checks("310", "否否否是"),
        photos=(),
    )


def unmeasured() -> SheetRoom:
    return SheetRoom(card("311", (), None), None, None, (), (), (), ())


def visit() -> SheetContent:
    """One room of every kind, signed by everybody."""
    return signed(
        content(
            (
                over_limit(),
                within(),
                borderline(),
                unset(),
                undecided(),
                shared(),
                unmeasured(),
            )
        )
    )


LONG_UNIT = (
    "青岚县人民政府驻县行政服务中心投资项目审批代办与营商环境优化提升综合协调领导小组"
    "办公室（青岚县重大项目推进服务中心）挂牌机构"
)
"""Sixty characters and more, as merged bodies are named."""


def crowded() -> SheetContent:
    """Everything at its longest: people, readings, notes, photos, names, numbers."""
    surnames = (
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    )
    people = [
        person(
            f"{surname}{'明远' if n % 2 else '岚'}", "X_BELOW", "", post=f"第{n + 1}工位"
        )
        for n, surname in enumerate(surnames)
    ]
    taken = [
        reading(
            "大开间-东3",
            f"wall{n % 4 + 1}",
            3000 + n,
            n,
            withdrawn="" if n % 3 else "与前次读数不符，已由两名检查人员共同重测并说明原因",
        )
        for n in range(70)
    ]
    notch = (
        (0, 0),
        (18200, 0),
        (18200, 9100),
        (12000, 9100),
        (12000, 8700),
        (11600, 8700),
        (11600, 9100),
        (0, 9100),
    )
    room = SheetRoom(
        card=card(
            "大开间-东3",
            people,
            "160.00",
            building="县行政服务中心综合业务用房附属二号楼",
            floor="地上三层夹层",
        ),
        measurement=measurement("大开间-东3", taken),
        judgement=judgement(
            "大开间-东3",
            "165.46",
            "0.0911",
            Outcome.WITHIN,
            "360",
            explanation=tuple(
                f"第{n}人：{'依据条文逐项说明，' * 12}限额 9.00 ㎡。" for n in range(1, 41)
            ),
        ),
        corners=notch,
        findings=tuple(
            finding(
                "大开间-东3",
                FindingKind.CHANGE_OF_USE,
                Rectification.FIX_BY_PLAN,
                note=f"第{n}项：" + "会议桌占用消防通道，" * (n % 9 + 1),
                deadline=date(2027, 2, 1),
            )
            for n in range(1, 201)
        ),
        checks=checks("大开间-东3", "是是是是"),
        photos=tuple(
            photo("大开间-东3", n, "工位全景，" * (n % 7 + 1), jpeg(640, 480, 60 + n * 4))
            for n in range(1, 23)
        ),
    )
    plain = content((room, over_limit()))
    unit = replace(UNIT, name=LONG_UNIT, responsible="古丽努尔·阿卜杜热合曼")
    visit_ = replace(
        plain.inspection,
        unit=LONG_UNIT,
        inspectors=("陈㛃", "李䶮", "古丽努尔·阿卜杜热合曼", "王𬀩", "何清"),
    )
    policy = plain.policy + "；" + "地方补充规定（未核对原文），" * 8
    return replace(plain, unit=unit, inspection=visit_, policy=policy)


def campaign(count: int) -> SheetContent:
    """A large visit: the same few rooms under many numbers."""
    kinds = (over_limit(), within(), borderline(), unset(), shared())
    rooms = []
    for n in range(count):
        kind = kinds[n % len(kinds)]
        room = replace(kind.card.room, number=f"{n + 101}", id=ident(f"room {n + 101}"))
        rooms.append(replace(kind, card=replace(kind.card, room=room), photos=()))
    return content(rooms)
