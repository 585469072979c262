"""One practice meter of every family; the first is the one that a newcomer is offered."""

from __future__ import annotations

from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.cave import (
    BricPractice,
    CavwayPractice,
    DistoXBlePractice,
    DistoXPractice,
    Sap5Practice,
    Sap6Practice,
)
from inspector.devices.practice.leica import LeicaBasicPractice, LeicaPractice
from inspector.devices.practice.meter import PracticeMeter

EVERY: tuple[type[PracticeMeter], ...] = (
    LeicaPractice,
    BoschPractice,
    LeicaBasicPractice,
    BricPractice,
    Sap6Practice,
    DistoXBlePractice,
    CavwayPractice,
    Sap5Practice,
    DistoXPractice,
)
