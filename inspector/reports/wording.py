"""How facts read on paper: dates, lengths, areas, people. Missing ones are a dash."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from inspector.domain.area import Area
from inspector.domain.compliance import Outcome
from inspector.domain.estate import Occupant
from inspector.domain.inspections import Instrument, Judgement
from inspector.domain.ranks import RANKS
from inspector.domain.solutions import Model

BEIJING = timezone(timedelta(hours=8), "北京时间")
"""The one legal time of the whole country, whatever clock the machine is set to."""
NONE = "—"
_UM_PER_MM = 1000
_MM_PER_M = 1000
MODELS = {model.value: model.label for model in Model}
_BEFORE_FIGURE = re.compile(r"(?<=限额|面积|分摊|观测)(?=\d)")
_AFTER_FIGURE = re.compile(r"(?<=\d)(?=个)")
"""Only these: the number of a document, 2674号, is quoted as it is printed there."""
_FLAG = re.compile(r" ?\[([^\]]+)\]")
_COVERAGE = 2
"""k of the expanded uncertainty U = k u."""


def local(at: datetime) -> datetime:
    """Beijing time; a time without a zone is taken as it stands."""
    return at if at.tzinfo is None else at.astimezone(BEIJING)


def long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def minute(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"


def clock(at: datetime) -> str:
    return f"{local(at):%m-%d %H:%M:%S}"


def span(times: Iterable[datetime]) -> str:
    """One day, or the first and the last day of a visit."""
    days = sorted({local(at).date() for at in times})
    if days[0] == days[-1]:
        return long_date(days[0])
    return f"{long_date(days[0])}至{long_date(days[-1])}"


def metres(micrometres: int) -> str:
    """Three decimals, as the meters show; a half millimetre goes up."""
    return metres_of_mm((micrometres + _UM_PER_MM // 2) // _UM_PER_MM)


def metres_of_mm(millimetres: int) -> str:
    return f"{millimetres // _MM_PER_M}.{millimetres % _MM_PER_M:03d}"


def area(value: Area | None) -> str:
    return NONE if value is None else value.m2_text()


def square_metres(value: Area | None) -> str:
    return NONE if value is None else f"{value.m2_text()} ㎡"


def measured(judgement: Judgement | None) -> str:
    """Area ± U with k = 2; a judgement keeps the standard uncertainty u."""
    if judgement is None:
        return NONE
    expanded = judgement.u * _COVERAGE
    return f"{judgement.area.m2_text()} ± {expanded.m2_text()}"


def difference(judgement: Judgement | None, ledger: Area | None) -> str:
    if judgement is None or ledger is None:
        return NONE
    text = (judgement.area - ledger).m2_text()
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"


def checked(judgement: Judgement | None) -> str:
    """What shape the readings were put on, and whether they check one another."""
    if judgement is None:
        return NONE
    shape = MODELS.get(judgement.model, judgement.model)
    check = f"多余观测 {judgement.redundancy} 个" if judgement.redundancy else "无独立校核"
    return "，".join(part for part in (shape, check) if part)


def outcome(judgement: Judgement | None) -> str:
    """Sign and word, never the word alone; the excess only where one is claimed."""
    if judgement is None:
        return "未判定"
    found = judgement.outcome
    if found is Outcome.OVER and judgement.excess is not None:
        return f"{found.sign} {found.label} {judgement.excess.m2_text()} ㎡"
    return f"{found.sign} {found.label}"


def ground(text: str) -> str:
    """A step of the judgement as print sets it: a blank between words and figures, and
    the brackets of Chinese text."""
    spaced = _BEFORE_FIGURE.sub(" ", _AFTER_FIGURE.sub(" ", text))
    return _FLAG.sub(r"（\1）", spaced)


def rank(occupant: Occupant) -> str:
    """The ledger's own wording first; the code's where the ledger is silent."""
    known = RANKS.get(occupant.rank or "")
    return occupant.rank_text or (known.label if known else "职级未注明")


def instrument(meter: Instrument, remark: str = "") -> str:
    """Empty for a reading typed without a meter being named."""
    name = meter.model or meter.family
    if not name and not meter.serial:
        return ""
    serial = f"序列号 {meter.serial}" if meter.serial else "序列号未知"
    said = (serial, _certificate(meter), remark)
    return f"{name or '测距仪'}（{'；'.join(part for part in said if part)}）"


def _certificate(meter: Instrument) -> str:
    """The correction is said, for the area rests on it and not on the readings alone."""
    if not meter.certificate:
        return ""
    said = [f"检定证书 {meter.certificate}"]
    if meter.certificate_until:
        said.append(f"有效期至 {long_date(meter.certificate_until)}")
    if meter.correction_um:
        said.append(f"面积已按修正值 {meter.correction_um / _UM_PER_MM:+g} mm 计算")
    return "，".join(said)
