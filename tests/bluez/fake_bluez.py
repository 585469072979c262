"""A fake bluetoothd: org.bluez on a private bus, in a thread of its own.

    with bluetooth(tmp_path, LeicaDisto(), BoschGlm()) as bluez:
        ...                       # stock bleak now finds, connects and reads these two
        bluez.call(leica.press)   # the person presses the meter's button
        bluez.drop(leica)         # the meter goes out of reach

It behaves like the real daemon where that matters to us, above all in telling a client
that subscribes again, without having closed its bus connection, everything twice.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from bluez_objects import Adapter, Characteristic, Device, Service
from peripherals import Peripheral
from private_bus import PrivateBus

T = TypeVar("T")
_ADAPTER = "/org/bluez/hci0"
_PATIENCE = 10.0
_BEACON_SECONDS = 0.03
_COUNTED = ("ActiveConnections", "BusNames", "MatchRules")


class Radio(Enum):
    """What of Bluetooth there is."""

    ON = auto()
    OFF = auto()
    NO_ADAPTER = auto()
    NO_DAEMON = auto()
    DENIED = auto()


class FakeBluez:
    """Talk to it from the test's thread; `stop` ends its thread."""

    def __init__(self, bus: PrivateBus, radio: Radio, *peripherals: Peripheral) -> None:
        self.bus = bus
        self._radio = radio
        powered = radio is not Radio.OFF
        self._adapter = Adapter(self._advertise, self._hush, powered=powered)
        self._devices: dict[str, Device] = {}
        self._present = {p.address: p for p in peripherals}
        self._characteristics: dict[tuple[str, str], Characteristic] = {}
        self._sender = ""
        self._loop: asyncio.AbstractEventLoop
        self._bus: MessageBus
        self._stopped: asyncio.Event
        self._ready = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._serve, name="fake-bluez")
        self._thread.start()
        self._ready.wait(_PATIENCE)
        if self._failed is not None:
            raise RuntimeError("the fake org.bluez did not start") from self._failed

    def stop(self) -> None:
        """At the end, or when bluetoothd is to die in the midst of it."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(_PATIENCE)

    def call(self, what: Callable[[], T]) -> T:
        """Run something on the daemon's thread, like a meter's own button."""

        async def done() -> T:
            return what()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(_PATIENCE)

    def until(self, true: Callable[[], bool]) -> None:
        ends = time.monotonic() + _PATIENCE
        while not self.call(true):
            assert time.monotonic() < ends
            time.sleep(0.01)

    def until_searching(self) -> None:
        self.until(lambda: self._adapter.searching)

    def until_called(self, peripheral: Peripheral) -> None:
        """Somebody tries to connect to a meter that is away."""
        self.until(lambda: self._devices[peripheral.address].is_called)

    def counted_by_bus(self) -> dict[str, int]:
        """What the bus daemon itself counts: connections, names, match rules."""

        async def asked() -> dict[str, int]:
            reply = await self._bus.call(
                Message(
                    destination="org.freedesktop.DBus",
                    path="/org/freedesktop/DBus",
                    interface="org.freedesktop.DBus.Debug.Stats",
                    member="GetStats",
                )
            )
            assert reply is not None
            found = {name: variant.value for name, variant in reply.body[0].items()}
            return {name: found[name] for name in _COUNTED}

        return asyncio.run_coroutine_threadsafe(asked(), self._loop).result(_PATIENCE)

    def drop(self, peripheral: Peripheral) -> None:
        """The meter ends the link and can be reached again at once."""
        self.call(self._devices[peripheral.address].fall)

    def vanish(self, peripheral: Peripheral) -> None:
        """The device's objects go away, and nobody is told that the link is gone."""
        self.call(lambda: self._forget(peripheral))

    def appear(self, peripheral: Peripheral) -> None:
        """The meter is switched on, or comes back after `vanish`."""
        self._present[peripheral.address] = peripheral
        self.call(self._advertise)

    def leave(self, peripheral: Peripheral) -> None:
        """The meter is switched off or carried away, until `come_back`; for the time being
        bluetoothd remembers it."""
        self.call(self._devices[peripheral.address].go)

    def come_back(self, peripheral: Peripheral) -> None:
        self.call(self._devices[peripheral.address].come)

    def seize(self, peripheral: Peripheral) -> None:
        """A program that was killed has left the meter connected."""

        def seize() -> None:
            self._introduce(peripheral)
            self._devices[peripheral.address].link()

        self.call(seize)

    def power(self, *, on: bool) -> None:
        """Bluetooth is switched on or off in the system's settings."""

        def switch() -> None:
            self._adapter.power(on=on)
            for device in [] if on else self._devices.values():
                device.fall()

        self.call(switch)

    def unplug(self) -> None:
        """The adapter is pulled out: all that hung on it has gone, without a word."""

        def unplug() -> None:
            self._adapter.searching = False
            for address in list(self._devices):
                self._forget(self._devices[address].peripheral)
            self._bus.unexport(_ADAPTER)

        self.call(unplug)

    def plug_in(self, *peripherals: Peripheral) -> None:
        def plug_in() -> None:
            self._bus.export(_ADAPTER, self._adapter)
            self._present |= {p.address: p for p in peripherals}

        self.call(plug_in)

    def listeners(self, peripheral: Peripheral, uuid: str) -> int:
        """How many times a value of this characteristic is told."""
        found = self._characteristics[(peripheral.address, uuid)]
        return self.call(lambda: len(found.listeners))

    def _serve(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        try:
            self._bus = await MessageBus(bus_address=self.bus.address).connect()
            self._bus.add_message_handler(self._overheard)
            await self._watch_names()
            if self._radio is not Radio.NO_ADAPTER:
                self._bus.export(_ADAPTER, self._adapter)
            if self._radio is not Radio.NO_DAEMON:
                await self._bus.request_name("org.bluez")
        except Exception as error:  # told to the thread that waits for it
            self._failed = error
            return
        finally:
            self._ready.set()
        beacon = asyncio.create_task(self._beacon())
        await self._stopped.wait()
        beacon.cancel()
        self._bus.disconnect()
        with suppress(EOFError):  # the bus itself has gone before
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _watch_names(self) -> None:
        rule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )

    def _overheard(self, message: Message) -> None:
        """Remember who calls, and forget the subscriptions of clients that have left."""
        if message.message_type is MessageType.METHOD_CALL:
            self._sender = message.sender or ""
        elif message.member == "NameOwnerChanged" and not message.body[2]:
            for characteristic in self._characteristics.values():
                kept = [
                    name for name in characteristic.listeners if name != message.body[0]
                ]
                characteristic.listeners = kept

    async def _beacon(self) -> None:
        """Meters advertise again and again, not only when a search begins."""
        while True:
            await asyncio.sleep(_BEACON_SECONDS)
            self._advertise()

    def _advertise(self) -> None:
        if not self._adapter.searching:
            return
        for address, peripheral in self._present.items():
            if address not in self._devices:
                self._introduce(peripheral)
            if self._devices[address].advertises:
                self._devices[address].emit_properties_changed({"RSSI": peripheral.rssi})

    def _hush(self) -> None:
        for device in self._devices.values():
            device.emit_properties_changed({}, ["RSSI"])

    def _introduce(self, peripheral: Peripheral) -> None:
        path = _path(peripheral)
        adapter = (_ADAPTER, self._adapter)
        device = Device(peripheral, adapter, lambda: self._resolve(peripheral))
        self._devices[peripheral.address] = device
        peripheral.indicate = lambda uuid, data: self._indicate(peripheral, uuid, data)
        self._bus.export(path, device)

    def _resolve(self, peripheral: Peripheral) -> None:
        """The GATT objects appear with the first connection and stay."""
        device = self._devices[peripheral.address]
        handle = 0x10
        for service, characteristics in peripheral.services.items():
            path = f"{_path(peripheral)}/service{handle:04x}"
            handle += 1
            for uuid, flags in characteristics.items():
                key = (peripheral.address, uuid)
                if key not in self._characteristics:
                    made = Characteristic(uuid, path, flags, device, lambda: self._sender)
                    self._characteristics[key] = made
                    self._export_once(path, Service(service, _path(peripheral)))
                    self._bus.export(f"{path}/char{handle:04x}", made)
                handle += 2

    def _export_once(self, path: str, service: Service) -> None:
        if path not in self._bus._path_exports:
            self._bus.export(path, service)

    def _indicate(self, peripheral: Peripheral, uuid: str, data: bytes) -> None:
        device = self._devices.get(peripheral.address)
        if device is not None and device.linked:
            self._characteristics[(peripheral.address, uuid)].tell(data)

    def _forget(self, peripheral: Peripheral) -> None:
        prefix = _path(peripheral)
        for path in [p for p in self._bus._path_exports if p.startswith(prefix)]:
            self._bus.unexport(path)
        del self._devices[peripheral.address]
        del self._present[peripheral.address]
        for key in [key for key in self._characteristics if key[0] == peripheral.address]:
            del self._characteristics[key]


def _path(peripheral: Peripheral) -> str:
    return f"{_ADAPTER}/dev_{peripheral.address.replace(':', '_')}"


@contextmanager
def bluetooth(
    directory: Path, *peripherals: Peripheral, radio: Radio = Radio.ON
) -> Iterator[FakeBluez]:
    """Everything stock bleak needs, until the block ends. `directory` must be short:
    a socket's path may have no more than 107 bytes."""
    bus = PrivateBus(directory, denied=radio is Radio.DENIED)
    _write_bluetoothctl(directory)
    before = {name: os.environ.get(name) for name in ("DBUS_SYSTEM_BUS_ADDRESS", "PATH")}
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus.address
    os.environ["PATH"] = f"{directory}{os.pathsep}{before['PATH']}"
    try:
        bluez = FakeBluez(bus, radio, *peripherals)
        try:
            yield bluez
        finally:
            bluez.stop()
    finally:
        _restore(before)
        bus.stop()


def _write_bluetoothctl(directory: Path) -> None:
    """bleak asks this program for BlueZ's version and warns when there is none."""
    script = directory / "bluetoothctl"
    script.write_text("#!/bin/sh\necho 'bluetoothctl: 5.82'\n", encoding="utf-8")
    script.chmod(0o755)


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
