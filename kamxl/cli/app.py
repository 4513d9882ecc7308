"""The application: its groups of commands, and what happens to anything that goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import IntEnum

import typer

from .. import __version__
from ..errors import KamxlError, say
from . import chinese, console


class Exit(IntEnum):
    """Exit codes: a script can tell findings from a run that could not go on."""

    CLEAN = 0
    FINDINGS = 1
    FAILED = 2


app = chinese.App(
    name="kamxl",
    cls=chinese.Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="大客户部的 Excel 加载项：校验、提交、审批、同步、季度 KPI 表。 The key-account department's add-in.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kamxl {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="显示版本。Show the version."
    ),
) -> None:
    """大客户部的 Excel 加载项：校验、提交、审批、同步、季度 KPI 表。 The key-account department's add-in."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with 0 (clean), 1 (findings) or 2 (could not run); never with a traceback."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none of ours, and looking for others takes long
    console.use_utf8()
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: Sequence[str]) -> int:
    from . import commands

    commands.register(arguments)
    try:
        outcome = typer.main.get_command(app).main(list(arguments), prog_name="kamxl", standalone_mode=False)
    except KamxlError as error:
        console.error(error.text)
        return Exit.FAILED
    except typer.Abort:
        return Exit.FAILED
    except chinese.USAGE_ERRORS as error:
        console.error(say("cli.usage", reason=error.format_message()))
        return Exit.FAILED
    except OSError as error:  # a folder that may not be entered, a share that went away
        console.error(say("cli.system", path=error.filename or "—", reason=error.strerror or error))
        return Exit.FAILED
    except KeyboardInterrupt:
        console.error(say("cli.interrupted"))
        return Exit.FAILED
    return outcome if isinstance(outcome, int) else Exit.CLEAN
