"""The standards that this device judges by, read from the program's resources."""

from __future__ import annotations

from pathlib import Path

from inspector.domain.packs import parse_pack
from inspector.domain.rulebook import Rulebook
from inspector.domain.standards import PackRefused, Purpose
from inspector.trouble import Trouble


def load_rulebook(folder: Path) -> Rulebook:
    """Every pack of the folder that may judge; `Trouble` when one of them is not clean, or
    there is none: without standards every room would silently be left unset."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise Trouble("没有找到面积标准。", "请重新安装程序，在此之前不作认定。")
    try:
        packs = [parse_pack(file.read_text(encoding="utf-8")) for file in files]
        return Rulebook(pack for pack in packs if pack.purpose is Purpose.JUDGE)
    except PackRefused as error:
        raise Trouble(
            f"面积标准不能使用：{error}", "请更正标准文件后重新启动，在此之前不作认定。"
        ) from error
