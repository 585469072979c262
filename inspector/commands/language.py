"""The words of the command line itself, in the person's language: Chinese first."""

from __future__ import annotations

import gettext
import os

import click

from inspector.places import resources

_KINDS = {
    "integer": "整数",
    "float range": "数字",
    "text": "文字",
    "file": "文件",
    "directory": "文件夹",
}
"""What kinds of value are called in a usage line and in a complaint about one."""


def english() -> bool:
    """Whether the person asked for English."""
    wanted = os.environ.get("INSPECTOR_LANG") or os.environ.get("LANGUAGE") or ""
    return wanted.startswith("en")


def speak() -> None:
    """Bind click's own messages to our catalogue, unless the person asked for English."""
    os.environ["LANGUAGE"] = "en" if english() else "zh_CN"
    gettext.bindtextdomain("messages", str(resources() / "locale"))


def dress(command: click.Command) -> click.Command:
    """Put into Chinese what no catalogue reaches: the usage line and the kinds of value."""
    if english():
        return command
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]..."
        for inner in command.commands.values():
            dress(inner)
    for parameter in command.params:
        kind = parameter.type.name
        parameter.type.name = _KINDS.get(kind, kind)
        if isinstance(parameter, click.Argument):
            several = "..." if parameter.nargs == -1 else ""
            parameter.metavar = parameter.type.name + several
    return command
