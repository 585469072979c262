"""`inspector devices`: rangefinders without the window."""

from __future__ import annotations

import click

from inspector.commands.lazy import LazyGroup

COMMANDS = {
    "list": ("inspector.commands.meters.decoding:list_", "列出支持的测距仪类别"),
    "find": ("inspector.commands.meters.radio:find", "查找附近的测距仪"),
    "capture": ("inspector.commands.meters.radio:capture", "记录一台测距仪的原始数据"),
    "replay": ("inspector.commands.meters.captures:replay", "回放记录下来的原始数据"),
    "vectors": ("inspector.commands.meters.captures:vectors", "把记录变成测试数据"),
    "decode": ("inspector.commands.meters.decoding:decode", "解码几段字节或一个测试文件"),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def devices() -> None:
    """测距仪：查找、记录、回放、解码。"""
