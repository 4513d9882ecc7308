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
from .address import address, position
from .port import Grid

_LITERAL = re.compile(r'"(.*)"', re.DOTALL)
_RANGE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?")
_DATE = re.compile(r"DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)", re.IGNORECASE)
_MOST = 5_000
_TELLING = (b"dataValidation", b"<f", b":f", b't="e"', b"t='e'")


def facts_of(book: Workbook, sheet: str, grid: Callable[[str], Grid]) -> SheetFacts:
    """One sheet's facts. ``grid`` reads a sheet: lists often stand on another one."""
    data = book.package.read(book.sheet(sheet).part)
    if not any(mark in data for mark in _TELLING) and data[:1] == b"<":
        return NOTHING  # most sheets of plain values have nothing to tell: not worth a parse
    part = book.worksheet(sheet)
    formulas = {*formula_cells(part)}
    for _, area in part.formula_areas():
        formulas.update(_cells(area))
    found = (_validation(raw, book, sheet, grid) for raw in validations(part))
    return SheetFacts(
        validations=tuple(validation for validation in found if validation is not None),
        formulas=frozenset(formulas),
        errors=dict(error_cells(part)),
    )


def _cells(area: Area) -> Iterator[str]:
    for row in range(area.top, min(area.bottom, area.top + _MOST) + 1):
        for column in range(area.left, min(area.right, area.left + 100) + 1):
            yield address(row - 1, column - 1)


def _validation(raw: RawValidation, book: Workbook, sheet: str, grid: Callable[[str], Grid]) -> Validation | None:
    """The validation with its values, ``None`` for one that depends on other cells or on a formula."""
    areas = tuple((area.top - 1, area.left - 1, area.bottom - 1, area.right - 1) for area in raw.areas)
    if raw.kind == "list":
        choices = _choices(raw.first, book, sheet, grid)
        return Validation(areas, raw.kind, choices=choices) if choices else None
    first, second = _bound(raw.first), _bound(raw.second)
    if raw.kind not in ("whole", "decimal", "date", "time", "textLength") or first is None:
        return None
    if raw.operator in ("between", "notBetween") and second is None:
        return None
    return Validation(areas, raw.kind, raw.operator, first, second)


def _choices(formula: str, book: Workbook, sheet: str, grid: Callable[[str], Grid]) -> tuple[str, ...]:
    text = formula.strip().removeprefix("=")
    if literal := _LITERAL.fullmatch(text):
        return tuple(choice.strip() for choice in literal[1].replace('""', '"').split(","))
    for name in book.names:
        if name.name.casefold() == text.casefold() and name.sheet in (None, sheet):
            text = name.refers_to.removeprefix("=")
            break
    found = _RANGE.fullmatch(text)
    if not found:
        return ()
    other = (found[1] or found[2] or sheet).replace("''", "'")
    if other not in {known.name for known in book.sheets}:
        return ()
    return tuple(_shown(grid(other), found[3], found[4] or found[3]))


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
