"""What a self-test works with: an application of its own, two copies of a department, and a way to press a button."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ...books.closed import open_closed
from ...books.live import LiveBook
from ...commands.demo import LAST_DAY, found_ledger, lay_out
from ...commands.department import OWN_FOLDER, Department
from ...dataclass import dataclass
from ...errors import HostError
from ..clock import now
from ..resident.protocol import Host

if TYPE_CHECKING:
    import xlwings as xw

# What a user's own settings would lead elsewhere: the self-test has its own of each, and none of some.
_OWN = {"KAMXL_RESIDENT_HOME": "run", "KAMXL_CACHE": "cache", "KAMXL_HOME": "home"}
_NONE = ("KAMXL_DEPT", "KAMXL_LEDGER", "KAMXL_KEYS")
_FOLDER = "部门"

Pressing: TypeAlias = Callable[[str, "xw.Book", str, str, Mapping[str, str]], Mapping[str, Any]]


@dataclass(frozen=True)
class Application:
    """A running application of our own. ``press`` is a click without its boxes: action, workbook, sheet, cell, answers."""

    host: Host
    app: xw.App
    press: Pressing
    versions: Mapping[str, str]


@dataclass
class Stage:
    """One run: ``live`` is the copy that the application works on, ``files`` the same for the file host."""

    application: Application
    live: Path
    files: Path
    sample: bool
    opened: dict[str, xw.Book] = field(default_factory=dict)

    def open(self, name: str) -> xw.Book:
        """The workbook of the live copy, opened in the application."""
        if name not in self.opened:
            self.opened[name] = self.application.app.books.open(str(self.live / name))
        return self.opened[name]

    def book(self, name: str) -> LiveBook:
        return LiveBook(self.open(name))

    def department(self) -> Department:
        """The copy for the file host, as it is now on disk."""
        return Department(self.files, open_closed, now().date())

    def live_department(self) -> Department:
        return Department(self.live, open_closed, now().date())

    def press(self, action: str, name: str, sheet: str = "", cell: str = "A1", **answers: str) -> Mapping[str, Any]:
        """Presses a button on a workbook with that cell selected. Raises ``HostError`` for any reply that is an error."""
        book = self.open(name)
        sheet = sheet or str(book.sheets[0].name)
        LiveBook(book).select(sheet, cell)
        reply = self.application.press(action, book, sheet, cell, answers)
        if reply.get("kind") not in ("done", "finding"):
            ask = reply.get("ask") or {}
            raise HostError("selftest.reply", action=action, text=reply.get("text") or ask.get("prompt", "—"))
        return reply


@contextmanager
def surroundings(folder: Path, *, sample: bool) -> Iterator[None]:
    """The environment of a run: its own resident process, caches and keys; for the sample department, its own day."""
    wanted = {name: str(folder / below) for name, below in _OWN.items()}
    if sample:
        wanted["KAMXL_TODAY"] = LAST_DAY.isoformat()
    before = {name: os.environ.get(name) for name in (*wanted, *_NONE)}
    try:
        for name in _NONE:
            os.environ.pop(name, None)
        os.environ.update(wanted)
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def lay_out_twice(folder: Path, given: Path | None) -> tuple[Path, Path]:
    """Two identical copies: of the sample department with a founded ledger, or of the given one without its ledger.

    Raises ``KamxlError`` where the given one cannot be copied; what is copied is never written back.
    """
    live, files = folder / "live" / _FOLDER, folder / "files" / _FOLDER
    if given is None:
        live.mkdir(parents=True)
        lay_out(live)
        found_ledger(Department(live, open_closed, LAST_DAY))
    else:
        try:
            shutil.copytree(given, live, ignore=shutil.ignore_patterns(OWN_FOLDER, "~$*", ".~lock*"))
        except (OSError, shutil.Error) as error:
            raise HostError("selftest.cannot_copy", path=given, reason=error) from error
    shutil.copytree(live, files)
    return live, files
