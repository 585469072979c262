"""What the page of rangefinders says: nearness, state, and events as lines."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from inspector.actions.here import CHINA
from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import (
    DeviceError,
    DeviceEvent,
    Garbled,
    Identity,
    Info,
    LinkChanged,
    Measured,
    Reading,
    Rejected,
    Repeated,
    Status,
    Stored,
    Withdrawn,
)
from inspector.devices.traffic import Direction
from inspector.devices.transports import Found, Support
from inspector.domain.meters import MeterCheck

_STRONG, _FAIR = -60, -80
"""Received strength in dBm: beside the person, in the room."""
SUPPORT_TONES = {
    Support.SUPPORTED: "within",
    Support.EXPERIMENTAL: "undecided",
    Support.CLOSED: "over",
    Support.UNKNOWN: "plain",
}


def tr(text: str) -> str:
    return QCoreApplication.translate("meters", text)


def metres(micrometres: int) -> str:
    """Three decimals, half up, as on the meter's screen."""
    millimetres = (micrometres + 500) // 1000
    return f"{millimetres // 1000}.{millimetres % 1000:03d}"


def way(direction: Direction) -> str:
    """← from the meter, → to it, · between this computer and the link."""
    if direction in {Direction.HEARD, Direction.READ}:
        return "←"
    return "→" if direction in {Direction.WRITTEN, Direction.SUBSCRIBED} else "·"


def millimetres(micrometres: int, *, signed: bool = False) -> str:
    """1.5, or +0.3 where the sign matters; no more decimals than there are."""
    number = f"{Decimal(micrometres) / 1000:f}"
    plain = number.rstrip("0").rstrip(".") if "." in number else number
    return f"+{plain}" if signed and micrometres > 0 else plain.replace("-", "−")


def check(of: MeterCheck) -> str:
    """When, and what came of it."""
    at = of.at.astimezone(CHINA)
    return f"{at:%Y-%m-%d %H:%M} {of.outcome.label}"


def nearness(found: Found) -> str:
    """How well it is heard; what is not heard by radio has a word of its own."""
    if found.practice:
        return tr("内置")
    if found.carrier is Carrier.SERIAL:
        return tr("串口")
    if found.carrier is Carrier.KEYBOARD:
        return tr("键盘")
    if found.rssi >= _STRONG:
        return tr("强 {0}").format(found.rssi)
    strength = tr("中 {0}") if found.rssi >= _FAIR else tr("弱 {0}")
    return strength.format(found.rssi)


def reading(of: Reading) -> str:
    """The length, and beside it what may matter: the edge, an imperial display."""
    edge = of.edge.label if of.edge else ""
    unit = tr("屏幕为英制") if of.display_unit and of.display_unit.imperial else ""
    moving = tr("连续测量") if of.continuous else ""
    return "，".join(filter(None, (f"{metres(of.micrometres)} m", edge, unit, moving)))


def status(said: Status) -> str:
    percent, degrees = said.battery_percent, said.temperature_c
    parts = (
        _switch(said.laser, tr("激光已开"), tr("激光已关")),
        "" if percent is None else tr("电量 {0}%").format(percent),
        _switch(said.battery_low, tr("电量低"), ""),
        "" if degrees is None else tr("{0} ℃").format(degrees),
        _switch(said.temperature_warning, tr("温度超出范围"), ""),
        _switch(said.imperial, tr("屏幕为英制"), ""),
    )
    return "，".join(filter(None, parts))


def _switch(on: bool | None, yes: str, no: str) -> str:  # noqa: FBT001 (a word for each)
    return "" if on is None else (yes if on else no)


def event(of: DeviceEvent) -> str:
    """One line of the console; empty where there is nothing to say."""
    for kinds, words in _EVENTS:
        if isinstance(of, kinds):
            return words(of)
    return ""


def _measured(of: Measured) -> str:
    whose = "" if of.armed else tr("（无人等待，进入待归位）")
    return tr("读数 {0}").format(reading(of.reading)) + whose


def _info(of: Info) -> str:
    return "，".join(f"{key} = {value}" for key, value in of.extra)


_EVENTS: tuple[tuple[type, Callable[..., str]], ...] = (
    (Measured, _measured),
    (Stored, lambda of: tr("旧读数 {0}，不采用").format(reading(of.reading))),
    (Repeated, lambda of: tr("重复的读数 {0}，不采用").format(reading(of.reading))),
    (Withdrawn, lambda of: tr("撤回读数：{0}").format(of.reason.label)),
    (Rejected, lambda of: tr("拒绝：{0}").format(of.reason.label)),
    (DeviceError, lambda of: tr("测距仪报错 {0}：{1}").format(of.code, of.fault.label)),
    (Garbled, lambda _of: tr("不符合协议的字节")),
    (Identity, lambda of: tr("型号 {0}").format(of.model or of.serial)),
    (LinkChanged, lambda of: of.state.label),
    (Status, status),
    (Info, _info),
)
