"""A closed workbook's own rules: its dropdowns with the values they offer, its formula cells, its cells in error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from ..domain.sheetfacts import NOTHING, SheetFacts, Validation
from ..domain.values import Raw, is_blank, show
from ..ooxml import Workbook
from ..ooxml.addresses import Area
from ..ooxml.facts import RawValidation, error_cells, formula_cells, validations
from ..ooxml.skim import skim
from ..ooxml.worksheet import Worksheet
from .address import address, position
from .port import Grid

_LITERAL = re.compile(r'"(.*)"', re.DOTALL)
_RANGE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?")
_DATE = re.compile(r"DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)", re.IGNORECASE)
_MOST = 5_000


class FactsReader:
    """Reads one workbook's facts, sheet by sheet."""

    def __init__(self, book: Workbook) -> None:
        self._package = book.package
        self._parts = {sheet.name: sheet.part for sheet in book.sheets}
        self._names = book.names
        self._shown: dict[tuple[str, str, str], tuple[str, ...]] = {}  # ranges of choices: columns share them

    def facts(self, sheet: str, grid: Callable[[str], Grid]) -> SheetFacts:
        """One sheet's facts. ``grid`` reads a sheet: lists often stand on another one."""
        part = self._parts.get(sheet)
        if part is None or not skim(self._package.read(part)).telling:
            return NOTHING  # most sheets of plain values have nothing to tell: not worth a parse
        found = Worksheet(self._package.xml(part), sheet)
        formulas = {*formula_cells(found)}
        for _, area in found.formula_areas():
            formulas.update(_cells(area))
        limits = (self._validation(raw, sheet, grid) for raw in validations(found))
        return SheetFacts(
            validations=tuple(validation for validation in limits if validation is not None),
            formulas=frozenset(formulas),
            errors=dict(error_cells(found)),
        )

    def _validation(self, raw: RawValidation, sheet: str, grid: Callable[[str], Grid]) -> Validation | None:
        """The validation with its values, ``None`` for one that depends on other cells or on a formula."""
        areas = tuple((area.top - 1, area.left - 1, area.bottom - 1, area.right - 1) for area in raw.areas)
        if raw.kind == "list":
            choices = self._choices(raw.first, sheet, grid)
            return Validation(areas, raw.kind, choices=choices) if choices else None
        first, second = _bound(raw.first), _bound(raw.second)
        if raw.kind not in ("whole", "decimal", "date", "time", "textLength") or first is None:
            return None
        if raw.operator in ("between", "notBetween") and second is None:
            return None
        return Validation(areas, raw.kind, raw.operator, first, second)

    def _choices(self, formula: str, sheet: str, grid: Callable[[str], Grid]) -> tuple[str, ...]:
        text = formula.strip().removeprefix("=")
        if literal := _LITERAL.fullmatch(text):
            return tuple(choice.strip() for choice in literal[1].replace('""', '"').split(","))
        for name in self._names:
            if name.name.casefold() == text.casefold() and name.sheet in (None, sheet):
                text = name.refers_to.removeprefix("=")
                break
        found = _RANGE.fullmatch(text)
        if not found:
            return ()
        other = (found[1] or found[2] or sheet).replace("''", "'")
        if other not in self._parts:
            return ()
        place = (other, found[3], found[4] or found[3])
        if place not in self._shown:
            self._shown[place] = tuple(_shown(grid(other), *place[1:]))
        return self._shown[place]


def _cells(area: Area) -> Iterator[str]:
    for row in range(area.top, min(area.bottom, area.top + _MOST) + 1):
        for column in range(area.left, min(area.right, area.left + 100) + 1):
            yield address(row - 1, column - 1)


def _shown(grid: Grid, first: str, last: str) -> Iterator[str]:
    (top, left), (bottom, right) = position(first), position(last)
    for row in range(top, min(bottom, top + _MOST) + 1):
        for column in range(left, right + 1):
            raw: Raw = grid.at(row, column)
            if not is_blank(raw):
                yield show(raw)


def _bound(text: str) -> Decimal | None:
    """A constant bound; ``None`` for a reference or a formula."""
    if found := _DATE.fullmatch(text.replace(" ", "")):
        from datetime import date

        return Decimal((date(int(found[1]), int(found[2]), int(found[3])) - date(1899, 12, 30)).days)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
