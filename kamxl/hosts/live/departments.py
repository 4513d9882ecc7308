"""Departments that stay in memory between presses: what was read of closed workbooks is read again only when it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...books.closed import open_closed
from ...books.live import LiveBook
from ...books.port import Book
from ...commands.department import SETTINGS_FILE, Department, find_folder
from ..clock import now

if TYPE_CHECKING:
    import xlwings as xw

State = tuple[int, int]


class Kept:
    """One department folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._department: Department | None = None
        self._settings: tuple[State, date] | None = None
        self._seen: dict[Path, State] = {}
        self._live: set[Path] = set()
        self._files: dict[Path, tuple[State, Book]] = {}

    def department(self, open_books: Mapping[Path, xw.Book]) -> Department:
        """The department as it is now. Workbooks that are open are read, and written, where they are open."""
        settings = _state(self._folder / SETTINGS_FILE), now().date()
        if self._department is None or settings != self._settings:
            self._department = Department(self._folder, open_closed, settings[1])
            self._settings, self._seen = settings, {}
        department = self._department
        for path in {*self._live, *open_books}:
            department.forget(path)
        for path in department.workbooks():
            state = _state(path)
            if self._seen.get(path) != state:
                department.forget(path)
                self._seen[path] = state
        self._live = set(open_books)
        self._files = {path: kept for path, kept in self._files.items() if path in open_books}

        def opener(path: Path) -> Book:
            book = open_books.get(path.resolve())
            return open_closed(path) if book is None else LiveBook(book, partial(self._saved_book, path.resolve()))

        department.opener = opener
        return department

    def _saved_book(self, path: Path) -> Book:
        """An open workbook's file, read again only when it was saved again."""
        state = _state(path)
        if self._files.get(path, (None,))[0] != state:
            self._files[path] = state, open_closed(path)
        return self._files[path][1]


@cache
def kept(folder: Path) -> Kept:
    """The one of this process for a folder."""
    return Kept(folder)


def read_ahead(book: Path) -> None:
    """Reads the whole department of a workbook, and loads what the first press would load. Raises ``KamxlError``."""
    import xlwings  # noqa: F401 - it takes longer to load than some departments to read

    from . import validate  # noqa: F401

    kept(find_folder(None, book.parent).resolve()).department({}).read_all()


def _state(path: Path) -> State:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
