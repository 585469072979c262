"""How the round reads: a room's state, a unit's, and whether this machine is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from inspector.actions.here import CHINA
from inspector.devices.events import LinkState
from inspector.domain.compliance import Outcome
from inspector.domain.meters import Caution
from inspector.ui.tasks_page.reading import (
    Readiness,
    RoomStop,
    UnitLine,
    UnitPage,
    UnitState,
)

TONES: Mapping[Outcome, str] = {
    Outcome.WITHIN: "within",
    Outcome.BORDERLINE: "undecided",
    Outcome.OVER: "over",
    Outcome.UNSET: "plain",
    Outcome.INCOMPLETE: "plain",
    Outcome.NOT_OFFICE: "plain",
}
_LITTLE = 1_000_000_000
"""Bytes: two days of photos; below it a round should not begin."""
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """Sign, word and tone: each says it alone."""

    sign: str
    words: str
    tone: str = "plain"

    def __str__(self) -> str:
        return f"{self.sign} {self.words}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("TaskWords", text)


def room_state(stop: RoomStop) -> Said:
    progress = stop.progress
    if progress is None:
        return Said("○", _tr("未测"))
    if progress.outcome is not None:
        return outcome(progress.outcome)
    if progress.done:
        return Said("✓", _tr("已认定"), "within")
    if progress.readings:
        words = _tr("测量中 {0} 读数").format(progress.readings)
        return Said("◐", words, "accent")
    return Said("○", _tr("未测"))


def outcome(found: Outcome) -> Said:
    """The word of the verdict; 非办公室 without its reason, which the room page gives."""
    label = _tr("非办公室") if found is Outcome.NOT_OFFICE else found.label
    return Said(found.sign, label, TONES[found])


def room_note(stop: RoomStop) -> str:
    """Beside the state: that a person has put a finding to it."""
    return _tr("已认定") if stop.done else ""


def floor_count(done: int, rooms: int) -> str:
    """42 间, or 3 / 42 间 as soon as one of them is done."""
    if not done:
        return _tr("{0} 间").format(rooms)
    return _tr("{0} / {1} 间").format(done, rooms)


def unit_state(line: UnitLine) -> Said:
    return {
        UnitState.NOT_BEGUN: Said("○", _tr("未开始")),
        UnitState.UNDER_WAY: Said("◐", _tr("进行中"), "accent"),
        UnitState.DONE: Said("●", _tr("已核完"), "within"),
    }[line.state]


def unit_detail(line: UnitLine) -> str:
    """未开始 · 46 间, or 已核 3 / 46 间 · 发现 2."""
    progress = line.progress
    if progress.inspection_id is None:
        return _tr("未开始 · {0} 间").format(progress.rooms)
    parts = [_tr("已核 {0} / {1} 间").format(progress.done, progress.rooms)]
    if progress.findings:
        parts.append(_tr("发现 {0}").format(progress.findings))
    if line.practice:
        parts.append(_tr("练习"))
    return " · ".join(parts)


def unit_facts(line: UnitLine, page: UnitPage) -> str:
    """行政机关 · 办公室 40 间 · 主楼 42 间、附楼 4 间."""
    places = "、".join(
        _tr("{0} {1} 间").format(place.building, place.rooms) for place in page.places
    )
    offices = _tr("办公室 {0} 间").format(line.progress.offices)
    return " · ".join(filter(None, (line.progress.kind, offices, places)))


def visit(page: UnitPage) -> str:
    """Who has been here since when; what is to be done where nobody was."""
    found = page.inspection
    if found is None:
        return _tr("还没有开始核查。")
    begun = f"{found.begun.astimezone(CHINA):%Y-%m-%d}"
    people = "、".join(found.inspectors)
    return " · ".join(filter(None, (begun, found.team, people, found.number)))


def shown(few: int, all_of_them: int) -> str:
    """Under a sifted list: how many of how many."""
    if few == all_of_them:
        return _tr("共 {0} 个单位").format(few)
    return _tr("找到 {0} 个，共 {1} 个单位").format(few, all_of_them)


def standard_detail(found: Readiness) -> str:
    return _tr("{0} 条限额，其中 {1} 条未与原文核对").format(found.limits, found.unchecked)


def ledger_ready(found: Readiness) -> Said:
    if found.ledger_at is None:
        return Said("◆", _tr("还没有台账"), "undecided")
    return Said("●", f"{found.ledger_at.astimezone(CHINA):%Y-%m-%d %H:%M}", "within")


def standard_ready(found: Readiness) -> Said:
    if not found.limits:
        return Said("▲", _tr("没有限额"), "over")
    if found.unchecked:
        return Said("◆", _tr("未核对原文"), "undecided")
    return Said("●", _tr("已核对原文"), "within")


def storage_ready(found: Readiness) -> Said:
    free = f"{found.free_bytes / _GB:.1f}".rstrip("0").rstrip(".")
    words = _tr("可用 {0} GB").format(free)
    if found.free_bytes < _LITTLE:
        return Said("▲", _tr("{0}，请先清理").format(words), "over")
    return Said("●", words, "within")


def clock_ready(found: Readiness) -> Said:
    words = f"{found.now.astimezone(CHINA):%m-%d %H:%M}"
    if found.clock_runs_back:
        return Said("◆", _tr("{0}，早于上次记录").format(words), "undecided")
    return Said("●", words, "within")


def meter_ready(state: LinkState, name: str, cautions: Sequence[Caution]) -> Said:
    if state is LinkState.CONNECTED and cautions:
        return Said("◆", f"{name} {cautions[0].label}".strip(), "undecided")
    if state is LinkState.CONNECTED:
        return Said("●", _tr("{0} 已连接").format(name).strip(), "within")
    if state is LinkState.NONE_CHOSEN:
        return Said("○", state.label)
    return Said("◆", state.label, "undecided")
