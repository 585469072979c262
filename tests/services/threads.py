"""Which threads a test has left behind."""

import threading
import time

SERVICE = "service-"
GRACE = 2.0  # seconds in which a thread that is ending may end


def left_running(before: set[threading.Thread]) -> list[str]:
    """The threads begun since that do not end.

    A dummy stands for a thread that Qt began; Python never learns that it has ended.
    """
    until = time.monotonic() + GRACE
    left = []
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith(SERVICE) or isinstance(thread, threading._DummyThread):
            continue
        thread.join(max(0.0, until - time.monotonic()))
        if thread.is_alive():
            left.append(thread.name)
    return sorted(left)
