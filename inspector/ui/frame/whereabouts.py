"""What a screen tells the frame about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from inspector.ui.desk import GoTo


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """单位 › 楼座 › 楼层 › **房号**: `steps` lead to `here`; `counter` is 第 7 / 42 间."""

    here: str
    steps: tuple[str, ...] = ()
    counter: str = ""


@runtime_checkable
class Screen(Protocol):
    """A page of the window. It may also have a signal `located` that says its
    `Whereabouts`; without it the frame shows the page's name."""

    def show_for(self, goto: GoTo) -> None:
        """Navigation brought this page up, for this room, unit or inspection."""
        ...
