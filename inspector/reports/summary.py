"""The first page: title, who and when and with what, and all rooms in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from inspector.domain.area import Area
from inspector.domain.estate import Occupant
from inspector.domain.findings import Finding, Rectification
from inspector.domain.inspections import Instrument, ReadingRecord
from inspector.domain.sheet import SheetContent, SheetRoom
from inspector.reports import wording
from inspector.reports.form import Column, Form, Value
from inspector.reports.room import Marks
from inspector.reports.setting import Align
from inspector.reports.table import Strip, closed, kept, space

TITLE = "党政机关办公用房现场核查记录表"

_LABEL = 58.0
_NAMED_AT_MOST = 3
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NOTES = (
    "使用面积按测距仪读数计算，面积后为扩展不确定度 U（k=2）；判定以未修约值为准，"
    "印出时取两位小数。"
    "测距至完成面，所得面积不大于连同饰面厚度计算的面积，有利于被检查单位。"
    "时间取自核查设备时钟（北京时间）。"
)


def title_strips(form: Form) -> list[Strip]:
    style = form.style
    lines = form.setter.paragraph(TITLE, style.title, style.measure, Align.CENTRE)
    strips = [
        Strip(line.height, tuple(line.moved(style.left, 0)), keep=True) for line in lines
    ]
    return [*strips, *kept([space(style.gap)])]


def visit_strips(content: SheetContent, form: Form) -> list[Strip]:
    """Who was inspected, by whom, when and with which meters."""
    visit, style = content.inspection, form.style
    county = content.county.name + (
        f"（{content.county.code}）" if content.county.code else ""
    )

    def said(text: str) -> Value:
        return Value(text or wording.NONE, style.body)

    def whole(label: str, text: str) -> list[Strip]:
        return form.pairs(((label, said(text)),), _LABEL)

    strips = form.pairs(
        (("被检查单位", said(visit.unit or content.unit.name)),), _LABEL, first=True
    )
    strips += form.pairs(
        (("记录编号", said(visit.number)), ("行政区划", said(county))), _LABEL
    )
    when = wording.span(_times(content))
    strips += form.pairs((("核查日期", said(when)), ("核查组", said(visit.team))), _LABEL)
    inspectors = "、".join(visit.inspectors)
    strips += form.pairs(
        (("检查人员", said(inspectors)), ("陪同人员", said(visit.escort))), _LABEL
    )
    strips += whole("测量仪器", _meters(content))
    strips += whole("判定标准", content.policy)
    return closed(strips, style)


def instruments(content: SheetContent) -> tuple[Instrument, ...]:
    """Every meter of the visit, in the order of its first reading."""
    meters = (reading.instrument for reading in _readings(content))
    return tuple(dict.fromkeys(meter for meter in meters if wording.instrument(meter)))


def _readings(content: SheetContent) -> Iterator[ReadingRecord]:
    for room in content.rooms:
        if room.measurement:
            yield from room.measurement.readings


def marks_of(meters: Sequence[Instrument]) -> Marks:
    """① ② … where there is more than one meter to tell apart."""
    if len(meters) < 2:  # noqa: PLR2004 (one needs no mark)
        return {}
    return {
        meter: _CIRCLED[n] if n < len(_CIRCLED) else f"({n + 1})"
        for n, meter in enumerate(meters)
    }


def _meters(content: SheetContent) -> str:
    meters = instruments(content)
    marks = marks_of(meters)
    said = [wording.instrument(meter, _expired(meter, content)) for meter in meters]
    return "；".join(
        f"{marks.get(meter, '')} {text}".strip()
        for meter, text in zip(meters, said, strict=True)
    )


def _expired(meter: Instrument, content: SheetContent) -> str:
    """By the day of each reading, for a certificate may run out during a visit."""
    late = [
        reading.expired_on(wording.local(reading.at).date())
        for reading in _readings(content)
        if reading.instrument == meter
    ]
    if all(late):
        return "检定证书已过期"
    return "部分读数测时检定证书已过期" if any(late) else ""


def _times(content: SheetContent) -> Iterator[datetime]:
    yield content.inspection.begun
    yield from (reading.at for reading in _readings(content))


def summary_strips(content: SheetContent, form: Form) -> list[Strip]:
    """The table of rooms, the count of outcomes, and how areas are to be read."""
    style = form.style
    columns = _columns(style.measure)
    rows = [_row(room, form) for room in content.rooms]
    strips = form.table(columns, [*rows, _total(content.rooms, form)])
    note = form.setter.paragraph(_NOTES, style.quiet, style.measure)
    counted = form.setter.paragraph(_counted(content.rooms), style.body, style.measure)
    return [
        *closed(strips, style),
        space(4),
        *(
            Strip(line.height, tuple(line.moved(style.left, 0)))
            for line in (*counted, *note)
        ),
    ]


def _columns(measure: float) -> tuple[Column, ...]:
    fixed = (38.0, 54.0, 44.0, 43.0, 68.0, 43.0, 68.0, 54.0)
    people = measure - sum(fixed)
    return (
        Column("房号", fixed[0]),
        Column("楼座 / 楼层", fixed[1]),
        Column("用途", fixed[2]),
        Column("使用人及职级", people),
        Column("台账面积", fixed[3], Align.RIGHT),
        Column("实测面积 ± U", fixed[4], Align.RIGHT),
        Column("面积限额", fixed[5], Align.RIGHT),
        Column("认定结论", fixed[6]),
        Column("整改分类", fixed[7]),
    )


def _row(room: SheetRoom, form: Form) -> list[Value]:
    card, style = room.card, form.style
    limit = room.judgement.limit if room.judgement else None
    place = f"{card.building} {card.floor}".strip()
    return [
        Value(card.room.number, style.body),
        Value(place, style.small),
        Value(card.room.use_text or card.room.use.label, style.small),
        Value(_people(card.occupants), style.small),
        Value(wording.area(card.room.ledger_area), style.body, Align.RIGHT),
        Value(wording.measured(room.judgement), style.body, Align.RIGHT),
        Value(wording.area(limit), style.body, Align.RIGHT),
        Value(wording.outcome(room.judgement), style.small),
        Value(_classes(room.findings), style.small),
    ]


def _people(occupants: Sequence[Occupant]) -> str:
    """The first few by name; the room's own block names them all."""
    named = [f"{p.name}（{wording.rank(p)}）" for p in occupants[:_NAMED_AT_MOST]]
    if len(occupants) > _NAMED_AT_MOST:
        named.append(f"等 {len(occupants)} 人")
    return "\n".join(named) or wording.NONE


def _classes(findings: Sequence[Finding]) -> str:
    classes = dict.fromkeys(
        f.rectification.label for f in findings if f.rectification is not Rectification.NONE
    )
    if classes:
        return "\n".join(classes)
    return Rectification.NONE.label if findings else wording.NONE


def _total(rooms: Sequence[SheetRoom], form: Form) -> list[Value]:
    """Only what may be added up: areas, of the rooms that have one."""
    strong = form.style.strong
    ledger = [room.card.room.ledger_area for room in rooms]
    read = [room.judgement.area for room in rooms if room.judgement]
    texts = [
        ("合计", Align.LEFT),
        (f"{len(rooms)} 间", Align.LEFT),
        ("", Align.LEFT),
        (f"{sum(len(room.card.occupants) for room in rooms)} 人次", Align.LEFT),
        (_sum([area for area in ledger if area is not None]), Align.RIGHT),
        (_sum(read), Align.RIGHT),
        ("", Align.RIGHT),
        ("", Align.LEFT),
        ("", Align.LEFT),
    ]
    return [Value(text, strong, align) for text, align in texts]


def _sum(areas: Sequence[Area]) -> str:
    return Area.total(areas).m2_text() if areas else wording.NONE


def _counted(rooms: Sequence[SheetRoom]) -> str:
    outcomes = Counter(
        room.judgement.outcome.label if room.judgement else "未判定" for room in rooms
    )
    said = "，".join(f"{label} {count} 间" for label, count in outcomes.items())
    return f"共核查 {len(rooms)} 间" + (f"：{said}。" if said else "。")
