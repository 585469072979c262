"""Puts the rooms of the sample county where such rooms are, and measures them.

A unit fills neighbouring rooms and floors; its leaders sit in its middle, on the third
floor to the sixth, the head next to the office. Guards, post and stores lie low, idle
rooms at the ends. Below ground there is only plant, cars, stores and archives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import isqrt
from typing import Any

from sample_county import OFFICE, Dice, House, Room, Unit, Yard

WRONG, SKEW = 90, 0.02
ROUGH = 2500
"""A corner lies within so many micrometres of where the drawing has it: rougher walls
would make a check of every room, and a check is to be the exception."""
_BEST = range(3, 7)
"""Floors for leaders: above the street, below the roof."""


def place(data: dict[str, Any], yards: list[Yard], units: list[Unit], dice: Dice) -> None:
    _plant(data, yards, units, dice)
    _idle(data, yards, units, dice)
    for yard in yards:
        for house, runs in _runs(yard, units).items():
            _fill(yard, house, runs)
        _number(yard)
    _measure(yards, dice)


def _plant(data: dict[str, Any], yards: list[Yard], units: list[Unit], dice: Dice) -> None:
    """Equipment of each house, with the unit that looks after the courtyard."""
    words = data["words"]
    for yard in yards:
        own = [unit for unit in units if unit.yard is yard]
        keeper = next((u for u in own if "机关事务" in u.name), own[0])
        for house in yard.houses:
            lines = [line for line in words["equipment"].split("\n") if line]
            plan = [(line, "低") for line in lines[: 1 + house.floors // 3]]
            plan += [(words["roof"], "顶")] if house.floors > 4 else []
            for line, where in plan:
                detail, low, high = line.split()
                kind = "设备用房" if dice.chance(0.6) else detail
                yard.rooms.append(
                    _room((keeper, kind, detail, where), house, (low, high), dice)
                )
            below = words["basement"].split("\n") if house.tall else []
            for line in filter(None, below):
                kind, detail, low, high = line.split()
                yard.rooms.append(
                    _room((keeper, kind, detail, "底"), house, (low, high), dice)
                )


def _room(
    what: tuple[Unit, str, str, str], house: House, size: tuple[str, str], dice: Dice
) -> Room:
    unit, kind, detail, where = what
    target = dice.between(int(size[0]) * 10, int(size[1]) * 10) * 100_000
    return Room(unit, kind, detail, target, where=where, house=house)


def _idle(data: dict[str, Any], yards: list[Yard], units: list[Unit], dice: Dice) -> None:
    """Idle and vacant rooms up to the county's number."""
    rooms = [room for yard in yards for room in yard.rooms]
    rooms += [room for unit in units for room in unit.rooms]
    short = data["rooms"] - sum(room.listed for room in rooms)
    if short < 60:
        raise SystemExit(f"only {short} rooms are left to be idle: fewer service rooms")
    houses = [
        (yard, house)
        for yard in yards
        for house in yard.houses
        for _ in range(house.floors)
    ]
    for index in range(short):
        yard, house = dice.one(houses)
        room = Room(None, OFFICE, "", dice.between(110, 280) * 100_000, state="闲置")
        room.house, room.where = house, dice.one(("低", "低", "低", "顶"))
        if index % 3 == 0:
            unit = dice.one([unit for unit in units if unit.yard is yard])
            room.unit, room.state, room.detail = unit, "空置", "办公室"
            room.house, room.where = unit.house, "随"
        if index % 11 == 0:
            room.state = dice.one(("封存", "出租", "出借", "维修"))
            room.remark = "2024年起" if room.state == "出租" else ""
        (room.unit.rooms if room.unit else yard.rooms).append(room)


def _runs(yard: Yard, units: list[Unit]) -> dict[House, list[list[Room]]]:
    """The rooms of each house: what is placed by itself first, then a list for a unit."""
    runs: dict[House, list[list[Room]]] = {
        house: [[r for r in yard.rooms if r.house is house]] for house in yard.houses
    }
    here = [unit for unit in units if unit.yard is yard]
    yard.rooms = [room for room in yard.rooms if room.house is None]
    for unit in sorted(here, key=_weight):
        if unit.house is not None:
            runs[unit.house].append(unit.rooms)
            continue
        floors = sum(house.floors for house in yard.houses)
        rest = [room for room in unit.rooms if room.where != "领"]
        whole, used = len(unit.rooms), 0
        first = [room for room in unit.rooms if room.where == "领"]
        for house in yard.houses:
            share = max(0, whole * house.floors // floors - len(first))
            last = house is yard.houses[-1]
            part = rest[used:] if last else rest[used : used + share]
            runs[house].append(first + part)
            used, first = used + len(part), []
    return runs


def _weight(unit: Unit) -> int:
    """Who needs most floors for leaders comes lowest."""
    return -len(unit.rooms) - 2 * sum(room.where == "领" for room in unit.rooms)


def _fill(yard: Yard, house: House, runs: list[list[Room]]) -> None:
    """Floors from the street up, one after another, as many rooms on each."""
    rooms = [room for run in runs for room in run]
    below = [room for room in rooms if room.where == "底"]
    low = [room for room in rooms if room.where == "低"]
    top = [room for room in rooms if room.where == "顶"]
    each = -(-(len(rooms) - len(below)) // house.floors)
    order = list(low)
    units = [[room for room in run if room.where in {"随", "领"}] for run in runs]
    units = [own for own in units if own]
    if len(units) > 1 and len(order) + len(units[0]) < 2 * each + _many(units[0]):
        staff = sum(len(own) - _many(own) for own in units[:2])
        short = max(0, 2 * each - len(order) - staff)
        idle = [room for room in top if room.unit is None][:short]
        order, top = order + idle, [room for room in top if room not in idle]
        order += _stacked(units.pop(0), units.pop(0), 2 * each - len(order))
    for own in units:
        order += _around(own, len(order), each)
    for index, room in enumerate(order + top):
        room.house, room.floor = house, 1 + index // each
    for room in below:
        room.house, room.floor = house, -1
    yard.rooms += below + order + top


def _many(own: Sequence[Room]) -> int:
    return sum(room.where == "领" for room in own)


def _stacked(first: list[Room], second: list[Room], below: int) -> list[Room]:
    """Two units side by side on two floors, where the first alone does not reach the
    third: the staff `below`, the leaders above."""
    one, two = ([r for r in unit if r.where == "领"] for unit in (first, second))
    rest, other = ([r for r in unit if r.where != "领"] for unit in (first, second))
    short = max(0, below - len(rest))
    return rest + other[:short] + one + two + other[short:]


def _around(own: Sequence[Room], start: int, each: int) -> list[Room]:
    """A unit's rooms in walking order: the leaders' come where the floors suit best, and
    from either end of the corridor."""
    leaders = [room for room in own if room.where == "领"]
    rest = [room for room in own if room.where != "领"]

    def cost(how: tuple[int, bool]) -> tuple[int, int, int, int]:
        offset, turned = how
        floors = [1 + (start + offset + i) // each for i in range(len(leaders))]
        outside = sum(floor not in _BEST for floor in floors)
        # the head, the head's rest room and the office stand at the block's end
        apart = len(set(floors[:3] if turned else floors[-3:]))
        return outside, apart, len(set(floors)), abs(offset - len(rest) // 2)

    ways = [(offset, turned) for offset in range(len(rest) + 1) for turned in (False, True)]
    best, turned = min(ways, key=cost)
    return rest[:best] + (leaders[::-1] if turned else leaders) + rest[best:]


def _number(yard: Yard) -> None:
    used: Counter[tuple[House, int]] = Counter()
    for room in yard.rooms:
        assert room.house is not None
        used[room.house, room.floor] += 1
        index = used[room.house, room.floor]
        letter = room.house.name[0] if yard.number_style == "l" else ""
        if room.floor < 0:
            room.number = f"B1{index:02d}"
        elif yard.number_style == "z":
            room.number = f"{room.floor:02d}{index:02d}"
        else:
            room.number = f"{letter}{room.floor}{index:02d}"
    order = {house: index for index, house in enumerate(yard.houses)}
    yard.rooms.sort(key=lambda r: (order[r.house] if r.house else 0, r.floor, r.number))


def _measure(yards: list[Yard], dice: Dice) -> None:
    """The truth of every room, and what the ledger made of it."""
    rooms = [room for yard in yards for room in yard.rooms]
    for room in rooms:
        room.truth, room.square = _walls(room, dice)
        while room.exact and abs(room.square - room.target * 10**6) > 3 * 10**9:
            room.truth, room.square = _walls(room, dice)
        room.hundredths = (room.square + 5 * 10**9) // 10**10 + dice.between(-3, 3)
    listed = [room for room in rooms if room.listed]
    over = [r for r in listed if r.people and r.square > r.limit * 10**12]
    for room in dice.several(over, WRONG * 3 // 5):
        room.hundredths = room.limit * dice.between(90, 100)
    sound = [r for r in listed if r not in over]
    for room in dice.several(sound, WRONG * 2 // 5):
        room.hundredths = room.square * dice.one((82, 88, 109, 115)) // 10**12
    for room in dice.several([r for r in listed if not r.people], 6):
        room.hundredths = None


def _walls(room: Room, dice: Dice) -> tuple[tuple[int, int, int, int, int, int], int]:
    """A room as deep as its house: nearly a rectangle, now and then a skew one; a small
    one is not narrower than it must be, and a hall is deeper."""
    assert room.house is not None
    target = room.target
    depth = min(room.house.depth, isqrt(target * 16 // 10))
    depth = max(depth, isqrt(target * 10 // 22))
    width = target // depth
    bend = 400_000 if dice.chance(SKEW) and not room.straight else 0
    shift = dice.between(bend // 3, bend) if bend else 0
    x = [0, width * 1000, width * 1000 + shift, shift // 2]
    y = [0, 0, depth * 1000, depth * 1000]
    x = [value + dice.between(-ROUGH, ROUGH) for value in x]
    y = [value + dice.between(-ROUGH, ROUGH) for value in y]
    pairs = ((0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3))
    a, b, c, d, p, q = (isqrt((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2) for i, j in pairs)
    twice = sum(x[i] * y[(i + 1) % 4] - x[(i + 1) % 4] * y[i] for i in range(4))
    return (a, b, c, d, p, q), abs(twice) // 2
