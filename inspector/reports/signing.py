"""The signature block: places to sign, the handwriting in them, and refusals.

Who signs is the default of the inspection rules (检查人员不少于二人, 陪同人员,
被检查单位负责人, 盖章); a signature drawn on a screen equals one by hand only where the
law says so (电子签名法 articles 13 and 14), hence the sentence at its foot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from inspector.domain.inspections import Role, Signature
from inspector.domain.sheet import SheetContent
from inspector.reports.form import Form, Value
from inspector.reports.marks import date_field, handwriting
from inspector.reports.operations import Operation
from inspector.reports.setting import Fragment
from inspector.reports.table import Cell, Strip, closed, kept, row

_LABEL = 62.0
_HIGH = 62.0
_SEAL = 78.0
_LEAST_INSPECTORS = 2
_INSET = 3.0
_NAME = 0.35
"""The most of a field's width that the printed name takes from the pen."""
_STATEMENT = "以上情况由检查人员在现场核实，读数、照片与认定意见均为现场所记。"
_LAW = (
    "屏上手写签名供现场确认之用，并与本表内容校验值绑定；本表应打印后由各方签字、盖章，"
    "扫描件随记录留存。"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person signs: whose name is expected, and the signature if it is there."""

    role: Role
    name: str
    signature: Signature | None


def signature_strips(content: SheetContent, digest: str, form: Form) -> list[Strip]:
    """The whole block, tied together so that one page holds it."""
    style = form.style
    (head,) = row(
        [form.cell(Value("签字盖章", style.heading), style.measure, label=True)],
        style,
        first=True,
    )
    strips = [head]
    strips += form.wide("说明", _LABEL, _said(_STATEMENT, form))
    places = [_places(role, content) for role in Role]
    for role_places in _two_by_two(places):
        strips += _signing_row(role_places, digest, form)
    strips += _refusals(content.signatures, form)
    strips += _seals(form)
    strips += form.wide("备注", _LABEL, _said(_LAW, form))
    strips = closed(strips, style)
    return [*kept(strips[:-1]), strips[-1]]


def _said(text: str, form: Form) -> tuple[Fragment, ...]:
    wide = form.inner(form.style.measure - _LABEL)
    return form.setter.paragraph(text, form.style.small, wide)


def _places(role: Role, content: SheetContent) -> list[Place]:
    """A place for everybody named, for everybody who signed, and at least the fewest.
    Who signed again stands there once, with the newest signature."""
    mine = [s for s in content.signatures if s.role is role]
    signed = {s.name or str(s.id): s for s in sorted(mine, key=lambda s: s.at)}
    places = [
        Place(role, name, signed.pop(name, None)) for name in _expected(role, content)
    ]
    unnamed = [place for place in places if not place.name and not place.signature]
    for signature in signed.values():
        if unnamed:
            places.remove(unnamed.pop())
        places.append(Place(role, signature.name, signature))
    return places


def _expected(role: Role, content: SheetContent) -> list[str]:
    if role is Role.ESCORT:
        return [content.inspection.escort]
    if role is Role.RESPONSIBLE:
        return [content.unit.responsible]
    names = list(content.inspection.inspectors)
    return names + [""] * (_LEAST_INSPECTORS - len(names))


def _two_by_two(roles: Sequence[Sequence[Place]]) -> list[tuple[Place | None, ...]]:
    """Inspectors two to a row; then the escort and the responsible side by side."""
    inspectors, escorts, responsible = roles
    rows: list[tuple[Place | None, ...]] = [
        (inspectors[at], *inspectors[at + 1 : at + 2])
        for at in range(0, len(inspectors), 2)
    ]
    rows += zip_longest(escorts, responsible)
    return rows


def _signing_row(places: Sequence[Place | None], digest: str, form: Form) -> list[Strip]:
    style = form.style
    wide = style.measure / 2 - _LABEL
    cells: list[Cell] = []
    for place in (*places, None)[:2]:
        if place is None:
            cells += [form.label("", _LABEL), Cell(wide)]
            continue
        field = _field(place, wide, digest, form)
        cells += [
            form.label(_two_lines(place.role), _LABEL),
            Cell(wide, (field,), bare=True),
        ]
    return row(cells, style, least=_HIGH)


def _two_lines(role: Role) -> str:
    """Parted at the sense, not where the cell happens to end."""
    return role.label.replace("单位负责人", "单位\n负责人")


def _field(place: Place, wide: float, digest: str, form: Form) -> Fragment:
    """The printed name above, the hand in the middle, the date below at the right."""
    style, setter, signature = form.style, form.setter, place.signature
    voice = style.quiet
    operations: list[Operation] = []
    y, named = _INSET, min(setter.width(place.name, voice), wide * _NAME)
    for line in setter.paragraph(place.name, voice, named + 1):
        operations += line.moved(_INSET, y)
        y += line.height
    foot = max(y + style.body.line, _HIGH - voice.line - _INSET)
    if signature and signature.refused:
        operations.append(
            setter.run("拒绝签字", style.strong, named + 8 * _INSET, foot - 2 * _INSET)
        )
    elif signature and signature.ink:
        x = named + 2 * _INSET
        operations += handwriting(
            signature.ink, x, _INSET, wide - x - _INSET, foot - _INSET
        )
    if signature and signature.content_sha256 != digest:
        changed = "签字后本表内容有变动，须重签"
        operations.append(setter.run(changed, voice, _INSET, foot + voice.baseline))
    at = signature.at if signature and not signature.refused else None
    operations += date_field(at, voice, wide - _INSET, foot + voice.baseline, setter)
    return Fragment(foot + voice.line + _INSET, tuple(operations))


def _refusals(signatures: Sequence[Signature], form: Form) -> list[Strip]:
    """Who refused and why; the row is there for the pen when nobody has."""
    said = [
        f"{s.role.label} {s.name}：{s.refused}".replace(" ：", "：")
        for s in signatures
        if s.refused
    ]
    lines = [line for text in said for line in _said(text, form)]
    wide = form.style.measure - _LABEL
    cells = [form.label("拒签原因", _LABEL), Cell(wide, tuple(lines))]
    return row(cells, form.style, least=form.style.body.line * 2)


def _seals(form: Form) -> list[Strip]:
    style = form.style
    wide = style.measure / 2 - _LABEL
    voice = style.quiet
    foot = _SEAL - voice.line - _INSET
    date = tuple(date_field(None, voice, wide - _INSET, foot + voice.baseline, form.setter))
    cells: list[Cell] = []
    for words in ("被检查单位\n（盖章）", "检查单位\n（盖章）"):
        field = Cell(wide, (Fragment(_SEAL, date),), bare=True)
        cells += [form.label(words, _LABEL), field]
    return row(cells, style)
