"""Keeps what a person sets, and applies it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector.actions.changes import Changes
from inspector.actions.here import CHINA
from inspector.db import memory
from inspector.db.ledger import Ledger
from inspector.devices.events import LinkState
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.problems import open_on_desktop
from inspector.ui.settings.preferences import SYSTEM, Preferences
from inspector.ui.settings.view import Device, SettingsView


class SettingsScreen(QWidget):
    def __init__(
        self,
        desk: Desk,
        preferences: Preferences,
        meter: Meter,
        open_folder: Callable[[Path], None] = open_on_desktop,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._preferences = preferences
        self._meter = meter
        self._open_folder = open_folder
        self._asked = 0
        self.view = SettingsView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()
        self._show_preferences()
        self._show_sounds()
        self.view.standards.show_packs(desk.here.rulebook.packs)

    def _connect(self) -> None:
        view, meter = self.view, self._meter
        self._desk.changed.connect(self._changed)
        self._preferences.changed.connect(self._show_preferences)
        self._preferences.tuned.connect(self._show_sounds)
        view.look.chosen.connect(self._wear)
        view.sound.chosen.connect(self._tune)
        view.device.named.connect(self._name)
        view.device.folder_wanted.connect(self._show_folder)
        view.meter.wanted.connect(lambda: self._desk.go("meters"))
        meter.link_changed.connect(self._show_link)

    @property
    def ready(self) -> bool:
        return self._asked == 0

    def show_for(self, _goto: GoTo) -> None:
        self.reload()
        self._show_link(self._meter.state)

    def reload(self) -> None:
        ledger = self._desk.here.ledger
        self._asked += 1
        self._desk.tasks.run(lambda: _origin(ledger), self._show_device, self._failed)

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if changes.ledger or changes.synced:
            self.reload()

    def _show_device(self, origin: _Origin) -> None:
        self._asked -= 1
        none = self.tr("尚无台账")
        at = origin.at
        self.view.device.show_device(
            Device(
                folder=str(self._desk.here.home.folder),
                ledger=f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else none,
                source=origin.source or none,
                number=origin.number,
            )
        )

    def _failed(self, error: Exception) -> None:
        self._asked -= 1
        self._desk.troubled.emit(error)

    @Slot()
    def _show_preferences(self) -> None:
        kept = self._preferences
        self.view.look.show_look(kept.palette, kept.scale)
        self.view.device.show_me(kept.person, kept.team)

    @Slot()
    def _show_sounds(self) -> None:
        kept = self._preferences
        self.view.sound.show_sounds(on=kept.sounds, spoken=kept.spoken, volume=kept.volume)

    @Slot()
    def _tune(self) -> None:
        card = self.view.sound
        self._preferences.set_sounds(
            on=card.on.isChecked(), spoken=card.spoken.isChecked(), volume=card.volume
        )

    @Slot(str, float)
    def _wear(self, palette: str, scale: float) -> None:
        name = theme.system_palette_name() if palette == SYSTEM else palette
        application = cast("QApplication", QApplication.instance())
        theme.apply(application, name, scale)
        self._preferences.set_look(palette, scale)

    @Slot(str, str)
    def _name(self, person: str, team: str) -> None:
        """From now on actions are this person's; what was kept stays whose it was."""
        kept = self._preferences
        if (person.strip(), team.strip()) == (kept.person, kept.team):
            return
        kept.set_me(person, team)
        self._desk.here = self._desk.here.as_person(kept.person)

    @Slot()
    def _show_folder(self) -> None:
        self._open_folder(self._desk.here.home.folder)

    @Slot(object)
    def _show_link(self, state: LinkState) -> None:
        self.view.meter.show_link(state, self._meter.name)


@dataclass(frozen=True, slots=True)
class _Origin:
    at: datetime | None
    source: str
    number: str


def _origin(ledger: Ledger) -> _Origin:
    at, source = ledger.ask(memory.copied)
    return _Origin(at, source, ledger.ask(memory.short_id))
