"""`inspector ledger`: a ledger in from Excel, and its rooms out as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from inspector.actions.here import Here
from inspector.actions.ledgers import import_ledger
from inspector.commands.opening import open_existing
from inspector.db import estate
from inspector.domain.drafts import Fault, LedgerDraft
from inspector.domain.estate import RoomCard
from inspector.places import Home
from inspector.sheets.ledger import read_ledger
from inspector.start import open_here

REFUSED = 3


@click.group()
def ledger() -> None:
    """台账：导入 Excel、列出房间。"""


@ledger.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--ledger",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="台账所在的文件夹；没有时新建。",
)
@click.option("--dry-run", is_flag=True, help="只检查，不导入。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def import_(file: Path, folder: Path, *, dry_run: bool, as_json: bool) -> None:
    """从 Excel 文件整体导入一份台账；有任何一行被拒绝时，什么也不导入。"""
    draft = read_ledger(file)
    kept = False
    if not draft.refused and not dry_run:
        here = open_here(Home(folder).make())
        try:
            import_ledger(here, draft)
        finally:
            here.ledger.close()
        kept = True
    if as_json:
        click.echo(json.dumps(_facts(draft, kept=kept), ensure_ascii=False, indent=1))
    else:
        _tell(draft, kept=kept)
    if draft.refused:
        sys.exit(REFUSED)


@ledger.command("rooms")
@click.option(
    "--ledger",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="台账所在的文件夹。",
)
@click.option("--unit", help="只列这一个单位的房间。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def rooms(folder: Path, unit: str | None, *, as_json: bool) -> None:
    """列出房间：单位、楼座、楼层、房号、台账面积、使用人。"""
    here = open_existing(folder)
    try:
        found = [_room(card) for card in _cards(here, unit)]
    finally:
        here.ledger.close()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for room in found:
        people = "、".join(person["name"] for person in room["occupants"])
        click.echo(
            f"{room['unit']}\t{room['building']}\t{room['floor']}\t{room['number']}"
            f"\t{room['usable_area_m2'] or '未登记'}\t{people}"
        )


def _cards(here: Here, unit: str | None) -> list[RoomCard]:
    units = [u for u in here.ledger.ask(estate.units) if unit in (None, u.name)]
    return [card for u in units for card in here.ledger.ask(estate.rooms_of, u.id)]


def _room(card: RoomCard) -> dict[str, Any]:
    area = card.room.ledger_area
    return {
        "unit": card.unit,
        "courtyard": card.courtyard,
        "building": card.building,
        "floor": card.floor,
        "number": card.room.number,
        "usable_area_m2": area.m2_text() if area else None,
        "category": card.room.use.value,
        "use": card.room.use_text,
        "occupants": [{"name": p.name, "rank": p.rank} for p in card.occupants],
    }


def _facts(draft: LedgerDraft, *, kept: bool) -> dict[str, Any]:
    return {
        "kept": kept,
        "sheets": [
            {
                "name": sheet.name,
                "header_rows": list(sheet.header_rows),
                "mapping": dict(sheet.mapping),
                "rows": sheet.rows,
            }
            for sheet in draft.sheets
        ],
        "added": {
            "units": len(draft.units),
            "buildings": len(draft.buildings),
            "rooms": len(draft.rooms),
            "people": len(draft.people),
            "occupancies": len(draft.occupancies),
        },
        "changed": {},
        "refused": [_fault(fault) for fault in draft.refused],
        "notes": [_fault(fault) for fault in draft.notes],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault), "severity": fault.severity.value}


def _where(fault: Fault) -> str:
    """Some faults are of a whole sheet, or of the whole file."""
    sheet = f"“{fault.sheet}”" if fault.sheet else "整个文件"
    row = f" 第 {fault.row} 行" if fault.row else ""
    return f"{sheet}{row}{f' {fault.column} 列' if fault.column else ''}"


def _tell(draft: LedgerDraft, *, kept: bool) -> None:
    for fault in (*draft.refused, *draft.notes):
        click.echo(
            f"{fault.severity.label}\t{_where(fault)}\t读到“{fault.read}”；{fault.expected}。"
        )
    units, rooms, people = len(draft.units), len(draft.rooms), len(draft.people)
    counts = f"单位 {units} 个，房间 {rooms} 间，人员 {people} 名"
    done = "已导入" if kept else "未导入"
    faults = f"不能导入 {len(draft.refused)} 处，提示 {len(draft.notes)} 处"
    click.echo(f"{done}：{counts}；{faults}。")
