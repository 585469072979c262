"""The task page at work: reads the round, begins a visit, leads to the next room."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from inspector.actions.changes import Changes
from inspector.actions.inspections import Begun, begin_inspection
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.tasks_page.reading import (
    RoomStop,
    Round,
    UnitLine,
    UnitPage,
    read_round,
    read_unit,
)
from inspector.ui.tasks_page.standing import Asking, lay_in
from inspector.ui.tasks_page.view import Step, TasksView


class TasksScreen(QWidget):
    located = Signal(object)

    def __init__(self, desk: Desk, meter: Meter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._meter = meter
        self._asking = Asking(desk, self._failed)
        self._round: Round | None = None
        self._line: UnitLine | None = None
        self._page: UnitPage | None = None
        self._wanted: UUID | None = None
        self._first: UUID | None = None
        self.view = TasksView()
        lay_in(self, self.view)
        view = self.view
        view.advanced.connect(self._advance)
        view.signing_wanted.connect(self._sign)
        view.again_wanted.connect(self._ask_for_team)
        view.form_left.connect(self._leave_form)
        view.units.picked.connect(self._pick)
        view.unit.opened.connect(self._open)
        view.standing.acted.connect(self._act_on_notice)
        meter.link_changed.connect(self._show_meter)
        meter.cautioned.connect(self._show_meter)
        desk.changed.connect(self._changed)

    @property
    def ready(self) -> bool:
        return self._asking.outstanding == 0

    def show_for(self, goto: GoTo) -> None:
        if goto.unit_id is not None:
            self.view.units.show_all()
            self._leave_form()
        self._read(goto.unit_id)

    @Slot()
    def reload(self) -> None:
        self._read(None)

    def _read(self, unit_id: UUID | None) -> None:
        here = self._desk.here
        wanted = self._wanted = unit_id or self._wanted
        self.view.standing.wait()
        self._asking.ask(lambda: read_round(here, wanted), self._show_round)

    def _show_round(self, found: Round) -> None:
        self._round = found
        view = self.view
        view.ready_line.show_ready(found.readiness)
        self._show_meter()
        if found.page is None or found.current is None:
            sentence = self.tr("还没有台账，先导入一份办公用房台账。")
            view.standing.show_nothing(sentence, self.tr("导入台账"))
            view.say_step(Step.NONE)
            return
        view.standing.show_content()
        if self._wanted not in {u.progress.unit_id for u in found.units}:
            self._wanted = found.page.unit_id
        view.units.show_units(found.units, self._wanted)
        if found.page.unit_id == self._wanted:
            self._line = found.current
            self._show_unit(found.page)

    @Slot(object)
    def _pick(self, line: UnitLine) -> None:
        """Read the rooms of a unit; only the last one asked for is shown."""
        self._line = line
        self._wanted = line.progress.unit_id
        here, progress = self._desk.here, line.progress
        self._asking.ask(
            lambda: read_unit(here, progress.unit_id, progress.inspection_id),
            self._show_unit,
        )

    def _show_unit(self, page: UnitPage) -> None:
        if self._line is None or page.unit_id != self._line.progress.unit_id:
            return
        self._page = page
        if not self.view.asks_for_team:
            self.view.show_unit(self._line, page)
        self.located.emit(Whereabouts(self.tr("任务"), (), self._counter()))

    def _counter(self) -> str:
        units = self._round.units if self._round else ()
        begun = sum(unit.progress.inspection_id is not None for unit in units)
        return self.tr("已开始 {0} / {1} 个单位").format(begun, len(units))

    # What the person does.

    @Slot()
    def _advance(self) -> None:
        match self.view.step:
            case Step.BEGIN:
                self._ask_for_team()
            case Step.CONFIRM:
                self._begin()
            case Step.SIGN:
                self._sign()
            case Step.GO_ON if self._page is not None and self._page.next_room:
                self._go_into(self._page.next_room.room_id)
            case _:
                pass

    @Slot()
    def _ask_for_team(self) -> None:
        if self._line is not None and self._round is not None:
            self.view.ask_for_team(self._line.progress.name, self._round.team)

    @Slot()
    def _leave_form(self) -> None:
        self._first = None
        if self._line is not None and self._page is not None:
            self.view.show_unit(self._line, self._page)
            self.view.unit.rooms.setFocus()

    def _begin(self) -> None:
        if self._line is None or not self.view.form.complete:
            return
        here, unit_id = self._desk.here, self._line.progress.unit_id
        team, practice = self.view.form.given(), self.view.form.practice.isChecked()
        self.view.primary.setEnabled(False)
        self._asking.do(
            lambda: begin_inspection(here, unit_id, team, practice=practice),
            self._begun,
            self._not_begun,
        )

    def _begun(self, begun: Begun) -> None:
        rooms = self._page.rooms if self._page else ()
        first = self._first or next((stop.room_id for stop in rooms), None)
        self._first = None
        self.view.say_step(Step.NONE)
        if first is None:
            self.reload()
        else:
            self._desk.go("room", inspection_id=begun.inspection.id, room_id=first)

    def _not_begun(self, error: Exception) -> None:
        self.view.primary.setEnabled(True)
        self._desk.troubled.emit(error)

    @Slot(object)
    def _open(self, stop: RoomStop) -> None:
        """A room of a unit that has no visit yet begins one, and comes first in it."""
        if self._page is not None and self._page.inspection is not None:
            self._go_into(stop.room_id)
        else:
            self._first = stop.room_id
            self._ask_for_team()

    def _go_into(self, room_id: UUID) -> None:
        if self._page is not None and self._page.inspection is not None:
            where = self._page.inspection.id
            self._desk.go("room", inspection_id=where, room_id=room_id)

    @Slot()
    def _sign(self) -> None:
        if self._page is not None and self._page.inspection is not None:
            self._desk.go("signing", inspection_id=self._page.inspection.id)

    # What others did.

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        """Out of sight it waits: coming up reads everything anew."""
        touched = changes.ledger or changes.synced or changes.inspections or changes.rooms
        if touched and self.isVisible():
            self.reload()

    @Slot()
    def _show_meter(self) -> None:
        meter = self._meter
        self.view.ready_line.show_meter(meter.state, meter.name, meter.cautions)

    def _failed(self, error: Exception) -> None:
        self.view.say_step(Step.NONE)
        self.view.standing.show_failure(error)

    @Slot()
    def _act_on_notice(self) -> None:
        if self._round is not None and not self._round.units:
            self._desk.go("import")
        else:
            self.reload()
