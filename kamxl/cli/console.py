"""What people see: messages on stderr, data on stdout, a progress bar while something takes long."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from .. import lazy
from ..errors import Text

if TYPE_CHECKING:
    from rich.console import Console

    from ..commands.progress import Progress
    from ..domain.values import Raw, Value

_MARKUP = lazy.pattern(r"\[/?[a-z ]*\]")
_PATIENCE = 0.3  # seconds: a bar that is gone at once only flickers


def use_utf8() -> None:
    """Chinese text must print on a Windows console or pipe of another code page; what it lacks becomes ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="replace")


@cache
def terminal() -> Console:
    """The terminal for people (stderr)."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def plain(text: object) -> str:
    """Text of a workbook or a file name, so that its brackets are not taken for markup."""
    from rich.markup import escape

    return escape(str(text))


def error(text: Text) -> None:
    """One error: Chinese first, English dimmed below."""
    terminal().print(f"[bold red]错误[/] {plain(text.full())}")
    terminal().print(f"[dim]{plain(text.full('en'))}[/]")


def note(message: str) -> None:
    """One line for the person, not for a pipe."""
    if sys.stderr.isatty() or "\\" in message:
        terminal().print(message)
    else:  # loading what colours a line takes longer than many a command
        sys.stderr.write(_MARKUP.sub("", message) + "\n")


def out(line: str) -> None:
    """One line of the answer, on stdout."""
    sys.stdout.write(line + "\n")


def shown(value: Raw | Value) -> str:
    """A cell's content as people write it."""
    from ..domain.values import show

    return show(value)


def data(value: Any) -> None:
    """JSON on stdout, for another program."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def bar() -> Iterator[Progress]:
    """A progress bar that a command reports to once it has taken a while; on a pipe or in a log it prints nothing."""
    began = monotonic()
    with ExitStack() as stack:
        update: Progress | None = None

        def report(text: Text, done: int, total: int) -> None:
            nonlocal update
            if update is None and monotonic() - began > _PATIENCE and sys.stderr.isatty():
                update = stack.enter_context(_shown_bar())
            if update is not None:
                update(text, done, total)

        yield report


@contextmanager
def _shown_bar() -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal(), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda text, done, total: shown.update(task, description=text.what(), completed=done, total=total)
