"""The import page: nothing chosen, reading, preview, kept; one action bar for all."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.drafts import LedgerDraft
from inspector.domain.estate import EstateCounts
from inspector.trouble import Trouble
from inspector.ui import icons, theme
from inspector.ui.importing.preview import Preview
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.notice import Notice, State

_PROGRESS_WIDE = 420


class Page(IntEnum):
    NOTICE = 0
    WORKING = 1
    PREVIEW = 2
    KEPT = 3


class ImportView(QWidget):
    file_wanted = Signal()
    cancelled = Signal()
    export_wanted = Signal()
    import_wanted = Signal()
    left = Signal()
    """Back to the three cards; nothing has been kept."""
    begun = Signal()
    """The receipt was read: on to the first inspection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.notice = Notice()
        self.working = Working()
        self.preview = Preview()
        self.receipt = Receipt()
        self.back = QPushButton(self.tr("返回(&B)"))
        self.export = QPushButton(self.tr("导出错误清单(&E)"))
        self.other = QPushButton(self.tr("另选文件(&O)"))
        self.exported = ElideLabel()
        self.take = QPushButton()
        self.begin = QPushButton(self.tr("开始核查"))
        self._stack = QStackedWidget()
        for page in (self.notice, self.working, self.preview, self.receipt):
            self._stack.addWidget(page)
        self._lay_out()
        self.notice.acted.connect(self.file_wanted)
        self.back.clicked.connect(self.left)
        self.other.clicked.connect(self.file_wanted)
        self.working.stop.clicked.connect(self.cancelled)
        self.export.clicked.connect(self.export_wanted)
        self.take.clicked.connect(self.import_wanted)
        self.begin.clicked.connect(self.begun)
        self.show_nothing()

    def _lay_out(self) -> None:
        for button in (self.take, self.begin):
            theme.set_role(button, "primary")
            button.setMinimumWidth(_PROGRESS_WIDE // 2)
        theme.set_role(self.exported, "muted")
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE.s + 2)
        bar.addWidget(self.back)
        bar.addWidget(self.other)
        bar.addWidget(self.export)
        bar.addWidget(self.exported, 1)
        bar.addStretch(1)
        bar.addWidget(self.take)
        bar.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self._stack, 1)
        column.addLayout(bar)

    @property
    def page(self) -> Page:
        return Page(self._stack.currentIndex())

    def show_nothing(self) -> None:
        sentence = self.tr("选择一份办公用房台账，先看清里面有什么，再决定是否导入。")
        self.notice.say(State.EMPTY, sentence, self.tr("选择文件"))
        self._turn_to(Page.NOTICE)

    def show_failure(self, trouble: Trouble) -> None:
        self.notice.say(State.FAILED, str(trouble), self.tr("另选文件"))
        self._turn_to(Page.NOTICE)

    def show_working(self, what: str) -> None:
        self.working.begin(what)
        self._turn_to(Page.WORKING)

    def show_draft(self, draft: LedgerDraft) -> None:
        self.preview.show_draft(draft)
        self.take.setText(self.tr("导入 {0} 间房").format(len(draft.rooms)))
        self._turn_to(Page.PREVIEW)
        self.export.setVisible(bool(draft.faults))
        self.take.setVisible(not draft.refused and bool(draft.rooms))
        best = self.take if self.take.isVisibleTo(self) else self.export
        best.setFocus()

    def show_exported(self, target: str) -> None:
        self.exported.setText(self.tr("已导出到 {0}").format(target))
        self.exported.show()

    def show_kept(self, source: str, counts: EstateCounts) -> None:
        self.receipt.say(source, counts)
        self._turn_to(Page.KEPT)
        self.begin.setFocus()

    def _turn_to(self, page: Page) -> None:
        self._stack.setCurrentIndex(page)
        self.back.setVisible(page in {Page.NOTICE, Page.PREVIEW})
        self.other.setVisible(page is Page.PREVIEW)
        self.export.setVisible(False)
        self.exported.hide()
        self.take.setVisible(False)
        self.begin.setVisible(page is Page.KEPT)

    # Qt's own names from here on.
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.page is Page.WORKING:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


class Working(QWidget):
    """What is being done, how far it is, and the way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what = QLabel()
        self.bar = QProgressBar()
        self.words = QLabel()
        self.stop = QPushButton(self.tr("停止"))
        theme.set_role(self.what, "title")
        theme.set_role(self.words, "muted")
        self.what.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.what.setWordWrap(True)
        self.bar.setFixedWidth(_PROGRESS_WIDE)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE.m)
        column.addStretch(1)
        column.addWidget(self.what)
        column.addWidget(self.bar, 0, middle)
        column.addWidget(self.words, 0, middle)
        column.addWidget(self.stop, 0, middle)
        column.addStretch(1)

    def begin(self, what: str) -> None:
        self.what.setText(what)
        self.move_to(0, 0, "")
        self.stop.setFocus()

    def move_to(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(words)


class Receipt(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = QLabel()
        self.headline = QLabel()
        self.sentence = QLabel()
        theme.set_role(self.headline, "title", "within")
        self.sentence.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE.m)
        column.addStretch(1)
        for label in (self.sign, self.headline, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)

    def say(self, source: str, counts: EstateCounts) -> None:
        worn = theme.current()
        side = worn.px(icons.SIZE * 2)
        colour = worn.colour("within").name()
        ratio = self.devicePixelRatioF()
        self.sign.setPixmap(icons.pixmap("check_circle", colour, side, ratio))
        self.headline.setText(self.tr("台账已导入并存盘"))
        self.sentence.setText(
            self.tr(
                "来自“{0}”：{1} 个单位、{2} 处院落、{3} 座楼、{4} 间房、{5} 名人员。"
            ).format(
                source,
                counts.units,
                counts.courtyards,
                counts.buildings,
                counts.rooms,
                counts.people,
            )
        )
        self.setAccessibleName(self.sentence.text())
