"""`inspector central`: the county's store, for its administrator."""

from __future__ import annotations

from pathlib import Path

import click

from inspector.central.serve import Service
from inspector.central.serve import serve as serve_centre
from inspector.commands.opening import read_secret


@click.group()
def central() -> None:
    """中心库：启动服务。"""


@central.command()
@click.option(
    "--data",
    "data_dir",
    required=True,
    envvar="INSPECTOR_CENTRAL_DATA",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据文件夹：照片，以及没有指定数据库时的 SQLite 文件。",
)
@click.option(
    "--url",
    envvar="INSPECTOR_CENTRAL_URL",
    help="数据库地址，例如 postgresql://用户@主机/库；不写时用数据文件夹里的 SQLite。",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8465, show_default=True, help="监听端口。")
@click.option(
    "--secret-file",
    required=True,
    envvar="INSPECTOR_CENTRAL_SECRET_FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="存放登记口令的文件；设备第一次同步时要填这个口令。",
)
def serve(data_dir: Path, url: str | None, host: str, port: int, secret_file: Path) -> None:
    """启动中心库服务，直到按 Ctrl+C。"""
    secret = read_secret(secret_file)
    if not secret:
        raise click.BadParameter("登记口令文件是空的。", param_hint="--secret-file")
    click.echo(f"中心库：http://{host}:{port}  数据：{data_dir}")
    serve_centre(Service(data_dir=data_dir, secret=secret, url=url, host=host, port=port))
