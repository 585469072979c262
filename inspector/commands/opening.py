"""What commands are given: a folder that must hold a ledger, a file with a secret."""

from __future__ import annotations

from pathlib import Path

from inspector.actions.here import Here
from inspector.places import Home
from inspector.start import open_here
from inspector.trouble import Trouble


def open_existing(folder: Path) -> Here:
    """Open the ledger of a folder; a wrong folder is said to be one, not filled."""
    home = Home(folder)
    if not home.ledger.exists():
        raise Trouble(
            f"文件夹“{folder}”里没有台账。",
            "请检查 --ledger，或先用 inspector ledger import 导入台账。",
        )
    return open_here(home)


def read_secret(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(
            f"登记口令文件“{file}”不能读取。", "请检查读取权限，并存为 UTF-8 文本。"
        ) from error
