"""The truth behind the practice rangefinder: what it would read in each room of the sample.

Practice only: a real meter never comes near this.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from inspector.domain.estate import RoomCard
from inspector.domain.lengths import SLOTS
from inspector.trouble import Trouble

_USUAL_MM2 = 18_000_000
_SMALLEST_MM2 = 1_000_000
_ASPECT = 1.4

Truths = dict[str, dict[str, dict[str, dict[str, list[int]]]]]
"""院落 -> 楼座 -> 楼层 -> 房号 -> four walls and two diagonals, in micrometres."""


class PracticeSite:
    """Aim it at a wall of a room; the meter's next press reads that wall."""

    def __init__(self, truths: Truths) -> None:
        self._truths = truths
        self._ahead: int | None = None

    @classmethod
    def load(cls, file: Path) -> PracticeSite:
        try:
            found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            return cls(found["listed"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Trouble(
                "练习数据不能读取。", "请重新安装程序，或用手工录入练习。"
            ) from error

    def aim(self, card: RoomCard, slot: str) -> None:
        """Where the person holds the meter; an empty slot is nowhere."""
        self._ahead = dict(zip(SLOTS, self._of(card), strict=False)).get(slot)

    def distance(self) -> int | None:
        """What the meter would read there, in micrometres; None where nothing is."""
        return self._ahead

    def _of(self, card: RoomCard) -> list[int]:
        floors = self._truths.get(card.courtyard, {}).get(card.building, {})
        known = floors.get(card.floor, {}).get(card.room.number)
        if known is not None:
            return known
        area = card.room.ledger_area
        mm2 = area.mm2 if area and area.mm2 >= _SMALLEST_MM2 else _USUAL_MM2
        width = round(math.sqrt(mm2 / _ASPECT)) * 1000
        depth = round(mm2 * 1_000_000 / width)
        diagonal = round(math.hypot(width, depth))
        return [width, depth, width, depth, diagonal, diagonal]
