"""声音: the tones, the length read out, how loud; and each of them to listen to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from inspector.ui import theme
from inspector.ui.settings.preferences import FULL_VOLUME
from inspector.ui.widgets.card import Card

ACCEPTED, AGAIN, STRAY, LENGTH = "accepted", "again", "stray", "length"
"""What can be listened to."""
SAMPLE_UM = 4_327_000
_VOLUMES = (25, 50, 80, FULL_VOLUME)


class SoundCard(Card):
    chosen = Signal()
    """A switch or the volume was set; the card holds what."""
    wanted = Signal(str)
    """To be heard now: `ACCEPTED`, `AGAIN`, `STRAY` or `LENGTH`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("声音"))
        self.on = QCheckBox(self.tr("记下读数时发出提示音(&S)"))
        self.spoken = QCheckBox(self.tr("随后读出数值(&R)，如“四米三二七”"))
        self.volumes = QButtonGroup(self)
        self._trials: list[QPushButton] = []
        for switch in (self.on, self.spoken):
            self.body.addWidget(switch)
            switch.clicked.connect(self._choose)
        self.add_note(self.tr("音量"))
        words = (self.tr("小"), self.tr("中"), self.tr("大"), self.tr("最大"))
        self._add_row([self._volume(*each) for each in zip(_VOLUMES, words, strict=True)])
        self.add_note(self.tr("试听"))
        self._add_tones()
        self._add_row([self._trial(LENGTH, self.tr("试读 4.327 米"), "")])
        self.unheard = QLabel(self.tr("这台电脑没有可用的声音设备，改用系统提示音。"))
        self.unheard.setWordWrap(True)
        theme.set_role(self.unheard, "muted", "undecided")
        self.body.addWidget(self.unheard)
        self.unheard.hide()

    @property
    def volume(self) -> int:
        return self.volumes.checkedId()

    def show_sounds(self, *, on: bool, spoken: bool, volume: int) -> None:
        self.on.setChecked(on)
        self.spoken.setChecked(spoken)
        nearest = min(_VOLUMES, key=lambda each: abs(each - volume))
        self.volumes.button(nearest).setChecked(True)
        for widget in (self.spoken, *self.volumes.buttons(), *self._trials):
            widget.setEnabled(on)

    def show_unheard(self) -> None:
        """No device played what was to be heard; until something is tried again."""
        self.unheard.show()

    def _add_row(self, buttons: Sequence[QPushButton]) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE.s)
        for button in buttons:
            row.addWidget(button, 1)
        self.body.addLayout(row)

    def _add_tones(self) -> None:
        """Each with how it sounds beneath: that is what has to be known by heart."""
        tones = (
            (ACCEPTED, self.tr("已记下"), self.tr("一声，高")),
            (AGAIN, self.tr("须再量"), self.tr("两声，一样高")),
            (STRAY, self.tr("待归位"), self.tr("两声，往下落")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE.s)
        grid.setVerticalSpacing(theme.SPACE.xs)
        for column, (what, word, rhythm) in enumerate(tones):
            caption = QLabel(rhythm)
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            theme.set_role(caption, "muted")
            grid.addWidget(self._trial(what, word, rhythm), 0, column)
            grid.addWidget(caption, 1, column)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _volume(self, volume: int, word: str) -> QPushButton:
        button = QPushButton(word)
        button.setCheckable(True)
        button.setAccessibleName(self.tr("音量 {0}").format(word))
        button.clicked.connect(self._choose)
        button.clicked.connect(lambda: self._try(ACCEPTED))
        self.volumes.addButton(button, volume)
        return button

    def _trial(self, what: str, word: str, rhythm: str) -> QPushButton:
        button = QPushButton(word)
        theme.set_icon(button, "volume_up")
        button.setAccessibleName(self.tr("试听 {0} {1}").format(word, rhythm).strip())
        button.clicked.connect(lambda: self._try(what))
        self._trials.append(button)
        return button

    def _try(self, what: str) -> None:
        self.unheard.hide()
        self.wanted.emit(what)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit()
