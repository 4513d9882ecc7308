"""Options that several commands share, and the department that they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..hosts.clock import is_dated, now, today

if TYPE_CHECKING:
    from ..commands.department import Department

__all__ = ["Dept", "Json", "Person", "department", "is_dated", "now", "today"]

Dept = Annotated[
    Path | None,
    typer.Option("--dept", help="部门文件夹（放有 设置.xlsx）。The department folder; else KAMXL_DEPT, else upwards."),
]
Json = Annotated[bool, typer.Option("--json", help="在标准输出给出 JSON。Data as JSON on stdout.")]
Person = Annotated[str, typer.Option("--as", help="以谁的身份（姓名或登录名）。Who is acting: name or login.")]


def department(given: Path | None, near: Path | None = None) -> Department:
    """The department on closed files. Raises ``DepartmentError`` when there is none."""
    from ..books.closed import open_closed
    from ..commands.department import Department, find_folder
    from ..snapshot.store import SnapshotStore

    folder = find_folder(given, near)
    return Department(folder, open_closed, today(), SnapshotStore.of(folder).file.with_suffix(".settings"))
