"""Makes every page of the window and hands it what it needs from the other storeys."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QWidget

from inspector import places
from inspector.actions.practice import PracticeSite
from inspector.actions.syncing import CentreAddress, copy_from_central
from inspector.db.device import Receipt
from inspector.domain.drafts import LedgerDraft
from inspector.reports.fonts import Fonts
from inspector.reports.preview import page_images
from inspector.sheets.faults import write_faults
from inspector.sheets.ledger import read_ledger
from inspector.sync.exchange import Progress as Step
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk
from inspector.ui.first_run.screen import Copy, FirstRunScreen
from inspector.ui.importing.screen import ImportScreen
from inspector.ui.ledger.screen import LedgerScreen
from inspector.ui.meters.registry import Registry
from inspector.ui.meters.screen import MetersScreen
from inspector.ui.rectification.screen import RectificationScreen
from inspector.ui.room.screen import RoomScreen
from inspector.ui.settings import sound_card
from inspector.ui.settings.preferences import Preferences
from inspector.ui.settings.screen import SettingsScreen
from inspector.ui.signing.screen import SigningScreen
from inspector.ui.sounds import Sounds
from inspector.ui.syncing.centre import Sync, sync_with_centre
from inspector.ui.syncing.screen import SyncingScreen
from inspector.ui.tasks import Progress
from inspector.ui.tasks_page.screen import TasksScreen


@dataclass(frozen=True)
class Screens:
    first_run: FirstRunScreen
    importing: ImportScreen
    tasks: TasksScreen
    room: RoomScreen
    ledger: LedgerScreen
    rectification: RectificationScreen
    signing: SigningScreen
    syncing: SyncingScreen
    meters: MetersScreen
    settings: SettingsScreen

    @property
    def by_page(self) -> dict[str, QWidget]:
        """Page name -> screen, in the order of the rail."""
        return {
            "first_run": self.first_run,
            "import": self.importing,
            "tasks": self.tasks,
            "room": self.room,
            "ledger": self.ledger,
            "rectification": self.rectification,
            "signing": self.signing,
            "syncing": self.syncing,
            "meters": self.meters,
            "settings": self.settings,
        }


def make_screens(
    desk: Desk, meter: Meter, preferences: Preferences, site: PracticeSite
) -> Screens:
    """Every page, ready to be shown; the first start leads to the import page."""
    registry = Registry(desk, meter, desk)
    screens = Screens(
        first_run=FirstRunScreen(desk, places.sample_workbook, _copy(desk)),
        importing=ImportScreen(desk, _read, _write_faults),
        tasks=TasksScreen(desk, meter),
        room=RoomScreen(desk, meter, site.aim),
        ledger=LedgerScreen(desk),
        rectification=RectificationScreen(desk),
        signing=SigningScreen(desk, _fonts, page_images),
        syncing=SyncingScreen(desk, _sync(desk), preferences),
        meters=MetersScreen(desk, meter, registry, preferences),
        settings=SettingsScreen(desk, preferences, meter),
    )
    screens.first_run.file_chosen.connect(screens.importing.open_workbook)
    return screens


def give_voice(screens: Screens, sounds: Sounds, preferences: Preferences) -> None:
    """Let the room page be heard, as the person has set it."""

    def obey() -> None:
        sounds.obey(
            on=preferences.sounds, spoken=preferences.spoken, volume=preferences.volume
        )

    obey()
    preferences.tuned.connect(obey)
    cues = screens.room.cues
    cues.accepted.connect(sounds.accepted)
    cues.again.connect(sounds.again)
    cues.stray.connect(sounds.stray)
    trials: dict[str, Callable[[], None]] = {
        sound_card.ACCEPTED: sounds.accepted,
        sound_card.AGAIN: sounds.again,
        sound_card.STRAY: sounds.stray,
        sound_card.LENGTH: lambda: sounds.say_length(sound_card.SAMPLE_UM),
    }
    card = screens.settings.view.sound
    card.wanted.connect(lambda what: trials[what]())
    sounds.unheard.connect(lambda _beeps: card.show_unheard())


@cache
def _fonts() -> Fonts:
    """Loaded when the first sheet is made, and kept."""
    return Fonts.load(places.resources() / "fonts")


def _read(file: Path, progress: Progress) -> LedgerDraft:
    return read_ledger(file, progress=progress.step)


def _write_faults(draft: LedgerDraft, source: Path, target: Path) -> None:
    write_faults(draft, target, source=source)


def _sync(desk: Desk) -> Sync:
    """The desk is asked each time: the person at it may have changed."""

    def sync(progress: Progress, url: str, secret: str) -> Receipt:
        return sync_with_centre(desk.here, platform.node())(progress, url, secret)

    return sync


def _copy(desk: Desk) -> Copy:
    def copy(progress: Progress, url: str, secret: str) -> Receipt:
        def tell(step: Step) -> None:
            progress.step(step.done, step.total, step.stage.label)

        centre = CentreAddress(url, secret, platform.node())
        return copy_from_central(desk.here, centre, tell, lambda: progress.cancelled)

    return copy
