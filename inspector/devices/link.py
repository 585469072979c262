"""The radio: searches for meters and carries their bytes. The only importer of bleak."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from inspector.devices.codecs import FAMILIES, recognised
from inspector.devices.codecs.closed import closed, closed_by_service
from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import LinkState
from inspector.devices.transports import NOT_HEARD, Found, LinkFailed, SearchEnded, Support

_Reason = BleakBluetoothNotAvailableReason
_UNAVAILABLE = {
    _Reason.NO_BLUETOOTH: LinkState.NO_BLUETOOTH,
    _Reason.NO_BLE_CENTRAL_ROLE: LinkState.NO_BLUETOOTH,
    _Reason.POWERED_OFF: LinkState.POWERED_OFF,
    _Reason.DENIED_BY_USER: LinkState.DENIED,
    _Reason.DENIED_BY_SYSTEM: LinkState.DENIED,
    _Reason.DENIED_BY_UNKNOWN: LinkState.DENIED,
}
_REFUSALS = {
    "org.freedesktop.DBus.Error.ServiceUnknown": LinkState.NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": LinkState.NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": LinkState.DENIED,
    "org.bluez.Error.NotReady": LinkState.POWERED_OFF,
}
_Code = BleakGATTProtocolErrorCode
_UNPAIRED = frozenset(
    {
        _Code.INSUFFICIENT_AUTHENTICATION,
        _Code.INSUFFICIENT_ENCRYPTION,
        _Code.INSUFFICIENT_ENCRYPTION_KEY_SIZE,
    }
)
_LOOK_SECONDS = 8.0
_TURN_SECONDS = 4.0
"""A scan dies in silence when Bluetooth is switched off: it is begun anew so often."""
_SERVICES = [f.service for f in FAMILIES if f.carrier is Carrier.RADIO and f.service]
_Heard = Callable[[BLEDevice, AdvertisementData], None]


class _Scan:
    """One scanner for all who listen, since the system refuses a second one. It is
    silent while a link is made: both at once confuse adapters."""

    def __init__(self) -> None:
        self._listeners: list[_Heard] = []
        self._scanner: BleakScanner | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def heard(self, listener: _Heard) -> AsyncIterator[None]:
        async with self._turn:
            await self._start()
            self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)
            async with self._turn:
                if not self._listeners:
                    await self._stop()

    @asynccontextmanager
    async def silent(self) -> AsyncIterator[None]:
        async with self._turn:
            await self._stop()
            try:
                yield
            finally:
                if self._listeners:
                    with suppress(Exception):  # what is not heard is searched for again
                        await self._start()

    async def _start(self) -> None:
        """Without a filter by service, since many meters advertise none."""
        if self._scanner is None:
            scanner = BleakScanner(detection_callback=self._tell)
            try:
                await _unbroken(scanner.start())
            except BaseException:
                await _unbroken(scanner.stop())  # nothing, where it has not begun
                raise
            self._scanner = scanner

    async def _stop(self) -> None:
        scanner, self._scanner = self._scanner, None
        if scanner is not None:
            await _unbroken(scanner.stop())

    def _tell(self, device: BLEDevice, advertised: AdvertisementData) -> None:
        for listener in list(self._listeners):
            listener(device, advertised)


class Radio:
    """Searches, and remembers what it saw: bleak wants the device, not its address."""

    def __init__(self) -> None:
        self._seen: dict[str, BLEDevice] = {}
        self._scan = _Scan()

    async def search(
        self, seconds: float, on_found: Callable[[Found], None], *, everything: bool = False
    ) -> SearchEnded:
        """Without a filter by service, since many meters advertise none; with `everything`
        also what is no meter that we know, as long as it has a name."""

        def heard(device: BLEDevice, advertised: AdvertisementData) -> None:
            name, services = advertised.local_name, advertised.service_uuids
            tell(device, _found(device.address, name, services, advertised.rssi))

        def tell(device: BLEDevice, found: Found | None) -> None:
            if found is not None and (everything or found.support is not Support.UNKNOWN):
                self._seen[found.address] = device
                on_found(found)

        try:
            async with self._scan.heard(heard):
                for device in await _held():
                    tell(device, _found(device.address, device.name, (), NOT_HEARD))
                await asyncio.sleep(seconds)
        except Exception as error:  # bleak lets many kinds through; see `_failure`
            failure = _failure(error)
            return SearchEnded(failure.state, failure.detail)
        return SearchEnded(None)

    async def near(self, address: str) -> None:
        """Until this very device advertises, or the system turns out to hold it still."""
        near = asyncio.Event()

        def heard(device: BLEDevice, advertised: AdvertisementData) -> None:
            remembered = advertised.rssi <= NOT_HEARD  # BlueZ tells of such, too
            if device.address == address and not remembered:
                self._seen[address] = device
                near.set()

        asked = False
        while not near.is_set():
            async with self._scan.heard(heard):
                with suppress(TimeoutError):
                    async with asyncio.timeout(_TURN_SECONDS):
                        await near.wait()
            for device in [] if asked or near.is_set() else await _held():
                if device.address == address:
                    self._seen[address] = device
                    near.set()
            asked = True

    def link(self, address: str) -> RadioLink:
        return RadioLink(self, address)

    async def connected(
        self, address: str, gone: Callable[[BleakClient], None], *, pair: bool
    ) -> BleakClient:
        """A client that is connected and knows its services; else nothing is left over."""
        device = await self._device(address)
        async with self._scan.silent():
            # The system may forget or replace it, so it is kept only while it works.
            self._seen.pop(address, None)
            client = BleakClient(device, disconnected_callback=gone, pair=pair)
            await client.connect()
            if not client.is_connected or not client.services.characteristics:
                await client.disconnect()
                raise LinkFailed(LinkState.FAILED, "the link broke while it was made")
            self._seen[address] = device
            return client

    async def _device(self, address: str) -> BLEDevice:
        if address not in self._seen:
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self.near(address)
            except TimeoutError:
                detail = f"{address} does not advertise"
                raise LinkFailed(LinkState.FAILED, detail) from None
        return self._seen[address]


class RadioLink:
    """One meter over Bluetooth; see `transports.Transport` for what each call means.

    No meter needs pairing to be read, but a few ask for it: the next link is then made
    with an attempt to pair, once for each meter that the person chooses.
    """

    def __init__(self, radio: Radio, address: str) -> None:
        self._radio = radio
        self._address = address
        self._client: BleakClient | None = None
        self._heard: Callable[[str, bytes], None] | None = None
        self._dropped: Callable[[], None] | None = None
        self._unpaired = False
        self._may_pair = True

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        pair = self._unpaired and self._may_pair
        if pair:
            self._may_pair = False
        with self._telling():
            self._client = await self._radio.connected(self._address, self._gone, pair=pair)
        self._heard, self._dropped = heard, dropped
        services = self._client.services
        return frozenset(char.uuid.lower() for char in services.characteristics.values())

    async def subscribe(self, characteristic: str) -> None:
        def notified(_source: BleakGATTCharacteristic, data: bytearray) -> None:
            if self._heard is not None:
                self._heard(characteristic, bytes(data))

        with self._telling():
            await self._connected().start_notify(characteristic, notified)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        with self._telling():
            await self._connected().write_gatt_char(characteristic, data, response=response)

    async def read(self, characteristic: str) -> bytes:
        with self._telling():
            return bytes(await self._connected().read_gatt_char(characteristic))

    async def near(self) -> None:
        try:
            await self._radio.near(self._address)
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

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Whatever fails is told in one way; whether for want of pairing is remembered."""
        try:
            yield
        except Exception as error:
            self._unpaired = _wants_pairing(error)
            raise _failure(error) from error
        self._unpaired = False

    def _gone(self, client: BleakClient) -> None:
        if client is self._client and self._dropped is not None:
            self._dropped()

    def _connected(self) -> BleakClient:
        if self._client is None:
            raise LinkFailed(LinkState.FAILED, "there is no link")
        return self._client


async def _unbroken(work: Coroutine[None, None, None]) -> None:
    """bleak does not undo what is cancelled halfway: a scan that was begun so goes on for
    ever, and no other one can be begun. So it is brought to its end first; who cancels
    once more does not want to wait for that."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
        if not task.cancelled():
            task.exception()
        raise


async def _held() -> list[BLEDevice]:
    """Meters that the system keeps connected, and which therefore do not advertise: a
    run of ours that was killed leaves its meter so."""
    with suppress(Exception):  # a help, and no more
        adapter = await BleakAdapter.get()
        return await adapter.get_connected_devices(_SERVICES)
    return []


def _found(
    address: str, sent: str | None, offered: Iterable[str], rssi: int
) -> Found | None:
    """A service that we know says more than a name, which open and closed ones share."""
    name = "".join(letter for letter in sent or "" if letter.isprintable()).strip()
    services = {service.lower() for service in offered}
    family = recognised(name, services)
    by_service = closed_by_service(services)
    shut = by_service if family is not None else closed(name, services)
    if family is not None and (shut is None or family.service in services):
        shown = name or f"{family.label}（未命名）"
        return Found.of(address, shown, family, rssi)
    if shut is not None:
        return Found(
            address,
            name or shut.label,
            "",
            rssi,
            support=Support.CLOSED,
            advice=shut.advice,
        )
    return Found.strange(address, name, rssi) if name else None


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
        case BleakDBusError() if error.dbus_error in _REFUSALS:
            return LinkFailed(_REFUSALS[error.dbus_error], detail)
        case PermissionError():
            return LinkFailed(LinkState.DENIED, detail)
        case FileNotFoundError() | ConnectionError() | EOFError():
            return LinkFailed(LinkState.NO_BUS, detail)
        case _:
            return LinkFailed(LinkState.FAILED, detail)


def _wants_pairing(error: Exception) -> bool:
    match error:
        case BleakGATTProtocolError():
            return error.code in _UNPAIRED
        case BleakDBusError():  # so BlueZ words all three of them
            return error.dbus_error_details == "Not paired"
    return False
