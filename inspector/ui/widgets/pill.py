"""A table's cell as a pill: sign and word in the tone that the model gives."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.ui import theme

TONE = int(Qt.ItemDataRole.UserRole) + 40
"""The role by which a model says the tone; without one the cell is plain text."""


class PillDelegate(QStyledItemDelegate):
    # Qt's own names from here on.
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tone = index.data(TONE)
        if not tone:
            super().paint(painter, option, index)
            return
        worn = theme.current()
        ink, under = worn.tone(str(tone))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, worn.colour("accent_soft"))
        painter.setFont(worn.font(theme.TYPE.chip))
        words = str(index.data())
        wide = painter.fontMetrics().horizontalAdvance(words) + 2 * theme.SPACE.s
        high = painter.fontMetrics().height() + theme.SPACE.xs
        box = QRectF(option.rect)
        pill = QRectF(box.left() + theme.SPACE.s, 0, min(wide, box.width() - 8), high)
        pill.moveTop(box.center().y() - high / 2)
        painter.setPen(QPen(worn.colour("line")) if tone == "plain" else Qt.PenStyle.NoPen)
        painter.setBrush(under)
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(ink)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()
