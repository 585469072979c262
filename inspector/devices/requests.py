"""What a session asks of its driver, one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.devices.codecs.contract import Read, Subscribe, Write


@dataclass(frozen=True, slots=True)
class Open:
    """Connect, and report what characteristics there are."""


@dataclass(frozen=True, slots=True)
class Close:
    """Let go of the link, whatever is left of it."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Until the next request: watch for a sign of the meter, and report it."""


Request = Open | Close | Listen | Subscribe | Write | Read
