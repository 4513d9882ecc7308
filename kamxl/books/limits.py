"""What a sheet's validations allow: values in the place of the formulas that stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from .. import lazy
from ..domain.sheetfacts import Validation
from ..domain.values import Raw, is_blank, show
from ..ooxml.facts import RawValidation
from .address import position
from .port import Grid

_LITERAL = lazy.pattern(r'"(.*)"', re.DOTALL)
_RANGE = lazy.pattern(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?")
_DATE = lazy.pattern(r"DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)", re.IGNORECASE)
_MOST = 5_000


class Limits:
    """The validations of one workbook. ``meaning`` says what a defined name, seen from a sheet, refers to, ``None`` for no
    name; ``grid`` reads a sheet: lists often stand on another one."""

    def __init__(
        self, sheets: Collection[str], meaning: Callable[[str, str], str | None], grid: Callable[[str], Grid]
    ) -> None:
        self._sheets = sheets
        self._meaning = meaning
        self._grid = grid
        self._shown: dict[tuple[str, str, str], tuple[str, ...]] = {}  # ranges of choices: columns share them

    def validations(self, raws: Iterator[RawValidation], sheet: str) -> tuple[Validation, ...]:
        """Those that say something; one that depends on other cells or on a formula says nothing."""
        found = (self._validation(raw, sheet) for raw in raws)
        return tuple(validation for validation in found if validation is not None)

    def _validation(self, raw: RawValidation, sheet: str) -> Validation | None:
        areas = tuple((area.top - 1, area.left - 1, area.bottom - 1, area.right - 1) for area in raw.areas)
        if raw.kind == "list":
            choices = self._choices(raw.first, sheet)
            return Validation(areas, raw.kind, choices=choices) if choices else None
        both = raw.operator in ("between", "notBetween")
        first, second = _bound(raw.first), _bound(raw.second) if both else None
        if raw.kind not in ("whole", "decimal", "date", "time", "textLength") or first is None:
            return None
        if both and second is None:
            return None
        return Validation(areas, raw.kind, raw.operator, first, second)

    def _choices(self, formula: str, sheet: str) -> tuple[str, ...]:
        text = formula.strip().removeprefix("=")
        if literal := _LITERAL.fullmatch(text):
            return tuple(choice.strip() for choice in literal[1].replace('""', '"').split(","))
        found = _RANGE.fullmatch((self._meaning(text, sheet) or text).removeprefix("="))
        if not found:
            return ()
        other = (found[1] or found[2] or sheet).replace("''", "'")
        if other not in self._sheets:
            return ()
        place = (other, found[3], found[4] or found[3])
        if place not in self._shown:
            self._shown[place] = tuple(_shown(self._grid(other), *place[1:]))
        return self._shown[place]


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
        return Decimal((date(int(found[1]), int(found[2]), int(found[3])) - date(1899, 12, 30)).days)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
