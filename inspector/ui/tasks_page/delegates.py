"""How a unit and a room look on their lists."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.ui import theme
from inspector.ui.tasks_page import words
from inspector.ui.tasks_page.model import LINE, Floor, Index
from inspector.ui.tasks_page.reading import RoomStop, UnitLine, UnitState

_UNIT_HIGH, _ROOM_HIGH, _FLOOR_HIGH = 58, 48, 36
_RING, _RING_WIDE = 26, 4
_NUMBER, _AREA, _STATE, _NARROW = 72, 88, 168, 460
_FULL_TURN = 360 * 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MEDIUM, _DEMI = QFont.Weight.Medium, QFont.Weight.DemiBold


class UnitDelegate(QStyledItemDelegate):
    """The name over what has been done, with a small ring for how far that is."""

    # Qt's own names from here on.
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, theme.current().px(_UNIT_HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: UnitLine = index.data(LINE)
        worn, space = theme.current(), theme.SPACE
        painter.save()
        box = _ground(painter, option)
        ring = worn.px(_RING)
        _ring(painter, QRect(box.left(), box.top(), ring, box.height()), line)
        box.setLeft(box.left() + ring + space.m)
        half = box.height() // 2
        upper = QRect(box.left(), box.top() + space.xs, box.width(), half - 2)
        lower = QRect(box.left(), box.top() + half + 1, box.width(), half - space.s)
        _write(painter, upper, line.progress.name, (theme.TYPE.body, _MEDIUM), "ink")
        small = (theme.TYPE.label, QFont.Weight.Normal)
        _write(painter, lower, words.unit_detail(line), small, "muted")
        painter.restore()


class RoomDelegate(QStyledItemDelegate):
    """Number, use and people, the ledger's area, and the state as sign and word."""

    # Qt's own names from here on.
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        floor = isinstance(index.data(LINE), Floor)
        return QSize(200, theme.current().px(_FLOOR_HIGH if floor else _ROOM_HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        painter.save()
        if isinstance(line, Floor):
            _floor(painter, option.rect, line)
        else:
            _room(painter, _ground(painter, option), line)
        painter.restore()


def _floor(painter: QPainter, box: QRect, floor: Floor) -> None:
    worn, space = theme.current(), theme.SPACE
    box = box.adjusted(space.l, space.s, -space.l, 0)
    count = words.floor_count(floor.done, floor.rooms)
    style = (theme.TYPE.label, _DEMI)
    _write(painter, box, f"{floor.building} · {floor.floor}", style, "muted")
    _write(painter, box, count, (theme.TYPE.label, QFont.Weight.Normal), "muted", _RIGHT)
    painter.setPen(worn.colour("line"))
    painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())


def _room(painter: QPainter, box: QRect, stop: RoomStop) -> None:
    worn, space = theme.current(), theme.SPACE
    number = QRect(box.left(), box.top(), worn.px(_NUMBER), box.height())
    _write(painter, number, stop.number, (theme.TYPE.tag, _DEMI), "ink")
    right = _pill(painter, box, stop)
    if box.width() > worn.px(_NARROW):
        right = min(right, box.right() - worn.px(_STATE))
        area = QRect(right - worn.px(_AREA), box.top(), worn.px(_AREA), box.height())
        if stop.area is not None:
            _figure(painter, area.adjusted(0, 0, -space.l, 0), stop.area.m2_text())
        right = area.left()
    rest = QRect(number.right() + space.s, box.top(), right - number.right() - space.l, 0)
    rest.setHeight(box.height())
    said = " · ".join(filter(None, (stop.use, "、".join(stop.people))))
    token = "ink" if stop.office else "muted"
    _write(painter, rest, said, (theme.TYPE.body, QFont.Weight.Normal), token)


def _pill(painter: QPainter, box: QRect, stop: RoomStop) -> int:
    """The state at the right edge; returns where it begins."""
    worn, space = theme.current(), theme.SPACE
    said = words.room_state(stop)
    ink, under = worn.tone(said.tone)
    painter.setFont(worn.font(theme.TYPE.chip, _MEDIUM))
    wide = painter.fontMetrics().horizontalAdvance(str(said)) + 2 * space.s + 4
    high = painter.fontMetrics().height() + space.xs + 2
    pill = QRectF(box.right() - wide, box.center().y() - high / 2, wide, high)
    painter.setPen(QPen(worn.colour("line")) if said.tone == "plain" else Qt.PenStyle.NoPen)
    painter.setBrush(under)
    painter.drawRoundedRect(pill, high / 2, high / 2)
    painter.setPen(worn.colour("muted") if said.tone == "plain" else ink)
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), str(said))
    left = round(pill.left())
    note = words.room_note(stop)
    if note and note not in said.words and box.width() > worn.px(_NARROW):
        painter.setFont(worn.font(theme.TYPE.chip))
        room = painter.fontMetrics().horizontalAdvance(note)
        place = QRect(left - room - space.s, box.top(), room + 1, box.height())
        _write(painter, place, note, (theme.TYPE.chip, QFont.Weight.Normal), "muted")
        left = place.left()
    return left


def _figure(painter: QPainter, box: QRect, figure: str) -> None:
    """The figure, its unit lighter and smaller behind it."""
    worn = theme.current()
    painter.setFont(worn.font(theme.TYPE.chip))
    unit = painter.fontMetrics().horizontalAdvance(" ㎡")
    small = (theme.TYPE.chip, QFont.Weight.Normal)
    _write(painter, box, " ㎡", small, "muted", _RIGHT)
    body = (theme.TYPE.body, QFont.Weight.Normal)
    _write(painter, box.adjusted(0, 0, -unit, 0), figure, body, "ink", _RIGHT)


def _ring(painter: QPainter, box: QRect, line: UnitLine) -> None:
    worn = theme.current()
    side = worn.px(_RING) - _RING_WIDE
    ring = QRectF(0, 0, side, side)
    ring.moveCenter(box.toRectF().center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(worn.colour("line"), _RING_WIDE))
    painter.drawEllipse(ring)
    done, rooms = line.progress.done, line.progress.rooms
    if done and rooms:
        token = "within" if line.state is UnitState.DONE else "accent"
        painter.setPen(QPen(worn.colour(token), _RING_WIDE))
        painter.drawArc(ring, 90 * 16, -min(_FULL_TURN, _FULL_TURN * done // rooms))


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """Selected, pointed at, or plain; returns what is left to write in."""
    worn, space = theme.current(), theme.SPACE
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, worn.colour("accent_soft"))
        edge = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
        painter.fillRect(edge, worn.colour("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, worn.colour("ground"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return option.rect.adjusted(space.l, 0, -space.l, 0)


def _write(
    painter: QPainter,
    box: QRect,
    text: str,
    style: tuple[int, QFont.Weight],
    token: str,
    side: Qt.AlignmentFlag = _LEFT,
) -> None:
    worn = theme.current()
    painter.setFont(worn.font(*style))
    painter.setPen(worn.colour(token))
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideMiddle, box.width()
    )
    painter.drawText(box, int(side), shown)
