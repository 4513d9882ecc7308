"""Workbooks written in tests as small tables.

A sheet is lines of cells between ``|``. ``<`` merges a cell with the one on its left, ``^`` with the one above;
``d:2026-07-01`` is a true date, ``n:12.5`` a true number, ``b:是`` / ``b:否`` a true boolean; everything else is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kamxl.books.memory import MemoryBook
from kamxl.books.port import Grid
from kamxl.domain.sheetfacts import SheetFacts
from kamxl.domain.values import Raw

Merge = tuple[int, int, int, int]


def book(sheets: Mapping[str, str], name: str = "表.xlsx", facts: Mapping[str, SheetFacts] | None = None) -> MemoryBook:
    """A workbook in memory from sheets in the notation."""
    parsed = {sheet: table(text) for sheet, text in sheets.items()}
    rows = {sheet: found for sheet, (found, _) in parsed.items()}
    return MemoryBook(name, rows, {sheet: merges for sheet, (_, merges) in parsed.items()}, facts)


def grid(text: str, name: str = "表") -> Grid:
    rows, merges = table(text)
    return Grid(name, rows, merges)


def table(text: str) -> tuple[list[list[Raw]], list[Merge]]:
    """The cells and the merged ranges of a sheet in the notation."""
    lines = [line.strip() for line in text.strip().splitlines()]
    marks = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    width = max(len(row) for row in marks)
    marks = [row + [""] * (width - len(row)) for row in marks]
    rows = [[_raw(cell) for cell in row] for row in marks]
    return rows, list(_merges(marks))


def _raw(cell: str) -> Raw:
    kind, colon, rest = cell.partition(":")
    if cell in {"", "<", "^"}:
        return None
    if colon and kind == "d":
        return date.fromisoformat(rest)
    if colon and kind == "n":
        return float(rest)
    if colon and kind == "b":
        return rest == "是"
    return cell.replace("\\n", "\n")


def _merges(marks: list[list[str]]) -> list[Merge]:
    found: list[Merge] = []
    for r, row in enumerate(marks):
        for c, cell in enumerate(row):
            if cell in {"<", "^"}:
                continue
            c2 = c
            while c2 + 1 < len(row) and row[c2 + 1] == "<":
                c2 += 1
            r2 = r
            while r2 + 1 < len(marks) and marks[r2 + 1][c] == "^":
                r2 += 1
            if (r2, c2) != (r, c):
                found.append((r, c, r2, c2))
    return found
