"""How a finding reads on the board: what is wrong, until when, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from inspector.actions.here import CHINA
from inspector.domain.findings import CaseState, FindingLine, Rectification
from inspector.reports import wording

_SOON = 7
"""Days before a deadline from which it is pointed out."""
CLASS_TONES: Mapping[Rectification, str] = {
    Rectification.FILE_AT_ONCE: "plain",
    Rectification.FIX_ON_SITE: "accent",
    Rectification.FIX_BY_PLAN: "undecided",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("RectificationWords", text)


def is_overdue(line: FindingLine, today: date) -> bool:
    finding = line.finding
    waits = finding.state is CaseState.OPEN and finding.deadline is not None
    return waits and finding.deadline is not None and finding.deadline < today


def days_left(line: FindingLine, today: date) -> tuple[str, str]:
    """▲ 逾期 3 天, ◆ 还有 5 天, 还有 30 天; a dash where nothing waits. With its tone."""
    finding = line.finding
    if finding.deadline is None or finding.state is not CaseState.OPEN:
        return wording.NONE, ""
    left = (finding.deadline - today).days
    if left < 0:
        return _tr("▲ 逾期 {0} 天").format(-left), "over"
    if left == 0:
        return _tr("◆ 今天到期"), "undecided"
    if left <= _SOON:
        return _tr("◆ 还有 {0} 天").format(left), "undecided"
    return _tr("还有 {0} 天").format(left), "plain"


def room(line: FindingLine) -> str:
    return _tr("{0} 室").format(line.room)


def measured(line: FindingLine) -> str:
    return wording.area(line.finding.measured)


def limit(line: FindingLine) -> str:
    return wording.area(line.finding.limit)


def excess(line: FindingLine) -> str:
    found = line.finding.excess
    return found.m2_text() if found is not None and found.mm2 > 0 else wording.NONE


def method(line: FindingLine) -> str:
    return line.finding.method.label if line.finding.method else wording.NONE


def deadline(line: FindingLine) -> str:
    found = line.finding.deadline
    return f"{found:%Y-%m-%d}" if found else wording.NONE


def sum_of(line: FindingLine) -> str:
    """20.31 − 18.00 = 2.31 ㎡: how much too large, as it was reckoned."""
    found = line.finding
    if found.measured is None or found.limit is None:
        return ""
    both = f"{measured(line)} − {limit(line)}"
    if found.excess is None or found.excess.mm2 <= 0:
        return _tr("实测 {0} ㎡，限额 {1} ㎡").format(measured(line), limit(line))
    return _tr("超出 {0} ㎡（{1}）").format(excess(line), both)


def decided(line: FindingLine) -> str:
    day = wording.long_date(line.finding.at.astimezone(CHINA).date())
    return _tr("{0}于 {1} 认定").format(line.finding.decided_by, day)


def next_step(line: FindingLine, today: date) -> str:
    """One sentence: what is to be done with this finding now."""
    finding = line.finding
    if is_overdue(line, today):
        return _tr("已过期限，请到现场复查，或按程序催办。")
    if finding.state is CaseState.OPEN and finding.deadline is not None:
        due = wording.long_date(finding.deadline)
        return _tr("单位须在 {0} 前整改完毕，届时复查。").format(due)
    return {
        CaseState.FILED: _tr("已备案，不需要另行整改。"),
        CaseState.DONE: _tr("已当场整改，等待复查。"),
        CaseState.CLOSED: _tr("已销号。"),
        CaseState.OPEN: _tr("等待单位整改。"),
    }[finding.state]
