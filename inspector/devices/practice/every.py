"""One practice meter of every family; the first is the one that a newcomer is offered."""

from __future__ import annotations

from inspector.devices.practice.bosch import (
    BoschPlrPractice,
    BoschPractice,
    BoschSerialPractice,
)
from inspector.devices.practice.cem import CemPractice
from inspector.devices.practice.fnirsi import FnirsiPractice
from inspector.devices.practice.leica import LeicaBasicPractice, LeicaPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.practice.mileseey import MileseeyPractice
from inspector.devices.practice.stanley import StanleyPractice

EVERY: tuple[type[PracticeMeter], ...] = (
    LeicaPractice,
    BoschPractice,
    LeicaBasicPractice,
    BoschPlrPractice,
    FnirsiPractice,
    MileseeyPractice,
    StanleyPractice,
    CemPractice,
    BoschSerialPractice,
)
