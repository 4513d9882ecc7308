"""What the resident process does for the hosts: joins presses, values and the grey buttons to kamxl's commands.

A press of the action ``validate`` runs ``run(press, progress)`` of the module ``kamxl.hosts.live.validate``: adding an
action means adding that file and a line in ``kamxl.ribbon``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...commands.progress import Progress
from ...errors import DepartmentError, InputError, say
from ...ribbon import ACTIONS, Action, When
from .protocol import Handler, Press, Reply

_LIVE = "kamxl.hosts.live"


class LiveService:
    """The service behind both live hosts."""

    def press(self, press: Press, progress: Progress) -> Reply:
        """Carries the action out; what is told first is the button's own name."""
        handler = _handler(press.action)
        action = next(one for one in ACTIONS if one.id == press.action)
        progress(say("progress.both", zh=action.zh, en=action.en), 0, 1)
        return handler(press, progress)

    def where(self, book: str) -> list[str]:
        """The ids of the actions that make sense for this workbook: a path, an OneDrive URL, or "" where none is open."""
        allowed = {When.ALWAYS}
        path = local_path(book)
        if path is not None:
            allowed.add(When.WORKBOOK)
            if _in_department(path):
                allowed.add(When.DEPARTMENT)
        return [action.id for action in available() if action.when in allowed]

    def warm(self, book: str) -> None:
        """Reads the department of that workbook, on the thread of the presses: one that comes meanwhile waits for it."""
        path = local_path(book)
        if path is not None:
            from ..live.departments import read_ahead

            read_ahead(path)

    def values(self, book: str, calls: Sequence[Sequence[Any]]) -> tuple[list[Any], str]:
        from ..live.values import values

        return values(local_path(book), calls)

    def following(self, book: str, call: Sequence[Any], count: int) -> list[list[Any]]:
        from ..live.values import following

        return following(local_path(book), call, count)

    def prepare_thread(self) -> None:
        """COM on Windows wants each thread to say that it will use it."""
        if sys.platform == "win32":
            import pythoncom

            pythoncom.CoInitialize()


def available() -> list[Action]:
    """The buttons that this version can carry out, in their order: hosts show no others."""
    return [action for action in ACTIONS if find_spec(f"{_LIVE}.{action.id}") is not None]


def local_path(book: str) -> Path | None:
    """The workbook's file on this machine, None for one that was never saved or that no synchronised folder holds."""
    if not book:
        return None
    if "://" in book:
        from ..excel.onedrive import local_file

        return local_file(book)
    path = Path(book)
    return path if path.is_absolute() else None


def _handler(action: str) -> Handler:
    known = {one.id for one in ACTIONS}
    if action not in known or find_spec(f"{_LIVE}.{action}") is None:
        raise InputError("resident.no_action", action=action)
    handler: Handler = import_module(f"{_LIVE}.{action}").run
    return handler


def _in_department(path: Path) -> bool:
    from ...commands.department import find_folder

    try:
        find_folder(None, path.parent)
    except DepartmentError:
        return False
    return True
