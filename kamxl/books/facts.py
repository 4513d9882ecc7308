"""A closed workbook's own rules: its dropdowns with the values they offer, its formula cells, its cells in error."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..domain.sheetfacts import NOTHING, SheetFacts
from ..ooxml.addresses import Area
from ..ooxml.facts import error_cells, formula_cells, validations
from ..ooxml.opened import OpenedWorkbook
from ..ooxml.skim import skim
from ..ooxml.worksheet import Worksheet
from .address import address
from .limits import Limits
from .port import Grid

_MOST = 5_000


class FactsReader:
    """Reads one workbook's facts, sheet by sheet. ``grid`` reads a sheet."""

    def __init__(self, book: OpenedWorkbook, grid: Callable[[str], Grid]) -> None:
        self._package = book.package
        self._parts = {sheet.name: sheet.part for sheet in book.sheets}
        self._names = book.names
        self._limits = Limits(self._parts.keys(), self._meaning, grid)

    def facts(self, sheet: str) -> SheetFacts:
        """One sheet's facts."""
        part = self._parts.get(sheet)
        if part is None or not skim(self._package.read(part)).telling:
            return NOTHING  # most sheets of plain values have nothing to tell: not worth a parse
        found = Worksheet(self._package.xml(part), sheet)
        formulas = {*formula_cells(found)}
        for _, area in found.formula_areas():
            formulas.update(_cells(area))
        return SheetFacts(
            validations=self._limits.validations(validations(found), sheet),
            formulas=frozenset(formulas),
            errors=dict(error_cells(found)),
        )

    def _meaning(self, text: str, sheet: str) -> str | None:
        for name in self._names:
            if name.name.casefold() == text.casefold() and name.sheet in (None, sheet):
                return name.refers_to
        return None


def _cells(area: Area) -> Iterator[str]:
    for row in range(area.top, min(area.bottom, area.top + _MOST) + 1):
        for column in range(area.left, min(area.right, area.left + 100) + 1):
            yield address(row - 1, column - 1)
