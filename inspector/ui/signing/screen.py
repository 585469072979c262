"""The signing page at work: shows what the sheet says, keeps signatures, makes the PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from inspector.actions import sheets
from inspector.actions.changes import Changes
from inspector.actions.here import Here
from inspector.reports.fonts import Fonts
from inspector.ui.desk import Desk, GoTo
from inspector.ui.frame.whereabouts import Whereabouts
from inspector.ui.problems import open_on_desktop
from inspector.ui.signing.reading import SheetPage, latest_inspection, read_sheet
from inspector.ui.signing.signature_card import SignatureCard
from inspector.ui.signing.view import SigningView, Step
from inspector.ui.tasks_page.standing import Asking, lay_in

LoadFonts = Callable[[], Fonts]
"""Called off the GUI thread, once for each sheet; whoever gives it keeps what it loads."""
DrawPages = Callable[[Path], list[bytes]]
"""A PDF's pages as PNG, from the first on."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet that was written, with its pages as pictures."""

    printed: sheets.Printed
    pages: tuple[bytes, ...]

    @property
    def changes(self) -> Changes:
        return self.printed.changes


class SigningScreen(QWidget):
    located = Signal(object)

    def __init__(
        self,
        desk: Desk,
        fonts: LoadFonts,
        pages: DrawPages,
        open_folder: Callable[[Path], None] = open_on_desktop,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fonts = fonts
        self._pages = pages
        self._open_folder = open_folder
        self._asking = Asking(desk, self._failed)
        self._inspection_id: UUID | None = None
        self._page: SheetPage | None = None
        self.view = SigningView()
        lay_in(self, self.view)
        view = self.view
        view.advanced.connect(self._advance)
        view.made_again.connect(self._make)
        view.folder_wanted.connect(self._show_folder)
        view.left.connect(self._leave)
        view.confirmed.connect(self._sign)
        view.refused.connect(self._refuse)
        view.summary.opened.connect(self._open_room)
        view.standing.acted.connect(self._act_on_notice)
        desk.changed.connect(self._changed)

    @property
    def ready(self) -> bool:
        return self._asking.outstanding == 0

    @property
    def page(self) -> SheetPage | None:
        """What is shown, and what a signature given now would be bound to."""
        return self._page

    def show_for(self, goto: GoTo) -> None:
        if goto.inspection_id is not None:
            self._turn_to(goto.inspection_id)
        elif self._inspection_id is None:
            here = self._desk.here
            self._asking.ask(lambda: latest_inspection(here), self._turn_to)
        else:
            self.reload()

    @Slot()
    def reload(self) -> None:
        if self._inspection_id is not None:
            here, wanted = self._desk.here, self._inspection_id
            self.view.standing.wait()
            self._asking.ask_long(lambda _progress: read_sheet(here, wanted), self._show)

    def _turn_to(self, inspection_id: UUID | None) -> None:
        if inspection_id is None:
            sentence = self.tr("还没有核查记录。开始核查后在这里汇总签字。")
            self.view.standing.show_nothing(sentence, self.tr("去任务"))
            self.view.say_step(Step.NONE)
            return
        if inspection_id != self._inspection_id:
            self._page = None
            self.view.summary.show_pages(())
        self._inspection_id = inspection_id
        self.reload()

    def _show(self, page: SheetPage) -> None:
        if page.inspection.id != self._inspection_id:
            return
        first = self._page is None
        self._page = page
        self.view.show_page(page)
        if first:
            self.view.summary.table.setFocus()
        self.located.emit(Whereabouts(self.tr("汇总签字"), (page.inspection.unit,)))

    # What the person does.

    @Slot(object)
    def _sign(self, card: SignatureCard) -> None:
        """Bound to the content that is on the screen, whatever the ledger says by now."""
        page, here = self._page, self._desk.here
        if page is None:
            return
        given = (card.role, card.name, card.ink, page.sha256)
        self._keep(lambda: sheets.sign(here, page.inspection.id, *given))

    @Slot(object)
    def _refuse(self, card: SignatureCard) -> None:
        page, here = self._page, self._desk.here
        if page is None:
            return
        given = (card.role, card.name, card.reason.text(), page.sha256)
        self._keep(lambda: sheets.refuse_to_sign(here, page.inspection.id, *given))

    def _keep(self, action: Callable[[], sheets.Signed]) -> None:
        self._asking.do(action, None, self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        """The ink stays in its field; what is shown is brought up to date."""
        self._desk.troubled.emit(error)
        self.reload()

    @Slot()
    def _advance(self) -> None:
        if self.view.step is Step.MAKE:
            self._make()
        elif self.view.step is Step.SEND:
            self._desk.go("syncing")

    @Slot()
    def _make(self) -> None:
        if self._page is None:
            return
        here, wanted = self._desk.here, self._page.inspection.id
        fonts, pages = self._fonts, self._pages
        self.view.say_step(Step.MAKING)
        self._asking.do_long(
            lambda _progress: _made(here, wanted, fonts, pages), self._made, self._not_made
        )

    def _made(self, made: Made) -> None:
        self.view.say_step(Step.MAKE)
        if made.printed.sheet.inspection_id == self._inspection_id:
            self.view.summary.show_pages(made.pages)

    def _not_made(self, error: Exception) -> None:
        self.view.say_step(Step.MAKE)
        self._desk.troubled.emit(error)

    @Slot()
    def _show_folder(self) -> None:
        if self._page is not None:
            self._open_folder(self._page.file.parent)

    @Slot()
    def _leave(self) -> None:
        unit_id = self._page.content.unit.id if self._page else None
        self._desk.go("tasks", unit_id=unit_id)

    @Slot(object)
    def _open_room(self, room_id: UUID) -> None:
        self._desk.go("room", inspection_id=self._inspection_id, room_id=room_id)

    # What others did.

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        """Out of sight it waits: coming up reads everything anew."""
        mine = self._inspection_id in changes.inspections
        if (mine or changes.ledger or changes.synced) and self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        self.view.say_step(Step.NONE)
        self.view.standing.show_failure(error)

    @Slot()
    def _act_on_notice(self) -> None:
        if self._inspection_id is None:
            self._desk.go("tasks")
        else:
            self.reload()


def _made(here: Here, inspection_id: UUID, fonts: LoadFonts, pages: DrawPages) -> Made:
    printed = sheets.write_sheet(here, inspection_id, fonts())
    return Made(printed, tuple(pages(printed.path)))
