"""What a person has set on this device, kept beside the ledger in an ini file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from inspector.ui import theme

SYSTEM = "system"
"""Light or dark, as the desktop says."""
FULL_VOLUME = 100
_VOLUME = 80
_ON, _OFF = "true", "false"


class Preferences(QObject):
    changed = Signal()
    """Something was set; whoever shows it looks again."""
    tuned = Signal()
    """The sounds were set: apart, for nothing that is seen changes with them."""

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = QSettings(str(file), QSettings.Format.IniFormat, self)

    @property
    def palette(self) -> str:
        """A name of `theme.PALETTES`, or `SYSTEM`."""
        name = self._text("look/palette", SYSTEM)
        return name if name in theme.PALETTES else SYSTEM

    @property
    def palette_name(self) -> str:
        """The palette to wear now."""
        return theme.system_palette_name() if self.palette == SYSTEM else self.palette

    @property
    def scale(self) -> float:
        found = {str(scale): scale for scale in theme.SCALES}
        return found.get(self._text("look/scale", ""), theme.SCALES[0])

    @property
    def person(self) -> str:
        return self._text("me/name", "")

    @property
    def team(self) -> str:
        return self._text("me/team", "")

    @property
    def meter(self) -> str:
        """The address of the meter that was used last, to be offered first."""
        return self._text("meter/address", "")

    @property
    def experimental(self) -> bool:
        """Meters that were never tried on a real unit may be connected."""
        return self._text("meter/experimental", "false") == "true"

    @property
    def keying(self) -> str:
        """How a meter in keyboard mode writes its numbers: a key of the codec's presets."""
        return self._text("meter/keying", "")

    @property
    def centre(self) -> str:
        """The address of the centre; the pass phrase is never kept."""
        return self._text("centre/url", "")

    @property
    def sounds(self) -> bool:
        """A tone for every reading."""
        return self._text("sound/on", _ON) == _ON

    @property
    def spoken(self) -> bool:
        """The length read out after the tone."""
        return self._text("sound/spoken", _OFF) == _ON

    @property
    def volume(self) -> int:
        """Of a hundred."""
        kept = self._text("sound/volume", "")
        return min(int(kept), FULL_VOLUME) if kept.isdecimal() else _VOLUME

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood; empty on the first start."""
        found = self._kept.value("window/geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    def set_look(self, palette: str, scale: float) -> None:
        self._keep("look/palette", palette)
        self._keep("look/scale", str(scale))
        self.changed.emit()

    def set_me(self, person: str, team: str) -> None:
        self._keep("me/name", person.strip())
        self._keep("me/team", team.strip())
        self.changed.emit()

    def set_meter(self, address: str) -> None:
        self._keep("meter/address", address)

    def set_keying(self, key: str) -> None:
        self._keep("meter/keying", key)

    def set_experimental(self, *, on: bool) -> None:
        self._keep("meter/experimental", "true" if on else "false")

    def set_centre(self, url: str) -> None:
        self._keep("centre/url", url.strip())

    def set_sounds(self, *, on: bool, spoken: bool, volume: int) -> None:
        self._keep("sound/on", _ON if on else _OFF)
        self._keep("sound/spoken", _ON if spoken else _OFF)
        self._keep("sound/volume", str(volume))
        self.tuned.emit()

    def set_geometry(self, geometry: QByteArray) -> None:
        self._keep("window/geometry", geometry)

    def _text(self, key: str, default: str) -> str:
        return str(self._kept.value(key, default))

    def _keep(self, key: str, value: object) -> None:
        """At once and to the disk: a preference is never lost by a crash."""
        self._kept.setValue(key, value)
        self._kept.sync()
