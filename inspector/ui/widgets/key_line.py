"""Where a meter in keyboard mode types: holds the focus, keeps the input method out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_LONGEST = 64
"""Characters; no meter types more, and a paste is no reading."""
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


class KeyLine(QLineEdit):
    typed = Signal(str)
    """One burst with its line end, for the keyboard's link."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhFormattedNumbersOnly | Qt.InputMethodHint.ImhLatinOnly
        )
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(self.tr("键盘模式读数"))
        self.setPlaceholderText(self.tr("光标在这里时，按测距仪的发送键"))

    def _ends(self, event: QKeyEvent) -> bool:
        """Tab in an empty field still leads on, so that nobody is caught in it."""
        if event.type() != QEvent.Type.KeyPress or event.key() not in _ENDS:
            return False
        return bool(self.text()) or event.key() != Qt.Key.Key_Tab

    def _end(self) -> None:
        text = self.text()
        self.clear()
        if text.strip():
            self.typed.emit(text + "\n")

    # Qt's own names from here on.
    def event(self, event: QEvent) -> bool:
        """Tab ends a reading, as Enter does, instead of leading away from the field."""
        if isinstance(event, QKeyEvent) and self._ends(event):
            self._end()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A half that was typed before the focus went is not the start of the next one."""
        super().focusOutEvent(event)
        self.clear()
