"""The signing page put together: the sheet at the left, who signs at the right."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.signing import words
from inspector.ui.signing.reading import Place, SheetPage
from inspector.ui.signing.signature_card import SignatureCard
from inspector.ui.signing.summary import Summary
from inspector.ui.tasks_page.standing import Standing
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.panes import Pane, Panes

_SIDE = 372
_PRIMARY = 300


class Step(Enum):
    """What the primary action does now."""

    NONE = "none"
    MAKE = "make"
    MAKING = "making"
    SEND = "send"


class SigningView(QWidget):
    advanced = Signal()
    """The primary action, whatever `step` says that it is."""
    made_again = Signal()
    folder_wanted = Signal()
    left = Signal()
    confirmed = Signal(object)
    """A `SignatureCard` whose ink is to be kept."""
    refused = Signal(object)
    """A `SignatureCard` whose person would not sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "page")
        self.step = Step.NONE
        self.summary = Summary()
        self.cards: list[SignatureCard] = []
        self.hint = ElideLabel()
        self.back = QPushButton(self.tr("‹ 返回任务"))
        self.folder = QPushButton(self.tr("打开文件夹"))
        self.again = QPushButton(self.tr("重新生成"))
        self.primary = QPushButton()
        self._area = QScrollArea()
        self._column = QVBoxLayout()
        body = QWidget()
        self.standing = Standing(body)
        self._lay_out(body)
        self.primary.clicked.connect(self.advanced)
        self.again.clicked.connect(self.made_again)
        self.folder.clicked.connect(self.folder_wanted)
        self.back.clicked.connect(self.left)
        self.say_step(Step.NONE)

    def _lay_out(self, body: QWidget) -> None:
        space = theme.SPACE
        theme.set_role(body, "bar")
        theme.set_role(self.hint, "muted")
        theme.set_role(self.primary, "primary")
        self.primary.setMinimumWidth(_PRIMARY)
        signers = QWidget()
        theme.set_role(signers, "bar")
        self._column = QVBoxLayout(signers)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(space.m)
        self._column.addStretch(1)
        self._area.setWidget(signers)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panes = Panes(
            (
                Pane(self.tr("汇总"), self.summary),
                Pane(self.tr("签字"), self._area, _SIDE),
            )
        )
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.panes)
        bar = QHBoxLayout()
        bar.setSpacing(space.s + 2)
        for button in (self.back, self.folder, self.again):
            bar.addWidget(button)
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.primary)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.m)
        column.addWidget(self.standing, 1)
        column.addLayout(bar)

    def show_page(self, page: SheetPage) -> None:
        self.summary.show_page(page)
        self._show_places(page.places)
        text, tone = words.missing(page)
        self.hint.setText(text)
        theme.set_role(self.hint, "muted", tone)
        self.folder.setVisible(page.printed is not None)
        if self.step is not Step.MAKING:
            self.say_step(Step.SEND if page.up_to_date else Step.MAKE)
        self.standing.show_content()

    def _show_places(self, places: Sequence[Place]) -> None:
        """The same people keep their cards, with what they have written so far."""
        if [card.role for card in self.cards] != [place.role for place in places]:
            for card in self.cards:
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
            self.cards = [self._card(place) for place in places]
            for number, card in enumerate(self.cards):
                self._column.insertWidget(number, card)
        before = self._next_card()
        for card, place in zip(self.cards, places, strict=True):
            card.show_place(place)
        if self._next_card() is not before:
            QTimer.singleShot(0, self, self._show_next)

    def _card(self, place: Place) -> SignatureCard:
        card = SignatureCard(place)
        card.confirmed.connect(self.confirmed)
        card.refused.connect(self.refused)
        return card

    def _next_card(self) -> SignatureCard | None:
        return next((card for card in self.cards if not card.settled), None)

    @Slot()
    def _show_next(self) -> None:
        """Once one has signed, the pen goes to the next: their place comes into view."""
        card = self._next_card()
        if card is not None:
            self._area.ensureWidgetVisible(card, 0, theme.SPACE.m)

    def say_step(self, step: Step) -> None:
        self.step = step
        text = {
            Step.NONE: "",
            Step.MAKE: self.tr("生成记录表"),
            Step.MAKING: self.tr("正在生成…"),
            Step.SEND: self.tr("上报 ›"),
        }[step]
        self.primary.setText(text)
        self.primary.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary.setVisible(step is not Step.NONE)
        self.primary.setEnabled(step is not Step.MAKING)
        self.again.setVisible(step is Step.SEND)
        self.back.setVisible(step is not Step.NONE)
        if step is Step.NONE:
            self.folder.setVisible(False)
            self.hint.setText("")
