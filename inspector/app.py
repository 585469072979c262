"""Puts the parts of the window together and takes them apart again."""

from __future__ import annotations

import logging
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from inspector import places
from inspector.actions.ledgers import import_ledger
from inspector.actions.practice import PracticeSite
from inspector.db import estate
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.every import EVERY
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.tokens import Tokens
from inspector.places import Home
from inspector.screens import Screens, give_voice, make_screens
from inspector.sheets.ledger import read_ledger
from inspector.start import NOBODY, keep_log, now, open_here
from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk
from inspector.ui.main_window import MainWindow
from inspector.ui.problems import Problems, install_hooks
from inspector.ui.settings.preferences import Preferences
from inspector.ui.sounds import Sounds
from inspector.ui.speaker import speaker_for
from inspector.ui.tasks import Tasks

_USUAL = 2
"""Practice meters that every search lists."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How the practice meter is held: the seed of its scatter, the length of a shot."""

    seed: int | None = None
    shot_ms: int = 350


@dataclass(frozen=True)
class Program:
    """The running program: a window on one ledger, and what stands behind it."""

    application: QApplication
    desk: Desk
    meter: Meter
    practice: tuple[PracticeMeter, ...]
    preferences: Preferences
    screens: Screens
    window: MainWindow
    sounds: Sounds
    unhook: Callable[[], None]

    def start(self) -> None:
        """Bring up the page that the person left, or the first one."""
        ledger = self.desk.here.ledger
        empty = ledger.ask(estate.county) is None
        self.desk.go("first_run" if empty else "tasks")

    def close(self) -> None:
        """Let go of the meter, finish what is being written, close the file."""
        self.meter.close()
        self.sounds.close()
        self.desk.tasks.stop()
        self.desk.here.ledger.close()
        self.unhook()
        self.window.close()


def make_application(arguments: list[str]) -> QApplication:
    """Qt, our fonts and look, and Qt's own words in Chinese."""
    qInstallMessageHandler(_log_qt)
    application = QApplication(arguments)
    application.setApplicationName("办公用房核查")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    words = QTranslator(application)
    if words.load(
        "qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        application.installTranslator(words)
    theme.load(places.resources())
    return application


def make_program(
    application: QApplication, home: Home, hand: Hand | None = None
) -> Program:
    """Open a folder's ledger in a window, with a practice meter in the given hand."""
    preferences = Preferences(home.settings)
    theme.apply(application, preferences.palette_name, preferences.scale)
    here = open_here(home, preferences.person or NOBODY)
    site = PracticeSite.load(places.resources() / "samples" / "practice.json")
    practice = _practice_meters(hand or Hand(), site)
    meters = Rangefinders(
        practice[:_USUAL], more_practice=practice[_USUAL:], tokens=Tokens(home.meters)
    )
    meter = Meter(meters)
    desk = Desk(here, Tasks())
    screens = make_screens(desk, meter, preferences, site)
    speaker = speaker_for(QGuiApplication.platformName())
    sounds = Sounds(places.resources() / "sounds", speaker)
    give_voice(screens, sounds, preferences)
    problems = Problems(places.logs(), now)
    window = MainWindow(desk, screens.by_page, problems, preferences)
    meter.heard.connect(window.hear)
    meter.cautioned.connect(lambda: window.show_cautions(meter.cautions))
    program = Program(
        application=application,
        desk=desk,
        meter=meter,
        practice=practice,
        preferences=preferences,
        screens=screens,
        window=window,
        sounds=sounds,
        unhook=install_hooks(problems),
    )
    preferences.changed.connect(lambda: _sign_as(program))
    return program


def open_window(home: Home, workbook: Path | None = None) -> int:
    """Open the window and stay until it is closed. An empty ledger is filled from
    `workbook` first, if one is given."""
    keep_log(places.logs())
    application = make_application([])
    try:
        program = make_program(application, home.make())
    except Trouble as trouble:
        if sys.stderr is None:  # started from an icon: nobody would hear of it otherwise
            QMessageBox.critical(None, application.applicationName(), str(trouble))
        raise
    try:
        here = program.desk.here
        if workbook is not None and here.ledger.ask(estate.county) is None:
            program.desk.kept(import_ledger(here, read_ledger(workbook)))
        program.start()
        program.window.show()
        return application.exec()
    finally:
        program.close()


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's own complaints belong in the log, not on a person's terminal."""
    bad = kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    logging.getLogger("qt").log(logging.ERROR if bad else logging.INFO, "%s", message)


def _practice_meters(hand: Hand, site: PracticeSite) -> tuple[PracticeMeter, ...]:
    """One of every family, the two that newcomers are offered first."""
    noise = random.Random(hand.seed)
    first: tuple[type[PracticeMeter], ...] = (LeicaPractice, BoschPractice)
    kinds = (*first, *(kind for kind in EVERY if kind not in first))
    return tuple(kind(noise, truth=site.distance, shot_ms=hand.shot_ms) for kind in kinds)


def _sign_as(program: Program) -> None:
    desk, preferences = program.desk, program.preferences
    desk.here = desk.here.as_person(preferences.person or NOBODY)
    theme.apply(program.application, preferences.palette_name, preferences.scale)
