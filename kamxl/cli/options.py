"""Options that several commands share, and the department that they lead to."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError

if TYPE_CHECKING:
    from ..commands.department import Department

Dept = Annotated[
    Path | None,
    typer.Option("--dept", help="部门文件夹（放有 设置.xlsx）。The department folder; else KAMXL_DEPT, else upwards."),
]
Json = Annotated[bool, typer.Option("--json", help="在标准输出给出 JSON。Data as JSON on stdout.")]
Person = Annotated[str, typer.Option("--as", help="以谁的身份（姓名或登录名）。Who is acting: name or login.")]


def today() -> date:
    """The day that counts as today: ``KAMXL_TODAY`` (for a dated run again), else the clock's."""
    given = os.environ.get("KAMXL_TODAY", "")
    if not given:
        return date.today()  # noqa: DTZ011 - the department's own calendar day is meant
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError("cli.bad_today", value=given) from error


def now() -> datetime:
    """This moment on the department's own clock; nine o'clock of ``KAMXL_TODAY`` where that is set."""
    if os.environ.get("KAMXL_TODAY"):
        return datetime.combine(today(), time(9))
    return datetime.now()  # noqa: DTZ005 - the department's own clock is meant


def department(given: Path | None, near: Path | None = None) -> Department:
    """The department on closed files. Raises ``DepartmentError`` when there is none."""
    from ..books.closed import open_closed
    from ..commands.department import Department, find_folder

    return Department(find_folder(given, near), open_closed, today())
