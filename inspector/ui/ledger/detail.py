"""The selected room: the ledger's word, who sits there, and the way to inspect it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.estate import Occupant, RoomCard
from inspector.domain.ranks import RANKS
from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel


class Detail(QWidget):
    inspect_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.title = QLabel()
        self.where = QLabel()
        self.inspect = QPushButton(self.tr("去核查"))
        self._room = Card(self.tr("台账记载"))
        self._people = Card(self.tr("使用人"))
        self._made: list[QWidget] = []
        theme.set_role(self.title, "title")
        theme.set_role(self.where, "muted")
        theme.set_role(self.inspect, "primary")
        self.where.setWordWrap(True)
        self.inspect.clicked.connect(self.inspect_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self._scroll(), 1)
        column.addWidget(self.inspect)
        self.show_nothing()

    def _scroll(self) -> QScrollArea:
        inside = QWidget()
        theme.set_role(inside, "bar")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self.title)
        column.addWidget(self.where)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self._room)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self._people)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def show_nothing(self) -> None:
        self._clear()
        self.title.setText(self.tr("未选房间"))
        self.where.setText(self.tr("在表中选一间房，这里显示台账怎么记载。"))
        self._room.hide()
        self._people.hide()
        self.inspect.setEnabled(False)

    def show_card(self, card: RoomCard) -> None:
        self._clear()
        room = card.room
        self.title.setText(self.tr("{0} 室").format(room.number))
        self.where.setText("  ›  ".join(card.where))
        area = room.ledger_area
        figure = (area.m2_text(), "㎡") if area is not None else (self.tr("未填写"), "")
        self._made += [
            self._room.add_row(self.tr("用途"), room.use_text or room.use.label),
            self._room.add_row(self.tr("台账面积"), *figure),
            self._room.add_row(self.tr("状态"), room.state.label),
            self._room.add_row(self.tr("院落"), card.courtyard),
        ]
        if room.remark:
            self._made.append(self._room.add_row(self.tr("备注"), room.remark))
        self._show_people(card.occupants)
        for widget in self._made:
            widget.show()  # at once: Qt alone would wait for the next turn of its loop
        self._room.show()
        self._people.show()
        self.inspect.setEnabled(True)

    def _show_people(self, occupants: tuple[Occupant, ...]) -> None:
        if not occupants:
            self._made.append(self._people.add_note(self.tr("台账没有记载使用人。")))
        for occupant in occupants:
            self._made.append(self._occupant(occupant))
            if occupant.other_rooms:
                rooms = "、".join(occupant.other_rooms)
                note = self._people.add_note(self.tr("另有房间 {0}").format(rooms))
                theme.set_role(note, "muted", "undecided")
                self._made.append(note)

    def _occupant(self, occupant: Occupant) -> QWidget:
        line = QWidget()
        name, rank = ElideLabel(occupant.name), QLabel(_rank_of(occupant))
        counted = self.tr("计入") if occupant.counted else self.tr("不计入")
        rank.setText(f"{rank.text() or self.tr('职级未填')} · {counted}")
        theme.set_role(line, "bar")
        theme.set_role(rank, "muted")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name, 1)
        row.addWidget(rank)
        self._people.body.addWidget(line)
        return line

    def _clear(self) -> None:
        for widget in self._made:
            widget.hide()
            widget.deleteLater()
        self._made = []


def _rank_of(occupant: Occupant) -> str:
    known = RANKS.get(occupant.rank or "")
    return known.label if known else occupant.rank_text
