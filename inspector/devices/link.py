"""The radio: searches for meters and carries their bytes. The only importer of bleak."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bleak import BleakClient, BleakScanner
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
)

from inspector.devices.codecs import recognised
from inspector.devices.codecs.closed import closed, closed_by_service
from inspector.devices.events import LinkState
from inspector.devices.transports import Found, LinkFailed, SearchEnded, Support

_Reason = BleakBluetoothNotAvailableReason
_UNAVAILABLE = {
    _Reason.NO_BLUETOOTH: LinkState.NO_BLUETOOTH,
    _Reason.NO_BLE_CENTRAL_ROLE: LinkState.NO_BLUETOOTH,
    _Reason.POWERED_OFF: LinkState.POWERED_OFF,
    _Reason.DENIED_BY_USER: LinkState.DENIED,
    _Reason.DENIED_BY_SYSTEM: LinkState.DENIED,
    _Reason.DENIED_BY_UNKNOWN: LinkState.DENIED,
}
_NO_DAEMON = frozenset(
    {
        "org.freedesktop.DBus.Error.ServiceUnknown",
        "org.freedesktop.DBus.Error.NameHasNoOwner",
    }
)
_LOOK_SECONDS = 8.0


class Radio:
    """Searches, and remembers what it saw: bleak wants the device, not its address."""

    def __init__(self) -> None:
        self._seen: dict[str, BLEDevice] = {}
        self._alone = asyncio.Lock()
        """Searching and connecting at once confuses adapters."""

    async def search(
        self, seconds: float, on_found: Callable[[Found], None], *, everything: bool = False
    ) -> SearchEnded:
        """Without a filter by service, since many meters advertise none; with `everything`
        also what is no meter that we know, as long as it has a name."""

        def heard(device: BLEDevice, advertised: AdvertisementData) -> None:
            found = _found(device, advertised)
            if found is not None and (everything or found.support is not Support.UNKNOWN):
                self._seen[found.address] = device
                on_found(found)

        try:
            async with self._alone, BleakScanner(detection_callback=heard):
                await asyncio.sleep(seconds)
        except Exception as error:  # bleak lets many kinds through; see `_failure`
            failure = _failure(error)
            return SearchEnded(failure.state, failure.detail)
        return SearchEnded(None)

    def link(self, address: str) -> RadioLink:
        return RadioLink(self, address)

    async def connected(self, address: str, gone: Callable[[], None]) -> BleakClient:
        """A client that is connected and knows its services; else nothing is left over."""
        async with self._alone:
            device = await self._device(address)
            # The system may forget or replace it, so it is kept only while it works.
            self._seen.pop(address, None)
            client = BleakClient(device, disconnected_callback=lambda _: gone())
            await client.connect()
            if not client.is_connected or not client.services.characteristics:
                await client.disconnect()
                raise LinkFailed(LinkState.FAILED, "the link broke while it was made")
            self._seen[address] = device
            return client

    async def _device(self, address: str) -> BLEDevice:
        known = self._seen.get(address)
        if known is not None:
            return known
        device = await BleakScanner.find_device_by_address(address, timeout=_LOOK_SECONDS)
        if device is None:
            raise LinkFailed(LinkState.FAILED, f"{address} does not advertise")
        self._seen[address] = device
        return device


class RadioLink:
    """One meter over Bluetooth; see `transports.Transport` for what each call means."""

    def __init__(self, radio: Radio, address: str) -> None:
        self._radio = radio
        self._address = address
        self._client: BleakClient | None = None
        self._heard: Callable[[str, bytes], None] | None = None
        self._dropped: Callable[[], None] | None = None

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        try:
            self._client = await self._radio.connected(self._address, self._gone)
        except Exception as error:
            raise _failure(error) from error
        self._heard, self._dropped = heard, dropped
        services = self._client.services
        return frozenset(char.uuid.lower() for char in services.characteristics.values())

    async def subscribe(self, characteristic: str) -> None:
        def notified(_source: BleakGATTCharacteristic, data: bytearray) -> None:
            if self._heard is not None:
                self._heard(characteristic, bytes(data))

        try:
            await self._connected().start_notify(characteristic, notified)
        except Exception as error:
            raise _failure(error) from error

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        try:
            await self._connected().write_gatt_char(characteristic, data, response=response)
        except Exception as error:
            raise _failure(error) from error

    async def read(self, characteristic: str) -> bytes:
        try:
            return bytes(await self._connected().read_gatt_char(characteristic))
        except Exception as error:
            raise _failure(error) from error

    async def close(self) -> None:
        """Also after the meter has gone: only `disconnect` frees the bus connection, and
        a link that is not freed brings every later reading once more (bleak issue 2002)."""
        client, self._client = self._client, None
        self._heard = self._dropped = None
        if client is None:
            return
        try:
            await client.disconnect()
        except Exception as error:
            raise _failure(error) from error

    def _gone(self) -> None:
        if self._dropped is not None:
            self._dropped()

    def _connected(self) -> BleakClient:
        if self._client is None:
            raise LinkFailed(LinkState.FAILED, "there is no link")
        return self._client


def _found(device: BLEDevice, advertised: AdvertisementData) -> Found | None:
    """A service that we know says more than a name, which open and closed ones share."""
    sent = advertised.local_name or ""
    name = "".join(letter for letter in sent if letter.isprintable()).strip()
    services = {service.lower() for service in advertised.service_uuids}
    family = recognised(name, services)
    by_service = closed_by_service(services)
    shut = by_service if family is not None else closed(name, services)
    if family is not None and (shut is None or family.service in services):
        shown = name or f"{family.label}（未命名）"
        return Found.of(device.address, shown, family, advertised.rssi)
    if shut is not None:
        return Found(
            device.address,
            name or shut.label,
            "",
            advertised.rssi,
            support=Support.CLOSED,
            advice=shut.advice,
        )
    return Found.strange(device.address, name, advertised.rssi) if name else None


def _failure(error: Exception) -> LinkFailed:
    """What bleak and the systems below it raise, in the words of a person.

    A missing system bus is no BleakError but FileNotFoundError or another OSError.
    """
    detail = f"{type(error).__name__}: {error}"
    match error:
        case LinkFailed():
            return error
        case BleakBluetoothNotAvailableError():
            return LinkFailed(
                _UNAVAILABLE.get(error.reason, LinkState.NO_BLUETOOTH), detail
            )
        case BleakDBusError() if error.dbus_error in _NO_DAEMON:
            return LinkFailed(LinkState.NO_SERVICE, detail)
        case FileNotFoundError() | ConnectionError() | PermissionError():
            return LinkFailed(LinkState.NO_BUS, detail)
        case _:
            return LinkFailed(LinkState.FAILED, detail)
