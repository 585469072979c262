"""The person decides; the button says what pressing it does."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from inspector.db import findings, inspections
from inspector.db.tables import RoomRow
from inspector.domain.compliance import Outcome
from inspector.domain.estate import RoomUse
from inspector.domain.findings import FindingKind, Method, Rectification
from inspector.ui.desk import GoTo
from room_site import (
    BORDERLINE,
    OVER,
    WITHIN,
    Site,
    confirm,
    primary,
)
from worlds import measure as measure_room


@pytest.mark.parametrize(
    ("walls", "headline", "button"),
    [
        ((), "… 数据不全", ("暂存，下一间 ›", True)),
        (WITHIN, "● 合规", ("确认认定，下一间 ›", True)),
        (BORDERLINE, "◆ 临界须复测", ("暂存，下一间 ›", True)),
        (OVER, "▲ 超标  2.30 ㎡", ("请选定整改分类", False)),
    ],
)
def test_the_primary_button_says_what_pressing_it_does(
    site: Site,
    walls: tuple[float, ...],
    headline: str,
    button: tuple[str, bool],
) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *walls)
    site.open()
    assert site.view.decision.verdict.headline.text() == headline
    assert primary(site) == button


def test_a_room_that_is_no_office_is_confirmed_as_it_is(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[2].room.id, *OVER)
    site.open(2)
    assert site.cards[2].room.use is RoomUse.SERVICE
    assert primary(site) == ("确认认定，下一间 ›", True)
    assert "不按人定限" in site.view.decision.verdict.reasons.text()


def test_a_rank_without_a_standard_is_set_by(site: Site) -> None:
    with site.here.ledger.write(site.here.act("test")) as session:
        session.get_one(RoomRow, site.cards[0].room.id).use = "unstated"
    measure_room(site.here, site.inspection, site.cards[0].room.id, *OVER)
    site.open()
    assert primary(site) == ("暂存，下一间 ›", True)
    assert "用途未注明" in site.view.decision.verdict.reasons.text()


def test_within_is_confirmed_by_one_press_and_the_next_room_waits(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *WITHIN)
    site.open()
    confirm(site)

    [finding] = site.here.ledger.ask(findings.findings, site.inspection.id)
    assert finding.kind is FindingKind.NO_FINDING
    assert finding.rectification is Rectification.NONE
    assert site.screen.shows(site.cards[1].room.id)
    assert site.screen.armed == "wall1"


def test_over_asks_for_a_class_and_keeps_all_that_was_chosen(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *OVER)
    site.open()
    panel = site.view.decision
    site.key(panel.changed, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert panel.chosen is Rectification.FIX_BY_PLAN
    assert panel.method.isVisible()
    assert not panel.note.isVisible()
    panel.method.setCurrentIndex(1)
    assert primary(site) == ("确认认定，下一间 ›", True)
    confirm(site)

    [finding] = site.here.ledger.ask(findings.findings, site.inspection.id)
    assert finding.kind is FindingKind.OVER_LIMIT
    assert (finding.method, finding.deadline) == (Method.SHARE, date(2026, 12, 23))
    assert finding.excess is not None
    site.open(0)
    assert panel.chosen is Rectification.FIX_BY_PLAN
    assert panel.method.currentIndex() == 1
    site.open(1)
    assert panel.chosen is None


def test_what_is_fixed_on_site_needs_its_note(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *OVER)
    site.open()
    panel = site.view.decision
    panel.choose(Rectification.FIX_ON_SITE)
    panel.kind.setCurrentIndex(list(FindingKind).index(FindingKind.IDLE))
    confirm(site)
    assert "说明整改情况" in str(site.troubles[-1])
    assert site.screen.shows(site.cards[0].room.id)
    assert primary(site) == ("确认认定，下一间 ›", True)

    site.qtbot.keyClicks(panel.note, "cleared")
    confirm(site)

    [finding] = site.here.ledger.ask(findings.findings, site.inspection.id)
    assert (finding.kind, finding.note) == (FindingKind.IDLE, "cleared")
    site.open(0)
    assert panel.note.text() == "cleared"
    assert panel.kind.currentText() == FindingKind.IDLE.label


def test_a_finding_that_the_readings_do_not_show_is_refused_on_the_spot(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *WITHIN)
    site.open()
    panel = site.view.decision
    panel.choose(Rectification.FILE_AT_ONCE)
    assert panel.lacks_kind
    assert not site.view.confirm.isEnabled()
    panel.kind.setCurrentIndex(panel.kind.findText(FindingKind.OVER_LIMIT.label))
    panel.kind.activated.emit(panel.kind.currentIndex())
    confirm(site)

    assert "不能认定面积超标" in str(site.troubles[-1])
    assert site.here.ledger.ask(findings.findings, site.inspection.id) == []


def test_borderline_is_set_by_with_what_the_readings_say(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *BORDERLINE)
    site.open()
    confirm(site)

    judged = site.here.ledger.ask(inspections.judgements, site.inspection.id)
    assert judged[site.cards[0].room.id].outcome is Outcome.BORDERLINE
    assert site.here.ledger.ask(findings.findings, site.inspection.id) == []
    assert site.screen.shows(site.cards[1].room.id)


def test_a_double_press_never_skips_a_room(site: Site) -> None:
    site.open()
    for _ in range(2):
        site.qtbot.mouseClick(site.view.confirm, Qt.MouseButton.LeftButton)
    site.settle()
    assert site.screen.shows(site.cards[1].room.id)


def test_back_goes_back_and_the_first_room_has_none(site: Site) -> None:
    site.open(1)
    site.key(site.view.went_back, Qt.Key.Key_PageUp)
    assert site.screen.shows(site.cards[0].room.id)
    assert not site.view.back.isEnabled()


def test_after_the_last_room_comes_the_signing(site: Site) -> None:
    site.open(5)
    confirm(site)
    assert site.wanted[-1] == GoTo("signing", inspection_id=site.inspection.id)


def test_pressing_the_chosen_class_again_takes_the_choice_back(site: Site) -> None:
    measure_room(site.here, site.inspection, site.cards[0].room.id, *OVER)
    site.open()
    decision, chosen = site.view.decision, []
    for _ in range(2):
        decision.choose(Rectification.FILE_AT_ONCE)
        chosen.append(decision.chosen)

    assert chosen == [Rectification.FILE_AT_ONCE, None]
    assert primary(site) == ("请选定整改分类", False)
