"""Serial lines, by real pseudo-terminals."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from inspector.devices import codecs, serial_line
from inspector.devices.codecs import bosch
from inspector.devices.codecs.contract import SERIAL, Carrier
from inspector.devices.events import Edge, LinkState, Measured
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.serial_line import SerialLine
from inspector.devices.timing import Timing
from inspector.devices.transports import Found, LinkFailed, SearchEnded, Support
from listening import Ear
from pty_meter import BOSCH_BY_SERIAL, PtyMeter, pty_meter

QUICK = Timing(pace_percent=1, back_off_ms=(20,), open_ms=2000, request_ms=4000)


@pytest.fixture
def meter() -> Iterator[PtyMeter]:
    with pty_meter() as meter:
        yield meter


@contextmanager
def door(*ports: Found) -> Iterator[Rangefinders]:
    meters = Rangefinders(timing=QUICK, ports=lambda: ports)
    try:
        yield meters
    finally:
        meters.close()


def connected(meters: Rangefinders, meter: PtyMeter) -> Ear:
    ear = Ear()
    meters.connect(meter.found, ear.hear, family=BOSCH_BY_SERIAL)
    meter.acknowledges()
    ear.until_state(LinkState.CONNECTED)
    return ear


def nothing(*_: object) -> None:
    """What is heard or dropped is not looked at."""


def test_a_meter_on_a_serial_port_measures(meter: PtyMeter) -> None:
    with door() as meters:
        ear = connected(meters, meter)
        number = meters.arm()
        meters.measure()
        meter.hears(bosch.MEASURE)
        meter.says(meter.frame(3_215_700))
        measured = ear.first(Measured)
    assert measured.reading.micrometres == 3_215_700
    assert (measured.reading.family, measured.reading.edge) == ("bosch_mt_spp", Edge.REAR)
    assert measured.arming == number
    assert ear.states()[-1] is LinkState.NONE_CHOSEN


@pytest.mark.parametrize(
    ("speed", "baud"), [("", 9600), ("@115200", 115_200), ("@²", 9600), ("@", 9600)]
)
def test_an_address_may_bring_its_own_speed(speed: str, baud: int) -> None:
    line = serial_line.line(f"serial:COM3{speed}", 9600)
    assert line._baud == baud
    assert line._device == ("COM3" if baud != 9600 else f"COM3{speed}")


def test_frames_come_in_pieces_and_glued(meter: PtyMeter) -> None:
    frames = meter.frame(1_000_000) + meter.frame(2_000_000) + meter.frame(3_000_000)
    with door() as meters:
        ear = connected(meters, meter)
        for at in range(0, len(frames), 9):
            meter.says(frames[at : at + 9])
        ear.first(Measured, 3)
    assert ear.lengths() == [1_000_000, 2_000_000, 3_000_000]


def test_a_port_that_vanishes_is_called_back_and_then_named(meter: PtyMeter) -> None:
    with door() as meters:
        ear = connected(meters, meter)
        meter.vanish()
        ear.until_state(LinkState.NO_PORT)
    assert ear.states()[:4] == [
        LinkState.CONNECTING,
        LinkState.CONNECTED,
        LinkState.RECONNECTING,
        LinkState.NO_PORT,
    ]


def test_a_missing_port_is_said_at_once(meter: PtyMeter) -> None:
    found = Found("serial:/dev/no-such-port", "串口", "", -127, carrier=Carrier.SERIAL)
    with door() as meters:
        ear = Ear()
        meters.connect(found, ear.hear)
        ear.until_state(LinkState.NO_PORT)
    assert ear.states()[:2] == [LinkState.CONNECTING, LinkState.NO_PORT]


def test_a_port_that_another_program_has_is_busy(meter: PtyMeter) -> None:
    async def both() -> str:
        one, other = SerialLine(meter.device, 9600), SerialLine(meter.device, 9600)
        await one.open(nothing, nothing)
        with pytest.raises(LinkFailed) as refused:
            await other.open(nothing, nothing)
        await one.close()
        assert await other.open(nothing, nothing) == {SERIAL}
        await other.close()
        assert refused.value.state is LinkState.NO_PORT
        return refused.value.detail

    assert "exclusively lock" in asyncio.run(both())


def test_a_port_whose_family_nobody_named_is_not_guessed_at(meter: PtyMeter) -> None:
    with door() as meters:
        ear = Ear()
        meters.connect(replace(meter.found, family=""), ear.hear)
        ear.until_state(LinkState.UNSUPPORTED)


def test_what_comes_before_it_is_listened_to_is_not_heard(meter: PtyMeter) -> None:
    heard: list[tuple[str, bytes]] = []

    async def life() -> None:
        line = SerialLine(meter.device, 115_200)
        enough = asyncio.Event()

        def hear(characteristic: str, data: bytes) -> None:
            heard.append((characteristic, data))
            if b"".join(data for _, data in heard).endswith(b"late"):
                enough.set()

        await line.open(hear, nothing)
        meter.says(b"early")
        await asyncio.sleep(0.3)
        await line.subscribe(SERIAL)
        meter.says(b"late")
        await asyncio.wait_for(enough.wait(), 5)
        await line.close()

    asyncio.run(life())
    assert {characteristic for characteristic, _ in heard} == {SERIAL}
    assert b"".join(data for _, data in heard) == b"late"


def refusal(
    ask: Callable[[SerialLine], Awaitable[object]], meter: PtyMeter, *, opened: bool
) -> str:
    async def life() -> str:
        line = SerialLine(meter.device, 9600)
        if opened:
            await line.open(nothing, nothing)
        try:
            with pytest.raises(LinkFailed) as refused:
                await ask(line)
            return refused.value.detail
        finally:
            await line.close()

    return asyncio.run(life())


@pytest.mark.parametrize("opened", [True, False])
def test_there_is_nothing_but_the_line(meter: PtyMeter, opened: bool) -> None:  # noqa: FBT001  # pytest passes it by name
    assert refusal(lambda line: line.subscribe("2a19"), meter, opened=opened)
    assert refusal(lambda line: line.read(SERIAL), meter, opened=opened)
    assert refusal(
        lambda line: line.write("2a19", b"g", response=False), meter, opened=opened
    )


def test_writing_to_a_port_that_has_gone_fails_plainly(meter: PtyMeter) -> None:
    def ask(line: SerialLine) -> Awaitable[object]:
        meter.vanish()
        return line.write(SERIAL, b"g", response=False)

    assert refusal(ask, meter, opened=True)


def test_a_line_that_is_let_go_while_it_opens_leaves_nothing(meter: PtyMeter) -> None:
    async def life() -> None:
        line = SerialLine(meter.device, 9600)
        opening = asyncio.create_task(line.open(nothing, nothing))
        await asyncio.sleep(0)
        opening.cancel()
        await line.close()
        await asyncio.gather(opening, return_exceptions=True)
        assert opening.cancelled()
        await asyncio.sleep(0.5)
        again = SerialLine(meter.device, 9600)
        assert await again.open(nothing, nothing) == {SERIAL}
        await again.close()

    asyncio.run(life())


def test_a_missing_port_that_nobody_waits_for_is_no_matter() -> None:
    async def life() -> None:
        line = SerialLine("/dev/no-such-port", 9600)
        opening = asyncio.create_task(line.open(nothing, nothing))
        await asyncio.sleep(0)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        await asyncio.sleep(0.3)
        await line.close()

    asyncio.run(life())


def test_ports_are_in_the_list_of_a_search(meter: PtyMeter) -> None:
    with door(meter.found) as meters:
        ear = Ear()
        meters.find(0.1, ear.hear)
        assert ear.first(SearchEnded).trouble is LinkState.NO_BUS
        assert meter.found in ear.kept(Found)


def port(device: str, description: str) -> ListPortInfo:
    found = ListPortInfo(device)
    found.description = description
    return found


@pytest.mark.parametrize(
    ("device", "description", "name"),
    [
        ("/dev/ttyUSB0", "CP2102 USB to UART", "串口 ttyUSB0（CP2102 USB to UART）"),
        ("/dev/ttyS0", "n/a", "串口 ttyS0"),
        ("/dev/rfcomm0", "rfcomm0", "串口 rfcomm0"),
    ],
)
def test_a_port_is_shown_with_what_the_system_calls_it(
    monkeypatch: pytest.MonkeyPatch, device: str, description: str, name: str
) -> None:
    monkeypatch.setattr(list_ports, "comports", lambda: [port(device, description)])
    [found] = serial_line.ports()
    assert (found.address, found.name) == (f"serial:{device}", name)
    assert (found.family, found.carrier) == ("", Carrier.SERIAL)
    assert found.support is Support.UNKNOWN
    assert found.advice


def test_a_port_named_after_a_meter_is_taken_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codecs, "FAMILIES", (*codecs.FAMILIES, BOSCH_BY_SERIAL))
    monkeypatch.setattr(list_ports, "comports", lambda: [port("/dev/cu.GLM100C", "n/a")])
    [found] = serial_line.ports()
    assert (found.family, found.support) == ("bosch_mt_spp", Support.SUPPORTED)


@pytest.mark.parametrize("error", [OSError(errno.EIO, "gone"), TypeError("half gone")])
def test_a_system_that_cannot_tell_its_ports_has_none(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def failing() -> list[ListPortInfo]:
        raise error

    monkeypatch.setattr(list_ports, "comports", failing)
    assert serial_line.ports() == ()


def test_the_real_list_is_a_list_of_ports() -> None:
    assert all(each.address.startswith("serial:") for each in serial_line.ports())
