"""`inspector sync`: push what waits, pull what is new, from a script or a timer."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from inspector.actions.syncing import CentreAddress, sync_now
from inspector.commands.opening import open_existing, read_secret
from inspector.db.device import Receipt

REFUSED = 3


@click.command()
@click.option(
    "--ledger",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="台账所在的文件夹。",
)
@click.option("--url", required=True, help="中心地址，例如 https://中心:8465。")
@click.option(
    "--secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="存放登记口令的文件；只在本机第一次同步时需要。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出回执。")
def sync(folder: Path, url: str, secret_file: Path | None, *, as_json: bool) -> None:
    """上报本机内容，并取回中心的更新；打印回执。

    有内容需要确认或中心未接受时，退出码为 3；这些内容仍完好地留在本机。
    """
    secret = read_secret(secret_file) if secret_file else ""
    here = open_existing(folder)
    try:
        receipt = sync_now(here, CentreAddress(url, secret))
    finally:
        here.ledger.close()
    facts = {
        "receipt": str(receipt.id),
        "at": receipt.at.isoformat(),
        "records": receipt.records,
        "sent": receipt.sent,
        "applied": receipt.applied,
        "conflicts": receipt.conflicts,
        "rejected": receipt.rejected,
        "pulled": receipt.pulled,
        "photos_sent": receipt.photos_sent,
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        _tell(receipt)
    if receipt.conflicts or receipt.rejected:
        sys.exit(REFUSED)


def _tell(receipt: Receipt) -> None:
    answered = f"接受 {receipt.applied} 条，需确认 {receipt.conflicts} 条"
    refused = f"未接受 {receipt.rejected} 条"
    came = f"取回 {receipt.pulled} 条，照片 {receipt.photos_sent} 张"
    sent = f"已上报 {receipt.records} 条记录（{receipt.sent} 次操作）"
    click.echo(f"{sent}：{answered}，{refused}；{came}。")
