"""Work goes to its thread and its answer comes back on ours, in the order it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from inspector.actions.changes import Changes
from inspector.actions.here import Here
from inspector.actions.measure import look
from inspector.db import estate
from inspector.trouble import Trouble
from inspector.ui.desk import Desk, GoTo
from inspector.ui.tasks import Progress, Tasks
from worlds import rooms, visit

FULL = Trouble("磁盘已满。", "请腾出空间。")


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()


def _fail() -> None:
    raise FULL


def test_work_runs_elsewhere_and_its_answer_here(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[str, str]] = []
    mine = threading.current_thread().name

    def then(worker: str) -> None:
        seen.append((worker, threading.current_thread().name))

    tasks.run(lambda: threading.current_thread().name, then)
    assert not tasks.idle
    qtbot.waitUntil(lambda: tasks.idle)

    [(worker, answered)] = seen
    assert worker.startswith("ledger")
    assert answered == mine


def test_an_answer_never_comes_in_the_middle_of_the_asking(
    tasks: Tasks, qtbot: QtBot
) -> None:
    """Also not where the work is done before anybody could ask to be told."""
    seen: list[int] = []
    for number in range(200):
        tasks.run(partial(int, number), seen.append)
        time.sleep(0.0005)
        assert seen == []
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == list(range(200))


def test_answers_come_in_the_order_of_asking(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[int] = []
    for number in range(50):
        tasks.run(partial(int, number), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_long_work_does_not_hold_up_a_reading(tasks: Tasks, qtbot: QtBot) -> None:
    going, seen = threading.Event(), list[str]()
    tasks.run_long(lambda _progress: going.wait(5), lambda _done: seen.append("long"))
    tasks.run(lambda: None, lambda _done: seen.append("short"))
    qtbot.waitUntil(lambda: seen == ["short"])
    going.set()
    qtbot.waitUntil(lambda: seen == ["short", "long"])


def test_a_failure_goes_to_who_asked_or_to_everybody(tasks: Tasks, qtbot: QtBot) -> None:
    mine: list[Exception] = []
    told: list[Exception] = []
    tasks.failed.connect(told.append)
    answers: list[object] = []
    tasks.run(_fail, answers.append, mine.append)
    tasks.run(_fail, answers.append)
    qtbot.waitUntil(lambda: tasks.idle)

    assert (mine, told, answers) == ([FULL], [FULL], [])


def test_whoever_waits_is_told_when_it_is_busy(tasks: Tasks, qtbot: QtBot) -> None:
    busy: list[bool] = []
    tasks.busy.connect(busy.append)
    tasks.run(lambda: 1, lambda _: None)
    qtbot.waitUntil(lambda: tasks.idle)
    assert busy == [True, False]


def test_waiting_lasts_until_all_that_was_asked_is_done(tasks: Tasks) -> None:
    done: list[int] = []
    gate = threading.Event()
    threading.Timer(0.05, gate.set).start()

    def wait(number: int) -> None:
        gate.wait(5)
        done.append(number)

    tasks.run(lambda: wait(1), lambda _: None)
    tasks.run_long(lambda _progress: wait(2), lambda _: None)
    tasks.wait()
    assert sorted(done) == [1, 2]


def test_long_work_says_how_far_it_is_and_stops_when_asked(
    tasks: Tasks, qtbot: QtBot
) -> None:
    steps: list[tuple[int, int, str]] = []
    first, ended = threading.Event(), list[int]()

    def work(progress: Progress) -> int:
        done = 0
        while progress.step(done, 100, "照片"):
            done += 1
            first.set()
            time.sleep(0.005)
        return done

    progress = tasks.run_long(work, ended.append)
    progress.moved.connect(lambda *step: steps.append(step))
    qtbot.waitUntil(lambda: len(steps) > 1)
    assert first.is_set()
    progress.cancel()
    qtbot.waitUntil(lambda: bool(ended))

    assert progress.cancelled
    assert 0 < ended[0] < 100
    assert steps[-1] == (steps[-1][0], 100, "照片")


def test_an_action_says_that_it_is_saved_and_what_it_touched_then_answers(
    desk: Desk, here: Here, qtbot: QtBot
) -> None:
    told: list[object] = []
    desk.saved.connect(lambda at: told.append(("saved", type(at).__name__)))
    desk.changed.connect(told.append)
    inspection, room = visit(here), rooms(here)[0].room.id
    desk.do(lambda: look(here, inspection.id, room), lambda _: told.append("then"))
    desk.do(lambda: look(here, inspection.id, room))
    qtbot.waitUntil(lambda: desk.tasks.idle)

    changes = Changes(rooms=frozenset({room}), inspections=frozenset({inspection.id}))
    assert told == [("saved", "datetime"), changes, "then", ("saved", "datetime"), changes]


def test_a_failed_action_is_saved_nowhere(desk: Desk, qtbot: QtBot) -> None:
    told: list[object] = []
    for signal in (desk.saved, desk.changed):
        signal.connect(told.append)
    desk.troubled.connect(lambda error: told.append(str(error)))
    desk.do(_fail)
    desk.do_long(lambda _progress: _fail(), told.append)
    qtbot.waitUntil(lambda: desk.tasks.idle)
    assert told == [str(FULL), str(FULL)]


def test_reading_changes_nothing_and_long_actions_tell_as_well(
    desk: Desk, here: Here, qtbot: QtBot
) -> None:
    told: list[object] = []
    desk.changed.connect(told.append)
    answers: list[object] = []
    desk.ask(lambda: here.ledger.ask(estate.counts), answers.append)
    qtbot.waitUntil(lambda: desk.tasks.idle)
    assert (len(answers), told) == (1, [])

    inspection, room = visit(here), rooms(here)[0].room.id
    desk.do_long(lambda _progress: look(here, inspection.id, room), answers.append)
    qtbot.waitUntil(lambda: desk.tasks.idle)
    assert (len(answers), len(told)) == (2, 1)


def test_a_screen_may_ask_for_another(desk: Desk, here: Here, qtbot: QtBot) -> None:
    wanted: list[object] = []
    desk.wanted.connect(wanted.append)
    room = rooms(here)[0].room.id
    desk.go("room", room_id=room)
    assert wanted == [GoTo("room", room_id=room)]
