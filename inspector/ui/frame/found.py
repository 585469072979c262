"""The rooms that a search found, two lines each: the number large, the rest beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.domain.estate import RoomCard
from inspector.ui import theme

Index = QModelIndex | QPersistentModelIndex

CARD = Qt.ItemDataRole.UserRole
_HIGH = 52
_NUMBER = 84


class FoundModel(QAbstractListModel):
    """One row each, or one sentence where nothing was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: Sequence[RoomCard] = ()
        self._words = ""

    def show(self, words: str, cards: Sequence[RoomCard]) -> None:
        self.beginResetModel()
        self._words, self._cards = words, cards
        self.endResetModel()

    def card(self, index: Index) -> RoomCard | None:
        return self._cards[index.row()] if 0 <= index.row() < len(self._cards) else None

    # Qt's own names from here on.
    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return max(1, len(self._cards)) if self._words else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self.card(index)
        if role == CARD:
            return card
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            if card is None:
                return self.tr("没有找到“{0}”。可以输入房号、姓名或拼音首字母。").format(
                    self._words
                )
            return " · ".join(filter(None, (card.room.number, *_details(card))))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.card(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _details(card: RoomCard) -> tuple[str, str, str]:
    """单位, 楼座楼层, 使用人."""
    unit, building, floor = card.where
    people = "、".join(person.name for person in card.occupants)
    return unit, f"{building} {floor}", people


class FoundDelegate(QStyledItemDelegate):
    # Qt's own names from here on.
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, theme.current().px(_HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn = theme.current()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, worn.colour("accent_soft"))
        box = box.adjusted(theme.SPACE.m, 0, -theme.SPACE.m, 0)
        card = index.data(CARD)
        if card is None:
            _write(painter, box, index.data(), theme.TYPE.label, "muted")
            return
        number = worn.px(_NUMBER)
        unit, place, people = _details(card)
        painter.setFont(worn.font(theme.TYPE.action, QFont.Weight.DemiBold))
        painter.setPen(worn.colour("ink"))
        left = QRect(box.left(), box.top(), number - theme.SPACE.s, box.height())
        shown = painter.fontMetrics().elidedText(
            card.room.number, Qt.TextElideMode.ElideRight, left.width()
        )
        painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter), shown)
        half = box.height() // 2
        upper = QRect(box.left() + number, box.top() + 4, box.width() - number, half - 4)
        lower = upper.translated(0, half - 4)
        _write(painter, upper, people or card.room.use_text, theme.TYPE.body, "ink")
        _write(painter, lower, f"{unit} · {place}", theme.TYPE.chip, "muted")


def _write(painter: QPainter, box: QRect, words: str, size: int, token: str) -> None:
    worn = theme.current()
    painter.setFont(worn.font(size))
    painter.setPen(worn.colour(token))
    shown = painter.fontMetrics().elidedText(
        words, Qt.TextElideMode.ElideMiddle, box.width()
    )
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
