"""`inspector devices find` and `capture`: real meters, by radio and by serial port."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from inspector.commands.meters import words
from inspector.commands.meters.words import FamilyName
from inspector.devices import serial_line
from inspector.devices.codecs import UNKNOWN
from inspector.devices.codecs.contract import Carrier, Family
from inspector.devices.events import LinkChanged, LinkState
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.recording import Ending, Recorded
from inspector.devices.traffic import Direction, Traffic
from inspector.devices.transports import NOT_HEARD, Found, SearchEnded

_LOOK_S = 8.0
_TICK_S = 0.2
"""A wait without end cannot be interrupted by Ctrl+C on Windows."""
_SECONDS = click.FloatRange(0, 24 * 3600, min_open=True)
_OVER = {LinkState.LOST, LinkState.FAILED, *(each for each in LinkState if each.final)}

News = queue.SimpleQueue[Any]


class _Address(click.types.StringParamType):
    name = "地址"


@click.command()
@click.option("--seconds", type=_SECONDS, default=_LOOK_S, help="查找多少秒，通常为 8。")
@click.option("--all", "everything", is_flag=True, help="也列出不认识但有名称的设备。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def find(seconds: float, *, everything: bool, as_json: bool) -> None:
    """查找附近的测距仪：蓝牙、串口、键盘模式。

    没有蓝牙可用时，退出码为 3。
    """
    with closing(Rangefinders()) as meters:
        found, ended = _searched(meters, seconds, everything=everything)
    ordered = sorted(found.values(), key=lambda each: each.order)
    if as_json:
        click.echo(words.dumped(_facts(ordered, ended)))
    else:
        words.table(_row(each) for each in ordered)
    if ended.trouble is not None:
        _leave(words.sentence(ended.trouble), ended.trouble)


@click.command()
@click.argument("address", type=_Address())
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="记录到哪个文件；不能是已有的文件。",
)
@click.option("--seconds", type=_SECONDS, help="记录多少秒；不写时直到按 Ctrl+C。")
@click.option(
    "--family", type=FamilyName(), help="当作哪一类测距仪；不认识的只记录，不解码。"
)
@click.option("--with-address", is_flag=True, help="把蓝牙地址也写进文件。")
def capture(
    address: str,
    out: Path,
    seconds: float | None,
    family: Family | None,
    *,
    with_address: bool,
) -> None:
    """记录一台测距仪的原始数据：连接后逐行写进文件，按 Ctrl+C 结束。

    地址用 inspector devices find 查得；串口写作 serial: 加端口名，要另定波特率时后面再加
    @ 和波特率。
    """
    news: News = queue.SimpleQueue()
    with closing(Rangefinders()) as meters:
        meters.experimental = True
        found = _looked_for(meters, address, family)
        meters.record(out, with_address=with_address)
        meters.raw(news.put)
        speaks = family or (None if found.family else UNKNOWN)
        meters.connect(found, news.put, family=speaks)
        heard = _listened(news, seconds)
    _conclude(meters.recording, heard)


@dataclass(slots=True)
class _Heard:
    """How far a link came while it was recorded."""

    opened: bool = False
    connected: bool = False
    ended: LinkState | None = None
    """What the link came to by itself."""

    def take(self, news: object) -> None:
        match news:
            case Traffic():
                self.opened = self.opened or news.direction is Direction.OPENED
                click.echo(_line(news))
            case LinkChanged(state=LinkState.CONNECTED):
                self.connected = True
            case LinkChanged(state=state):
                lasting = _OVER if self.connected else _OVER | words.NO_WAY_STATES
                self.ended = state if state in lasting else None


def _listened(news: News, seconds: float | None) -> _Heard:
    """Until the time is over, Ctrl+C, or the end of the link."""
    heard = _Heard()
    try:
        for each in _each(news, seconds):
            heard.take(each)
            if heard.ended is not None:
                break
    except KeyboardInterrupt:
        click.echo(err=True)  # below the terminal's own ^C
    return heard


def _each(news: News, seconds: float | None) -> Iterator[object]:
    ends = None if seconds is None else time.monotonic() + seconds
    while ends is None or time.monotonic() < ends:
        with suppress(queue.Empty):
            yield news.get(timeout=_TICK_S)


def _conclude(recorded: Recorded | None, heard: _Heard) -> None:
    assert recorded is not None
    if not heard.opened:
        recorded.path.unlink(missing_ok=True)
        state = heard.ended or LinkState.FAILED
        _leave(f"没有连上，没有记录。{words.sentence(state)}", state)
    click.echo(f"已记录 {recorded.lines} 行，保存在 {recorded.path}。")
    if recorded.ending is not Ending.STOPPED and recorded.ending is not None:
        _leave(f"{recorded.ending.label}。{recorded.detail}", None)
    if heard.ended is not None:
        _leave(words.sentence(heard.ended), heard.ended)


def _leave(said: str, state: LinkState | None) -> NoReturn:
    click.echo(said, err=True)
    sys.exit(words.NO_WAY if state in words.NO_WAY_STATES else words.FAILED)


def _looked_for(meters: Rangefinders, address: str, family: Family | None) -> Found:
    """As the search sees it; what it does not see may still answer to its address."""
    name = family.name if family else ""
    if address.startswith(serial_line.PREFIX):
        return Found(address, address, name, NOT_HEARD, carrier=Carrier.SERIAL)
    found, ended = _searched(meters, _LOOK_S, everything=True, wanted=address)
    if ended.trouble is not None:
        _leave(words.sentence(ended.trouble), ended.trouble)
    return found.get(address.lower(), Found(address, "", name, NOT_HEARD))


def _searched(
    meters: Rangefinders, seconds: float, *, everything: bool, wanted: str = ""
) -> tuple[dict[str, Found], SearchEnded]:
    """By address, in small letters; over at once when the wanted one has been seen."""
    news: News = queue.SimpleQueue()
    meters.find(seconds, news.put, everything=everything)
    found: dict[str, Found] = {}
    for each in _each(news, None):
        match each:
            case Found(address=address):
                found[address.lower()] = each
                if address.lower() == wanted.lower():
                    meters.stop_finding()
            case SearchEnded():
                return found, each
    raise AssertionError("a search has an end")


def _row(found: Found) -> tuple[str, ...]:
    near = f"{found.rssi} dBm" if found.rssi != NOT_HEARD else ""
    carrier = words.CARRIERS[found.carrier]
    label = found.support.label
    return (label, carrier, found.address, found.name, found.family, near, found.advice)


def _facts(found: Iterable[Found], ended: SearchEnded) -> dict[str, object]:
    trouble = ended.trouble
    return {
        "found": [
            {
                "address": each.address,
                "name": each.name,
                "family": each.family,
                "carrier": each.carrier.name.lower(),
                "support": each.support.name.lower(),
                "label": each.support.label,
                "rssi": each.rssi if each.rssi != NOT_HEARD else None,
                "advice": each.advice,
            }
            for each in found
        ],
        "trouble": None
        if trouble is None
        else {
            "state": trouble.name.lower(),
            "label": trouble.label,
            "advice": trouble.advice,
            "detail": ended.detail,
        },
    }


def _line(traffic: Traffic) -> str:
    what = traffic.direction.label
    if traffic.refused is not None:
        what = f"{traffic.refused.label}{what}"
    said = traffic.data.hex(" ") or "、".join(traffic.offered)
    return "\t".join(part for part in (what, traffic.characteristic, said) if part)
