"""Meters that can be recognised but not read: their protocol is unpublished, encrypted or
behind a login. They are named only so that a person is told what to do instead.

Ask after `recognised` has found nothing, or when a meter has turned out to speak nothing
known. Hardly any advertisement of these is on record: names are brands and models as
printed, and whoever is not found here is simply a stranger. STABILA, DEWALT and STANLEY
also stand on twins of Leica's meters, which give themselves away by Leica's service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector.devices.codecs import leica

_FACE = "0000face-0000-1000-8000-00805f9b34fb"
_CAFE = "0000cafe-0000-1000-8000-00805f9b34fb"

_UNPUBLISHED = (
    "厂家没有公开它的通信协议，本程序读不了。测距仪有键盘模式的，请改用键盘模式；"
    "没有的，请手工输入尺寸。"
)
_ENCRYPTED = (
    "它的读数是加密的，只有厂家自己的手机程序能读。测距仪有键盘模式的，请改用键盘模式；"
    "没有的，请手工输入尺寸。"
)
_LOGIN = "它要先登录才肯送出读数，登录方法没有公开，本程序读不了。请手工输入尺寸。"
_WANTED = (
    "它的蓝牙数据格式还没有人公开，本程序读不了，请手工输入尺寸。"
    "愿意帮忙的，请用“记录原始数据”录一段交给管理员，以后的版本也许就能读。"
)
_WIRELESS_LAN = "它用 Wi-Fi 而不用蓝牙传数据，本程序读不了。请手工输入尺寸。"


@dataclass(frozen=True, slots=True)
class Closed:
    """One make that cannot be read, and what a person can do all the same."""

    label: str
    name_prefixes: tuple[str, ...]
    services: tuple[str, ...]
    advice: str

    def named(self, name: str) -> bool:
        """A prefix ends where a word ends: an adapter is no meter of ADA's."""
        lowered = name.lower()
        fits = [p for p in self.name_prefixes if lowered.startswith(p.lower())]
        return any(not lowered[len(p) :][:1].isalpha() for p in fits)


CLOSED = (
    Closed("得伟 DeWalt DW0330 / DW03050", ("DW0330", "DW03050"), (_FACE,), _LOGIN),
    Closed("史丹利 Stanley TLM165", ("TLM165", "TLM165S"), (_CAFE,), _LOGIN),
    Closed("喜利得 Hilti PD-C / PD-CS", ("Hilti", "PD-C", "PD-CS"), (), _UNPUBLISHED),
    Closed(
        "迈测 Mileseey 新型号（DT20、D9 Pro、S50 等）",
        ("Mileseey", "DT20", "D9 Pro", "Rock K3"),
        (),
        _ENCRYPTED,
    ),
    Closed("优利德 UNI-T LM", ("UNI-T", "UNIT LM"), (), _UNPUBLISHED),
    Closed("深达威 SNDWAY", ("SNDWAY",), (), _WANTED),
    Closed("CEM iLDM-30", ("iLDM-30",), (), _WANTED),
    Closed("徕卡 Leica DISTO S910", ("S910", "DISTO S910"), (), _WIRELESS_LAN),
    Closed("Stabila LD", ("STABILA", "LD530"), (), _UNPUBLISHED),
    Closed("得伟 DeWalt", ("DEWALT",), (), _UNPUBLISHED),
    Closed("史丹利 Stanley", ("STANLEY",), (), _UNPUBLISHED),
    Closed("Trotec", ("Trotec",), (), _UNPUBLISHED),
    Closed("牧田 Makita", ("Makita",), (), _UNPUBLISHED),
    Closed("Precaster", ("Precaster",), (), _UNPUBLISHED),
    Closed("Kapro", ("Kapro",), (), _UNPUBLISHED),
    Closed("ADA", ("ADA",), (), _UNPUBLISHED),
    Closed("RGK", ("RGK",), (), _UNPUBLISHED),
)
"""Asked in this order, all for their services first: those tell more than names."""


def closed(name: str, services: Iterable[str]) -> Closed | None:
    """What make this is, of those that cannot be read."""
    offered = {service.lower() for service in services}
    if leica.SERVICE in offered:
        return None
    by_name = (each for each in CLOSED if each.named(name))
    return closed_by_service(offered) or next(by_name, None)


def closed_by_service(services: Iterable[str]) -> Closed | None:
    """A service tells more than any name: this may be asked even where a codec is known to
    go by the name, but not where its service is offered."""
    offered = {service.lower() for service in services}
    fits = (each for each in CLOSED if not offered.isdisjoint(each.services))
    return next(fits, None)
