"""A draft is kept whole, parents before children, with ids in the workbook's order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspector.actions.here import Here
from inspector.db import estate, imports
from inspector.db.tables import FloorRow, OccupancyRow, PersonRow, PostsRow, RoomRow
from inspector.domain.drafts import LedgerDraft, UnitDraft
from inspector.domain.estate import County
from worlds import Clock, numbered_ids, open_here, small_draft

COUNTY = County("339900", "云溪县", "浙江省")


def _keep(here: Here, draft: LedgerDraft) -> None:
    with here.ledger.write(here.act("import_ledger")) as session:
        imports.keep_draft(session, draft, COUNTY, numbered_ids(7), str.lower)


def _count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_everything_of_the_draft_is_there(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    draft = small_draft(45)
    _keep(here, draft)

    ask = here.ledger.ask
    assert ask(estate.county) == COUNTY
    assert ask(_count, RoomRow) == len(draft.rooms) == 45
    assert ask(_count, PersonRow) == len(draft.people)
    assert ask(_count, OccupancyRow) == len(draft.occupancies)
    assert ask(_count, FloorRow) == 3
    assert ask(_count, PostsRow) == 3
    here.ledger.close()


def test_ids_rise_in_the_workbooks_order(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    _keep(here, small_draft(30))

    def numbers(session: Session) -> list[str]:
        return list(session.scalars(select(RoomRow.number).order_by(RoomRow.id)))

    assert here.ledger.ask(numbers) == [f"{301 + n}" for n in range(30)]
    here.ledger.close()


def test_a_room_of_no_unit_and_a_unit_of_no_room_are_kept(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    draft = small_draft()
    loose = replace(draft.rooms[5], unit=None, ledger_area=None, remark="锁闭")
    alone = UnitDraft("云溪县供销社", "county", "事业单位", (), 0, "赵明", "钱多", "注")
    draft = replace(
        draft,
        rooms=(*draft.rooms[:5], loose),
        units=(*draft.units, alone),
        people=draft.people[:3],
        occupancies=(),
    )
    _keep(here, draft)

    line = next(one for one in here.ledger.ask(estate.room_lines) if one.number == "306")
    assert (line.unit_id, line.ledger_area, line.remark) == (None, None, "锁闭")
    kept = next(u for u in here.ledger.ask(estate.units) if u.name == alone.name)
    assert (kept.posts, kept.responsible, kept.office_head) == ((), "赵明", "钱多")
    assert (kept.initials, kept.remark) == ("云溪县供销社", "注")
    here.ledger.close()


def test_a_draft_of_nothing_keeps_only_the_county(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    _keep(here, LedgerDraft("empty.xlsx", "0" * 64, "云溪县", "339900"))

    counts = here.ledger.ask(estate.counts)
    assert (counts.units, counts.rooms, counts.people) == (0, 0, 0)
    assert here.ledger.ask(estate.county) == COUNTY
    here.ledger.close()


def test_two_people_of_one_name_stay_two(tmp_path: Path) -> None:
    here = open_here(tmp_path)
    draft = small_draft()
    twin = replace(draft.people[0], key="2", rank="X_BELOW", rank_text="科员")
    seat = replace(draft.occupancies[0], key="2", room=draft.rooms[4].key)
    draft = replace(
        draft,
        people=(*draft.people, twin),
        occupancies=(*draft.occupancies, seat),
    )
    _keep(here, draft)

    cards = {c.room.number: c for c in here.ledger.ask(estate.search, twin.name)}
    assert set(cards) == {"301", "305"}
    ranks = {p.rank for c in cards.values() for p in c.occupants if p.name == twin.name}
    assert ranks == {"X_KE_1", "X_BELOW"}
    here.ledger.close()


def test_the_same_ids_and_clock_give_the_same_ledger(tmp_path: Path) -> None:
    found: list[list[UUID]] = []
    for name in ("one", "two"):
        here = open_here(tmp_path / name, Clock())
        _keep(here, small_draft())
        found.append([line.id for line in here.ledger.ask(estate.room_lines)])
        here.ledger.close()
    assert found[0] == found[1]
