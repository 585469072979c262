"""One practice meter of every family; the first is the one that a newcomer is offered."""

from __future__ import annotations

from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.dobiy import DobiyPractice
from inspector.devices.practice.jrt import JrtBridgePractice, JrtPractice
from inspector.devices.practice.keyboard import KeyboardPractice
from inspector.devices.practice.leica import LeicaBasicPractice, LeicaPractice
from inspector.devices.practice.leica_gsi import GsiPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.practice.trupulse import TruPulsePractice

EVERY: tuple[type[PracticeMeter], ...] = (
    LeicaPractice,
    BoschPractice,
    LeicaBasicPractice,
    GsiPractice,
    KeyboardPractice,
    TruPulsePractice,
    JrtPractice,
    JrtBridgePractice,
    DobiyPractice,
)
