"""One practice meter of every family; the first is the one that a newcomer is offered."""

from __future__ import annotations

from inspector.devices.practice.bosch import (
    BoschPlrPractice,
    BoschPractice,
    BoschSerialPractice,
)
from inspector.devices.practice.cave import (
    BricPractice,
    CavwayPractice,
    DistoXBlePractice,
    DistoXPractice,
    Sap5Practice,
    Sap6Practice,
)
from inspector.devices.practice.cem import CemPractice
from inspector.devices.practice.dobiy import DobiyPractice
from inspector.devices.practice.fnirsi import FnirsiPractice
from inspector.devices.practice.hoto import HotoPractice
from inspector.devices.practice.jrt import JrtBridgePractice, JrtPractice
from inspector.devices.practice.keyboard import KeyboardPractice
from inspector.devices.practice.leica import LeicaBasicPractice, LeicaPractice
from inspector.devices.practice.leica_gsi import GsiPractice
from inspector.devices.practice.longshuo import LongshuoPractice
from inspector.devices.practice.meter import PracticeMeter
from inspector.devices.practice.mileseey import MileseeyPractice
from inspector.devices.practice.stanley import StanleyPractice
from inspector.devices.practice.trupulse import TruPulsePractice
from inspector.devices.practice.winho import WinhoPractice

EVERY: tuple[type[PracticeMeter], ...] = (
    LeicaPractice,
    BoschPractice,
    LeicaBasicPractice,
    BoschPlrPractice,
    FnirsiPractice,
    MileseeyPractice,
    StanleyPractice,
    HotoPractice,
    LongshuoPractice,
    WinhoPractice,
    BoschSerialPractice,
    CemPractice,
    GsiPractice,
    TruPulsePractice,
    JrtPractice,
    JrtBridgePractice,
    DobiyPractice,
    KeyboardPractice,
    BricPractice,
    Sap6Practice,
    DistoXBlePractice,
    CavwayPractice,
    Sap5Practice,
    DistoXPractice,
)
