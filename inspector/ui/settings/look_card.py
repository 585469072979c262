"""外观: palette and text size, worn at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QWidget

from inspector.ui import theme
from inspector.ui.settings.preferences import SYSTEM
from inspector.ui.widgets.card import Card

_A_ROW = 4


class LookCard(Card):
    chosen = Signal(str, float)
    """The palette's name, or `SYSTEM`, and the scale of the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("外观"))
        self.palettes = self._choices(
            self.tr("配色"),
            (
                (SYSTEM, self.tr("随系统")),
                ("light", self.tr("浅色")),
                ("dark", self.tr("深色")),
                ("outdoor", self.tr("户外")),
            ),
        )
        names = (self.tr("标准"), self.tr("大"), self.tr("更大"), self.tr("特大"))
        scales = tuple(map(str, theme.SCALES))
        self.sizes = self._choices(self.tr("字号"), tuple(zip(scales, names, strict=True)))

    def show_look(self, palette: str, scale: float) -> None:
        _check(self.palettes, palette)
        _check(self.sizes, str(scale))

    def _choices(self, title: str, choices: Sequence[tuple[str, str]]) -> QButtonGroup:
        label = QLabel(title)
        theme.set_role(label, "muted")
        self.body.addWidget(label)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE.s)
        group = QButtonGroup(self)
        for number, (key, word) in enumerate(choices):
            button = QPushButton(word)
            button.setCheckable(True)
            button.setProperty("key", key)
            button.setAccessibleName(f"{title} {word}")
            button.clicked.connect(self._choose)
            group.addButton(button)
            grid.addWidget(button, number // _A_ROW, number % _A_ROW)
        self.body.addLayout(grid)
        return group

    def _choose(self) -> None:
        self.chosen.emit(_checked(self.palettes), float(_checked(self.sizes)))


def _checked(group: QButtonGroup) -> str:
    button = group.checkedButton()
    assert button is not None, "one is checked from the start"
    return str(button.property("key"))


def _check(group: QButtonGroup, key: str) -> None:
    for button in group.buttons():
        button.setChecked(button.property("key") == key)
