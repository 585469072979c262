"""One room on the sheet: what the ledger says, what was read, what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inspector.domain.area import ZERO
from inspector.domain.estate import Occupant
from inspector.domain.findings import Finding, FindingKind
from inspector.domain.inspections import Check, Instrument, ReadingRecord
from inspector.domain.lengths import SLOT_LABELS
from inspector.domain.sheet import SheetPhoto, SheetRoom
from inspector.reports import wording
from inspector.reports.form import Column, Form, Value
from inspector.reports.jpeg import jpeg_size
from inspector.reports.marks import choice
from inspector.reports.operations import Operation, Picture, Rectangle
from inspector.reports.plan import room_plan
from inspector.reports.setting import Align, Fragment, stacked
from inspector.reports.table import PIECE, Cell, Strip, closed, kept, row

_LABEL = 52.0
_PLAN = 0.4
_PLAN_HIGH = 147.0
_PHOTOS = 3
_PHOTO_RATIO = 0.75
_GAP = 8.0
_TAG = 8
_UNPARTED = 220.0
"""A block no taller than this is never parted by a page."""

Marks = Mapping[Instrument, str]
"""The sign of each meter where the visit used more than one (①), else empty."""


def room_strips(number: int, room: SheetRoom, marks: Marks, form: Form) -> list[Strip]:
    """The block of one room, framed; its head comes again where a page parts it."""
    head = _head(number, room, form)
    again = (_continued(number, room, form),)
    people = _people(room.card.occupants, form)
    if len(people) == 1:
        people = [replace(people[0], keep=True)]
    strips = [
        *people,
        *_measuring(room, marks, form),
        *_areas(room, form),
        *_grounds(room, form),
        *_checks(room, form),
        *_findings(room.findings, form),
        *_photos(room.photos, form),
    ]
    block = [
        head,
        *closed([replace(s, repeat=(*again, *s.repeat)) for s in strips], form.style),
    ]
    if sum(strip.height for strip in block) <= _UNPARTED:
        return [*kept(block[:-1]), block[-1]]
    block[-2] = replace(block[-2], keep=True)
    return block


def _name(number: int, room: SheetRoom) -> str:
    return f"{number}　房号 {room.card.room.number}"


def _head(number: int, room: SheetRoom, form: Form) -> Strip:
    card, style = room.card, form.style
    use = card.room.use_text or card.room.use.label
    places = (card.courtyard, card.building, card.floor, use, card.room.state.label)
    where = " · ".join(part for part in places if part)
    wide = (style.measure * 0.24, style.measure * 0.5, style.measure * 0.26)
    cells = [
        form.cell(Value(_name(number, room), style.heading), wide[0], label=True),
        form.cell(Value(where, style.small), wide[1], label=True),
        form.cell(
            Value(wording.outcome(room.judgement), style.strong, Align.RIGHT),
            wide[2],
            label=True,
        ),
    ]
    (strip,) = row(cells, style, first=True, limit=style.height)
    return replace(strip, keep=True)


def _continued(number: int, room: SheetRoom, form: Form) -> Strip:
    style = form.style
    text = Value(f"{_name(number, room)}（续）", style.label)
    (strip,) = row([form.cell(text, style.measure, label=True)], style)
    return strip


def _people(occupants: Sequence[Occupant], form: Form) -> list[Strip]:
    style = form.style
    texts = [_person(person) for person in occupants] or ["台账无使用人"]
    inner = form.inner(style.measure - _LABEL)
    lines = form.setter.items(texts, style.body, inner, style.gap * 1.5, even=True)
    title = f"使用人\n{len(occupants)} 人" if len(occupants) > 1 else "使用人"
    return form.wide(title, _LABEL, lines)


def _person(person: Occupant) -> str:
    said = [person.name, wording.rank(person), person.post]
    if not person.counted:
        said.append("（不计入限额）")
    if person.other_rooms:
        said.append(f"（另有 {'、'.join(person.other_rooms)}）")
    return " ".join(part for part in said if part).replace(" （", "（")


def _measuring(room: SheetRoom, marks: Marks, form: Form) -> Iterator[Strip]:
    """The drawing beside its readings; readings beyond the drawing's foot run on."""
    style = form.style
    if room.measurement is None:
        text = form.setter.paragraph("未测量", style.body, style.measure - _LABEL)
        yield from form.wide("测量", _LABEL, text)
        return
    wide = style.measure * _PLAN
    drawing = room_plan(
        room.corners,
        [reading.slot for reading in room.measurement.counting],
        (form.inner(wide), _PLAN_HIGH),
        style,
        form.setter,
    )
    columns = _reading_columns(style.measure - wide)
    head = form.inside_head(columns)
    readings = [_reading(r, columns, marks, form) for r in room.measurement.readings]
    limit = max(stacked(drawing) + 2 * style.pad_y, PIECE)
    strips = row(
        [
            Cell(wide, drawing),
            Cell(style.measure - wide, (head, *readings), bare=True),
        ],
        style,
        limit=limit,
    )
    yield strips[0]
    again = row(
        [Cell(wide), Cell(style.measure - wide, (head,), bare=True)], style, limit=limit
    )
    for strip in strips[1:]:
        yield replace(strip, repeat=tuple(again))


def _reading_columns(wide: float) -> tuple[Column, ...]:
    fixed = (52.0, 54.0, 52.0, 70.0)
    return (
        Column("位置", fixed[0]),
        Column("读数（m）", fixed[1], Align.RIGHT),
        Column("来源", fixed[2]),
        Column("时间", fixed[3]),
        Column("备注", wide - sum(fixed)),
    )


def _reading(
    reading: ReadingRecord, columns: Sequence[Column], marks: Marks, form: Form
) -> Fragment:
    style = form.style
    out = bool(reading.withdrawn)
    mark = marks.get(reading.instrument, "")
    source = f"{reading.source.label} {mark}".rstrip()
    values = (
        Value(SLOT_LABELS.get(reading.slot, reading.slot), style.small, struck=out),
        Value(wording.metres(reading.micrometres), style.body, Align.RIGHT, struck=out),
        Value(source, style.small),
        Value(wording.clock(reading.at), style.small),
        Value(f"剔除：{reading.withdrawn}" if out else "", style.small),
    )
    return form.inside(values, columns)


def _areas(room: SheetRoom, form: Form) -> Iterator[Strip]:
    style, judged = form.style, room.judgement
    ledger = room.card.room.ledger_area
    measured = wording.measured(judged)
    limit = judged.limit if judged else None
    shares = (0.25, 0.42, 0.33)
    yield from form.pairs(
        (
            ("台账面积", Value(wording.square_metres(ledger), style.body)),
            (
                "实测面积",
                Value(f"{measured} ㎡（k=2）" if judged else measured, style.strong),
            ),
            ("面积限额", Value(wording.square_metres(limit), style.body)),
        ),
        _LABEL,
        shares=shares,
    )
    gap = wording.difference(judged, ledger)
    yield from form.pairs(
        (
            ("实测−台账", Value(f"{gap} ㎡" if gap != wording.NONE else gap, style.body)),
            ("形状校核", Value(wording.checked(judged), style.body)),
            ("结论", Value(wording.outcome(judged), style.strong)),
        ),
        _LABEL,
        shares=shares,
    )


def _grounds(room: SheetRoom, form: Form) -> list[Strip]:
    style, judged = form.style, room.judgement
    if judged is None:
        return []
    inner = form.inner(style.measure - _LABEL)
    lines = [
        line
        for text in judged.explanation
        for line in form.setter.paragraph(wording.ground(text), style.small, inner)
    ]
    said = (
        f"标准：{judged.pack}（摘要 {judged.pack_sha256[:_TAG]}）",
        f"认定门槛：{wording.square_metres(judged.threshold)}"
        if judged.threshold > ZERO
        else "",
        f"判定时间：{wording.minute(judged.at)}",
    )
    texts = [text for text in said if text]
    lines += form.setter.items(texts, style.quiet, inner, style.gap)
    return form.wide("判定依据", _LABEL, lines)


def _checks(room: SheetRoom, form: Form) -> list[Strip]:
    """All questions, two to a line; one without an answer keeps both boxes open."""
    style = form.style
    answers = {answer.check: answer.answer for answer in room.checks}
    inner = form.inner(style.measure - _LABEL)
    half = (inner - 3 * style.gap) / 2
    asked = [
        choice(check.label, style.small, half, form.setter, answer=answers.get(check))
        for check in Check
    ]
    lines = []
    for at in range(0, len(asked), 2):
        operations: list[Operation] = []
        for number, question in enumerate(asked[at : at + 2]):
            operations += question.moved(number * (half + 3 * style.gap), 0)
        lines.append(Fragment(asked[at].height, tuple(operations)))
    return form.wide("现场核对", _LABEL, lines)


def _findings(findings: Sequence[Finding], form: Form) -> list[Strip]:
    style = form.style
    inner = form.inner(style.measure - _LABEL)
    lines: list[Fragment] = []
    for number, finding in enumerate(findings, start=1):
        said = _finding(finding)
        if len(findings) > 1:
            said[0] = f"{number}. {said[0]}"
        lines += form.setter.items(said, style.body, inner, style.gap)
        lines += form.setter.paragraph(finding.note, style.small, inner)
    if not lines:
        lines += form.setter.paragraph("未作认定", style.body, inner)
    return form.wide("认定整改", _LABEL, lines)


def _finding(finding: Finding) -> list[str]:
    said = [finding.kind.label]
    if finding.kind is not FindingKind.NO_FINDING:
        said.append(f"分类：{finding.rectification.label}")
    if finding.excess is not None and finding.excess > ZERO:
        said.append(f"超出：{wording.square_metres(finding.excess)}")
    if finding.method:
        said.append(f"方式：{finding.method.label}")
    if finding.deadline:
        said.append(f"期限：{wording.long_date(finding.deadline)}")
    return [*said, f"认定人：{finding.decided_by or wording.NONE}"]


def _photos(photos: Sequence[SheetPhoto], form: Form) -> list[Strip]:
    if not photos:
        return []
    inner = form.inner(form.style.measure - _LABEL)
    wide = (inner - _GAP * (_PHOTOS - 1)) / _PHOTOS
    lines = [
        _photo_line(photos[at : at + _PHOTOS], at, wide, form)
        for at in range(0, len(photos), _PHOTOS)
    ]
    return form.wide(f"照片\n{len(photos)} 张", _LABEL, lines, limit=1)


def _photo_line(
    photos: Sequence[SheetPhoto], before: int, wide: float, form: Form
) -> Fragment:
    style = form.style
    operations: list[Operation] = []
    high = wide * _PHOTO_RATIO
    height = high + style.pad_y
    for number, shown in enumerate(photos):
        x = number * (wide + _GAP)
        picture = Fragment(high, tuple(_photo(shown.jpeg, wide, high, form)))
        operations += picture.moved(x, style.pad_y)
        said = f"图 {before + number + 1}　{shown.photo.caption}".rstrip("　")
        caption = f"{said}\n{wording.minute(shown.photo.at)}"
        y = high + 2 * style.pad_y
        for line in form.setter.paragraph(caption, style.quiet, wide):
            operations += line.moved(x, y)
            y += line.height
        height = max(height, y)
    return Fragment(height + style.pad_y, tuple(operations))


def _photo(jpeg: bytes, wide: float, high: float, form: Form) -> Iterator[Operation]:
    """Fitted into its place; a file that is no JPEG is said to be so, in its place."""
    style = form.style
    size = jpeg_size(jpeg)
    if size is None:
        yield Rectangle(0, 0, wide, high, line=style.hairline, grey=style.grid)
        words = form.setter.paragraph("照片文件无法读取", style.quiet, wide, Align.CENTRE)
        for line in words:
            yield from line.moved(0, high / 2 - style.quiet.line / 2)
        return
    scale = min(wide / size[0], high / size[1])
    across, down = size[0] * scale, size[1] * scale
    yield Picture(0, high - down, across, down, jpeg)
