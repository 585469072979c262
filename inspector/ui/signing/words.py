"""How the summary and its signatures read on the screen: as they will on paper."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from inspector.actions.here import CHINA
from inspector.domain.compliance import Outcome
from inspector.reports import wording
from inspector.ui.signing.reading import Place, SheetPage

_DIGITS, _GROUP = 16, 4
TONES = {
    Outcome.WITHIN: "within",
    Outcome.BORDERLINE: "undecided",
    Outcome.OVER: "over",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("SigningWords", text)


def visit(page: SheetPage) -> str:
    """2026年11月23日 · 督查二组 · 陈㛃、王珺祎 · 编号 339900-…"""
    found = page.inspection
    day = wording.long_date(found.begun.astimezone(CHINA).date())
    number = _tr("编号 {0}").format(found.number)
    return " · ".join(filter(None, (day, found.team, "、".join(found.inspectors), number)))


def counted(page: SheetPage) -> str:
    """已认定 8 间：合规 3 间，超标 5 间."""
    labels = Counter(
        room.judgement.outcome.label if room.judgement else _tr("未测面积")
        for room in page.decided
    )
    said = "，".join(_tr("{0} {1} 间").format(*pair) for pair in labels.items())
    head = _tr("已认定 {0} 间").format(len(page.decided))
    return f"{head}：{said}。" if said else f"{head}。"


def undecided(page: SheetPage) -> str:
    measured = sum(stop.readings > 0 for stop in page.undecided)
    head = _tr("未认定 {0} 间").format(len(page.undecided))
    if not measured:
        return head
    return _tr("{0}，其中已有读数 {1} 间").format(head, measured)


def digest(page: SheetPage) -> str:
    short = page.sha256[:_DIGITS]
    parts = (short[at : at + _GROUP] for at in range(0, len(short), _GROUP))
    return _tr("内容校验 {0}　签字与此校验值绑定").format(" ".join(parts))


def place_state(place: Place) -> tuple[str, str]:
    """What the tag beside a name says, and its tone."""
    signature = place.signature
    if signature is None:
        return _tr("○ 未签"), "plain"
    if place.changed:
        return _tr("◆ 签字后有变动"), "undecided"
    day = f"{signature.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    if signature.refused:
        return _tr("◆ 拒签 {0}").format(day), "undecided"
    return _tr("● 已签 {0}").format(day), "within"


def missing(page: SheetPage) -> tuple[str, str]:
    """The sentence beside the primary action, and its tone."""
    waiting = sum(not place.settled for place in page.places)
    changed = sum(place.changed for place in page.places)
    if changed:
        words = _tr("签字后内容有变动，{0} 人须重签").format(changed)
        return words, "undecided"
    if waiting:
        return _tr("还差 {0} 人签字；也可打印后在纸上签").format(waiting), "plain"
    return _tr("签字已齐"), "within"


def printed(page: SheetPage) -> str:
    """When the file was made, and whether it still says everything."""
    sheet = page.printed
    if sheet is None:
        return ""
    at = f"{sheet.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    made = _tr("{0} 生成，共 {1} 页").format(at, sheet.pages)
    if page.up_to_date:
        return made
    return _tr("{0}；此后有变动，请重新生成").format(made)
