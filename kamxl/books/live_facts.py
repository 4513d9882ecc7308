"""What an open sheet says about its own cells: where formulas stand, which cells are in error, what is validated.

Our LibreOffice engine tells the validations with the values. xlwings tells them for one range at a time only, and Excel does
not list them either: those of the saved file are taken there, as long as the sheet still stands as it was saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ..domain.sheetfacts import Area, SheetFacts, Validation
from ..domain.values import ERRORS
from ..ooxml import addresses as ooxml
from ..ooxml.facts import RawValidation
from .address import address
from .port import Book, FactsBook, Grid

if TYPE_CHECKING:
    import xlwings as xw

_MOST_ROWS, _MOST_COLUMNS = 200_000, 1_000


Told: TypeAlias = Sequence[tuple[str, str, str, str, Sequence[Area]]]
"""Validations as our engine tells them: kind, operator and formulas as in a file, and where they hold."""


def facts_of(grid: Grid, formulas: Iterable[Area], validations: tuple[Validation, ...] = ()) -> SheetFacts:
    """The facts of a sheet as read; ``formulas`` are the areas in which formulas stand."""
    cells = {address(row, column) for area in formulas for row, column in _cells(area)}
    errors = {
        address(row, column): value
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and value[:1] == "#" and value in ERRORS
    }
    return SheetFacts(validations, frozenset(cells), errors)


def raw_validations(told: Told) -> Iterator[RawValidation]:
    for kind, operator, first, second, areas in told:
        yield RawValidation(
            tuple(ooxml.Area(top + 1, left + 1, bottom + 1, right + 1) for top, left, bottom, right in areas),
            kind,
            operator,
            first,
            second,
        )


def saved_validations(grid: Grid, saved: Book) -> tuple[Validation, ...]:
    """Those of the saved file; none for a sheet that is new or no longer stands as it was saved: they would be another
    cell's."""
    if not isinstance(saved, FactsBook) or grid.name not in saved.sheet_names():
        return ()
    return saved.facts(grid.name).validations if _unmoved(grid, saved.grid(grid.name)) else ()


def _unmoved(now: Grid, then: Grid) -> bool:
    """Whether the file's texts stand where they stood. One in ten may have been changed since."""
    texts = [
        (row, column, value)
        for row, values in enumerate(then.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and value
    ]
    moved = sum(now.at(row, column) != value for row, column, value in texts)
    return moved * 10 <= len(texts)


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
