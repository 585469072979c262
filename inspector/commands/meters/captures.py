"""`inspector devices replay` and `vectors`: what becomes of recorded traffic."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from inspector.commands.meters import words
from inspector.commands.meters.words import FamilyName
from inspector.devices.capture import read_capture
from inspector.devices.captured import to_vectors
from inspector.devices.codecs.contract import Family
from inspector.devices.events import DeviceEvent, LinkChanged, LinkState
from inspector.devices.plainly import Fact
from inspector.devices.replay import play
from inspector.devices.telling import told
from inspector.trouble import Trouble

_FASTEST = 1000
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TORN = "注意：文件末尾不完整（记录时程序中断），已用到最后一行完整的数据。"


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--speed",
    type=click.FloatRange(0, _FASTEST),
    default=0,
    help="播放的倍速，1 为原速；不写时为 0，不等待。",
)
@click.option("--family", type=FamilyName(), help="不用文件里写的类别，改用这一类。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def replay(file: Path, speed: float, family: Family | None, *, as_json: bool) -> None:
    """回放记录下来的原始数据，列出程序从中读到什么。"""
    capture = read_capture(file)
    found: list[Fact] = []
    states: list[LinkState] = []

    def heard(event: DeviceEvent) -> None:
        if isinstance(event, LinkChanged):
            states.append(event.state)
        found.append(told(event))
        if not as_json:
            click.echo(words.line(found[-1]))

    play(capture, heard, speed=speed, family=family)
    if as_json:
        click.echo(words.dumped(found))
    if capture.torn:
        click.echo(_TORN, err=True)
    if LinkState.CONNECTED not in states:
        sys.exit(words.FAILED)


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件；不能是已有的文件。",
)
@click.option("--family", type=FamilyName(), help="不用文件里写的类别，改用这一类。")
def vectors(file: Path, out: Path, family: Family | None) -> None:
    """把记录下来的原始数据变成测试数据，供人逐条核对。"""
    made = to_vectors(file, family)
    _write(out, made)
    click.echo(f"已写出 {made['counts']['vectors']} 条到 {out}。{made['note']}")


def _write(out: Path, made: dict[str, Any]) -> None:
    """Never over a file in which somebody may have corrected what we expected."""
    try:
        with out.open("x", encoding="utf-8") as file:
            json.dump(made, file, ensure_ascii=False, indent=1)
            file.write("\n")
    except FileExistsError as error:
        raise Trouble(f"文件“{out}”已经存在。", "请换一个文件名。") from error
    except OSError as error:
        raise Trouble(
            f"不能写文件“{out}”：{error.strerror}。", "请换一个文件夹。"
        ) from error
