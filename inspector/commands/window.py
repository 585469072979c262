"""`inspector window`: the window itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from inspector import places
from inspector.app import open_window
from inspector.places import Home


@click.command()
@click.option("--sample", is_flag=True, help="打开示例县的台账（放在单独的文件夹里）。")
@click.option(
    "--home",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="台账所在的文件夹；不写时用本人的数据文件夹。",
)
def window(*, sample: bool, folder: Path | None) -> None:
    """打开窗口。"""
    home = Home(folder) if folder else places.home()
    if sample:
        home = Home(home.folder / "sample")
    sys.exit(open_window(home, places.sample_workbook() if sample else None))
