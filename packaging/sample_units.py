"""Invents the units of the sample county: their people, offices and service rooms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sample_county import HEAD, LIMITS, OFFICE, STAFF, Dice, House, Person, Room, Unit, Yard

OVER, NEAR, UNLISTED, SECOND = 0.06, 0.03, 40, 46
_RANK_TEXTS = (
    ("县级正职", "县处级正职"),
    ("县级副职", "县级副职", "县处级副职"),
    ("正科级", "正科级", "乡科级正职"),
    ("副科级", "副科级", "乡科级副职"),
    ("科级以下", "科级以下", "科员"),
    ("乡级正职", "乡级正职", "正科级"),
    ("乡级副职", "乡级副职", "副科级"),
    ("乡级以下", "乡级以下", "科员"),
)
_HEADS = {
    "室": "主任",
    "处": "主任",
    "中心": "主任",
    "部": "主任",
    "队": "队长",
    "所": "所长",
    "庭": "庭长",
    "局": "局长",
}
"""What the head of a department is called, by how its name ends; else 科长."""


def units(data: dict[str, Any], yards: list[Yard], dice: Dice) -> list[Unit]:
    """Every unit with its people and rooms; nobody has a place yet."""
    lines = [line.split("|") for line in data["units"].split("\n") if line]
    rest = data["people"] - sum(int(line[3]) for line in lines)
    names = _names(data["names"], dice)
    made: list[Unit] = []
    for name, kind, place, size, team in lines:
        yard_index, _, house = place.partition(".")
        yard = yards[int(yard_index)]
        unit = Unit(name, kind, yard, yard.houses[int(house)] if house else None)
        _leaders(unit, data["teams"][team], names, dice)
        parts = data["departments"].get(team, data["departments"]["其他"]).split()
        _staff(unit, (int(size) or rest, parts), names, (data, dice))
        unit.rooms += _offices(unit, parts[0], dice)
        unit.rooms += _service(unit, data, dice)
        made.append(unit)
    _namesakes(made, dice)
    _for_practice([unit for unit in made if unit.name in data["practice"]["units"]], dice)
    _second_rooms(made, dice)
    return made


def yards(data: dict[str, Any], dice: Dice) -> list[Yard]:
    made = [_yard(line.split("|")) for line in data["courtyards"].split("\n") if line]
    for yard in made:
        for house in yard.houses:
            house.depth = dice.one((4760, 5060, 5360, 5660, 5960))
    return made


def _yard(parts: list[str]) -> Yard:
    name, address, number_style, floor_style, houses = parts
    split = [each.split("/") for each in houses.split(";")]
    return Yard(
        name=name,
        address=address,
        number_style=number_style,
        floor_style=floor_style,
        houses=[House(h[0], int(h[1]), int(h[2]), h[3]) for h in split],
    )


def _names(words: dict[str, str], dice: Dice) -> Iterator[str]:
    """Names without end: surnames by frequency, one or two characters, some rare."""
    family: list[str] = []
    for name, share in re.findall(r"(\D+)(\d+)", words["family"]):
        family += [name] * int(share)
    given_names = words["given"].split()
    while True:
        given = dice.one(given_names)
        if dice.chance(0.6):
            given = dice.one(words["first"]) + dice.one(words["second"])
        if dice.chance(0.012):
            given = dice.one(words["rare"]) + (given[:1] if dice.chance(0.5) else "")
        yield dice.one(family) + given


def _leaders(unit: Unit, team: str, names: Iterator[str], dice: Dice) -> None:
    for line in team.split(";"):
        place, post, count = line.split(" ")
        for _ in range(int(count)):
            _person(unit, next(names), (int(place), post, ""), dice)


def _staff(
    unit: Unit,
    plan: tuple[int, list[str]],
    names: Iterator[str],
    chance: tuple[dict[str, Any], Dice],
) -> None:
    """Department after department, each with its head first."""
    size, parts = plan
    data, dice = chance
    rank = 7 if unit.township else 4
    short = size - len(unit.people)
    parts = parts[: max(2, min(len(parts), 1 + short // 7))]
    for index, part in enumerate(parts):
        count = (index + 1) * short // len(parts) - index * short // len(parts)
        for place in range(count):
            post, standing = _post(part, place, data, dice)
            _person(unit, next(names), (rank, post, standing), dice)
            unit.people[-1].department = part
    for place in range(len(LIMITS)):
        held = sum(1 for p in unit.people if p.rank == place and p.counted)
        spare = dice.between(-2, 6) if place == rank else dice.below(2) if held > 2 else 0
        unit.posts[place] = max(0, held + spare)


def _post(part: str, place: int, data: dict[str, Any], dice: Dice) -> tuple[str, str]:
    head = next((title for tail, title in _HEADS.items() if part.endswith(tail)), "科长")
    if place < 2:
        title = head if place == 0 else f"副{head}"
        return f"{part}{title}", ""
    if dice.chance(0.045):
        return dice.one(("文员", "文员", "驾驶员")), "编外聘用"
    standing = "借调" if dice.chance(0.012) else ""
    return f"{part}{dice.one(data['words']['staff_posts'])}", standing


def _person(unit: Unit, name: str, place: tuple[int, str, str], dice: Dice) -> None:
    rank, post, standing = place
    own = "事业编制" if "事业" in unit.kind else "行政编制"
    if not standing and rank in STAFF and dice.chance(0.3):
        own = "事业编制"
    unit.people.append(
        Person(
            unit=unit,
            name=name,
            number="",
            rank=rank,
            rank_text="—" if standing == "编外聘用" else dice.one(_RANK_TEXTS[rank]),
            post=post,
            standing=standing or own,
        )
    )


def _namesakes(made: list[Unit], dice: Dice) -> None:
    """Staff numbers for all; in three units two people share a name."""
    for unit in dice.several([u for u in made if len(u.people) > 80], 3):
        first, second = dice.several([p for p in unit.people if p.rank in STAFF], 2)
        second.name = first.name
    people = [person for unit in made for person in unit.people]
    for number, person in enumerate(people, start=1):
        person.number = f"{number:05d}"


def _offices(unit: Unit, office: str, dice: Dice) -> list[Room]:
    """A room for each leader, deputies first and the head last, next to the office of the
    unit; then the departments, whose people sit together."""
    leaders = [p for p in unit.people if p.rank not in STAFF]
    rooms = [
        Room(unit, OFFICE, HEAD, 0, [leader], where="领")
        for leader in sorted(leaders[1:], key=lambda p: -p.rank) + leaders[:1]
    ]
    staff = [p for p in unit.people if p.rank in STAFF]
    while staff:
        part = staff[0].department
        size = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6)[dice.below(10)]
        group = [person for person in staff[:size] if person.department == part]
        staff = staff[len(group) :]
        rooms.append(Room(unit, OFFICE, part, 0, group))
    next(room for room in rooms if room.detail == office).where = "领"
    for room in rooms:
        _size_office(room, dice)
    return rooms


def _size_office(room: Room, dice: Dice) -> None:
    """Some truly over the limit, a few within a hair of it, the rest below it."""
    share = dice.between(740, 975)
    if dice.chance(OVER):
        share = dice.between(1030, 1360)
    elif dice.chance(NEAR):
        share = dice.between(994, 1006)
    room.target = room.limit * 1000 * share
    for person in room.people:
        person.rooms.append(room)
    if len(room.people) > 1 and dice.chance(0.6):
        room.remark = dice.one(("共用", f"{len(room.people)}人共用", "多人共用"))


def _for_practice(made: list[Unit], dice: Dice) -> None:
    """One office clearly over, one that its own uncertainty cannot settle, one shared."""
    for unit in made:
        offices = [room for room in unit.rooms if room.people and room.people[0].counted]
        over, near = dice.several([r for r in offices if r.detail == HEAD], 2)
        over.target = over.limit * 1000 * dice.between(1090, 1280)
        near.target, near.exact = near.limit * 1_000_000, True
        shared = next(r for r in offices if 1 < len(r.people) < 4)
        shared.target = shared.limit * 1000 * dice.between(820, 940)
        for room in (over, near, shared):
            room.straight = True


def _service(unit: Unit, data: dict[str, Any], dice: Dice) -> list[Room]:
    words = [line.split() for line in data["words"]["service"].split("\n") if line]
    rooms = []
    for index in range(4 + len(unit.people) // 6):
        detail, low, high, where = words[index % len(words)]
        target = dice.between(int(low) * 10, int(high) * 10) * 100_000
        kind = "服务用房" if dice.chance(0.5) else detail
        shared = detail == "会议室" and dice.chance(0.2)
        remark = "与相邻单位共用" if shared else ""
        rooms.append(Room(unit, kind, detail, target, remark=remark, where=where))
    for line in data["technical"].get(unit.name, "").split(";"):
        if line:
            detail, low, high, count = line.split()
            for _ in range(int(count)):
                target = dice.between(int(low) * 10, int(high) * 10) * 100_000
                rooms.append(Room(unit, "技术业务用房", detail, target))
    return rooms


def _second_rooms(made: list[Unit], dice: Dice) -> None:
    """Leaders with another office in another house, and rooms on site that the ledger does
    not list."""
    leaders = [p for unit in made for p in unit.people if p.rank in {0, 1, 2, 5}]
    for person in dice.several(leaders, SECOND):
        room = Room(person.unit, OFFICE, OFFICE, 0, [person])
        _size_office(room, dice)
        room.remark = dice.one(("", "兼任工作用房", "第二办公室"))
        unit = person.unit
        seat = unit.house or unit.yard.houses[0]
        room.house = dice.one([h for h in unit.yard.houses if h is not seat])
        room.where = "顶"
        unit.yard.rooms.append(room)
    for unit in dice.several(made, UNLISTED):
        person = dice.one([p for p in unit.people if p.rank not in STAFF])
        detail = dice.one(("休息室", "办公室", "储藏室", "接待室"))
        room = Room(unit, OFFICE, detail, dice.between(80, 240) * 100_000, listed=False)
        if detail in {"休息室", "办公室"}:
            room.people = [person]
            room.where = "领"
            unit.rooms.insert(unit.rooms.index(person.rooms[0]) + 1, room)
        else:
            unit.rooms.append(room)
