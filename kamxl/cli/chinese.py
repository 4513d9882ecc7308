"""Typer's own words in Chinese: the headings of the help and the word for usage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from .given import take_plainly

# Typer does not export the base class of its usage errors (missing argument, unknown option); BadParameter is one.
USAGE_ERRORS: Any = typer.BadParameter.__mro__[1]
Function = TypeVar("Function", bound=Callable[..., Any])
_HELP = "显示本帮助。Show this message and exit."


class Command(TyperCommand):
    """A command whose usage line is Chinese, and that takes plain values quickly."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for parameter in self.params:
            take_plainly(parameter)

    def get_usage(self, ctx: Any) -> str:
        return _translated(super().get_usage(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _install()
        super().format_help(ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        return _helped(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of commands whose usage line is Chinese."""

    def get_usage(self, ctx: Any) -> str:
        return _translated(super().get_usage(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _install()
        super().format_help(ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        return _helped(super().get_help_option(ctx))


class App(typer.Typer):
    """An application whose commands all speak Chinese."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[Function], Function]:
        return super().command(name, cls=Command, **options)


def _translated(usage: str) -> str:
    return (
        usage.replace("Usage:", "用法：").replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
    )


def _helped(option: Any) -> Any:
    if option is not None:
        option.help = _HELP
        take_plainly(option)
    return option


def _install() -> None:
    """Puts the headings of the help panels into Chinese. They are constants of typer's module for exactly this.

    Only who asks for help pays for loading it.
    """
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数 Arguments"
    rich_utils.OPTIONS_PANEL_TITLE = "选项 Options"
    rich_utils.COMMANDS_PANEL_TITLE = "命令 Commands"
    rich_utils.ERRORS_PANEL_TITLE = "错误 Error"
    rich_utils.DEFAULT_STRING = "[默认 default: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填 required]"
