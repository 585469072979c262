"""The board at work: reads every finding that asks for something, leads to its room."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from inspector.actions.changes import Changes
from inspector.actions.here import CHINA
from inspector.db import findings
from inspector.domain.findings import FindingLine
from inspector.ui.desk import Desk, GoTo
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.rectification.view import RectificationView
from inspector.ui.tasks_page.standing import Asking, lay_in


class RectificationScreen(QWidget):
    located = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asking = Asking(desk, self._failed)
        self._empty = False
        self.view = RectificationView()
        lay_in(self, self.view)
        self.view.opened.connect(self._open)
        self.view.standing.acted.connect(self._act_on_notice)
        desk.changed.connect(self._changed)

    @property
    def ready(self) -> bool:
        return self._asking.outstanding == 0

    def show_for(self, _goto: GoTo) -> None:
        self.reload()
        self.view.table.setFocus()

    @Slot()
    def reload(self) -> None:
        ledger = self._desk.here.ledger
        self.view.standing.wait()
        self._asking.ask(lambda: ledger.ask(findings.finding_lines), self._show)

    def _show(self, lines: list[FindingLine]) -> None:
        self._empty = not lines
        today = self._desk.now().astimezone(CHINA).date()
        self.view.show_findings(lines, today)
        if self._empty:
            sentence = self.tr("没有需要整改的事项。核查中认定的问题会列在这里。")
            self.view.standing.show_nothing(sentence, self.tr("去任务"))
        counter = self.tr("共 {0} 项").format(len(lines)) if lines else ""
        self.located.emit(Whereabouts(self.tr("整改"), (), counter))

    @Slot(object)
    def _open(self, line: FindingLine) -> None:
        finding = line.finding
        where = {"inspection_id": finding.inspection_id, "room_id": finding.room_id}
        self._desk.go("room", **where)

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        """Out of sight it waits: coming up reads everything anew."""
        touched = changes.ledger or changes.synced or changes.inspections
        if touched and self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        self.view.standing.show_failure(error)

    @Slot()
    def _act_on_notice(self) -> None:
        if self._empty:
            self._desk.go("tasks")
        else:
            self.reload()
