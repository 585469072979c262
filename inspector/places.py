"""Where files live: resources, ledgers, attachments, exports and logs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path, user_documents_path, user_log_path

_NAME = "inspector"
_PORTABLE = "portable.txt"
"""A file of this name beside the program keeps everything in a folder beside it too."""


def write_private(file: Path, text: str) -> None:
    """Readable by its owner only, from the first byte on; whole or not at all."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)


@dataclass(frozen=True, slots=True)
class Home:
    """One ledger and what belongs to it, all below one folder."""

    folder: Path

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    @property
    def files(self) -> Path:
        """Photos and other attachments, named by their hash."""
        return self.folder / "files"

    @property
    def sheets(self) -> Path:
        return self.folder / "sheets"

    @property
    def token(self) -> Path:
        """What the centre gave this device to be known by; readable by its owner only."""
        return self.folder / "centre.key"

    @property
    def meters(self) -> Path:
        """Tokens of rangefinders that this machine is registered with."""
        return self.folder / "meters.json"

    @property
    def settings(self) -> Path:
        return self.folder / "settings.ini"

    def make(self) -> Home:
        """Folders that nobody else on this machine may look into."""
        for folder in (self.folder, self.files, self.sheets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


def home() -> Home:
    """The person's own local (never roaming) data folder, or the portable one."""
    beside = _program_folder() / "inspector-data"
    if (_program_folder() / _PORTABLE).exists():
        return Home(beside)
    return Home(user_data_path(_NAME, appauthor=False))


def resources() -> Path:
    """What the program brings along: fonts, icons, standards, samples."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root / "resources"


def sample_workbook() -> Path:
    return next((resources() / "samples").glob("*.xlsx"))


def documents() -> Path:
    """Where a person expects what they export."""
    return user_documents_path()


def logs() -> Path:
    return user_log_path(_NAME, appauthor=False)


def _program_folder() -> Path:
    return (
        Path(sys.executable if getattr(sys, "frozen", False) else __file__).resolve().parent
    )
