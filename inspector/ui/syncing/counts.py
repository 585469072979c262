"""The left side: how much waits, what the last exchange said, and where the centre is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector.db.device import Receipt
from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.syncing import words
from inspector.ui.syncing.reading import SyncPage
from inspector.ui.widgets.card import Card


class Counts(QScrollArea):
    """Records and photos apart: they travel apart."""

    edited = Signal()
    """The address or the pass phrase."""
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = QLabel()
        self.photos = QLabel()
        self.url = QLineEdit()
        self.secret = QLineEdit()
        self.secret_hint = QLabel()
        self.outcome = Outcome()
        self.work = Working()
        inner = QWidget()
        theme.set_role(inner, "bar")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        for card in (self._waiting(), self.work, self.outcome, self._centre()):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.work.stop.clicked.connect(self.stopped)
        self.url.textChanged.connect(self.edited)
        self.secret.textChanged.connect(self.edited)

    def _waiting(self) -> Card:
        card = Card(self.tr("尚未上报"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE.xxl)
        grid.setVerticalSpacing(0)
        pairs = ((self.records, self.tr("条记录")), (self.photos, self.tr("张照片")))
        for column, (figure, unit) in enumerate(pairs):
            theme.set_role(figure, "headline")
            below = QLabel(unit)
            theme.set_role(below, "muted")
            grid.addWidget(figure, 0, column)
            grid.addWidget(below, 1, column)
        grid.setColumnStretch(2, 1)
        card.body.addLayout(grid)
        return card

    def _centre(self) -> Card:
        card = Card(self.tr("中心"))
        self.url.setPlaceholderText(self.tr("中心地址，如 http://10.0.0.8:8765"))
        self.url.setAccessibleName(self.tr("中心地址"))
        self.secret.setPlaceholderText(self.tr("登记口令"))
        self.secret.setAccessibleName(self.tr("登记口令"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret_hint.setWordWrap(True)
        theme.set_role(self.secret_hint, "muted")
        for widget in (self.url, self.secret, self.secret_hint):
            card.body.addWidget(widget)
        return card

    def show_page(self, page: SyncPage) -> None:
        unsent = page.unsent
        pairs = ((self.records, unsent.records), (self.photos, unsent.photos))
        for figure, count in pairs:
            figure.setText(f"{count:,}".replace(",", "\u2009"))
            theme.set_role(figure, "headline", "undecided" if count else "plain")
        self.records.setAccessibleName(self.tr("未上报记录 {0} 条").format(unsent.records))
        self.photos.setAccessibleName(self.tr("未上报照片 {0} 张").format(unsent.photos))
        known = self.tr("本机已登记，不必再填口令，除非换中心。")
        new = self.tr("首次上报须填写，由管理员提供，不留存。")
        self.secret_hint.setText(known if page.enrolled else new)

    def set_busy(self, *, busy: bool) -> None:
        self.work.setVisible(busy)
        self.url.setEnabled(not busy)
        self.secret.setEnabled(not busy)
        if busy:
            self.outcome.hide()
            self.work.begin()
            self.ensureWidgetVisible(self.work)


class Working(Card):
    """How far the exchange is, and the way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("正在上报"))
        self.words = QLabel()
        self.bar = QProgressBar()
        self.stop = QPushButton(self.tr("停止"))
        self.words.setWordWrap(True)
        for widget in (self.words, self.bar, self.stop):
            self.body.addWidget(widget)
        self.hide()

    def begin(self) -> None:
        self.stop.setEnabled(True)
        self.move_to(0, 0, self.tr("正在联系中心"))

    def move_to(self, done: int, total: int, said: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if not self.stop.isEnabled():
            return  # the last words are that it is stopping
        count = f"  {done} / {total}" if total else ""
        self.words.setText(f"{said}{count}")
        self.bar.setAccessibleName(self.words.text())

    def stopping(self) -> None:
        self.words.setText(self.tr("正在停止：当前一步做完即停。"))
        self.stop.setEnabled(False)


class Outcome(QFrame):
    """What the exchange came to: facts from the centre's answer, or what to do now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel()
        self.sentence = QLabel()
        self.number = QLabel()
        for label in (self.headline, self.sentence, self.number):
            label.setWordWrap(True)
        theme.set_role(self.number, "muted")
        space = theme.SPACE
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.m, space.l, space.m)
        column.setSpacing(space.xs)
        for label in (self.headline, self.sentence, self.number):
            column.addWidget(label)
        self.hide()

    def show_receipt(self, receipt: Receipt) -> None:
        tone, headline, sentence = words.headline(receipt)
        number = self.tr("回执 {0}").format(words.receipt_number(receipt))
        self._say(tone, headline, sentence, number if receipt.finished else "")

    def show_failure(self, trouble: Trouble) -> None:
        """The reason, the advice, and that nothing is lost."""
        kept = self.tr("本机的记录完好，可随时再次上报。")
        advice = trouble.advice if "本机数据" in trouble.advice else trouble.advice + kept
        self._say("over", self.tr("▲ {0}").format(trouble.what), advice, "")

    def _say(self, tone: str, headline: str, sentence: str, number: str) -> None:
        theme.set_role(self, "verdict", tone)
        theme.set_role(self.headline, "title", tone)
        theme.set_role(self.sentence, "reason", tone)
        self.headline.setText(headline)
        self.sentence.setText(sentence)
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.setAccessibleName(headline)
        self.setAccessibleDescription(sentence)
        self.show()
