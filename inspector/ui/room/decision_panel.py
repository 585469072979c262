"""The right column: the verdict, the person's decision, the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector.actions.findings import Decision
from inspector.domain.assessment import Assessment
from inspector.domain.compliance import Outcome
from inspector.domain.findings import (
    DEFAULT_DAYS,
    Finding,
    FindingKind,
    Method,
    Rectification,
)
from inspector.ui import theme
from inspector.ui.room import words
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.verdict import VerdictPanel

CLASSES = (
    Rectification.FILE_AT_ONCE,
    Rectification.FIX_ON_SITE,
    Rectification.FIX_BY_PLAN,
)
_KINDS = tuple(kind for kind in FindingKind if kind is not FindingKind.NO_FINDING)
_THUMBNAIL = QSize(84, 60)
_MOST_THUMBNAILS = 3


class DecisionPanel(QWidget):
    changed = Signal()
    """Something of the decision was chosen or typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = VerdictPanel()
        self.evidence = _Evidence()
        self.note = QLineEdit()
        self.kind = QComboBox()
        self.method = QComboBox()
        self.deadline = QDateEdit()
        self._outcome = Outcome.INCOMPLETE
        self._classes = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.verdict)
        column.addWidget(self._decision_card())
        column.addWidget(self.evidence)
        column.addStretch(1)
        self._again = False
        self._classes.idToggled.connect(self._class_toggled)
        self._classes.idPressed.connect(self._class_pressed)
        self._classes.idClicked.connect(self._class_clicked)
        self._show_fields()

    def show_assessment(self, assessment: Assessment) -> None:
        self._outcome = assessment.verdict.outcome
        self.verdict.say(words.spoken(assessment))
        if self.chosen is None:
            self._propose_kind()

    def begin(self, today: date) -> None:
        """A new room: nothing is chosen; the program proposes, the person decides."""
        self._choose_none()
        self.note.clear()
        self._propose_kind()
        self.method.setCurrentIndex(0)
        due = today + timedelta(days=DEFAULT_DAYS)
        self.deadline.setDate(QDate(due.year, due.month, due.day))
        self._show_fields()

    def show_finding(self, finding: Finding) -> None:
        """What was decided here before; deciding again supersedes it."""
        if finding.rectification in CLASSES:
            self._classes.button(CLASSES.index(finding.rectification)).setChecked(True)
        if finding.kind in _KINDS:
            self.kind.setCurrentIndex(_KINDS.index(finding.kind))
        self.note.setText(finding.note)
        if finding.method:
            self.method.setCurrentIndex(list(Method).index(finding.method))
        if finding.deadline:
            due = finding.deadline
            self.deadline.setDate(QDate(due.year, due.month, due.day))

    @property
    def chosen(self) -> Rectification | None:
        number = self._classes.checkedId()
        return None if number < 0 else CLASSES[number]

    def decision(self) -> Decision | None:
        """What would be kept now; None while there is nothing to decide on."""
        chosen = self.chosen
        if chosen is None:
            fine = self._outcome in {Outcome.WITHIN, Outcome.NOT_OFFICE}
            return Decision(FindingKind.NO_FINDING, Rectification.NONE) if fine else None
        if self.lacks_kind:
            return None
        by_plan = chosen is Rectification.FIX_BY_PLAN
        due = self.deadline.date()
        return Decision(
            kind=_KINDS[self.kind.currentIndex()],
            rectification=chosen,
            note=self.note.text(),
            method=list(Method)[self.method.currentIndex()] if by_plan else None,
            deadline=date(due.year(), due.month(), due.day()) if by_plan else None,
        )

    @property
    def lacks_kind(self) -> bool:
        """A class was chosen, but not for what: the program proposes 面积超标 only where
        it was measured, and anything else is the person's to say."""
        return self.chosen is not None and self.kind.currentIndex() < 0

    def choose(self, rectification: Rectification) -> None:
        """By keyboard: Alt+1, Alt+2, Alt+3."""
        self._classes.button(CLASSES.index(rectification)).click()

    def _decision_card(self) -> Card:
        card = Card()
        card.set_title(self.tr("认定"))
        for number, rectification in enumerate(CLASSES):
            button = QPushButton(rectification.label)
            button.setCheckable(True)
            button.setShortcut(f"Alt+{number + 1}")
            theme.set_role(button, "choice")
            self._classes.addButton(button, number)
            card.body.addWidget(button)
        self._fill_fields()
        card.body.addLayout(self._laid_fields())
        return card

    def _fill_fields(self) -> None:
        self.kind.addItems([kind.label for kind in _KINDS])
        self.method.addItems([method.label for method in Method])
        self.deadline.setDisplayFormat("yyyy-MM-dd")
        self.deadline.setCalendarPopup(True)
        for giving in (self.kind, self.method, self.deadline):
            giving.setMinimumWidth(0)
            giving.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.note.setPlaceholderText(self.tr("说明（当场整改必填）"))
        for field, name in (
            (self.kind, self.tr("认定事项")),
            (self.method, self.tr("整改方式")),
            (self.deadline, self.tr("期限")),
            (self.note, self.tr("说明")),
        ):
            field.setAccessibleName(name)
        self.note.textEdited.connect(self._edited)
        self.kind.setPlaceholderText(self.tr("请选择"))
        self.kind.activated.connect(self._kind_chosen)

    def _laid_fields(self) -> QFormLayout:
        self._fields = QFormLayout()
        self._fields.setContentsMargins(0, theme.SPACE.xs, 0, 0)
        self._fields.setVerticalSpacing(theme.SPACE.s)
        self._fields.addRow(_muted(self.tr("认定事项")), self.kind)
        self._plan = QWidget()
        line = QHBoxLayout(self._plan)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.xs)
        line.addWidget(self.method, 4)
        line.addWidget(self.deadline, 5)
        self._fields.addRow(self._plan)
        self._fields.addRow(self.note)
        return self._fields

    def _propose_kind(self) -> None:
        over = self._outcome is Outcome.OVER
        self.kind.setCurrentIndex(_KINDS.index(FindingKind.OVER_LIMIT) if over else -1)

    def _class_pressed(self, number: int) -> None:
        self._again = number == self._classes.checkedId()

    def _class_clicked(self, _number: int) -> None:
        """Pressing the chosen class again takes the choice back."""
        if self._again:
            self._choose_none()

    def _choose_none(self) -> None:
        self._classes.setExclusive(False)
        for button in self._classes.buttons():
            button.setChecked(False)
        self._classes.setExclusive(True)

    def _class_toggled(self, _number: int, _checked: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._show_fields()
        self.changed.emit()

    def _kind_chosen(self, _index: int) -> None:
        self.changed.emit()

    def _edited(self, _text: str) -> None:
        self.changed.emit()

    def _show_fields(self) -> None:
        chosen = self.chosen
        by_plan = chosen is Rectification.FIX_BY_PLAN
        self._fields.setRowVisible(self.kind, chosen is not None)
        self._fields.setRowVisible(self._plan, by_plan)
        self._fields.setRowVisible(self.note, chosen is not None and not by_plan)


class _Evidence(Card):
    """取证: how many photos there are, and the last of them."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QHBoxLayout()
        self._line.setSpacing(theme.SPACE.s)
        self._hint = QLabel(self.tr("还没有照片"))
        theme.set_role(self._hint, "muted")
        self._line.addWidget(self._hint)
        self._line.addStretch(1)
        self.body.addLayout(self._line)
        self._shown: list[QLabel] = []
        self.show_photos(())

    def show_photos(self, thumbnails: Sequence[QPixmap]) -> None:
        self.set_title(
            self.tr("取证  {count} 张照片").format(count=len(thumbnails))
            if thumbnails
            else self.tr("取证")
        )
        self._hint.setVisible(not thumbnails)
        for label in self._shown:
            self._line.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._shown = [_thumbnail(found) for found in thumbnails[-_MOST_THUMBNAILS:]]
        for place, label in enumerate(self._shown):
            label.setAccessibleName(self.tr("照片 {n}").format(n=place + 1))
            self._line.insertWidget(place, label)


def _thumbnail(found: QPixmap) -> QLabel:
    label = QLabel()
    label.setFixedSize(_THUMBNAIL)
    filled = found.scaled(
        _THUMBNAIL,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left = (filled.width() - _THUMBNAIL.width()) // 2
    top = (filled.height() - _THUMBNAIL.height()) // 2
    label.setPixmap(filled.copy(left, top, _THUMBNAIL.width(), _THUMBNAIL.height()))
    return label


def _muted(text: str) -> QLabel:
    """A label as high as its field, so that their words stand on one line."""
    label = QLabel(text)
    label.setMinimumHeight(theme.TARGET.input)
    theme.set_role(label, "muted")
    return label
