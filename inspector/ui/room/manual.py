"""手工录入: our own number pad, for a dead battery or a meter without an open protocol."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.room import words

_SHORTEST_UM, _LONGEST_UM = 30_000, 300_000_000
_METRES = re.compile(r"(\d{1,3})(?:\.(\d{1,3}))?(?:m|米)?")
_MILLIMETRES = re.compile(r"(\d{1,6})(?:mm|毫米)")


def parse_metres(text: str) -> int | None:
    """Micrometres of what was typed: 5.203, ５．２０３, 5。203 or 5203mm; None if it is
    no single length a room can have. A bare 5203 is refused: metres or millimetres?"""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("。", ".")
    plain = plain.replace(" ", "")
    if found := _MILLIMETRES.fullmatch(plain):
        micrometres = int(found[1]) * 1000
    elif found := _METRES.fullmatch(plain):
        micrometres = int(found[1]) * 1_000_000 + int((found[2] or "").ljust(3, "0")) * 1000
    else:
        return None
    return micrometres if _SHORTEST_UM <= micrometres <= _LONGEST_UM else None


class ManualEntry(QDialog):
    """One length, typed by hand; it carries the mark 手工录入 for ever."""

    def __init__(self, slot: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("手工录入"))
        self.field = QLineEdit()
        self.field.setPlaceholderText("0.000")
        self.field.setAccessibleName(self.tr("长度（米）"))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hint = QLabel(self.tr("单位：米，精确到毫米"))
        theme.set_role(self.hint, "muted")
        self.keep = QPushButton(self.tr("录入"))
        theme.set_role(self.keep, "primary")
        self.keep.setDefault(True)
        self.keep.setEnabled(False)
        self._compose(words.slot_text(slot))
        self.field.textChanged.connect(self._typed)
        self.keep.clicked.connect(self.accept)

    @property
    def micrometres(self) -> int | None:
        return parse_metres(self.field.text())

    def _compose(self, slot: str) -> None:
        title = QLabel(slot)
        theme.set_role(title, "title")
        pad = QGridLayout()
        pad.setSpacing(theme.SPACE.s)
        for place, key in enumerate("789456123.0"):
            button = QPushButton(key)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, k=key: self.field.insert(k))
            pad.addWidget(button, place // 3, place % 3)
        back = QPushButton("⌫")
        back.setAutoDefault(False)
        back.setAccessibleName(self.tr("删除一位"))
        back.clicked.connect(self.field.backspace)
        pad.addWidget(back, 3, 2)
        buttons = QHBoxLayout()
        cancel = QPushButton(self.tr("返回"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep, 1)
        column = QVBoxLayout(self)
        space = theme.SPACE
        column.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        column.setSpacing(space.m)
        column.addWidget(title)
        column.addWidget(self.field)
        column.addWidget(self.hint)
        column.addLayout(pad)
        column.addLayout(buttons)

    def _typed(self, text: str) -> None:
        known = parse_metres(text) is not None
        self.keep.setEnabled(known)
        unclear = bool(text.strip()) and not known
        self.hint.setText(
            self.tr("请按米填写，例如 5.203")
            if unclear
            else self.tr("单位：米，精确到毫米")
        )
        theme.set_role(self.hint, "muted", "undecided" if unclear else "plain")
