"""合计 and 小计 rows: a total that its own rows do not make up is worth a word."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector.domain.drafts import Fault, Severity
from inspector.sheets import cells
from inspector.sheets.archive import letters
from inspector.sheets.columns import Field, Kind
from inspector.sheets.headers import Table

_SUMMED = {
    Kind.UNITS: (Field.POSTS_TOTAL,),
    Kind.BUILDINGS: (),
    Kind.ROOMS: (Field.AREA,),
    Kind.PEOPLE: (),
}


def check_totals(table: Table, faults: list[Fault]) -> None:
    """Each total must be the sum of all rows above it, or of those since the last total."""
    if not table.totals or (table.kind is Kind.ROOMS and Field.NAME in table.where):
        return
    fields = [table.where[each] for each in _SUMMED[table.kind] if each in table.where]
    for column in [*fields, *(post.index for post in table.posts)]:
        faults.extend(_wrong(table, column))


def _wrong(table: Table, column: int) -> Iterator[Fault]:
    totals = set(table.totals)
    whole = part = Decimal(0)
    for row in sorted((*table.lines, *table.totals)):
        number = _number(table, row, column)
        if row not in totals:
            whole, part = whole + number, part + number
            continue
        if table.grid.rows[row][column] != "" and number not in {whole, part}:
            yield Fault(
                sheet=table.grid.name,
                row=row + 1,
                column=letters(column),
                read=cells.text(table.grid.rows[row][column]),
                expected=f"按明细相加应为 {part or whole}",
                severity=Severity.NOTE,
            )
        part = Decimal(0)


def _number(table: Table, row: int, column: int) -> Decimal:
    """The cell itself, not what a merged cell above it shows: that is counted once."""
    try:
        area = cells.area(table.grid.rows[row][column])
    except ValueError:
        return Decimal(0)
    return Decimal(0) if area is None else area.m2.normalize()
