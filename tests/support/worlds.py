"""Small worlds for tests: a real ledger file with a unit, rooms and people in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from inspector.actions.here import Here
from inspector.actions.inspections import Team, begin_inspection
from inspector.actions.ledgers import import_ledger
from inspector.actions.measure import Taken, keep_reading
from inspector.actions.rules import load_rulebook
from inspector.db import estate, memory
from inspector.db.ledger import Ledger
from inspector.domain.area import Area
from inspector.domain.compliance import Policy
from inspector.domain.drafts import (
    BuildingDraft,
    CourtyardDraft,
    LedgerDraft,
    OccupancyDraft,
    PersonDraft,
    RoomDraft,
    RoomKey,
    UnitDraft,
)
from inspector.domain.estate import RoomCard, RoomState, RoomUse
from inspector.domain.inspections import Inspection, Instrument, Source
from inspector.places import Home, resources

BEGUN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
UNIT = "云溪县教育局"
OTHER = "云溪县老干部活动中心（云溪县关心下一代工作委员会办公室）"
METER = Instrument("leica_disto_classic", "DISTO D2", "1234567", 1)
TEAM = Team("督查二组", ("陈㛃", "王珺祎"), "李䶮")


@dataclass
class Clock:
    """A clock that tests turn by hand; every look moves it one second."""

    at: datetime = BEGUN
    step: timedelta = field(default=timedelta(seconds=1))

    def now(self) -> datetime:
        self.at += self.step
        return self.at


def numbered_ids(seed: int = 1) -> Callable[[], UUID]:
    """Ids that are the same on every run and rise like UUIDv7."""
    dice = random.Random(seed)
    counter = iter(range(1, 1 << 40))
    fixed = 7 << 76 | 2 << 62
    return lambda: UUID(int=next(counter) << 80 | fixed | dice.getrandbits(60))


def open_here(folder: Path, clock: Clock | None = None, seed: int = 1) -> Here:
    """An empty ledger in `folder`, with the program's own standards."""
    home = Home(folder).make()
    new_id = numbered_ids(seed)
    clock = clock or Clock()
    ledger = Ledger.open(home.ledger)
    with ledger.note() as session:
        memory.make_device(session, new_id(), new_id(), clock.at)
    return Here(
        ledger=ledger,
        home=home,
        person="陈㛃",
        now=clock.now,
        new_id=new_id,
        rulebook=load_rulebook(resources() / "standards"),
        policy=Policy(),
    )


def small_draft(rooms: int = 6) -> LedgerDraft:
    """One bureau of `rooms` rooms on two floors (301 正科级 18 ㎡, 302 two 科级以下, 303 a
    meeting room, 304 副科级 ...), and a second unit with a very long name."""
    keys = [
        RoomKey("县府大院", "主楼", f"{3 + n // 20}层", f"{301 + n}") for n in range(rooms)
    ]
    people = list(_people(rooms))
    return LedgerDraft(
        source="small.xlsx",
        source_sha256="0" * 64,
        county_name="云溪县",
        county_code="339900",
        units=(
            UnitDraft(UNIT, "county", "行政机关", (("X_KE_1", 1), ("X_BELOW", 20)), 24),
            UnitDraft(OTHER, "county", "事业单位", (("X_BELOW", 3),), 3),
        ),
        courtyards=(CourtyardDraft("县府大院", "人民路1号"),),
        buildings=(BuildingDraft("县府大院", "主楼", 8, 1998, "框架"),),
        rooms=tuple(_room(key, n) for n, key in enumerate(keys)),
        people=tuple(person for person, _ in people),
        occupancies=tuple(
            OccupancyDraft(UNIT, person.name, person.key, keys[n]) for person, n in people
        ),
    )


def small_ledger(folder: Path, rooms: int = 6) -> Here:
    here = open_here(folder)
    import_ledger(here, small_draft(rooms))
    return here


def unit_id(here: Here, name: str = UNIT) -> UUID:
    return next(unit.id for unit in here.ledger.ask(estate.units) if unit.name == name)


def rooms(here: Here, name: str = UNIT) -> list[RoomCard]:
    return here.ledger.ask(estate.rooms_of, unit_id(here, name))


def visit(here: Here, *, practice: bool = False) -> Inspection:
    return begin_inspection(here, unit_id(here), TEAM, practice=practice).inspection


def taken(millimetres: float, source: Source = Source.BLE) -> Taken:
    return Taken(round(millimetres * 1000), source, METER, "后沿", None, b"\x01\x02")


def measure(here: Here, inspection: Inspection, room: UUID, *walls: float) -> None:
    """Keep readings in the default order: four walls, then the diagonals (mm)."""
    slots = ("wall1", "wall2", "wall3", "wall4", "diagonal1", "diagonal2")
    for slot, wall in zip(slots, walls, strict=False):
        keep_reading(here, inspection.id, room, slot, taken(wall))


def _room(key: RoomKey, n: int) -> RoomDraft:
    office = n % 20 != 2
    return RoomDraft(
        key=key,
        floor_level=3 + n // 20,
        unit=UNIT,
        use=RoomUse.OFFICE if office else RoomUse.SERVICE,
        use_text="办公室" if office else "会议室",
        ledger_area=Area(17_800_000 if n % 2 == 0 else 17_500_000),
        state=RoomState.IN_USE,
        remark="共用" if n % 20 == 1 else "",
    )


def _people(rooms: int) -> Iterator[tuple[PersonDraft, int]]:
    for n in range(rooms):
        if n % 20 == 0:
            yield _person(f"王珺祎{n or ''}", "X_KE_1", "正科级", "局长"), n
        elif n % 20 == 1:
            yield _person(f"李䶮{n}", "X_BELOW", "科员", "科员"), n
            yield _person(f"赵明{n}", "X_BELOW", "科员", "科员"), n
        elif n % 20 == 3:
            yield _person(f"陈㛃{n}", "X_KE_2", "副科级", "副局长"), n
        elif n % 20 > 3:
            yield _person(f"周平{n}", "X_BELOW", "科员", "科员"), n


def _person(name: str, rank: str, text: str, post: str) -> PersonDraft:
    return PersonDraft(
        unit=UNIT,
        name=name,
        key="",
        rank=rank,
        rank_text=text,
        post=post,
        counted=True,
        party_gov_chief=False,
    )
