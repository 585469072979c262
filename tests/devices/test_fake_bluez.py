"""The fake daemon repeats readings as the real one does, or the tests prove nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError

from fake_bluez import FakeBluez, bluetooth
from peripherals import BOSCH_FRAMES, LEICA_DISTANCE, LEICA_UNIT, BoschGlm, LeicaDisto


async def _reconnected(
    bluez: FakeBluez, leica: LeicaDisto, drops: int, *, closing: bool
) -> int:
    """How many copies of one reading a client gets after so many drops."""
    device = await BleakScanner.find_device_by_address(leica.address, timeout=5)
    assert device is not None
    gone = asyncio.Event()
    heard: list[bytes] = []
    client = BleakClient(device, disconnected_callback=lambda _: gone.set())
    backend: Any = client._backend
    left_open: list[Any] = []
    await client.connect()
    await client.start_notify(LEICA_DISTANCE, lambda _, data: heard.append(bytes(data)))
    for _ in range(drops):
        await asyncio.to_thread(bluez.drop, leica)
        await gone.wait()
        gone.clear()
        left_open.append(backend._bus)
        if closing:
            await client.disconnect()
        await client.connect()
        await client.start_notify(LEICA_DISTANCE, lambda _, data: heard.append(bytes(data)))
    await asyncio.to_thread(bluez.call, leica.press)
    await asyncio.sleep(0.1)
    await client.disconnect()
    for bus in left_open:
        bus.disconnect()  # what bleak forgets when it is not closed
    await asyncio.sleep(0.05)
    return len(heard)


@pytest.mark.parametrize("drops", [1, 2, 3])
@pytest.mark.parametrize("closing", [False, True])
def test_only_closing_keeps_readings_single(
    bus_directory: Path,
    drops: int,
    closing: bool,  # noqa: FBT001
) -> None:
    leica = LeicaDisto()
    with bluetooth(bus_directory, leica) as bluez:
        copies = asyncio.run(_reconnected(bluez, leica, drops, closing=closing))
    assert copies == (1 if closing else drops + 1)


async def _conversation(glm: BoschGlm) -> list[str]:
    device = await BleakScanner.find_device_by_address(glm.address, timeout=5)
    assert device is not None
    heard: list[str] = []
    async with BleakClient(device) as client:
        await client.start_notify(BOSCH_FRAMES, lambda _, data: heard.append(data.hex()))
        for frame in ("c05601001f", "c05601001e", "c0550201001a", "c05601001e"):
            await client.write_gatt_char(BOSCH_FRAMES, bytes.fromhex(frame), response=True)
        await asyncio.sleep(0.1)
        with pytest.raises(BleakError):
            await client.write_gatt_char(BOSCH_FRAMES, b"\xc0", response=False)
        with pytest.raises(BleakError):
            await client.start_notify(LEICA_UNIT, lambda _, data: None)
    return heard


def test_the_bosch_checks_sums_and_says_nothing_before_autosync(
    bus_directory: Path,
) -> None:
    glm = BoschGlm()
    with bluetooth(bus_directory, glm):
        heard = asyncio.run(_conversation(glm))
    assert heard[:3] == ["03000a", "000082", "000082"]
    assert heard[3] == "000082"
    assert [frame[:6] for frame in heard[4:]] == ["c05510"]
    assert bytes.fromhex(heard[4])[3] >> 2 == 1
