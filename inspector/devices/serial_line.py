"""The serial line: cables, and the serial port of classic Bluetooth. The only importer of
pyserial."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from pathlib import PurePath

import serial
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from inspector.devices import codecs
from inspector.devices.codecs.contract import SERIAL, Carrier
from inspector.devices.events import LinkState
from inspector.devices.transports import NOT_HEARD, Found, LinkFailed, Support

PREFIX = "serial:"
_SLICE_SECONDS = 0.1
"""How long a reader may take to notice that it is let go."""
_WRITE_SECONDS = 2.0
_CHUNK = 4096
_WHICH = "请选择接在这个串口上的测距仪属于哪一类。"


def ports() -> tuple[Found, ...]:
    """The ports of this machine; which meter is behind one, only its name may tell."""
    try:
        found = list_ports.comports()
    except (OSError, TypeError, ValueError):  # what a half-removed USB port brings about
        return ()
    return tuple(_found(port) for port in sorted(found, key=lambda port: port.device))


def _found(port: ListPortInfo) -> Found:
    address, short = f"{PREFIX}{port.device}", PurePath(port.device).name
    told = "" if port.description in {None, "n/a", short} else port.description
    name = f"串口 {short}（{told}）" if told else f"串口 {short}"
    names = {told, short.removeprefix("cu.").removeprefix("tty.")}
    serials = [each for each in codecs.FAMILIES if each.carrier is Carrier.SERIAL]
    family = next((f for f in serials if any(map(f.named, names))), None)
    if family is not None:
        return Found.of(address, name, family)
    return Found(
        address,
        name,
        "",
        NOT_HEARD,
        carrier=Carrier.SERIAL,
        support=Support.UNKNOWN,
        advice=_WHICH,
    )


def line(address: str, baud: int) -> SerialLine:
    """The port of this address; it may end in a speed of its own: serial:COM3@115200."""
    device = address.removeprefix(PREFIX)
    name, at, speed = device.rpartition("@")
    if at and speed.isascii() and speed.isdigit():
        return SerialLine(name, int(speed))
    return SerialLine(device, baud)


class SerialLine:
    """One port; see `transports.Transport` for what each call means."""

    def __init__(self, device: str, baud: int) -> None:
        self._device = device
        self._baud = baud
        self._line: _Line | None = None

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        self._line = _Line(self._device, self._baud, heard, dropped)
        await self._line.opened
        return frozenset({SERIAL})

    async def subscribe(self, characteristic: str) -> None:
        self._opened(characteristic).listen()

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        await self._opened(characteristic).write(data)

    async def read(self, characteristic: str) -> bytes:
        raise LinkFailed(LinkState.FAILED, "a serial line has nothing to be read")

    async def near(self) -> None:
        """Only opening tells: a port is there again once its cable is, and a Bluetooth
        port is always there."""

    async def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.leave()

    def _opened(self, characteristic: str) -> _Line:
        if self._line is None:
            raise LinkFailed(LinkState.FAILED, "the port is not open")
        if characteristic != SERIAL:
            raise LinkFailed(LinkState.FAILED, f"a serial line has no {characteristic}")
        return self._line


class _Line:
    """One opening of a port, and the thread that opens, reads and closes it.

    Opening may hang for as long as Windows looks for a Bluetooth port's meter; whoever
    has stopped waiting by then is not waited for either.
    """

    def __init__(
        self,
        device: str,
        baud: int,
        heard: Callable[[str, bytes], None],
        dropped: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._dropped = dropped
        self._listening = False
        self._port: serial.Serial | None = None
        self._leaving = threading.Event()
        self._ended = asyncio.Event()
        self.opened: asyncio.Future[None] = self._loop.create_future()
        threading.Thread(
            target=self._serve, args=(device, baud), name=f"serial {device}", daemon=True
        ).start()

    def listen(self) -> None:
        self._listening = True

    async def write(self, data: bytes) -> None:
        assert self._port is not None
        try:
            await asyncio.to_thread(self._port.write, data)
        except (OSError, TypeError) as error:  # TypeError: closed in the midst of it
            raise _failure(LinkState.FAILED, error) from error

    async def leave(self) -> None:
        self._leaving.set()
        if self._port is not None:
            await self._ended.wait()

    # In the reader's thread.

    def _serve(self, device: str, baud: int) -> None:
        try:
            port = serial.Serial(
                device,
                baud,
                timeout=_SLICE_SECONDS,
                write_timeout=_WRITE_SECONDS,
                exclusive=True,
            )
        except Exception as error:  # pyserial lets termios.error and others through
            self._post(self._refuse, error)
            return
        self._post(self._begin, port)
        try:
            while not self._leaving.is_set():
                first = port.read(1)
                if first:
                    rest = port.read(min(port.in_waiting, _CHUNK))
                    self._post(self._hear, first + rest)
        except OSError:  # pulled out, switched off, out of reach
            self._post(self._drop)
        finally:
            port.close()
            self._post(self._ended.set)

    def _post(self, call: Callable[..., None], *told: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody listens
            self._loop.call_soon_threadsafe(call, *told)

    # On the loop.

    def _begin(self, port: serial.Serial) -> None:
        self._port = port
        if not self.opened.done():
            self.opened.set_result(None)

    def _refuse(self, error: Exception) -> None:
        if not self.opened.done():
            self.opened.set_exception(_failure(LinkState.NO_PORT, error))

    def _hear(self, data: bytes) -> None:
        if self._listening and not self._leaving.is_set():
            self._heard(SERIAL, data)

    def _drop(self) -> None:
        if not self._leaving.is_set():
            self._dropped()


def _failure(state: LinkState, error: Exception) -> LinkFailed:
    return LinkFailed(state, f"{type(error).__name__}: {error}")
