"""Reads a workbook, shows what is in it, and keeps it whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.actions.ledgers import Imported, import_ledger
from inspector.domain.drafts import LedgerDraft
from inspector.trouble import Trouble
from inspector.ui.desk import Desk, GoTo
from inspector.ui.files import AskOpen, AskSave, ask_target, ask_workbook
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.importing.view import ImportView, Page
from inspector.ui.tasks import Progress

Read = Callable[[Path, Progress], LedgerDraft]
WriteFaults = Callable[[LedgerDraft, Path, Path], object]
"""The draft, the workbook it was read from, and the workbook to make."""


class ImportScreen(QWidget):
    located = Signal(object)

    def __init__(
        self,
        desk: Desk,
        read: Read,
        write_faults: WriteFaults,
        ask_file: AskOpen = ask_workbook,
        ask_save: AskSave = ask_target,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read = read
        self._write_faults = write_faults
        self._ask_file = ask_file
        self._ask_save = ask_save
        self._file = Path()
        self._draft: LedgerDraft | None = None
        self._progress: Progress | None = None
        self._working = False
        self.view = ImportView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.file_wanted.connect(self._choose)
        self.view.cancelled.connect(self._stop)
        self.view.export_wanted.connect(self._export)
        self.view.import_wanted.connect(self._keep)
        self.view.left.connect(self._leave)
        self.view.begun.connect(self._begin)

    @property
    def ready(self) -> bool:
        return not self._working

    def show_for(self, _goto: GoTo) -> None:
        """Comes up as it was left: a preview is not lost by looking elsewhere."""

    def reload(self) -> None:
        """What is shown comes from a file, not from the ledger."""

    @Slot(object)
    def open_workbook(self, file: Path) -> None:
        if self._working:
            return
        self._working = True
        self._file = file
        self.located.emit(Whereabouts(file.name, (self.tr("导入台账"),)))
        self.view.show_working(self.tr("正在读取“{0}”").format(file.name))
        read = self._read
        self._progress = self._desk.tasks.run_long(
            lambda progress: read(file, progress), self._understood, self._failed
        )
        self._progress.moved.connect(self.view.working.move_to)

    def _understood(self, draft: LedgerDraft) -> None:
        stopped = self._progress is not None and self._progress.cancelled
        self._end()
        if stopped:
            self.view.show_nothing()
            return
        self._draft = draft
        self.view.show_draft(draft)

    def _failed(self, error: Exception) -> None:
        stopped = self._progress is not None and self._progress.cancelled
        self._end()
        if stopped:
            self.view.show_nothing()
        elif isinstance(error, Trouble):
            self.view.show_failure(error)
        else:
            self.view.show_nothing()
            self._desk.troubled.emit(error)

    @Slot()
    def _keep(self) -> None:
        draft = self._draft
        if draft is None or self._working:
            return
        self._working = True
        self.view.show_working(self.tr("正在存入台账，全部存完才算导入"))
        self.view.working.stop.hide()  # one transaction: it is kept whole or not at all
        here = self._desk.here
        self._desk.do(lambda: import_ledger(here, draft), self._kept, self._refused)

    def _kept(self, imported: Imported) -> None:
        self._end()
        source = self._draft.source if self._draft else ""
        self._draft = None
        self.view.show_kept(source, imported.counts)

    def _refused(self, error: Exception) -> None:
        """The draft stays on the screen: what is wrong is outside of it."""
        self._end()
        if self._draft is not None:
            self.view.show_draft(self._draft)
        self._desk.troubled.emit(error)

    @Slot()
    def _export(self) -> None:
        draft = self._draft
        name = self.tr("错误清单-{0}").format(Path(draft.source).stem) if draft else ""
        target = self._ask_save(self, f"{name}.xlsx") if draft else None
        if draft is None or target is None:
            return
        self._working = True
        write, file = self._write_faults, self._file
        self._desk.tasks.run_long(
            lambda _: write(draft, file, target),
            lambda _: self._exported(target),
            self._not_exported,
        )

    def _exported(self, target: Path) -> None:
        self._end()
        self.view.show_exported(str(target))

    def _not_exported(self, error: Exception) -> None:
        self._end()
        self._desk.troubled.emit(error)

    @Slot()
    def _choose(self) -> None:
        file = self._ask_file(self)
        if file is not None:
            self.open_workbook(file)

    @Slot()
    def _stop(self) -> None:
        if self._progress is not None and self.view.page is Page.WORKING:
            self._progress.cancel()

    @Slot()
    def _leave(self) -> None:
        self._desk.go("first_run")

    @Slot()
    def _begin(self) -> None:
        self._desk.go("tasks")

    def _end(self) -> None:
        self._working = False
        self.view.working.stop.show()
