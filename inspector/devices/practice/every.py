"""One practice meter of every family; the first is the one that a newcomer is offered."""

from __future__ import annotations

from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.hoto import HotoPractice
from inspector.devices.practice.leica import LeicaBasicPractice, LeicaPractice
from inspector.devices.practice.longshuo import LongshuoPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.practice.winho import WinhoPractice

EVERY: tuple[type[PracticeMeter], ...] = (
    LeicaPractice,
    BoschPractice,
    LeicaBasicPractice,
    HotoPractice,
    LongshuoPractice,
    WinhoPractice,
)
