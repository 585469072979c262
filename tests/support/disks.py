"""A disk that is full, made with a real ledger file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import event

from inspector.db.ledger import Ledger
from inspector.trouble import Trouble

_UNBOUND = 1_073_741_823


@contextmanager
def full_disk(ledger: Ledger, *fills: Callable[[], object]) -> Iterator[None]:
    """The file cannot grow, and each fill has been done until there was no room for it."""
    engine = ledger._engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def bind(driver: Any, _record: object, _proxy: object) -> None:
        driver.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "checkout", bind)
    try:
        for fill in fills:
            _exhaust(fill)
        yield
    finally:
        event.remove(engine, "checkout", bind)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {_UNBOUND}")


def _exhaust(fill: Callable[[], object]) -> None:
    for times in count():
        try:
            fill()
        except Trouble:
            return
        assert times < 1_000, "the disk never became full"
