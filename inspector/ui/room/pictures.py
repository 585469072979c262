"""Photos: picked by the person, and shown small, decoded no larger than that."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.trouble import Trouble

_THUMBNAIL = QSize(168, 120)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RoomPictures", text)


def choose(parent: QWidget) -> bytes | None:
    """The bytes of the photo that the person picked; None when they picked none."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, _tr("选择照片"), "", _tr("照片 (*.jpg *.jpeg *.png *.webp)")
    )
    if not chosen:
        return None
    try:
        return Path(chosen).read_bytes()
    except OSError as error:
        raise Trouble(_tr("照片不能读取。"), _tr("请检查文件后重新选择。")) from error


def thumbnail(file: Path) -> QPixmap:
    """Upright by the camera's own note; null where the file is missing or no picture."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        size.scale(_THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        reader.setScaledSize(size)
    return QPixmap.fromImage(reader.read())
