"""`inspector demo`: one whole inspection, unattended, through the window's own screens."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from inspector.commands.tour.steps import StepFailed, run_tour


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="结果放在这个文件夹；已有上次的结果时接着做。",
)
@click.option("--rooms", default=6, show_default=True, help="核查多少间房。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出小结。")
def demo(out: Path, rooms: int, *, as_json: bool) -> None:
    """无人值守地走完一次核查：导入、测量、认定、取证、签字、成表、上报、第二台设备取回。

    留下：台账（ledger）、记录表 PDF、每个画面的截图、上报回执、小结 summary.json。
    """

    def say(text: str) -> None:
        click.echo(text, err=as_json)

    try:
        summary = run_tour(out, rooms, say)
    except StepFailed as failed:
        click.echo(f"第“{failed.step}”步没有完成：{failed}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        click.echo(f"完成。结果在：{out}")
