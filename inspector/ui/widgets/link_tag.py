"""Where a meter's link stands, as a tag: word and tone together."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from inspector.devices.events import LinkState
from inspector.ui.widgets.chip import Tag

_TONES = {LinkState.CONNECTED: "within", LinkState.NONE_CHOSEN: "plain"}


class LinkTag(Tag):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "plain", parent)

    @Slot(object)
    def show_link(self, state: LinkState) -> None:
        self.say(state.label, _TONES.get(state, "undecided"))
