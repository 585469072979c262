"""Work off the GUI thread, with the answer back on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import TypeVar, cast
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")

_Then = Callable[[object], None]
_Otherwise = Callable[[Exception], None]
_Asked = tuple[Callable[[], object], _Then, _Otherwise | None]


class Tasks(QObject):
    """Runs ledger work one piece at a time on a single worker thread, and long work
    (network, spreadsheets, paper) on another, so that a reading never waits for it."""

    failed = Signal(object)
    """Work raised an Exception that nobody else took."""
    busy = Signal(bool)
    """Whether any work is under way."""
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._long = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long")
        self._long_work: WeakSet[Progress] = WeakSet()
        self._tickets = count()
        self._asked: dict[int, _Asked] = {}
        # Queued even where the work was done before anybody looked: an answer never
        # arrives inside the call that asked.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` on the ledger thread, then `then(result)` on the GUI thread.

        A failure goes to `otherwise` if given, else it is told by `failed`.
        """
        self._submit(self._worker, work, (then, otherwise))

    def run_long(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> Progress:
        """Like `run`, on the second thread, with progress that may be cancelled."""
        progress = Progress(self)
        self._long_work.add(progress)
        self._submit(self._long, lambda: work(progress), (then, otherwise))
        return progress

    def wait(self) -> None:
        """Until everything asked so far is done; answers still have to be delivered."""
        for worker in (self._long, self._worker):
            worker.submit(lambda: None).result()

    def stop(self) -> None:
        """Ask long work to end at its next step, and wait for all that is under way."""
        for progress in self._long_work:
            progress.cancel()
        self._long.shutdown()
        self._worker.shutdown()

    @property
    def idle(self) -> bool:
        """Nothing is under way and every answer has been delivered."""
        return not self._asked

    def _submit(
        self,
        worker: ThreadPoolExecutor,
        work: Callable[[], T],
        answers: tuple[object, object],
    ) -> None:
        """The worker is lent the work, never given it: whoever lets go of a closure last
        destroys what it holds, and a widget must die on the GUI thread."""
        ticket = next(self._tickets)
        self._asked[ticket] = cast("_Asked", (work, *answers))
        lent = [work]
        del work

        def run() -> T:
            return lent.pop()()

        self.busy.emit(bool(self._asked))
        future = worker.submit(run)
        future.add_done_callback(lambda done: self._finished.emit((ticket, done)))

    @Slot(object)
    def _deliver(self, done: object) -> None:
        ticket, future = cast("tuple[int, Future[object]]", done)
        _, then, otherwise = self._asked.pop(ticket)
        self.busy.emit(bool(self._asked))
        error = future.exception()
        if isinstance(error, Exception):
            (otherwise or self.failed.emit)(error)
        else:
            then(future.result())


class Progress(QObject):
    """How far long work has come; asks the work to stop when the person cancels."""

    moved = Signal(int, int, str)
    """Done, of how many (0: unknown), and what is being done, in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()

    def step(self, done: int, total: int, words: str = "") -> bool:
        """Called by the work; False says that the person asked to stop."""
        self.moved.emit(done, total, words)
        return not self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()
