"""Loads the ledger once, and chooses from it on the worker as the person asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.actions.changes import Changes
from inspector.db import estate
from inspector.db.ledger import Ledger
from inspector.domain.estate import RoomCard, RoomLine
from inspector.ui.desk import Desk, GoTo
from inspector.ui.ledger.book import (
    Arrangement,
    Book,
    Branch,
    Chosen,
    Field,
    Wish,
    choose,
    open_book,
)
from inspector.ui.ledger.view import LedgerView


class LedgerScreen(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._book: Book | None = None
        self._wish = Wish()
        self._room: UUID | None = None
        self._asked = 0
        self._unit: UUID | None = None
        self.view = LedgerView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        desk.changed.connect(self._changed)
        self.view.branch_picked.connect(self._pick_branch)
        self.view.searched.connect(self._search)
        self.view.noticed.connect(self._act)
        self.view.rooms.sorted_by.connect(self._sort)
        self.view.table.filtered.connect(self._filter)
        self.view.table.picked.connect(self._pick)
        self.view.table.opened.connect(self._open)
        self.view.detail.inspect_wanted.connect(self._inspect)

    @property
    def ready(self) -> bool:
        return self._book is not None and self._asked == 0 and not self.view.pausing

    def show_for(self, goto: GoTo) -> None:
        self._room = goto.room_id or self._room
        self._unit = goto.unit_id
        if self._book is None:
            self.reload()
        else:
            self._come_to_unit()
        self.view.table.view.setFocus()

    @Slot()
    def reload(self) -> None:
        ledger = self._desk.here.ledger
        if self._book is None:
            self.view.show_loading()
        self._ask(lambda: _read(ledger), self._opened)

    def _ask(self, query: Callable[[], object], then: Callable[..., None]) -> None:
        """Counted, so that `ready` knows of answers on their way."""
        self._asked += 1

        def answered(found: object) -> None:
            self._asked -= 1
            then(found)

        def failed(error: Exception) -> None:
            self._asked -= 1
            self._desk.troubled.emit(error)
            if self._book is None:
                self.view.show_failure()

        self._desk.tasks.run(query, answered, failed)

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        """A measurement changes nothing here: only a new or synced ledger does."""
        if (changes.ledger or changes.synced) and self._book is not None:
            self.reload()

    def _opened(self, book: Book) -> None:
        self._book = book
        self.view.show_branches(book, self._wish.branch)
        if book.lines:
            self._come_to_unit()
            self._choose()
        else:
            self.view.show_empty()

    def _come_to_unit(self) -> None:
        if self._book is None or self._unit is None:
            return
        named = (line.unit for line in self._book.lines if line.unit_id == self._unit)
        unit, self._unit = next(named, ""), None
        if unit and self.view.arrangement is Arrangement.UNITS:
            self.view.select_branch((unit,))

    def _choose(self) -> None:
        book, wish = self._book, self._wish
        if book is not None and book.lines:
            self._ask(lambda: choose(book, wish), lambda chosen: self._show(wish, chosen))

    def _show(self, wish: Wish, chosen: Chosen) -> None:
        if wish != self._wish or self._book is None:
            return  # something else has been asked for meanwhile
        self.view.show_rooms(self._book, chosen)
        if chosen.rows:
            row = self.view.rooms.row_of(self._room) if self._room else 0
            self.view.table.select(max(0, row))

    @Slot(object, object)
    def _pick_branch(self, arrangement: Arrangement, branch: Branch) -> None:
        rearranged = arrangement is not self._wish.arrangement
        self._wish = replace(self._wish, arrangement=arrangement, branch=branch)
        if rearranged and self._book is not None:
            self.view.show_branches(self._book)
        self._choose()

    @Slot(str)
    def _search(self, words: str) -> None:
        self._wish = replace(self._wish, words=words)
        self._choose()

    @Slot(object)
    def _filter(self, filters: tuple[tuple[Field, str], ...]) -> None:
        self._wish = replace(self._wish, filters=filters)
        self._choose()

    @Slot(object, bool)
    def _sort(self, field: Field, descending: bool) -> None:  # noqa: FBT001 (a slot)
        self._wish = replace(self._wish, sort=field, descending=descending)
        self._choose()

    @Slot(object)
    def _pick(self, line: RoomLine | None) -> None:
        if line is None:
            return
        self._room = line.id
        ledger, room_id = self._desk.here.ledger, line.id
        self._ask(lambda: ledger.ask(estate.room_card, room_id), self._picked)

    def _picked(self, card: RoomCard) -> None:
        if card.room.id == self._room:
            self.view.detail.show_card(card)

    @Slot(object)
    def _open(self, line: RoomLine) -> None:
        self._desk.go("room", room_id=line.id, unit_id=line.unit_id)

    @Slot()
    def _inspect(self) -> None:
        lines = self._book.lines if self._book else ()
        line = next((line for line in lines if line.id == self._room), None)
        if line is not None:
            self._open(line)

    @Slot()
    def _act(self) -> None:
        if self._book is None:
            self.reload()
        elif self._book.lines:
            self.view.clear_conditions()
        else:
            self._desk.go("first_run")


def _read(ledger: Ledger) -> Book:
    county = ledger.ask(estate.county)
    return open_book(ledger.ask(estate.room_lines), county.name if county else "")
