"""A practice meter in keyboard mode: it types, sign by sign, and cannot be asked."""

from __future__ import annotations

from inspector.devices.codecs import keyboard
from inspector.devices.codecs.contract import KEYBOARD
from inspector.devices.practice.meter import Messages, PracticeMeter, Shot, Trick


class KeyboardPractice(PracticeMeter):
    """Types metres and Enter."""

    family = keyboard.FAMILY
    suffix = "，键盘模式"
    tricks = frozenset({Trick.AREA, Trick.IMPERIAL, Trick.WEAK_SIGNAL, Trick.DUPLICATE})

    def written(self, characteristic: str, data: bytes) -> None:
        """Nothing can be written to a keyboard."""

    def _messages(self, shot: Shot) -> Messages:
        return [(KEYBOARD, sign.encode()) for sign in f"{_typed(shot)}\n"]


def _typed(shot: Shot) -> str:
    if shot.imperial:
        feet, inches = divmod(shot.micrometres // 25_400, 12)
        return f"{feet}' {inches}\""
    metres, rest = divmod(shot.millimetres, 1000)
    return f"{metres}.{rest:03d}" + (" m²" if shot.area else "")
