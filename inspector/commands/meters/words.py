"""What these commands are given and what they say: families, bytes, facts, in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import click

from inspector.devices.codecs import FAMILIES, UNKNOWN, named
from inspector.devices.codecs.contract import Capability, Carrier, Family
from inspector.devices.events import LinkState
from inspector.devices.plainly import Fact

FAILED, NO_WAY = 1, 3
"""Exit codes: the meter did not come along; this machine has no way to any meter."""
NO_WAY_STATES = frozenset(
    {
        LinkState.NO_BLUETOOTH,
        LinkState.NO_BUS,
        LinkState.NO_SERVICE,
        LinkState.POWERED_OFF,
        LinkState.DENIED,
        LinkState.NO_PORT,
    }
)
CARRIERS = {Carrier.RADIO: "蓝牙", Carrier.SERIAL: "串口", Carrier.KEYBOARD: "键盘"}
CAPABILITIES = {
    Capability.TRIGGER: "遥控测量",
    Capability.LASER: "开关激光",
    Capability.TILT: "倾角",
    Capability.COUNTER: "读数编号",
    Capability.EDGE: "基准边",
    Capability.BATTERY: "电量",
}
_KINDS = {
    "distance": "读数",
    "stored": "旧值",
    "repeated": "重复",
    "withdrawn": "撤回",
    "reject": "不采用",
    "error": "出错",
    "status": "状态",
    "info": "信息",
    "command": "应答",
    "ignore": "略过",
    "link": "连接",
}
_SEPARATORS = re.compile(r"(?:^|(?<=[\s:]))0[xX]|[\s:]")


class FamilyName(click.ParamType[Family]):
    """A family of the registry by its name, or the one that takes whatever comes."""

    name = "类别"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Family:
        if isinstance(value, Family):
            return value
        family = UNKNOWN if value == UNKNOWN.name else named(value)
        if family is None:
            every = "、".join(each.name for each in (*FAMILIES, UNKNOWN))
            self.fail(f"没有测距仪类别“{value}”。可用的有：{every}。", param, ctx)
        return family


class HexBytes(click.ParamType[bytes]):
    """Bytes as they stand in a log: with blanks, colons or 0x, or with none of them."""

    name = "十六进制"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> bytes:
        if isinstance(value, bytes):
            return value
        try:
            found = bytes.fromhex(_SEPARATORS.sub("", value))
        except ValueError:
            found = b""
        if not found:
            self.fail(
                f"“{value}”不是十六进制字节。应为成对的 0-9、A-F，"
                "可以夹空格、冒号或 0x，例如 C0 55 10 或 c05510。",
                param,
                ctx,
            )
        return found


def dumped(facts: object) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1)


def sentence(state: LinkState) -> str:
    return f"{state.label}。{state.advice}"


def line(fact: Fact) -> str:
    """One event in a line: what it is, then what matters, then the rest as it stands."""
    rest = {key: value for key, value in fact.items() if value not in (None, "")}
    kind = str(rest.pop("kind"))
    main = _main(rest)
    more = "，".join(f"{key}={_plain(value)}" for key, value in rest.items())
    return "\t".join(part for part in (_KINDS[kind], main, more) if part)


def _main(rest: dict[str, object]) -> str:
    """Taken out of what is left to say."""
    if "m" in rest:
        why = f"（{rest.pop('why')}）" if "why" in rest else ""
        return f"{rest.pop('m'):.4f} 米{why}"
    if "label" in rest:
        label, advice = rest.pop("label"), rest.pop("advice", "")
        rest.pop("state")
        return f"{label}。{advice}" if advice else str(label)
    return str(rest.pop("why", "") or rest.pop("text", ""))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def table(rows: Iterable[Iterable[str]]) -> None:
    for row in rows:
        click.echo("\t".join(row).rstrip())


def family_facts(family: Family) -> Mapping[str, object]:
    can = [each.name.lower() for each in family.capabilities if each.name]
    return {
        "name": family.name,
        "label": family.label,
        "carrier": family.carrier.name.lower(),
        "experimental": family.experimental,
        "can": can,
        "remark": family.remark,
    }
