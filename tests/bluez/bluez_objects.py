"""The D-Bus objects of org.bluez, as far as bleak looks at them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from dbus_fast import PropertyAccess
from dbus_fast.annotations import (
    DBusBool,
    DBusBytes,
    DBusInt16,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
    DBusUInt16,
)
from dbus_fast.errors import DBusError
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

from peripherals import Peripheral

FAILED = "org.bluez.Error.Failed"
NOT_READY = "org.bluez.Error.NotReady"
NOT_SUPPORTED = "org.bluez.Error.NotSupported"
NOT_PERMITTED = "org.bluez.Error.NotPermitted"

Strings = Annotated[list[str], DBusSignature("as")]
Options = Annotated[dict[str, Any], DBusSignature("a{sv}")]


class Adapter(ServiceInterface):
    """hci0; it advertises what it knows while somebody is discovering, and forgets how
    strong devices are when that ends. Nobody may discover twice at a time."""

    def __init__(
        self, advertise: Callable[[], None], hush: Callable[[], None], *, powered: bool
    ) -> None:
        super().__init__("org.bluez.Adapter1")
        self._advertise = advertise
        self._hush = hush
        self.is_on: bool = powered
        self.searching: bool = False

    @dbus_property(access=PropertyAccess.READ, name="Address")
    def address(self) -> DBusStr:
        return "00:11:22:33:44:55"

    @dbus_property(access=PropertyAccess.READ, name="Name")
    def shown_name(self) -> DBusStr:  # `name` is the interface's own
        return "fake"

    @dbus_property(access=PropertyAccess.READ, name="Alias")
    def alias(self) -> DBusStr:
        return "fake"

    @dbus_property(access=PropertyAccess.READ, name="Powered")
    def powered(self) -> DBusBool:
        return self.is_on

    @dbus_property(access=PropertyAccess.READ, name="Discovering")
    def discovering(self) -> DBusBool:
        return self.searching

    @dbus_property(access=PropertyAccess.READ, name="Roles")
    def roles(self) -> Strings:
        return ["central", "peripheral"]

    @dbus_method(name="SetDiscoveryFilter")
    def set_discovery_filter(self, properties: Options) -> None:
        """Nothing is filtered here; bleak filters by itself."""

    @dbus_method(name="StartDiscovery")
    def start_discovery(self) -> None:
        if not self.is_on:
            raise DBusError(NOT_READY, "Resource Not Ready")
        if self.searching:
            raise DBusError("org.bluez.Error.InProgress", "Operation already in progress")
        self._set_discovering(on=True)
        self._advertise()

    @dbus_method(name="StopDiscovery")
    def stop_discovery(self) -> None:
        if not self.is_on:
            raise DBusError(NOT_READY, "Resource Not Ready")
        self._set_discovering(on=False)
        self._hush()

    @dbus_method(name="RemoveDevice")
    def remove_device(self, device: DBusObjectPath) -> None:
        """The fake forgets nobody."""

    def power(self, *, on: bool) -> None:
        """What was being discovered is not taken up again."""
        self.is_on = on
        self.emit_properties_changed({"Powered": on})
        if not on:
            self._set_discovering(on=False)

    def _set_discovering(self, *, on: bool) -> None:
        self.searching = on
        self.emit_properties_changed({"Discovering": on})


class Device(ServiceInterface):
    """One meter as bluetoothd shows it."""

    def __init__(
        self,
        peripheral: Peripheral,
        adapter: tuple[str, Adapter],
        resolve: Callable[[], None],
    ) -> None:
        super().__init__("org.bluez.Device1")
        self.peripheral = peripheral
        self.linked = False
        self.resolved = False
        self._path, self._adapter = adapter
        self._resolve = resolve
        self._hanging: asyncio.Event | None = None
        self._reachable = asyncio.Event()
        self._reachable.set()
        self.bonded = False
        self._trusted = False

    @dbus_property(access=PropertyAccess.READ, name="Adapter")
    def adapter(self) -> DBusObjectPath:
        return self._path

    @dbus_property(access=PropertyAccess.READ, name="Address")
    def address(self) -> DBusStr:
        return self.peripheral.address

    @dbus_property(access=PropertyAccess.READ, name="AddressType")
    def address_type(self) -> DBusStr:
        return "public"

    @dbus_property(access=PropertyAccess.READ, name="Name")
    def shown_name(self) -> DBusStr:
        return self.peripheral.name

    @dbus_property(access=PropertyAccess.READ, name="Alias")
    def alias(self) -> DBusStr:
        return self.peripheral.name or self.peripheral.address.replace(":", "-")

    @dbus_property(access=PropertyAccess.READ, name="UUIDs")
    def uuids(self) -> Strings:
        return list(self.peripheral.advertised)

    @dbus_property(access=PropertyAccess.READ, name="RSSI")
    def rssi(self) -> DBusInt16:
        return self.peripheral.rssi

    @dbus_property(access=PropertyAccess.READ, name="Connected")
    def connected(self) -> DBusBool:
        return self.linked

    @dbus_property(access=PropertyAccess.READ, name="Paired")
    def paired(self) -> DBusBool:
        return self.bonded

    @dbus_property(access=PropertyAccess.READWRITE, name="Trusted")
    def trusted(self) -> DBusBool:
        return self._trusted

    @trusted.setter
    def set_trusted(self, trusted: DBusBool) -> None:
        self._trusted = trusted

    @dbus_property(access=PropertyAccess.READ, name="ServicesResolved")
    def services_resolved(self) -> DBusBool:
        return self.resolved

    @dbus_method(name="Connect")
    async def connect(self) -> None:
        await self._connected()

    async def _connected(self) -> None:
        """A meter that is away is called until it comes, or until somebody hangs up."""
        self.peripheral.called_amid_scan += self._adapter.searching
        if not self._adapter.is_on:
            raise DBusError(NOT_READY, "Resource Not Ready")
        if self.peripheral.connect_errors:
            self.peripheral.connect_errors -= 1
            raise DBusError(FAILED, "le-connection-abort-by-peer")
        if self.peripheral.connect_hangs:
            self.peripheral.connect_hangs -= 1
            self._hanging = asyncio.Event()
            await self._hanging.wait()
            raise DBusError(FAILED, "le-connection-abort-by-local")
        if not self._reachable.is_set() and not await self._called():
            raise DBusError(FAILED, "le-connection-abort-by-local")
        self.link()

    def link(self) -> None:
        self.linked = True
        self.peripheral.connected()
        self.emit_properties_changed({"Connected": True})
        if self.peripheral.drops_while_connecting:
            self.peripheral.drops_while_connecting -= 1
            self.fall()
            return
        self._resolve()
        self.resolved = True
        self.emit_properties_changed({"ServicesResolved": True})

    @dbus_method(name="Pair")
    async def pair(self) -> None:
        self.peripheral.pairings += 1
        if self.peripheral.refuses_pairing:
            raise DBusError("org.bluez.Error.AuthenticationFailed", "Authentication Failed")
        self.bonded = True
        self.emit_properties_changed({"Paired": True})
        await self._connected()

    @dbus_method(name="Disconnect")
    async def disconnect(self) -> None:
        if self.peripheral.never_lets_go:
            await asyncio.Event().wait()
        if self._hanging is not None:
            self._hanging.set()
            self._hanging = None
        self.fall()

    def go(self) -> None:
        """Out of reach until `come`."""
        self._reachable.clear()
        self.fall()

    def come(self) -> None:
        self._reachable.set()

    @property
    def is_called(self) -> bool:
        return self._hanging is not None

    @property
    def advertises(self) -> bool:
        return self._reachable.is_set() and not self.linked

    async def _called(self) -> bool:
        self._hanging = asyncio.Event()
        given_up = asyncio.create_task(self._hanging.wait())
        came = asyncio.create_task(self._reachable.wait())
        await asyncio.wait({given_up, came}, return_when=asyncio.FIRST_COMPLETED)
        given_up.cancel()
        came.cancel()
        return self._reachable.is_set()

    def fall(self) -> None:
        """The link is gone, whoever ended it."""
        if self.resolved:
            self.resolved = False
            self.emit_properties_changed({"ServicesResolved": False})
        if self.linked:
            self.linked = False
            self.emit_properties_changed({"Connected": False})


class Service(ServiceInterface):
    """A GATT service."""

    def __init__(self, uuid: str, device: str) -> None:
        super().__init__("org.bluez.GattService1")
        self._uuid = uuid
        self._device = device

    @dbus_property(access=PropertyAccess.READ, name="UUID")
    def uuid(self) -> DBusStr:
        return self._uuid

    @dbus_property(access=PropertyAccess.READ, name="Device")
    def device(self) -> DBusObjectPath:
        return self._device

    @dbus_property(access=PropertyAccess.READ, name="Primary")
    def primary(self) -> DBusBool:
        return True


class Characteristic(ServiceInterface):
    """A GATT characteristic. Who is told of a value is kept by sender, as bluetoothd
    does: a client that was cut off and subscribes again is told once more."""

    def __init__(
        self,
        uuid: str,
        service: str,
        flags: Sequence[str],
        device: Device,
        sender: Callable[[], str],
    ) -> None:
        super().__init__("org.bluez.GattCharacteristic1")
        self._uuid = uuid
        self._service = service
        self._flags = list(flags)
        self._device = device
        self._sender = sender
        self._value = b""
        self.listeners: list[str] = []

    @dbus_property(access=PropertyAccess.READ, name="UUID")
    def uuid(self) -> DBusStr:
        return self._uuid

    @dbus_property(access=PropertyAccess.READ, name="Service")
    def service(self) -> DBusObjectPath:
        return self._service

    @dbus_property(access=PropertyAccess.READ, name="Flags")
    def flags(self) -> Strings:
        return self._flags

    @dbus_property(access=PropertyAccess.READ, name="Value")
    def value(self) -> DBusBytes:
        return self._value

    @dbus_property(access=PropertyAccess.READ, name="Notifying")
    def notifying(self) -> DBusBool:
        return bool(self.listeners)

    @dbus_property(access=PropertyAccess.READ, name="MTU")
    def mtu(self) -> DBusUInt16:
        return 23

    @dbus_method(name="ReadValue")
    def read_value(self, options: Options) -> DBusBytes:
        self._check("read")
        if self._uuid in self._device.peripheral.unreadable:
            raise DBusError(FAILED, "Operation failed with ATT error: 0x0e")
        value = self._device.peripheral.read(self._uuid)
        if self.listeners:
            self.tell(value)  # BlueZ repeats what is read to everybody who listens
        return value

    @dbus_method(name="WriteValue")
    def write_value(self, value: DBusBytes, options: Options) -> None:
        kind = options["type"].value if "type" in options else "request"
        self._check("write" if kind == "request" else "write-without-response")
        self._device.peripheral.written(self._uuid, bytes(value), kind)

    @dbus_method(name="StartNotify")
    def start_notify(self) -> None:
        self._check("indicate", "notify")
        if self._uuid in self._device.peripheral.unsubscribable:
            raise DBusError(FAILED, "Operation failed with ATT error: 0x0e")
        self.listeners.append(self._sender())
        self._device.peripheral.subscribed(self._uuid)

    @dbus_method(name="StopNotify")
    def stop_notify(self) -> None:
        if self._sender() in self.listeners:
            self.listeners.remove(self._sender())

    def tell(self, value: bytes) -> None:
        """An indication: one signal for each time somebody asked for it."""
        self._value = value
        for _ in self.listeners:
            self.emit_properties_changed({"Value": value})

    def _check(self, *flags: str) -> None:
        """One of the flags will do."""
        if not self._device.linked:
            raise DBusError("org.bluez.Error.NotConnected", "Not connected")
        if not set(flags) & set(self._flags):
            raise DBusError(NOT_SUPPORTED, "Operation is not supported")
        if self._uuid in self._device.peripheral.for_bonded and not self._device.bonded:
            raise DBusError(NOT_PERMITTED, "Not paired")
