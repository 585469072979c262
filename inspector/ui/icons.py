"""Line icons by name, drawn from the shipped SVG files in whatever colour is asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZE = 24
"""Logical pixels: the size the family is drawn for."""

_files: dict[str, bytes] = {}


def load(folder: Path) -> frozenset[str]:
    """Learn every icon in `folder`; the names are those of Material Symbols."""
    _files.clear()
    _files.update({path.stem: path.read_bytes() for path in sorted(folder.glob("*.svg"))})
    pixmap.cache_clear()
    return frozenset(_files)


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour (#RRGGBB), sharp at a screen's device pixel ratio."""
    source = _files[name].replace(b"<svg ", f'<svg fill="{colour}" '.encode(), 1)
    side = round(size * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(
    name: str,
    colour: QColor,
    *,
    checked: QColor | None = None,
    disabled: QColor | None = None,
    size: int = SIZE,
    ratio: float = 1.0,
) -> QIcon:
    """The icon for a button; `checked` and `disabled` recolour it in those states."""
    made = QIcon()
    for each in dict.fromkeys((1.0, ratio, 2.0)):
        made.addPixmap(pixmap(name, colour.name(), size, each))
        if checked is not None:
            made.addPixmap(
                pixmap(name, checked.name(), size, each), QIcon.Mode.Normal, QIcon.State.On
            )
        if disabled is not None:
            made.addPixmap(pixmap(name, disabled.name(), size, each), QIcon.Mode.Disabled)
    return made
