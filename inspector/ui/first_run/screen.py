"""The first start: leads to the import page, or copies from the centre."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.trouble import Trouble
from inspector.ui.desk import Desk, GoTo
from inspector.ui.files import AskOpen, ask_workbook
from inspector.ui.first_run.view import FirstRunView
from inspector.ui.tasks import Progress

Copy = Callable[[Progress, str, str], object]
"""Copies the county's ledger from a centre's address with a pass phrase."""


class FirstRunScreen(QWidget):
    file_chosen = Signal(object)
    """The `Path` of a workbook for the import page to read."""

    def __init__(
        self,
        desk: Desk,
        sample: Callable[[], Path],
        copy: Copy,
        ask_file: AskOpen = ask_workbook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sample = sample
        self._copy = copy
        self._ask_file = ask_file
        self._progress: Progress | None = None
        self._copying = False
        self.view = FirstRunView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.sample_wanted.connect(self._open_sample)
        self.view.file_wanted.connect(self._choose_file)
        self.view.copy_wanted.connect(self.copy_from)
        self.view.copy_cancelled.connect(self._stop)

    @property
    def ready(self) -> bool:
        return not self._copying

    def show_for(self, _goto: GoTo) -> None:
        self.view.sample.setFocus()

    def reload(self) -> None:
        """Nothing here comes from the ledger."""

    @Slot()
    def _open_sample(self) -> None:
        self._lead_to(self._sample())

    @Slot()
    def _choose_file(self) -> None:
        file = self._ask_file(self)
        if file is not None:
            self._lead_to(file)

    def _lead_to(self, file: Path) -> None:
        self._desk.go("import")
        self.file_chosen.emit(file)

    @Slot(str, str)
    def copy_from(self, url: str, secret: str) -> None:
        self._copying = True
        self.view.form.set_busy(busy=True)
        self._progress = self._desk.do_long(
            lambda progress: self._copy(progress, url, secret), self._copied, self._failed
        )
        self._progress.moved.connect(self.view.form.show_progress)

    def _copied(self, _result: object) -> None:
        self._end()
        self._desk.go("tasks")

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Trouble):
            self.view.form.show_fault(str(error))
        else:
            self._desk.troubled.emit(error)

    def _end(self) -> None:
        self._copying = False
        self.view.form.set_busy(busy=False)

    @Slot()
    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
