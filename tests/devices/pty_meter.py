"""A meter at the far end of a serial line: a real pseudo-terminal."""

from __future__ import annotations

import os
import select
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from inspector.devices.codecs import bosch, bosch_frames
from inspector.devices.codecs.contract import SERIAL, Carrier, Family
from inspector.devices.events import Edge
from inspector.devices.transports import Found

PATIENCE_S = 10.0


def _make() -> bosch.BoschCodec:
    return bosch.BoschCodec("bosch_mt_spp", SERIAL)


BOSCH_BY_SERIAL: Family = replace(
    bosch.MT,
    name="bosch_mt_spp",
    needs=frozenset({SERIAL}),
    carrier=Carrier.SERIAL,
    distance=SERIAL,
    make=_make,
    profile=replace(bosch.MT.profile, stored_window_ms=0),
)
"""Older meters send the same frames by classic Bluetooth's serial port."""


class PtyMeter:
    """What the test's thread makes the meter do."""

    def __init__(self) -> None:
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.device = os.ttyname(self._near)
        self._counter = 0

    @property
    def found(self) -> Found:
        address = f"serial:{self.device}"
        return Found(address, "串口", "bosch_mt_spp", -127, carrier=Carrier.SERIAL)

    def hears(self, data: bytes) -> None:
        """Waits until exactly this has come."""
        came = b""
        while len(came) < len(data):
            ready, _, _ = select.select([self._far], [], [], PATIENCE_S)
            assert ready, came
            came += os.read(self._far, len(data) - len(came))
        assert came == data

    def says(self, data: bytes) -> None:
        os.write(self._far, data)

    def acknowledges(self) -> None:
        self.hears(bosch.AUTO_SYNC)
        self.says(bosch_frames.sealed(b"\x00\x00"))

    def frame(self, micrometres: int) -> bytes:
        self._counter += 1
        return bosch.event(bosch.SINGLE, Edge.REAR, self._counter, micrometres, 0)

    def vanish(self) -> None:
        """The cable is pulled out; the port is gone with it."""
        if self._far >= 0:
            os.close(self._near)
            os.close(self._far)
            self._far = -1


@contextmanager
def pty_meter() -> Iterator[PtyMeter]:
    meter = PtyMeter()
    try:
        yield meter
    finally:
        meter.vanish()
