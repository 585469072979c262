"""Error numbers as meters of Leica's kind show them, and modules that follow them.

One source, a vendor's protocol text; 255 and 256 also by a dealer's list of answers.
"""

from __future__ import annotations

from inspector.devices.events import Fault

_FAULTS = {
    252: Fault.TEMPERATURE,
    253: Fault.TEMPERATURE,
    255: Fault.WEAK_SIGNAL,
    256: Fault.STRONG_SIGNAL,
    257: Fault.BACKGROUND_LIGHT,
    **dict.fromkeys(range(260, 300), Fault.HARDWARE),
}


def named(code: int) -> Fault:
    return _FAULTS.get(code, Fault.UNKNOWN)
