"""How a page stands until it has its rows: on their way, none, failed, there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector.trouble import Trouble
from inspector.ui import theme
from inspector.ui.desk import Desk
from inspector.ui.tasks import Progress
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.notice import Notice, Skeleton, State

T = TypeVar("T")


class Standing(QStackedWidget):
    """Bars while rows are on their way; a sentence and an action where there are none."""

    acted = Signal()
    """The action beside the sentence was taken."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.content = content
        self.notice = Notice()
        self._paper = Card()
        self._paper.body.addWidget(self.notice, 1)
        waiting = Card()
        waiting.body.addWidget(Skeleton(6))
        waiting.body.addStretch(1)
        self._waiting = waiting
        for page in (waiting, self._paper, content):
            self.addWidget(page)
        self.notice.acted.connect(self.acted)

    @property
    def shows_content(self) -> bool:
        return self.currentWidget() is self.content

    def wait(self) -> None:
        """Only before the first answer: a page that was shown stays while it reloads."""
        if not self.shows_content:
            self.setCurrentWidget(self._waiting)

    def show_content(self) -> None:
        self.setCurrentWidget(self.content)

    def show_nothing(self, sentence: str, action: str = "") -> None:
        self.notice.say(State.EMPTY, sentence, action)
        self.setCurrentWidget(self._paper)

    def show_failure(self, error: Exception) -> None:
        sentence = str(error) if isinstance(error, Trouble) else self.tr("没有读出来。")
        self.notice.say(State.FAILED, sentence, self.tr("重新读取"))
        self.setCurrentWidget(self._paper)

    # Qt's own names from here on.
    def hasHeightForWidth(self) -> bool:
        """A wrapped sentence somewhere within must not make the page as tall as it would
        like to be: in a low window lists give way, the action bar does not."""
        return False

    def minimumSizeHint(self) -> QSize:
        """What is shown counts, not the tallest of the pages."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown else super().minimumSizeHint()


class Asking:
    """What one screen has asked for and not yet been answered."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        self._desk = desk
        self._failed = failed
        self.outstanding = 0

    def ask(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read on the ledger's thread."""
        self.outstanding += 1
        self._desk.tasks.run(work, self._counted(then), self._refused)

    def ask_long(
        self, work: Callable[[Progress], T], then: Callable[[T], None]
    ) -> Progress:
        """Read on the thread for long work, so that no reading waits for it."""
        self.outstanding += 1
        return self._desk.tasks.run_long(work, self._counted(then), self._refused)

    def do(
        self,
        action: Callable[[], T],
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        self.outstanding += 1
        self._desk.do(action, self._counted(then), self._counted(otherwise or self._tell))

    def do_long(
        self,
        action: Callable[[Progress], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> Progress:
        self.outstanding += 1
        return self._desk.do_long(
            action, self._counted(then), self._counted(otherwise or self._tell)
        )

    def _counted(self, then: Callable[[T], None] | None) -> Callable[[T], None]:
        def answered(answer: T) -> None:
            self.outstanding -= 1
            if then is not None:
                then(answer)

        return answered

    def _refused(self, error: Exception) -> None:
        self.outstanding -= 1
        self._failed(error)
        if not isinstance(error, Trouble):
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        self._desk.troubled.emit(error)


def lay_in(screen: QWidget, view: QWidget) -> None:
    """A screen is its view and nothing around it: the frame has the margins."""
    column = QVBoxLayout(screen)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view)
