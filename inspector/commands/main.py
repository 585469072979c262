"""`inspector`: without a command it opens the window."""

from __future__ import annotations

import sys
from importlib.metadata import version

import click

from inspector.commands import language
from inspector.commands.lazy import LazyGroup
from inspector.trouble import Trouble

COMMANDS = {
    "window": ("inspector.commands.window:window", "打开窗口（不写命令时的默认动作）"),
    "demo": (
        "inspector.commands.demo:demo",
        "无人值守地走完一次核查，留下台账、记录表和截图",
    ),
    "ledger": ("inspector.commands.ledger:ledger", "台账：导入 Excel、列出房间"),
    "devices": (
        "inspector.commands.devices:devices",
        "测距仪：查找、记录、回放、解码",
    ),
    "sync": ("inspector.commands.sync:sync", "上报本机内容，并取回中心的更新"),
    "central": ("inspector.commands.central:central", "中心库：启动服务"),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--sample", is_flag=True, help="打开示例县的台账（放在单独的文件夹里）。")
@click.version_option(
    version("inspector"),
    "-V",
    "--version",
    prog_name="inspector",
    message="%(prog)s %(version)s",
    help="显示版本后退出。",
)
@click.pass_context
def inspector(context: click.Context, *, sample: bool) -> None:
    """办公用房核查：测量、判定、记录、上报。

    不写命令时打开窗口。每条命令都可加 --help 查看用法。

    退出码：0 成功，1 有步骤失败，2 用法不对或条件不具备，3 有内容被拒绝、未作改动，或没有
    蓝牙、串口可用。
    """
    if context.invoked_subcommand is None:
        command = inspector.get_command(context, "window")
        assert command is not None
        context.invoke(command, sample=sample)


def main() -> None:
    """Speak the person's language; tell trouble in a sentence, never as a traceback."""
    language.speak()
    language.dress(inspector)
    try:
        inspector(prog_name="inspector")
    except Trouble as trouble:
        click.echo(str(trouble), err=True)
        sys.exit(2)
