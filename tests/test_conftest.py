"""The rules that hold for every test do catch a test that breaks them."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import threads

HERE = Path(__file__).parent

OFFENDERS = """
import logging
import socket
import threading

from hypothesis import given, strategies

def test_warns():
    logging.getLogger("house").warning("the paper is nearly out")

def test_warns_and_reads_it(caplog):
    logging.getLogger("house").warning("the paper is nearly out")
    assert caplog.messages == ["the paper is nearly out"]
    caplog.clear()

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, name="left", daemon=True).start()

def test_leaves_a_service():
    threading.Thread(
        target=threading.Event().wait, name="service-bus", daemon=True
    ).start()

def test_goes_outside():
    with socket.socket() as opened:
        opened.connect(("192.0.2.1", 80))

@given(strategies.integers())
def test_examples_get_on_with_the_rules(number):
    assert number == number
"""


def test_each_offence_fails_its_test_and_no_other(tmp_path: Path) -> None:
    shutil.copy(HERE / "conftest.py", tmp_path)
    (tmp_path / "test_offenders.py").write_text(OFFENDERS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.splitlines()
    bad = {
        line.split("::")[1].split()[0]
        for line in lines
        if line.startswith(("E", "F")) and "::" in line
    }
    assert bad == {"test_warns", "test_leaves_a_thread", "test_goes_outside"}, done.stdout
    assert "the paper is nearly out" in done.stdout
    assert "['left']" in done.stdout
    assert "5 passed, 1 failed" in done.stdout or "1 failed, 5 passed" in done.stdout


@pytest.fixture
def waiting() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def begin(name: str, event: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=event.wait, name=name)
    thread.start()
    return thread


def test_a_running_thread_is_named_and_a_service_is_not(waiting: threading.Event) -> None:
    before = set(threading.enumerate())
    begun = [begin(name, waiting) for name in ("b", "service-bus", "a")]
    assert threads.left_running(before) == ["a", "b"]
    waiting.set()
    for thread in begun:
        thread.join()


def test_a_thread_that_is_about_to_end_is_waited_for(waiting: threading.Event) -> None:
    before = set(threading.enumerate())
    begin("soon", waiting)
    ender = threading.Timer(0.05, waiting.set)
    ender.start()
    assert threads.left_running(before) == []
