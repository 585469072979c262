"""开始核查: who comes, at least two of them, and whether it counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector.actions.inspections import FEWEST_INSPECTORS, Team
from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel

_MOST_INSPECTORS = 6
_WIDEST = 460


class BeginForm(Card):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.unit = ElideLabel()
        self.team = QLineEdit()
        self.escort = QLineEdit()
        self.practice = QCheckBox(self.tr("练习（不作为正式核查）"))
        self.more = QPushButton(self.tr("再加一人"))
        self.hint = QLabel()
        self.names: list[QLineEdit] = []
        self._fields = QFormLayout()
        self._lay_out()
        self.team.textChanged.connect(self.changed)
        self.practice.toggled.connect(self._say_hint)
        self.more.clicked.connect(self._add_one)

    def _lay_out(self) -> None:
        theme.set_role(self.unit, "title")
        theme.set_role(self.more, "quiet")
        theme.set_role(self.hint, "muted")
        self.hint.setWordWrap(True)
        self.team.setPlaceholderText(self.tr("例如：督查二组"))
        self.escort.setPlaceholderText(self.tr("被检查单位派人，可稍后签字时填写"))
        self._fields.setHorizontalSpacing(theme.SPACE.l)
        self._fields.setVerticalSpacing(theme.SPACE.s)
        self._fields.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._add_row(self.tr("核查组"), self.team)
        for _ in range(FEWEST_INSPECTORS):
            self._add_name()
        self._fields.addRow("", _at_left(self.more))
        self._add_row(self.tr("陪同人员"), self.escort)
        self._fields.addRow("", self.practice)
        inner = QWidget()
        theme.set_role(inner, "bar")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.SPACE.s, 0)
        column.setSpacing(theme.SPACE.m)
        column.addLayout(self._fields)
        column.addWidget(self.hint)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        self.body.addWidget(self.unit)
        self.body.addWidget(area, 1)

    def begin(self, unit: str, team: Team) -> None:
        self.unit.setText(self.tr("开始核查 · {0}").format(unit))
        self.team.setText(team.name)
        self.escort.setText(team.escort)
        self.practice.setChecked(False)
        while len(self.names) < min(len(team.inspectors), _MOST_INSPECTORS):
            self._add_name()
        for place, field in enumerate(self.names):
            given = team.inspectors[place] if place < len(team.inspectors) else ""
            field.setText(given)
        self._say_hint()
        empty = [field for field in (self.team, *self.names) if not field.text()]
        (empty or [self.team])[0].setFocus()

    @property
    def complete(self) -> bool:
        """Two people of different names: 检查人员不少于二人."""
        return len({n.text().strip() for n in self.names} - {""}) >= FEWEST_INSPECTORS

    def given(self) -> Team:
        names = tuple(field.text().strip() for field in self.names if field.text().strip())
        return Team(self.team.text().strip(), names, self.escort.text().strip())

    @Slot()
    def _add_one(self) -> None:
        self._add_name()
        self.names[-1].setFocus()

    def _add_name(self) -> None:
        field = QLineEdit()
        place = len(self.names)
        label = self.tr("检查人员") if not place else ""
        named = self.tr("检查人员 {0}").format(place + 1)
        field.setAccessibleName(named)
        field.setPlaceholderText(named)
        field.setMaximumWidth(theme.current().px(_WIDEST))
        self._fields.insertRow(1 + place, _muted(label), field)
        self.names.append(field)
        field.textChanged.connect(self._say_hint)
        self.more.setVisible(len(self.names) < _MOST_INSPECTORS)

    def _add_row(self, label: str, field: QLineEdit) -> None:
        field.setAccessibleName(label)
        field.setMaximumWidth(theme.current().px(_WIDEST))
        self._fields.addRow(_muted(label), field)

    @Slot()
    def _say_hint(self) -> None:
        if not self.complete:
            said = self.tr("检查人员不少于二人，请填写两名检查人员的姓名。")
        elif self.practice.isChecked():
            said = self.tr("练习的记录每一页都有“练习”字样，不能改为正式核查。")
        else:
            said = self.tr("开始后即进入第一间房，读数随测随存。")
        self.hint.setText(said)
        theme.set_role(self.hint, "muted", "plain" if self.complete else "undecided")
        self.changed.emit()


def _at_left(button: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(button)
    line.addStretch(1)
    return line


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    theme.set_role(label, "muted")
    label.setMinimumHeight(theme.TARGET.input)
    return label
