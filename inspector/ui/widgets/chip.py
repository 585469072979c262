"""Small words in pills: a chip is a door to the page behind it, a tag only says."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from inspector.ui import theme


class Chip(QPushButton):
    """A state that can be pressed. The pill is slim; the finger's target is 44 px, so
    chips stand in rows without spacing of their own above and below."""

    def __init__(
        self, text: str, tone: str = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.TARGET.chip)
        self.say(text, tone)

    def say(self, text: str, tone: str) -> None:
        """Change word and tone together: colour never speaks alone."""
        self.setText(text)
        self.setAccessibleName(text)
        theme.set_role(self, "chip", tone)

    # Qt's own names from here on.
    def hitButton(self, pos: QPoint) -> bool:
        """All of the target, not the pill alone."""
        return self.rect().contains(pos)


class Tag(QLabel):
    """A state that cannot be pressed."""

    def __init__(
        self, text: str, tone: str = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.set_role(self, "tag", tone)

    def say(self, text: str, tone: str) -> None:
        self.setText(text)
        theme.set_role(self, "tag", tone)
