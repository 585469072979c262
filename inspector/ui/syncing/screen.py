"""The page of the exchange at work: runs it, tells everybody, keeps the receipt in view."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from inspector.actions.changes import Changes
from inspector.db.device import Receipt
from inspector.trouble import Trouble
from inspector.ui.desk import Desk, GoTo
from inspector.ui.syncing.centre import CentreStore, Sync
from inspector.ui.syncing.reading import SyncPage, read_page
from inspector.ui.syncing.view import SyncingView
from inspector.ui.tasks import Progress
from inspector.ui.tasks_page.standing import Asking, lay_in


class SyncingScreen(QWidget):
    synced = Signal(object)
    """The `Receipt` of an exchange that has just ended."""

    def __init__(
        self, desk: Desk, sync: Sync, store: CentreStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sync = sync
        self._store = store
        self._asking = Asking(desk, self._failed)
        self._progress: Progress | None = None
        self.view = SyncingView()
        lay_in(self, self.view)
        self.view.counts.url.setText(store.centre)
        self.view.sync_wanted.connect(self.start)
        self.view.stopped.connect(self._stop)
        self.view.standing.acted.connect(self.reload)
        desk.changed.connect(self._changed)

    @property
    def ready(self) -> bool:
        return self._asking.outstanding == 0

    def show_for(self, _goto: GoTo) -> None:
        self.reload()
        best = self.view.primary if self.view.url else self.view.counts.url
        best.setFocus()

    @Slot()
    def reload(self) -> None:
        here = self._desk.here
        self.view.standing.wait()
        self._asking.ask(lambda: read_page(here), self._show)

    def _show(self, page: SyncPage) -> None:
        self.view.show_page(page)

    @Slot()
    def start(self) -> None:
        """Send everything; whatever happens, the page says it and nothing else stops."""
        url, secret, sync = self.view.url, self.view.secret, self._sync
        if self._progress is not None or not url:
            return
        self._store.set_centre(url)
        self.view.set_busy(busy=True)
        self._progress = self._asking.do_long(
            lambda progress: sync(progress, url, secret), self._synced, self._not_synced
        )
        self._progress.moved.connect(self.view.counts.work.move_to)

    def _synced(self, receipt: Receipt) -> None:
        self._end()
        self.view.counts.outcome.show_receipt(receipt)
        if receipt.finished:
            self.view.counts.secret.clear()
            self.view.lists.turn_to_result(receipt)
        self._tell_everybody(ledger=receipt.pulled > 0)
        self.synced.emit(receipt)

    def _not_synced(self, error: Exception) -> None:
        """A part may have arrived all the same: the counts are read anew."""
        self._end()
        if isinstance(error, Trouble):
            self.view.counts.outcome.show_failure(error)
        else:
            self._desk.troubled.emit(error)
        self._tell_everybody(ledger=False)

    def _tell_everybody(self, *, ledger: bool) -> None:
        self._desk.changed.emit(Changes(ledger=ledger, synced=True))
        if not self.isVisible():
            self.reload()

    def _end(self) -> None:
        self._progress = None
        self.view.set_busy(busy=False)

    @Slot()
    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.view.counts.work.stopping()

    @Slot(object)
    def _changed(self, _changes: Changes) -> None:
        """Every action adds to what waits. Out of sight it waits to be shown."""
        if self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        self.view.standing.show_failure(error)
