"""Keyboard mode: a meter that types its value is a link that is fed with the text."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace

from inspector.devices import codecs
from inspector.devices.codecs.contract import KEYBOARD, Carrier
from inspector.devices.events import LinkState
from inspector.devices.transports import NOT_HEARD, Found, LinkFailed, Support

ADDRESS = "keyboard:"
_NAME = "键盘模式的测距仪"
_ADVICE = "先在系统的蓝牙设置里把测距仪当作键盘配对，再回到测量画面按测距仪的键。"


def found() -> Found:
    """It is always there, whatever may be paired with the system."""
    bare = Found(ADDRESS, _NAME, "", NOT_HEARD, carrier=Carrier.KEYBOARD)
    family = next((f for f in codecs.FAMILIES if f.carrier is Carrier.KEYBOARD), None)
    if family is None:
        return replace(bare, support=Support.UNKNOWN, advice=_ADVICE)
    return replace(bare, family=family.name, advice=_ADVICE + family.remark)


class KeyboardLink:
    """See `transports.Transport` for what each call means."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heard: Callable[[str, bytes], None] | None = None
        self._listening = False

    def type(self, text: str) -> None:
        """What was typed, from any thread; lost where nobody listens."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop ended in the meantime
                loop.call_soon_threadsafe(self._type, text)

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        """`dropped` is never called: a keyboard that has gone cannot be told from one
        that is silent."""
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        return frozenset({KEYBOARD})

    async def subscribe(self, characteristic: str) -> None:
        if self._heard is None or characteristic != KEYBOARD:
            raise LinkFailed(LinkState.FAILED, f"nothing to hear by {characteristic}")
        self._listening = True

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        raise LinkFailed(LinkState.FAILED, "a keyboard cannot be written to")

    async def read(self, characteristic: str) -> bytes:
        raise LinkFailed(LinkState.FAILED, "a keyboard cannot be read")

    async def near(self) -> None:
        """Always: whether a keyboard is there cannot be told."""

    async def close(self) -> None:
        self._loop = self._heard = None
        self._listening = False

    def _type(self, text: str) -> None:
        if self._listening and self._heard is not None:
            self._heard(KEYBOARD, text.encode("utf-8", "replace"))
