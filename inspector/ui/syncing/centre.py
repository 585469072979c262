"""The exchange with the centre as the page runs it: its stages become words and a bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from inspector.actions.here import Here
from inspector.actions.syncing import CentreAddress, sync_now
from inspector.db.device import Receipt
from inspector.sync.exchange import Progress as Step
from inspector.ui.tasks import Progress

Sync = Callable[[Progress, str, str], Receipt]
"""Progress, the centre's address, and the pass phrase (empty where none is needed)."""


class CentreStore(Protocol):
    """Where the address is kept between starts. The pass phrase is never kept."""

    @property
    def centre(self) -> str: ...

    def set_centre(self, url: str) -> None: ...


def sync_with_centre(here: Here, device_name: str) -> Sync:
    """`device_name` is what the administrator of the centre sees this machine as."""

    def sync(progress: Progress, url: str, secret: str) -> Receipt:
        def tell(step: Step) -> None:
            progress.step(step.done, step.total, step.stage.label)

        address = CentreAddress(url, secret, device_name)
        return sync_now(here, address, tell, lambda: progress.cancelled)

    return sync
