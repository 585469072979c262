"""Photos as small pictures, decoded no larger than they are shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

_THUMBNAIL = QSize(168, 120)


def thumbnail(file: Path) -> QPixmap:
    """Upright by the camera's own note; null where the file is missing or no picture."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        size.scale(_THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        reader.setScaledSize(size)
    return QPixmap.fromImage(reader.read())
