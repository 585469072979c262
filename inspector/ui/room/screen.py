"""The room page at work: arms the next wall, keeps each reading, then shows it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.actions import evidence, findings, inspections, measure, rounds
from inspector.actions.here import CHINA
from inspector.actions.measure import Measuring, Taken
from inspector.actions.rounds import RoomPage
from inspector.domain.inspections import Check, Instrument, ReadingRecord, Source
from inspector.trouble import Trouble
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.room import pictures, words
from inspector.ui.room.arrivals import Arrivals
from inspector.ui.room.cues import Cues
from inspector.ui.room.manual import ManualEntry
from inspector.ui.room.view import RoomView
from inspector.ui.room.waiting import Aim, Waiting


class RoomScreen(QWidget):
    located = Signal(object)
    """`Whereabouts` for the frame."""
    stored = Signal(object)
    """The `ReadingRecord` that has just become durable."""

    def __init__(
        self, desk: Desk, meter: Meter, aim: Aim, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._meter = meter
        self._waiting = Waiting(meter, aim)
        self._arrivals = Arrivals(desk, meter, self)
        self.cues = Cues(self)
        self._page: RoomPage | None = None
        self._standing: Measuring | None = None
        self._outstanding = 0
        self.view = RoomView()
        self.view.setEnabled(False)  # until there is a room to act on
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()

    # What the frame and the tests use.

    @property
    def ready(self) -> bool:
        """Nothing is outstanding: what is shown is what is kept."""
        return self._outstanding == 0 and self._page is not None

    @property
    def standing(self) -> Measuring | None:
        """The room as it is shown, with its assessment."""
        return self._standing

    def shows(self, room_id: UUID) -> bool:
        return self._page is not None and self._page.standing.card.room.id == room_id

    @property
    def armed(self) -> str:
        """The slot that waits for a reading; empty when none does."""
        return self._waiting.slot

    def show_for(self, goto: GoTo) -> None:
        if goto.inspection_id is not None and goto.room_id is not None:
            self.open(goto.inspection_id, goto.room_id)
        elif goto.room_id is not None and goto.unit_id is not None:
            self._open_in_latest(goto.room_id, goto.unit_id)
        else:
            self.reload()

    def reload(self) -> None:
        if self._page is not None:
            self.open(*self._where())

    def open(self, inspection_id: UUID, room_id: UUID) -> None:
        """Read a room and make it the one that readings go to."""
        self._waiting.disarm()
        self._outstanding += 1
        here = self._desk.here

        def work() -> RoomPage:
            rounds.remember_room(here, inspection_id, room_id)
            return rounds.open_room(here, inspection_id, room_id)

        self._desk.tasks.run(work, self._show, self._not_opened)

    def add_photo(self, data: bytes, caption: str = "") -> None:
        where, here = self._where(), self._desk.here
        self._act(
            lambda: evidence.keep_photo(here, *where, data, caption),
            lambda _kept: self.reload(),
        )

    def enter_by_hand(self, micrometres: int, slot: str | None = None) -> None:
        """A typed length goes where it was meant to, or where the next reading would."""
        taken = Taken(micrometres, Source.MANUAL, Instrument("manual", "", "", 0))
        self._keep(self.armed if slot is None else slot, taken)

    def _open_in_latest(self, room_id: UUID, unit_id: UUID) -> None:
        """A room found by search belongs to its unit's latest visit, if there is one."""
        here = self._desk.here

        def opened(inspection_id: UUID | None) -> None:
            if inspection_id is None:
                self._desk.go("tasks", unit_id=unit_id)
            else:
                self.open(inspection_id, room_id)

        self._desk.ask(lambda: rounds.latest_inspection(here, unit_id), opened)

    # Signals.

    def _connect(self) -> None:
        view = self.view
        view.went_back.connect(lambda: self._step(-1, self._here()))
        view.withdrew.connect(self._withdraw_last)
        view.typed.connect(self._type)
        view.shot.connect(self._choose_photo)
        view.fired.connect(self._meter.measure)
        view.began_again.connect(self._measure_again)
        view.confirmed.connect(self._confirm)
        view.ledger.answered.connect(self._answer)
        view.plan.picked.connect(self._pick_slot)
        view.decision.changed.connect(self._show_primary)
        view.tray.placed.connect(self._place)
        view.tray.refused.connect(self._refuse_stray)
        arrivals = self._arrivals
        arrivals.measured.connect(self._measured)
        arrivals.taken_back.connect(self._take_back)
        arrivals.refused.connect(self._refused)
        arrivals.hinted.connect(view.plan.say_hint)
        view.plan.keys.typed.connect(self._meter.typed)
        self._meter.link_changed.connect(
            lambda _state: view.plan.show_typing(typing=self._meter.typing)
        )

    @Slot(object, object)
    def _measured(self, taken: Taken, arming: int | None) -> None:
        """Keep first, show afterwards; the next wall is armed at once, so that nobody
        has to wait for the disk. Without a room it waits in every tray."""
        if self._page is None:
            here = self._desk.here
            self._act(
                lambda: measure.keep_loose(here, taken),
                lambda _loose: self.cues.stray.emit(),
            )
            return
        slot = self._waiting.claims(arming)
        if slot and not self._meter.edge_fits(taken.edge):
            self._arm(slot)  # this wall still waits: a wrong edge is 10 to 15 cm
            slot = ""
        self._keep(slot, taken)

    @Slot(str)
    def _refused(self, words: str) -> None:
        self.view.plan.say_trouble(words)
        if self._page is not None:
            self.cues.again.emit()

    def _keep(self, slot: str, taken: Taken) -> None:
        where, here = self._where(), self._desk.here
        if slot:
            self._waiting.took(slot)
            self._arm(self._waiting.following(self._kept_slots()))
            self._act(
                lambda: measure.keep_reading(here, *where, slot, taken),
                lambda standing: self._kept(slot, taken, standing),
                lambda error: self._lost(slot, error),
            )
        else:
            self._act(
                lambda: measure.keep_stray(here, *where, taken),
                lambda standing: self._kept("", taken, standing),
            )

    def _kept(self, slot: str, taken: Taken, standing: Measuring) -> None:
        if slot:
            self._waiting.done(slot)
        self.cues.kept(slot, taken.micrometres, self._standing, standing)
        self._stand(standing)
        if not self._meter.edge_fits(taken.edge):
            agreed = self._meter.agreed_edge
            self.view.plan.say_trouble(words.wrong_edge(taken.edge, agreed))
        if slot and standing.measurement and standing.measurement.readings:
            self.stored.emit(standing.measurement.readings[-1])

    def _lost(self, slot: str, error: Exception) -> None:
        """The reading could not be kept: say so, and wait for it again; where several
        were lost, for the first."""
        self._waiting.done(slot)
        self._arm(self._waiting.following(self._kept_slots()) or slot)
        self.cues.again.emit()
        self._desk.troubled.emit(error)

    # Showing.

    def _show(self, page: RoomPage) -> None:
        self._outstanding -= 1
        self._page = page
        today = self._desk.now().astimezone(CHINA).date()
        self.view.show_page(page, today, self._desk.here.home.files)
        self._stand(page.standing)
        self.located.emit(words.whereabouts(page))

    def _not_opened(self, error: Exception) -> None:
        """The page before stays, and waits for its reading again."""
        self._outstanding -= 1
        if self._standing is not None:
            self._stand(self._standing)
        self._desk.troubled.emit(error)

    def _stand(self, standing: Measuring) -> None:
        if self._page is None or standing.card.room.id != self._page.standing.card.room.id:
            return  # the person has gone on to another room
        self._standing = standing
        if self._waiting.settled:
            wanted = standing.assessment.next
            self._arm(wanted.slot if wanted else "")
        self.view.ledger.show_card(standing.card, standing.assessment.verdict)
        self.view.plan.show_room(standing, self.armed)
        self.view.decision.show_assessment(standing.assessment)
        self.view.tray.show_readings(standing.tray)
        self._show_primary()

    def _show_primary(self) -> None:
        if self._standing is None:
            return
        self.view.show_primary(self._standing.assessment.verdict.outcome)
        counting = bool(self._counting())
        self.view.undo.setEnabled(counting)
        self.view.again.setEnabled(counting)
        self.view.back.setEnabled(self._here().neighbour(-1) is not None)

    # What the person does.

    def _confirm(self) -> None:
        page, decision = self._here(), self.view.decision.decision()
        where, here = self._where(), self._desk.here

        def work() -> object:
            if decision is None:
                return measure.set_by(here, *where)
            return findings.decide(here, *where, decision)

        self.view.confirm.setEnabled(False)  # a second press is not for the next room
        self._act(work, lambda _kept: self._step(1, page), self._not_decided)

    def _not_decided(self, error: Exception) -> None:
        self._show_primary()
        self._desk.troubled.emit(error)

    def _step(self, step: int, page: RoomPage) -> None:
        room_id = page.neighbour(step)
        if room_id is None:
            self._desk.go("signing", inspection_id=page.inspection.id)
        else:
            self.open(page.inspection.id, room_id)

    def _answer(self, check: Check, answer: bool) -> None:  # noqa: FBT001 (Qt's signal)
        where, here, answers = self._where(), self._desk.here, self._here().checks

        def kept(done: inspections.Answered) -> None:
            answers[check] = done.answer

        def lost(error: Exception) -> None:
            if self._here().checks is answers:
                self.view.ledger.show_checks(answers)  # as they are kept
            self._desk.troubled.emit(error)

        self._act(
            lambda: inspections.answer_check(here, *where, check, answer=answer), kept, lost
        )

    def _withdraw_last(self) -> None:
        if counting := self._counting():
            self._withdraw(counting[-1], self.tr("检查人员撤回"))

    def _take_back(self, raw: bytes, reason: str) -> None:
        """The reading may still be on its way to the disk, or wait in the tray: once it
        is kept, the ledger finds it by what the meter sent."""
        here = self._desk.here
        if self._page is None:
            self._act(lambda: measure.take_back_loose(here, raw, reason))
            return
        where = self._where()

        def told(standing: Measuring) -> None:
            self._stand(standing)
            self.view.plan.say_trouble(reason)
            self.cues.again.emit()

        self._act(lambda: measure.take_back(here, *where, raw, reason), told)

    def _withdraw(self, reading: ReadingRecord, reason: str) -> None:
        where, here = self._where(), self._desk.here
        action = measure.withdraw_reading
        self._act(lambda: action(here, *where, reading.id, reason), self._stand)

    def _refuse_stray(self, reading: ReadingRecord) -> None:
        self._withdraw(reading, self.tr("不采用"))

    def _place(self, reading: ReadingRecord, slot: str) -> None:
        where, here = self._where(), self._desk.here
        action = measure.place_reading
        self._act(lambda: action(here, *where, reading.id, slot), self._stand)

    def _measure_again(self) -> None:
        where = self._where()
        self._act(lambda: measure.measure_again(self._desk.here, *where), self._stand)

    def _pick_slot(self, slot: str) -> None:
        """Pointing at a wall arms it; a wall that has its reading keeps it."""
        if slot and slot not in {*self._kept_slots(), *self._waiting.coming}:
            self._arm(slot)

    def _type(self) -> None:
        slot = self.armed  # what the dialog asks for, whatever comes in meanwhile
        entry = ManualEntry(slot, self)
        if entry.exec() and entry.micrometres is not None:
            self.enter_by_hand(entry.micrometres, slot)

    def _choose_photo(self) -> None:
        try:
            data = pictures.choose(self)
        except Trouble as trouble:
            self._desk.troubled.emit(trouble)
            return
        if data is not None:
            self.add_photo(data)

    def _arm(self, slot: str) -> None:
        if self._page is None:
            return
        # Out of sight nothing waits: what is measured then is for another page.
        self._waiting.arm(self._page.standing.card, slot if self.isVisible() else "")
        if self._standing is not None:
            self.view.plan.show_armed(self._standing, self.armed)
        self.view.plan.wait_for_keys()

    def _counting(self) -> tuple[ReadingRecord, ...]:
        standing = self._standing
        return standing.measurement.counting if standing and standing.measurement else ()

    def _kept_slots(self) -> list[str]:
        return [reading.slot for reading in self._counting()]

    def _act(
        self,
        action: Callable[[], object],
        then: Callable[..., None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        self._outstanding += 1

        def done(result: object) -> None:
            self._outstanding -= 1
            if then is not None:
                then(result)

        def failed(error: Exception) -> None:
            self._outstanding -= 1
            (otherwise or self._desk.troubled.emit)(error)

        self._desk.do(action, done, failed)

    def _where(self) -> tuple[UUID, UUID]:
        """Inspection and room, as every action takes them."""
        page = self._here()
        return page.inspection.id, page.standing.card.room.id

    def _here(self) -> RoomPage:
        assert self._page is not None
        return self._page

    # Qt's own names from here on.
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._standing is not None:
            self._stand(self._standing)  # it waits for the next wall again

    def hideEvent(self, event: QHideEvent) -> None:
        """A reading taken on another page is for no wall: it waits in the tray."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._waiting.disarm()
