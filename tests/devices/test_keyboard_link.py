"""Keyboard mode: what is typed reaches the session like anything a meter sends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import pytest

from inspector.devices import codecs, keyboard
from inspector.devices.codecs.contract import (
    KEYBOARD,
    PLAIN,
    Capability,
    Carrier,
    Family,
)
from inspector.devices.codecs.plain import PlainCodec
from inspector.devices.events import CodecEvent, Garbled, LinkState, Measured, Reading
from inspector.devices.keyboard import KeyboardLink
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found, LinkFailed, SearchEnded, Support
from listening import Ear, found_by


class _Typed(PlainCodec):
    hears: ClassVar[str] = KEYBOARD

    def _heard(self, data: bytes) -> list[CodecEvent]:
        text = data.decode().strip()
        if not text.isdigit():
            return [Garbled(data)]
        return [Reading(int(text) * 1000, data, TYPED.name, 1)]


TYPED = Family(
    name="typed",
    label="键盘",
    service="",
    needs=frozenset({KEYBOARD}),
    name_prefixes=(),
    capabilities=Capability(0),
    profile=replace(PLAIN, stored_window_ms=0),
    make=_Typed,
    distance=KEYBOARD,
    carrier=Carrier.KEYBOARD,
    remark="请把小数位数设为三位。",
)
"""Whole millimetres, as plain as can be."""


@pytest.fixture
def meters() -> Iterator[Rangefinders]:
    meters = Rangefinders(ports=lambda: ())
    yield meters
    meters.close()


def nothing(*_: object) -> None:
    """What is heard or dropped is not looked at."""


def test_the_keyboard_is_always_in_the_list(meters: Rangefinders) -> None:
    found = found_by(meters, "keyboard:")
    assert found.carrier is Carrier.KEYBOARD
    assert "键盘" in found.name
    assert found.advice


def test_it_is_supported_as_soon_as_a_family_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strangers = tuple(f for f in codecs.FAMILIES if f.carrier is not Carrier.KEYBOARD)
    monkeypatch.setattr(codecs, "FAMILIES", strangers)
    assert keyboard.found().support is Support.UNKNOWN
    monkeypatch.setattr(codecs, "FAMILIES", (*strangers, TYPED))
    found = keyboard.found()
    assert (found.family, found.support) == ("typed", Support.SUPPORTED)
    assert found.advice.endswith(TYPED.remark)


def test_what_is_typed_is_a_reading_for_the_armed_field(meters: Rangefinders) -> None:
    ear = Ear()
    meters.typed("9999\n")
    meters.connect(keyboard.found(), ear.hear, family=TYPED)
    ear.until_state(LinkState.CONNECTED)
    number = meters.arm()
    meters.typed("3261\n")
    measured = ear.first(Measured)
    meters.typed("三米\n")
    assert ear.first(Garbled).raw == "三米\n".encode()
    meters.disconnect()
    ear.until_state(LinkState.NONE_CHOSEN)
    meters.typed("4000\n")
    meters.find(0.1, ear.hear)
    ear.first(SearchEnded)
    assert (measured.reading.micrometres, measured.arming) == (3_261_000, number)
    assert ear.lengths() == [3_261_000]


def test_a_meter_of_another_kind_is_not_typed_to(meters: Rangefinders) -> None:
    ear = Ear()
    meters.connect(Found("AA:BB", "DISTO", "leica_disto_basic", -60), ear.hear)
    meters.typed("1000\n")
    ear.until_state(LinkState.NO_BUS)
    assert ear.lengths() == []


def test_before_and_after_the_link_there_is_nobody_to_type_to() -> None:
    heard: list[bytes] = []

    async def life() -> KeyboardLink:
        link = KeyboardLink()
        link.type("1")
        with pytest.raises(LinkFailed):
            await link.subscribe(KEYBOARD)
        assert await link.open(lambda _, data: heard.append(data), nothing) == {KEYBOARD}
        link.type("2")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await link.subscribe(KEYBOARD)
        await asyncio.to_thread(link.type, "3\ud800")
        await asyncio.sleep(0.01)
        link.type("4")
        await link.close()
        link.type("5")
        await asyncio.sleep(0)
        await link.open(nothing, nothing)
        return link

    link = asyncio.run(life())
    link.type("6")
    assert heard == [b"3?"]


def test_a_keyboard_is_neither_written_to_nor_read() -> None:
    async def life() -> None:
        link = KeyboardLink()
        await link.open(nothing, nothing)
        with pytest.raises(LinkFailed):
            await link.subscribe("2a19")
        with pytest.raises(LinkFailed):
            await link.write(KEYBOARD, b"g", response=False)
        with pytest.raises(LinkFailed):
            await link.read(KEYBOARD)
        await link.close()

    asyncio.run(life())
