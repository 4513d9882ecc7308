"""Departments as folders of real workbooks, for tests of the cache."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands.department import SETTINGS_FILE, Department
from kamxl.domain.findings import Finding
from kamxl.domain.settings import Settings

from ..kpis.department import TODAY, settings

HEAD = ("季度", "客户", "计划额", "实际额")


class Folder(Department):
    """A department whose settings are the tests' own; everything else is real."""

    given: Settings = settings()

    @property
    def _loaded(self) -> tuple[Settings, tuple[Finding, ...]]:  # type: ignore[override]
        return self.given, ()


def lay_out(folder: Path, books: int, actual: int = 1, rows: int = 1) -> Path:
    """A department of so many workbooks, each with a sales sheet whose every 实际额 is ``actual``."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / SETTINGS_FILE).exists():
        (folder / SETTINGS_FILE).write_bytes(b"settings, first edition")
    for number in range(books):
        write(folder / f"专员-{number:03}.xlsx", number, actual, rows)
    return folder


def write(path: Path, number: int, actual: int, rows: int = 1) -> None:
    """One workbook, put in place in one step, as a saving spreadsheet does."""
    beside = path.with_suffix(".tmp")
    with xlsxwriter.Workbook(beside, {"in_memory": True}) as book:
        sheet = book.add_worksheet("销售计划与实绩")
        sheet.write_row(0, 0, HEAD)
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, ("2026Q3", f"客户{number}-{row}", 100, actual))
    beside.replace(path)


def open_folder(folder: Path, today: date = TODAY) -> Folder:
    return Folder(folder, open_closed, today)
