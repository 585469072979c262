"""The left column: what the ledger says, who sits here and their limit, the check list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.area import Area
from inspector.domain.compliance import Verdict
from inspector.domain.estate import Occupant, RoomCard, RoomState
from inspector.domain.inspections import Check, CheckAnswer
from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel

MOST_OCCUPANTS = 4


class LedgerPanel(QWidget):
    """Everything that was known before the door was opened."""

    answered = Signal(object, bool)
    """A `Check` and the answer the person gave."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE.m)
        self._ledger: Card | None = None
        self._people: Card | None = None
        self._checks = _Checks()
        self._checks.answered.connect(self.answered)
        self._column.addWidget(self._checks)
        self._column.addStretch(1)

    def show_card(self, card: RoomCard, verdict: Verdict) -> None:
        self._ledger = self._renew(self._ledger, self._ledger_card(card), 0)
        self._people = self._renew(self._people, self._people_card(card, verdict), 1)

    def answer(self, check: Check, *, given: bool) -> None:
        """Press the answer, as a finger would."""
        self._checks.press(check, given=given)

    def show_checks(self, answers: Mapping[Check, CheckAnswer]) -> None:
        self._checks.show_answers(answers)

    def _renew(self, old: Card | None, new: Card, place: int) -> Card:
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.insertWidget(place, new)
        return new

    def _ledger_card(self, card: RoomCard) -> Card:
        made = Card()
        made.set_title(self.tr("台账记载"))
        made.add_row(self.tr("用途"), card.room.use_text or card.room.use.label)
        area = card.room.ledger_area
        made.add_row(
            self.tr("台账面积"),
            area.m2_text() if area else self.tr("未登记"),
            "㎡" if area else "",
        )
        made.add_row(self.tr("位置"), f"{card.building} {card.floor}")
        if card.room.state is not RoomState.IN_USE:
            made.add_row(self.tr("状态"), card.room.state.label)
        if card.room.remark:
            made.add_row(self.tr("备注"), card.room.remark)
        return made

    def _people_card(self, card: RoomCard, verdict: Verdict) -> Card:
        made = Card()
        made.set_title(self.tr("使用人与限额"))
        limits = list(verdict.limits)
        for person in card.occupants[:MOST_OCCUPANTS]:
            limit = _take(limits, person)
            made.body.addWidget(_Person(person, limit.m2_text() if limit else "—"))
        more = len(card.occupants) - MOST_OCCUPANTS
        if more > 0:
            made.add_note(self.tr("另有 {more} 人").format(more=more))
        if not card.occupants:
            made.add_note(self.tr("台账没有登记使用人"))
        limit_text = verdict.limit.m2_text() if verdict.limit else "—"
        made.add_total(self.tr("本室限额"), limit_text, "㎡" if verdict.limit else "")
        for line in _basis(verdict):
            made.add_note(line)
        return made


def _take(limits: list[tuple[str, Area]], person: Occupant) -> Area | None:
    """The person's own limit; two of one name each get theirs, in the ledger's order."""
    mine = next(
        (each for each in limits if person.counted and each[0] == person.name), None
    )
    if mine is None:
        return None
    limits.remove(mine)
    return mine[1]


def _basis(verdict: Verdict) -> Iterable[str]:
    """The clause behind the limit, and whether anybody checked it against the original."""
    steps = verdict.explanation
    clauses = list(dict.fromkeys(s.clause for s in steps if s.clause and s.flag))
    flags = list(dict.fromkeys(step.flag for step in steps if step.flag))
    if len(clauses) == len(flags) == 1:
        yield f"{clauses[0]} {flags[0]}"  # one line less: the check list stays in sight
    else:
        yield from (*clauses, *flags)


class _Person(QWidget):
    """王珺祎  正科级 · 计入          18.00"""

    def __init__(self, person: Occupant, limit: str) -> None:
        super().__init__()
        name = QLabel(person.name)
        rank = ElideLabel()
        counted = self.tr("计入") if person.counted else self.tr("不计入")
        words = [person.rank_text or self.tr("职级未填"), counted]
        if person.other_rooms and person.counted:
            del words[1]  # the figure at the right tells it; there is no room for both
        if person.other_rooms:
            words.append(
                self.tr("另有 {rooms} 室").format(rooms="、".join(person.other_rooms))
            )
        rank.setText(" · ".join(words))
        theme.set_role(rank, "muted", "undecided" if person.other_rooms else "plain")
        figure = QLabel(limit)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.s)
        line.addWidget(name)
        line.addWidget(rank, 1)
        line.addWidget(figure)


class _Checks(Card):
    """核对: one question a line, answered by one press."""

    answered = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.set_title(self.tr("核对"))
        self.body.setSpacing(theme.SPACE.xs)
        self._lines = {check: self._line(check) for check in Check}

    def press(self, check: Check, *, given: bool) -> None:
        self._lines[check].button(int(given)).click()

    def show_answers(self, answers: Mapping[Check, CheckAnswer]) -> None:
        for check, group in self._lines.items():
            given = answers.get(check)
            group.setExclusive(False)
            for button in group.buttons():
                button.setChecked(
                    given is not None and bool(group.id(button)) == given.answer
                )
                _tint(button, check)
            group.setExclusive(True)

    def _line(self, check: Check) -> QButtonGroup:
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.xs)
        label = ElideLabel()
        label.setText(check.label)
        line.addWidget(label, 1)
        group = QButtonGroup(self)
        group.setProperty("check", check.value)
        for answer, words in ((True, self.tr("是")), (False, self.tr("否"))):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAccessibleName(f"{check.label}：{words}")
            theme.set_role(button, "chip")
            group.addButton(button, int(answer))
            line.addWidget(button)
        group.idClicked.connect(self._clicked)
        self.body.addLayout(line)
        return group

    def _clicked(self, answer: int) -> None:
        group = self.sender()
        check = Check(group.property("check"))
        for button in self._lines[check].buttons():
            _tint(button, check)
        self.answered.emit(check, bool(answer))


def _tint(button: object, check: Check) -> None:
    """Green where the answer raises no question, amber where it does."""
    assert isinstance(button, QPushButton)
    group = button.group()
    as_expected = bool(group.id(button)) == check.expected
    tone = "plain"
    if button.isChecked():
        tone = "within" if as_expected else "undecided"
    theme.set_role(button, "chip", tone)
