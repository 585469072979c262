"""Three large cards, one sentence each, and the small form behind the third."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.ui import icons, theme
from inspector.ui.widgets.card import Card

_NARROW = 760
_CARD_WIDE, _CARD_HIGH = 300, 236
_FORM_WIDE = 560


class ChoiceCard(QPushButton):
    """A card that is one large button: icon, a name, and a sentence of what follows."""

    def __init__(self, icon: str, key: str, name: str, sentence: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(sentence)
        self.setShortcut(key)
        self._icon = icon
        self._sign = QLabel()
        self._key = QLabel(key)
        self._name = QLabel(name)
        self._sentence = QLabel(sentence)
        self._sentence.setWordWrap(True)
        theme.set_role(self._key, "tag")
        theme.set_role(self._name, "title")
        theme.set_role(self._sentence, "muted")
        space = theme.SPACE
        top = QHBoxLayout()
        top.addWidget(self._sign)
        top.addStretch(1)
        top.addWidget(self._key)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        column.setSpacing(space.m)
        column.addLayout(top)
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._sentence)
        for label in (self._sign, self._key, self._name, self._sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._show_sign()

    def _show_sign(self) -> None:
        worn = theme.current()
        side = worn.px(icons.SIZE * 3 // 2)
        self._sign.setPixmap(
            icons.pixmap(
                self._icon, worn.colour("accent").name(), side, self.devicePixelRatioF()
            )
        )

    # Qt's own names from here on.
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._show_sign()

    def sizeHint(self) -> QSize:
        worn = theme.current()
        return QSize(worn.px(_CARD_WIDE), worn.px(_CARD_HIGH))

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        wide = layout.minimumSize().width()
        return QSize(wide, layout.totalHeightForWidth(max(wide, self.width())))


class FirstRunView(QWidget):
    sample_wanted = Signal()
    file_wanted = Signal()
    copy_wanted = Signal(str, str)
    """The centre's address and the pass phrase."""
    copy_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.sample = ChoiceCard(
            "home_work",
            "1",
            self.tr("打开示例县"),
            self.tr("用一个虚构县的台账练习，约六十个单位、三千间房。"),
        )
        self.file = ChoiceCard(
            "upload_file",
            "2",
            self.tr("导入台账（Excel）"),
            self.tr("从本地的办公用房台账开始，导入前先看清每一处问题。"),
        )
        self.copy = ChoiceCard(
            "download",
            "3",
            self.tr("从中心复制"),
            self.tr("用中心地址和登记口令，把本县台账复制到这台设备。"),
        )
        self.form = CopyForm()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._cards())
        self._stack.addWidget(self._form_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.sample.clicked.connect(self.sample_wanted)
        self.file.clicked.connect(self.file_wanted)
        self.copy.clicked.connect(self.show_form)
        self.form.back.clicked.connect(self.show_cards)
        self.form.submitted.connect(self.copy_wanted)
        self.form.cancelled.connect(self.copy_cancelled)

    def _cards(self) -> QWidget:
        page = QWidget()
        title = QLabel(self.tr("从哪里开始？"))
        lead = QLabel(self.tr("按 1、2、3 也可以选择。以后可以随时再导入或同步。"))
        theme.set_role(page, "bar")
        theme.set_role(title, "title")
        theme.set_role(lead, "muted")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(lead)
        column.addSpacing(theme.SPACE.l)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.SPACE.l)
        for card in (self.sample, self.file, self.copy):
            self._row.addWidget(card, 1)
        column.addLayout(self._row, 3)
        column.addStretch(3)
        return page

    def _form_page(self) -> QWidget:
        page = QWidget()
        theme.set_role(page, "bar")
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(self.form, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return page

    @property
    def on_form(self) -> bool:
        return self._stack.currentIndex() == 1

    @Slot()
    def show_cards(self) -> None:
        self._stack.setCurrentIndex(0)
        self.copy.setFocus()

    @Slot()
    def show_form(self) -> None:
        self._stack.setCurrentIndex(1)
        self.form.url.setFocus()

    # Qt's own names from here on.
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if narrow else way.LeftToRight)


class CopyForm(Card):
    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.url = QLineEdit()
        self.secret = QLineEdit()
        self.fault = QLabel()
        self.progress = QProgressBar()
        self.words = QLabel()
        self.back = QPushButton(self.tr("返回"))
        self.stop = QPushButton(self.tr("停止复制"))
        self.start = QPushButton(self.tr("复制台账"))
        self._lay_out()
        self.start.clicked.connect(self._submit)
        self.stop.clicked.connect(self.cancelled)
        self.url.returnPressed.connect(self.secret.setFocus)
        self.secret.returnPressed.connect(self._submit)
        self.set_busy(busy=False)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("从中心复制台账"))
        theme.set_role(title, "title")
        theme.set_role(self.start, "primary")
        theme.set_role(self.words, "muted")
        theme.set_role(self.fault, "body", "over")
        self.url.setPlaceholderText(self.tr("例如 https://zhongxin.example:8443"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText(self.tr("由中心管理员发给这台设备"))
        self.fault.setWordWrap(True)
        self.setMinimumWidth(_FORM_WIDE * 4 // 5)
        self.setMaximumWidth(_FORM_WIDE)
        fields = QFormLayout()
        fields.setSpacing(theme.SPACE.m)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        fields.addRow(self.tr("中心地址(&A)"), self.url)
        fields.addRow(self.tr("登记口令(&P)"), self.secret)
        line = QHBoxLayout()
        line.addWidget(self.back)
        line.addWidget(self.stop)
        line.addStretch(1)
        line.addWidget(self.start)
        self.body.addWidget(title)
        self.body.addSpacing(theme.SPACE.s)
        self.body.addLayout(fields)
        for widget in (self.fault, self.progress, self.words):
            self.body.addWidget(widget)
        self.body.addSpacing(theme.SPACE.s)
        self.body.addLayout(line)
        self.fault.hide()

    def set_busy(self, *, busy: bool) -> None:
        for widget in (self.url, self.secret, self.start):
            widget.setEnabled(not busy)
        self.back.setVisible(not busy)
        for shown in (self.stop, self.progress, self.words):
            shown.setVisible(busy)
        if busy:
            self.fault.hide()
            self.show_progress(0, 0, self.tr("正在连接中心…"))

    def show_progress(self, done: int, total: int, words: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        if words:
            self.words.setText(words)

    def show_fault(self, words: str) -> None:
        """Stays with the form, where it can be mended, until the next try."""
        self.fault.setText(words)
        self.fault.show()

    @Slot()
    def _submit(self) -> None:
        url, secret = self.url.text().strip(), self.secret.text().strip()
        if not url.startswith(("http://", "https://")):
            self.show_fault(self.tr("中心地址要以 http:// 或 https:// 开头。"))
            self.url.setFocus()
        elif not secret:
            self.show_fault(self.tr("请填写登记口令。"))
            self.secret.setFocus()
        else:
            self.submitted.emit(url, secret)

    # Qt's own names from here on.
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.back.click()
        else:
            super().keyPressEvent(event)
