"""A group whose commands are imported when they are called, so that `--help` is quick
and the central store never loads a window."""

from __future__ import annotations

import importlib
from gettext import gettext as _
from typing import Any

import click

from inspector.commands.language import dress

CANCELLED = 130


class LazyGroup(click.Group):
    """`lazy` names each command's place as `module:attribute`, with its short help."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute = self._lazy[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return dress(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Ctrl+C is no failure: scripts tell it by its own code."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("已取消。已经保存的内容完好，可重新执行同一命令。", err=True)
            ctx.exit(CANCELLED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The short helps stand here, so nothing is imported to print them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, words[1]) for name, words in self._lazy.items()])
