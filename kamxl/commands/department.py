"""The department: one shared folder with everybody's workbooks and ``设置.xlsx``; what is ours lies in ``.kamxl/``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain.findings import Finding
from ..domain.records import Tables
from ..domain.settings import Settings
from ..errors import BookError, DepartmentError, Text, say
from ..report.mark import is_report
from .progress import Progress, silent

if TYPE_CHECKING:
    from ..books.port import Book
    from ..sheets.reading import Reading

SETTINGS_FILE = "设置.xlsx"
OWN_FOLDER = ".kamxl"
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
OWNER_FILES = ("~$", ".~lock.")
_first = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Problem:
    """A workbook that could not be read, and why."""

    book: str
    reason: Text


class Department:
    """The folder, its settings and its workbooks, each read at most once.

    ``opener`` opens a workbook (the surface chooses the host); ``today`` anchors 本季度 and deadlines; in ``settings_file``
    settings are kept for the next command, which a surface names only where 设置.xlsx is read from the disk.
    """

    def __init__(
        self, folder: Path, opener: Callable[[Path], Book], today: date, settings_file: Path | None = None
    ) -> None:
        if not folder.is_dir():
            raise DepartmentError("department.no_folder", path=folder)
        if not (folder / SETTINGS_FILE).is_file():
            raise DepartmentError("department.no_settings", path=folder, file=SETTINGS_FILE)
        self.folder = folder.resolve()
        self.opener = opener
        self.today = today
        self._settings_file = settings_file
        self._readings: dict[Path, Reading] = {}
        self._problems: dict[Path, Problem] = {}

    @property
    def own_folder(self) -> Path:
        """Where the ledger, the cache and the backups are. Not made until something is written."""
        return self.folder / OWN_FOLDER

    @property
    def settings(self) -> Settings:
        return self._loaded[0]

    @property
    def setting_findings(self) -> tuple[Finding, ...]:
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Settings, tuple[Finding, ...]]:
        workbook, kept = self.folder / SETTINGS_FILE, None
        if self._settings_file is not None:
            from .kept_settings import KeptSettings

            kept = KeptSettings(self._settings_file, workbook)
            if (loaded := kept.load(self.today)) is not None:
                return loaded
        from .settings import load_settings

        return load_settings(self.opener(workbook), self.today, kept)

    def workbooks(self) -> list[Path]:
        """Everybody's workbooks below the folder, in a stable order; no settings, no reports of ours."""
        return [path for path in self.files().values() if not is_report(path)]

    def files(self) -> dict[str, Path]:
        """Every file that may be somebody's workbook, by its relative name and sorted by it; reports of ours too."""
        return {name: Path(entry.path) for name, entry in sorted(self._walk(), key=_first)}

    def named_files(self) -> dict[str, str]:
        """Their paths by the names that ``relative`` gives: a link bears the name of the file that it leads to."""
        return {
            self.relative(Path(entry.path)) if entry.is_symlink() else name: entry.path
            for name, entry in sorted(self._walk(), key=_first)
        }

    def _walk(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        waiting = [("", str(self.folder))]
        while waiting:
            inner, folder = waiting.pop()
            for entry in _entries(folder):
                name = entry.name
                if not _is_folder(entry):
                    if _names_workbook(name) and (inner or name != SETTINGS_FILE):
                        yield inner + name, entry
                elif not (name.startswith((".", "~")) or _leads_away(entry)):
                    waiting.append((f"{inner}{name}/", entry.path))

    def relative(self, path: Path) -> str:
        """The workbook's name in findings, records and the ledger: relative to the folder, with forward slashes."""
        resolved = path.resolve()
        return resolved.relative_to(self.folder).as_posix() if resolved.is_relative_to(self.folder) else path.name

    def read(self, path: Path) -> Reading:
        """What stands in a workbook. Raises ``BookError`` when it cannot be read."""
        from ..sheets.read import read_book

        path = path.resolve()
        if path not in self._readings:
            self._readings[path] = read_book(self.opener(path), self.relative(path), self.settings)
        return self._readings[path]

    def forget(self, path: Path) -> None:
        """Reads the workbook again next time: it was written to."""
        self._readings.pop(path.resolve(), None)

    def read_all(self, progress: Progress | None = None) -> list[Reading]:
        """Every workbook that can be read; the others are in ``problems``."""
        told = progress or silent
        paths = self.workbooks()
        readings: list[Reading] = []
        for done, path in enumerate(paths):
            told(say("progress.reading", name=self.relative(path)), done, len(paths))
            try:
                readings.append(self.read(path))
                self._problems.pop(path, None)
            except BookError as error:
                self._problems[path] = Problem(self.relative(path), error.text)
        told(say("progress.read"), len(paths), len(paths))
        return readings

    @property
    def problems(self) -> list[Problem]:
        """The workbooks that the last ``read_all`` could not read."""
        return [self._problems[path] for path in sorted(self._problems)]

    def tables(self, progress: Progress | None = None) -> Tables:
        """All records of the department."""
        return Tables(block for reading in self.read_all(progress) for block in reading.blocks)


def is_workbook(path: Path) -> bool:
    """Whether a file's name is that of a workbook, not of an owner or lock file."""
    return _names_workbook(path.name)


def _names_workbook(name: str) -> bool:
    stem, dot, suffix = name.rpartition(".")
    return bool(stem) and (dot + suffix).lower() in _WORKBOOKS and not name.startswith(OWNER_FILES)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _leads_away(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is a link, or what Windows has for one: it might lead back to where we are."""
    if sys.version_info >= (3, 12) and entry.is_junction():
        return True
    return entry.is_symlink()


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def find_folder(given: Path | None, near: Path | None = None) -> Path:
    """The department folder: ``--dept``, then ``KAMXL_DEPT``, then upwards from the workbook or the current folder.

    Raises ``DepartmentError`` when there is none; a folder that is named but is no department is an error as well.
    """
    named = given or (Path(os.environ["KAMXL_DEPT"]) if os.environ.get("KAMXL_DEPT") else None)
    if named is not None:
        if not named.is_dir():
            raise DepartmentError("department.no_folder", path=named)
        return named
    start = (near or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise DepartmentError("department.not_found", path=start, file=SETTINGS_FILE)
