"""Makes the sample ledger of an invented county, and the truth on site for practice.

    python packaging/sample.py [--out resources/samples]

Writes `云溪县办公用房台账.xlsx` and `practice.json`. Every figure comes from one seed and
no clock is read, so equal input gives equal bytes. In `practice.json` a room's truth is
six whole micrometres: the walls AB, BC, CD, DA and the diagonals AC, BD of its corners
taken round the room, under courtyard, building, floor and number as the reader of
ledgers spells them.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import sample_places
import sample_units
from sample_book import Book
from sample_county import Dice, Sample, Truth

ROOT = Path(__file__).resolve().parent.parent
COUNTY = Path(__file__).with_name("sample_county.toml")
SEED = 339_921


def make(dice: Dice) -> Sample:
    data = tomllib.loads(COUNTY.read_text(encoding="utf-8"))
    yards = sample_units.yards(data, dice)
    units = sample_units.units(data, yards, dice)
    sample_places.place(data, yards, units, dice)
    return Sample(data, yards, units)


def write_practice(sample: Sample, path: Path) -> None:
    """The truth on site; a line for each building keeps the file readable by people."""
    listed: dict[str, dict[str, dict[str, dict[str, Truth]]]] = {}
    unlisted = []
    for yard in sample.yards:
        for room in yard.rooms:
            house = room.house.name if room.house else ""
            if room.listed:
                floors = listed.setdefault(yard.name, {}).setdefault(house, {})
                floors.setdefault(room.floor_label, {})[room.number] = room.truth
            else:
                unlisted.append(
                    {
                        "courtyard": yard.name,
                        "building": house,
                        "floor": room.floor_label,
                        "number": room.number,
                        "unit": room.unit.name if room.unit else "",
                        "use": room.detail,
                        "occupants": [person.name for person in room.people],
                        "truth": room.truth,
                    }
                )
    head = {
        "county": sample.data["code"],
        "order": ["AB", "BC", "CD", "DA", "AC", "BD"],
        "unit": "um",
    }
    parts = [_compact(head)[1:-1], f'"unlisted":[\n{_lines(unlisted)}\n]']
    yards = [
        f"{_compact(yard)}:{{\n"
        + ",\n".join(
            f"{_compact(name)}:{_compact(floors)}" for name, floors in houses.items()
        )
        + "\n}"
        for yard, houses in listed.items()
    ]
    parts.append('"listed":{\n' + ",\n".join(yards) + "\n}")
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8", newline="\n")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lines(values: Sequence[object]) -> str:
    return ",\n".join(map(_compact, values))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "samples")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    dice = Dice(SEED)
    sample = make(dice)
    workbook = out / f"{sample.data['name']}办公用房台账.xlsx"
    Book(sample, workbook, dice).write()
    write_practice(sample, out / "practice.json")
    for path in (workbook, out / "practice.json"):
        print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
