"""`inspector devices list` and `decode`: which codecs there are, and what bytes say."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from inspector.commands.meters import words
from inspector.commands.meters.words import FamilyName, HexBytes
from inspector.devices.codecs import FAMILIES
from inspector.devices.codecs.contract import Family
from inspector.devices.collection import check_file
from inspector.devices.plainly import Fact, facts
from inspector.devices.vectors import Checked, decoded, fed


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def list_(*, as_json: bool) -> None:
    """列出支持的测距仪类别：名称、连接方式、能做什么。"""
    if as_json:
        click.echo(words.dumped([words.family_facts(family) for family in FAMILIES]))
        return
    words.table(_row(family) for family in FAMILIES)


def _row(family: Family) -> tuple[str, ...]:
    can = "、".join(
        text for each, text in words.CAPABILITIES.items() if each in family.capabilities
    )
    proved = "试验性" if family.experimental else "正式"
    carrier = words.CARRIERS[family.carrier]
    return (family.name, family.label, carrier, proved, can or "只接收", family.remark)


@click.command()
@click.argument("family", type=FamilyName(), required=False)
@click.argument("messages", type=HexBytes(), nargs=-1)
@click.option("--characteristic", default="", help="字节来自哪个特征；不写时为测距特征。")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="不解码字节，而核对一个测试数据文件。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def decode(
    family: Family | None,
    messages: tuple[bytes, ...],
    characteristic: str,
    file: Path | None,
    *,
    as_json: bool,
) -> None:
    """解码一类测距仪的字节，或核对一个测试数据文件。

    几段字节依次交给同一个解码器，结果是一个 JSON 列表。每段字节之间可以夹空格、冒号或
    0x，这时要加引号。核对文件时，全部相符则退出码为 0，否则为 1。
    """
    if file is not None:
        if family is not None:
            raise click.UsageError("--file 与类别、字节不能同时写。")
        _check(file, as_json=as_json)
        return
    if family is None or not messages:
        raise click.UsageError("请写出测距仪类别和至少一段字节，或用 --file 指定文件。")
    found = _decoded(family, messages, characteristic)
    click.echo(words.dumped(found) if as_json else _lines(found))


def _decoded(family: Family, messages: Sequence[bytes], characteristic: str) -> list[Fact]:
    if len(messages) == 1:
        return facts(decoded(family, messages[0], characteristic))
    return fed(family, messages, characteristic)


def _lines(found: Sequence[Fact]) -> str:
    """Still JSON, but one event a line."""
    inner = ",\n ".join(json.dumps(fact, ensure_ascii=False) for fact in found)
    return f"[{inner}]"


def _check(file: Path, *, as_json: bool) -> None:
    checked = check_file(file)
    if as_json:
        click.echo(words.dumped([_fact(each) for each in checked]))
    else:
        words.table(_verdict(each) for each in checked)
        good = sum(each.ok for each in checked)
        click.echo(f"共 {len(checked)} 条，相符 {good} 条，不符 {len(checked) - good} 条。")
    if not all(each.ok for each in checked):
        sys.exit(words.FAILED)


def _fact(checked: Checked) -> Fact:
    return {
        "id": checked.id,
        "events": list(checked.events),
        "ok": checked.ok,
        "why": checked.why,
    }


def _verdict(checked: Checked) -> tuple[str, ...]:
    said = "；".join(words.line(event).replace("\t", " ") for event in checked.events)
    return ("相符" if checked.ok else "不符", checked.id, checked.why or said)
