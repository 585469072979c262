"""Every fault ends in its state and its sentence within a stated time.

The times are the session's own, with the timing that the program ships with, counted from
the wish to connect or from the fault, on a clock that jumps. `test_link_faults` shows that
stock bleak on BlueZ tells the same faults in the same way.

| fault | ends in | within |
|---|---|---|
| Bluetooth off, no adapter, no bluetoothd, no bus, no access | its own state | at once |
| no characteristic that we know | 不支持这台测距仪 | at once |
| the connection is refused each time | 连接失败 | 2 s, after three calls |
| the meter is not there | 连接失败 | 27 s: three looks of 8 s |
| a subscription that is needed is refused each time | 连接失败 | 5 s |
| connecting hangs each time | 连接失败 | 62 s: three calls of 20 s |
| and bluetoothd hangs in hanging up as well | 连接失败 | 71 s: 3 s more each time |
| the connection is refused twice (abort by peer) | 已连接 | 4.5 s |
| refused for want of pairing, then paired | 已连接 | 4.5 s |
| the link drops, and the meter is there | 已断开，正在重连, 已连接 | at once, 3.5 s |
| Bluetooth off, or forbidden, while connected | its own state | at once |
| Bluetooth on again | 已连接 | 5 s |
| the meter vanishes without a word | 已断开，正在重连 | 25 s; 30 s if reads hang |
| the meter comes back before 3 minutes are over | 已连接 | 5 s, whenever it comes |
| the meter does not come back | 已断开 | 3 minutes |
"""

from __future__ import annotations

import asyncio

import pytest

from inspector.devices.events import LinkChanged, LinkState
from turning import Faults, Life, clings, fails, hangs, life, turned, works

LOOK_S = 8
"""As long as the radio looks for a meter that it does not know."""
SENTENCES = {
    LinkState.POWERED_OFF: ("蓝牙已关闭", "请在系统设置里打开蓝牙。"),
    LinkState.NO_BLUETOOTH: (
        "无蓝牙",
        "本机没有可用的蓝牙，请插上蓝牙适配器，或手工输入尺寸。",
    ),
    LinkState.NO_SERVICE: (
        "蓝牙服务未运行",
        "请启动系统的蓝牙服务（bluetoothd），或手工输入尺寸。",
    ),
    LinkState.NO_BUS: (
        "系统总线不可用",
        "请联系管理员启动系统的 D-Bus 总线，或手工输入尺寸。",
    ),
    LinkState.DENIED: (
        "没有使用蓝牙的权限",
        "请在系统设置里允许本程序使用蓝牙，或联系管理员。",
    ),
    LinkState.UNSUPPORTED: ("不支持这台测距仪", "请改用测距仪的键盘模式，或手工输入尺寸。"),
    LinkState.FAILED: (
        "连接失败",
        "请确认测距仪已开机、蓝牙已打开且没有连着别的设备，然后重试。",
    ),
    LinkState.RECONNECTING: ("已断开，正在重连", "请按一下测距仪的按键，并靠近本机。"),
    LinkState.LOST: (
        "已断开",
        "请按一下测距仪的按键，然后点“重新连接”；也可以手工输入尺寸。",
    ),
}


@pytest.mark.parametrize("state", SENTENCES)
def test_what_a_person_reads(state: LinkState) -> None:
    assert (state.label, state.advice) == SENTENCES[state]


def _first(faults: Faults, state: LinkState) -> int:
    """When a first connection ends so, in milliseconds."""

    async def story() -> int:
        async with life(faults) as living:
            at = await living.until(state)
            assert living.states() == [LinkState.CONNECTING, state]
            return at

    return turned(story)


@pytest.mark.parametrize(
    "state",
    [
        LinkState.POWERED_OFF,
        LinkState.NO_BLUETOOTH,
        LinkState.NO_SERVICE,
        LinkState.NO_BUS,
        LinkState.DENIED,
    ],
)
def test_without_bluetooth_it_is_said_at_once(state: LinkState) -> None:
    assert _first(Faults(opening=[fails(state)]), state) == 0


@pytest.mark.parametrize(
    ("faults", "state", "at_ms"),
    [
        (Faults(offered=frozenset()), LinkState.UNSUPPORTED, 0),
        (Faults(opening=[fails(LinkState.FAILED)]), LinkState.FAILED, 2000),
        (
            Faults(opening=[fails(LinkState.FAILED, LOOK_S)], listening=[hangs]),
            LinkState.FAILED,
            27_000,
        ),
        (Faults(subscribing=[fails(LinkState.FAILED)]), LinkState.FAILED, 5000),
        (Faults(opening=[hangs]), LinkState.FAILED, 62_000),
        (Faults(opening=[clings]), LinkState.FAILED, 71_000),
        (
            Faults(opening=[fails(LinkState.FAILED), fails(LinkState.FAILED), works]),
            LinkState.CONNECTED,
            4500,
        ),
        (
            Faults(subscribing=[fails(LinkState.FAILED), works]),
            LinkState.CONNECTED,
            4500,
        ),
    ],
    ids=[
        "unknown characteristics",
        "refused",
        "not there",
        "subscription refused",
        "hanging",
        "hanging in hanging up",
        "aborted by peer twice",
        "to be paired",
    ],
)
def test_how_a_first_connection_ends(faults: Faults, state: LinkState, at_ms: int) -> None:
    assert _first(faults, state) == at_ms


async def _ready(living: Life) -> int:
    """Once it is connected: the present time."""
    await living.until(LinkState.CONNECTED)
    living.seen.clear()
    return living.now_ms


def test_a_dropped_link_is_back_in_three_and_a_half_seconds() -> None:
    async def story() -> None:
        async with life() as living:
            dropped = await _ready(living)
            living.meter.drop()
            assert await living.until(LinkState.RECONNECTING) == dropped
            assert await living.until(LinkState.CONNECTED) == dropped + 3500

    turned(story)


AWAY_S = (0.5, 2, 7, 20, 60, 150)


async def _called_until_it_comes(living: Life) -> None:
    """What bluetoothd does with a meter that it remembers."""
    while living.meter.away:
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("away_s", AWAY_S)
@pytest.mark.parametrize("call", ["fails at once", "looks", "waits"])
def test_a_meter_that_comes_back_is_connected_within_five_seconds(
    away_s: float, call: str
) -> None:
    """Whatever an attempt in vain is like, and whenever it comes."""

    async def story() -> int:
        async with life() as living:

            async def opening() -> None:
                if call == "waits":
                    await _called_until_it_comes(living)
                elif call == "looks" and living.meter.away:
                    async with asyncio.timeout(LOOK_S):
                        await _called_until_it_comes(living)

            await _ready(living)
            living.faults.opening = [opening]
            living.meter.leave()
            await asyncio.sleep(away_s)
            living.meter.come_back()
            back = living.now_ms
            assert living.states() == [LinkState.RECONNECTING]
            connected = await living.until(LinkState.CONNECTED)
            assert living.states() == [LinkState.RECONNECTING, LinkState.CONNECTED]
            return connected - back

    took = turned(story)
    print(f"away {away_s} s, a call {call}: connected after {took} ms")  # noqa: T201
    assert took <= 5000


def test_a_meter_that_does_not_come_back_is_given_up_after_three_minutes() -> None:
    async def story() -> None:
        async with life() as living:
            lost = await _ready(living)
            living.meter.leave()
            assert await living.until(LinkState.LOST) == lost + 180_000
            living.meter.come_back()
            await asyncio.sleep(600)
            assert living.session.state is LinkState.LOST

    turned(story)


def test_a_tap_while_waiting_gives_another_three_minutes() -> None:
    async def story() -> None:
        async with life() as living:
            lost = await _ready(living)
            living.meter.leave()
            await asyncio.sleep(170)
            living.driver.connect()
            assert await living.until(LinkState.LOST) == lost + 350_000

    turned(story)


def test_a_meter_that_is_heard_and_refuses_is_called_once_a_second() -> None:
    async def story() -> None:
        async with life() as living:
            lost = await _ready(living)
            calls: list[int] = []

            async def refused() -> None:
                calls.append(living.now_ms - lost)
                await fails(LinkState.FAILED)()

            living.faults.opening = [refused]
            living.meter.drop()
            await asyncio.sleep(5.5)
            assert calls == [1000, 2000, 3000, 4000, 5000]

    turned(story)


@pytest.mark.parametrize("state", [LinkState.POWERED_OFF, LinkState.DENIED])
def test_bluetooth_that_goes_away_is_said_at_once_and_that_it_is_back_is_noticed(
    state: LinkState,
) -> None:
    async def story() -> None:
        async with life() as living:
            gone = await _ready(living)
            living.faults.opening = living.faults.listening = [fails(state)]
            living.meter.drop()
            assert await living.until(state) == gone
            await asyncio.sleep(40.3)
            living.faults.opening = living.faults.listening = [works]
            back = living.now_ms
            assert await living.until(LinkState.CONNECTED) - back <= 5000
            assert living.states() == [LinkState.RECONNECTING, state, LinkState.CONNECTED]

    turned(story)


@pytest.mark.parametrize(
    ("reading", "within_ms"), [(fails(LinkState.FAILED), 25_000), (hangs, 30_000)]
)
def test_a_meter_that_vanishes_without_a_word_is_missed(
    reading: object, within_ms: int
) -> None:
    async def story() -> None:
        async with life() as living:
            gone = await _ready(living)
            living.faults.reading = [reading]  # type: ignore[list-item]
            assert await living.until(LinkState.RECONNECTING) == gone + within_ms

    turned(story)


def test_waiting_leaves_nothing_behind_when_the_person_lets_go() -> None:
    """While a call hangs, while it clings, and while the meter is listened for."""

    async def story() -> None:
        for faults in (
            Faults([hangs]),
            Faults([clings]),
            Faults([fails(LinkState.FAILED)]),
        ):
            async with life(faults) as living:
                await asyncio.sleep(0.5)
                before = len(asyncio.all_tasks())
            assert living.states()[-1] is LinkState.NONE_CHOSEN
            assert len(asyncio.all_tasks()) == 1 < before

    turned(story)


def test_the_detail_of_a_failure_is_kept_for_the_log() -> None:
    async def story() -> None:
        async with life(Faults(opening=[fails(LinkState.FAILED)])) as living:
            await living.until(LinkState.FAILED)
            [*_, (_, last)] = living.seen
            assert isinstance(last, LinkChanged)
            assert last.detail == "as the test wants it"

    turned(story)
