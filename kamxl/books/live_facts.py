"""What an open sheet says about its own cells: where formulas stand and which cells are in error.

Its validations stay unknown: xlwings tells them for one range at a time only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..domain.sheetfacts import Area, SheetFacts
from ..domain.values import ERRORS
from .address import address
from .port import Grid

if TYPE_CHECKING:
    import xlwings as xw

_MOST_ROWS, _MOST_COLUMNS = 200_000, 1_000


def facts_of(grid: Grid, formulas: Iterable[Area]) -> SheetFacts:
    """The facts of a sheet as read; ``formulas`` are the areas in which formulas stand."""
    cells = {address(row, column) for area in formulas for row, column in _cells(area)}
    errors = {
        address(row, column): value
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and value[:1] == "#" and value in ERRORS
    }
    return SheetFacts(formulas=frozenset(cells), errors=errors)


def formula_areas(sheet: xw.Sheet) -> Iterator[Area]:
    """Where formulas stand, each cell an area of its own: one question, whatever the host."""
    used = sheet.used_range
    rows = used.formula if used.size > 1 else ((used.formula,),)
    for row, formulas in enumerate(rows, used.row - 1):
        for column, formula in enumerate(formulas, used.column - 1):
            if isinstance(formula, str) and formula[:1] == "=":
                yield row, column, row, column


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = area
    for row in range(top, min(bottom, top + _MOST_ROWS) + 1):
        for column in range(left, min(right, left + _MOST_COLUMNS) + 1):
            yield row, column
