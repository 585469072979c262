"""The sheet's pages as pictures, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.ui import theme

_WIDEST = 900


class Pages(QScrollArea):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[QLabel] = []
        self._pictures: list[QPixmap] = []
        inner = QWidget()
        theme.set_role(inner, "bar")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE.m)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("记录表预览"))

    @property
    def count(self) -> int:
        return len(self._labels)

    def show_pages(self, pages: Sequence[bytes]) -> None:
        for label in self._labels:
            self._column.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels, self._pictures = [], []
        for number, page in enumerate(pages):
            picture = QPixmap()
            picture.loadFromData(page)
            label = QLabel()
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setAccessibleName(self.tr("第 {0} 页").format(number + 1))
            self._column.insertWidget(number, label)
            self._labels.append(label)
            self._pictures.append(picture)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def _fit(self) -> None:
        wide = min(self.viewport().width() - theme.SPACE.m, _WIDEST)
        ratio = self.devicePixelRatioF()
        for label, picture in zip(self._labels, self._pictures, strict=True):
            if picture.isNull() or wide <= 0:
                continue
            mode = Qt.TransformationMode.SmoothTransformation
            fitted = picture.scaledToWidth(round(wide * ratio), mode)
            fitted.setDevicePixelRatio(ratio)
            label.setPixmap(fitted)

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
