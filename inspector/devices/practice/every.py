"""One practice meter of every family; the first is the one that a newcomer is offered."""

from __future__ import annotations

from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.dobiy import DobiyPractice
from inspector.devices.practice.hoto import HotoPractice
from inspector.devices.practice.jrt import JrtBridgePractice, JrtPractice
from inspector.devices.practice.keyboard import KeyboardPractice
from inspector.devices.practice.leica import LeicaBasicPractice, LeicaPractice
from inspector.devices.practice.leica_gsi import GsiPractice
from inspector.devices.practice.longshuo import LongshuoPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.practice.trupulse import TruPulsePractice
from inspector.devices.practice.winho import WinhoPractice

EVERY: tuple[type[PracticeMeter], ...] = (
    LeicaPractice,
    BoschPractice,
    LeicaBasicPractice,
    HotoPractice,
    LongshuoPractice,
    WinhoPractice,
    GsiPractice,
    TruPulsePractice,
    JrtPractice,
    JrtBridgePractice,
    DobiyPractice,
    KeyboardPractice,
)
