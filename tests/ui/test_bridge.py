"""Events of the device thread arrive as signals on ours, in their order."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inspector.devices.events import (
    Identity,
    LinkChanged,
    LinkState,
    Measured,
    Status,
)
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found, SearchEnded
from inspector.domain.inspections import Instrument, Source
from inspector.ui.bridge import PRACTICE_MODEL, Meter


class Bench:
    """Two practice meters on one bridge, and everything that was heard from it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.leica = LeicaPractice(random.Random(1), spread_um=0, shot_ms=10)
        self.bosch = BoschPractice(random.Random(2), spread_um=0, shot_ms=10)
        self.meter = Meter(Rangefinders([self.leica, self.bosch]))
        self.heard: list[object] = []
        self.links: list[LinkState] = []
        self.found: list[Found | SearchEnded] = []
        self.meter.heard.connect(self.heard.append)
        self.meter.link_changed.connect(self.links.append)
        self.meter.found.connect(self.found.append)

    def connect(self, number: int = 0) -> None:
        self.meter.find(0.05)
        self.qtbot.waitUntil(lambda: len(self.found) > number)
        chosen = self.found[number]
        assert isinstance(chosen, Found)
        self.meter.connect_to(chosen)
        self.until(LinkState.CONNECTED)

    def until(self, state: LinkState) -> None:
        self.qtbot.waitUntil(lambda: self.links[-1:] == [state], timeout=8000)

    def readings(self) -> list[Measured]:
        return [event for event in self.heard if isinstance(event, Measured)]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(qtbot)
    yield bench
    bench.meter.close()


def test_before_a_meter_is_chosen_nothing_is_known_of_one(bench: Bench) -> None:
    meter = bench.meter
    assert (meter.state, meter.chosen, meter.name) == (LinkState.NONE_CHOSEN, None, "")
    assert not meter.practice
    assert meter.source is Source.BLE
    assert meter.status == Status()


def test_a_search_names_the_meters_and_ends(bench: Bench) -> None:
    bench.meter.find(5)
    bench.qtbot.waitUntil(lambda: len(bench.found) >= 2)
    bench.meter.stop_finding()
    bench.qtbot.waitUntil(lambda: isinstance(bench.found[-1], SearchEnded), timeout=8000)
    names = [found.name for found in bench.found if isinstance(found, Found)]
    assert names[:2] == [bench.leica.name, bench.bosch.name]


def test_the_chosen_meter_and_what_it_says_of_itself(bench: Bench) -> None:
    bench.connect()
    bench.qtbot.waitUntil(lambda: bench.meter.status.battery_percent is not None)

    assert bench.meter.practice
    assert bench.meter.source is Source.PRACTICE
    assert bench.meter.name == bench.leica.name
    assert bench.meter.status.battery_percent == 86
    instrument = bench.meter.instrument("leica", 3)
    assert instrument == Instrument("leica", PRACTICE_MODEL, "", 3)
    assert any(isinstance(event, Identity) for event in bench.heard)


def test_a_part_of_the_state_does_not_wipe_out_the_rest(bench: Bench) -> None:
    bench.meter._told.emit(Status(battery_percent=86))
    bench.meter._told.emit(Status(laser=True))
    bench.meter._told.emit(Status(laser=False, imperial=False))
    assert bench.meter.status == Status(laser=False, battery_percent=86, imperial=False)


@pytest.mark.parametrize(
    ("name", "said", "model", "serial"),
    [
        ("DISTO 1234567", "D2", "D2", "1234567"),
        ("DISTO 1234567", "", "DISTO 1234567", "1234567"),
        ("Bosch GLM50C", "", "Bosch GLM50C", ""),
    ],
)
def test_what_is_known_of_a_real_meter_goes_with_its_readings(
    bench: Bench, name: str, said: str, model: str, serial: str
) -> None:
    bench.meter._chosen = Found("AA:BB", name, "leica", -60)
    bench.meter._told.emit(Identity(said))
    instrument = bench.meter.instrument("", 1)
    assert (instrument.model, instrument.serial) == (model, serial)
    assert bench.meter.instrument("leica_disto_classic", 1).model.endswith(said)


def test_readings_come_on_our_thread_with_the_number_of_their_arming(
    bench: Bench,
) -> None:
    threads: list[threading.Thread] = []
    bench.meter.heard.connect(lambda _event: threads.append(threading.current_thread()))
    bench.connect()
    bench.leica.load(5_203_000, 3_904_000)
    number = bench.meter.arm()
    bench.meter.measure()
    bench.qtbot.waitUntil(lambda: len(bench.readings()) == 1, timeout=8000)
    bench.meter.arm()
    bench.meter.disarm()
    bench.leica.press()
    bench.qtbot.waitUntil(lambda: len(bench.readings()) == 2, timeout=8000)

    assert [r.reading.micrometres for r in bench.readings()] == [5_203_000, 3_904_000]
    assert [r.arming for r in bench.readings()] == [number, None]
    assert set(threads) == {threading.main_thread()}


def test_a_lost_meter_is_called_back_by_a_tap(bench: Bench) -> None:
    bench.connect()
    bench.leica.drop()
    bench.qtbot.waitUntil(lambda: LinkState.RECONNECTING in bench.links, timeout=8000)
    bench.meter.reconnect()
    bench.until(LinkState.CONNECTED)
    bench.meter.disconnect_meter()
    bench.until(LinkState.NONE_CHOSEN)
    changed = [event.state for event in bench.heard if isinstance(event, LinkChanged)]
    assert changed == bench.links


def test_another_meter_starts_with_nothing_known(bench: Bench) -> None:
    bench.connect()
    bench.qtbot.waitUntil(lambda: bench.meter.status.battery_percent is not None)
    bench.found.clear()
    bench.connect(1)

    assert bench.meter.name == bench.bosch.name
    assert bench.meter.status.battery_percent is None
