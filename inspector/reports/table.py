"""Rows of cells as strips: what a page takes whole, with the rules around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspector.reports.operations import Line, Operation, Rectangle
from inspector.reports.setting import Fragment, stacked
from inspector.reports.style import Style

PIECE = 140.0
"""How tall a row grows, in points, before a page may part it."""
FOLLOWING = 20.0
"""How much of a parted row goes on together."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page's column, as wide as the type area.

    `ground` lies under the rules of its neighbours too. `keep` ties it to the next strip.
    `repeat` is drawn above it, `opening` with it, when
    it comes first on a page; `closing` when it comes last (measured from its bottom).
    """

    height: float
    operations: tuple[Operation, ...] = ()
    ground: tuple[Operation, ...] = ()
    keep: bool = False
    repeat: tuple[Strip, ...] = ()
    opening: tuple[Operation, ...] = ()
    closing: tuple[Operation, ...] = ()
    blank: bool = False
    """Space only: it vanishes at the top of a page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`wide` is how much of the row it takes; a `bare` cell has no padding."""

    wide: float
    fragments: tuple[Fragment, ...] = ()
    shaded: bool = False
    bare: bool = False
    whole: bool = False
    """All of it stands in the row's first piece."""
    top: bool = False


def space(height: float) -> Strip:
    return Strip(height, blank=True)


def kept(strips: Sequence[Strip]) -> list[Strip]:
    """All of them tied together and to whatever follows."""
    return [replace(strip, keep=True) for strip in strips]


def under(head: Sequence[Strip], strips: Sequence[Strip]) -> list[Strip]:
    """The strips of a table whose head comes again on every page they reach.

    At least two rows go to a page together, at the head and at the end.
    """
    rows = [replace(strip, repeat=tuple(head)) for strip in strips]
    if len(rows) > 1:
        rows[0] = replace(rows[0], keep=True)
        rows[-2] = replace(rows[-2], keep=True)
    return [*kept(head), *rows]


def row(
    cells: Sequence[Cell],
    style: Style,
    *,
    first: bool = False,
    least: float = 0.0,
    limit: float = PIECE,
) -> list[Strip]:
    """One row; it is parted wherever it has grown to `limit`."""
    pieces = _pieces(cells, style, limit)
    strips = [_strip(piece, style, least, split=len(pieces) > 1) for piece in pieces]
    if first:
        top = strips[0].opening
        strips[0] = replace(strips[0], operations=(*top, *strips[0].operations))
    rule = Line(
        style.left,
        strips[-1].height,
        style.left + style.measure,
        strips[-1].height,
        style.hairline,
        style.grid,
    )
    strips[-1] = replace(strips[-1], operations=(*strips[-1].operations, rule))
    return strips


def closed(strips: Sequence[Strip], style: Style) -> list[Strip]:
    """The same strips with the frame's lower edge under the last."""
    last = strips[-1]
    edge = tuple(line.moved(0, last.height) for line in last.closing)
    return [*strips[:-1], replace(last, operations=(*last.operations, *edge))]


def _pieces(cells: Sequence[Cell], style: Style, limit: float) -> list[list[Cell]]:
    """The row cut at its fragments, the first piece as soon as it reaches the limit."""
    cut = [list(_chunks(_padded(cell, style), cell, limit)) for cell in cells]
    count = max(len(chunks) for chunks in cut)
    return [
        [
            replace(cell, fragments=chunks[n] if n < len(chunks) else ())
            for cell, chunks in zip(cells, cut, strict=True)
        ]
        for n in range(count)
    ]


def _padded(cell: Cell, style: Style) -> tuple[Fragment, ...]:
    pad = () if cell.bare else (Fragment(style.pad_y),)
    return (*pad, *cell.fragments, *pad)


def _chunks(
    fragments: Sequence[Fragment], cell: Cell, limit: float
) -> Iterator[tuple[Fragment, ...]]:
    """One run that reaches the limit, then short ones; padding starts no run of its own."""
    if cell.whole:
        yield tuple(fragments)
        return
    chunk: list[Fragment] = []
    for fragment in fragments:
        begun = any(before.operations for before in chunk)
        if fragment.operations and begun and stacked(chunk) >= limit:
            yield tuple(chunk)
            chunk, limit = [], min(limit, FOLLOWING)
        chunk.append(fragment)
    yield tuple(chunk)


def _strip(cells: Sequence[Cell], style: Style, least: float, *, split: bool) -> Strip:
    height = max(least, *(stacked(cell.fragments) for cell in cells))
    operations: list[Operation] = []
    ground: list[Operation] = []
    x = style.left
    for cell in cells:
        if cell.shaded:
            ground.append(Rectangle(x, 0, cell.wide, height, fill=style.shade))
        operations += _cell(cell, x, height, style, at_top=cell.top or cell.bare or split)
        if x > style.left:
            operations.append(Line(x, 0, x, height, style.hairline, style.grid))
        x += cell.wide
    right = style.left + style.measure
    operations += [Line(edge, 0, edge, height, style.frame) for edge in (style.left, right)]
    edge = (Line(style.left, 0, right, 0, style.frame),)
    return Strip(height, tuple(operations), tuple(ground), opening=edge, closing=edge)


def _cell(
    cell: Cell, x: float, height: float, style: Style, *, at_top: bool
) -> Iterator[Operation]:
    inset = 0 if cell.bare else style.pad_x
    y = 0.0 if at_top else (height - stacked(cell.fragments)) / 2
    for fragment in cell.fragments:
        yield from fragment.moved(x + inset, y)
        y += fragment.height
