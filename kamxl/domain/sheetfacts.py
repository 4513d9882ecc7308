"""What a sheet itself says about its cells: dropdowns and other validations, formulas, errors, subtotals.

Hosts that can tell give it with what they read; where nothing is known the rules that ask for it stay silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal

from ..dataclass import dataclass
from .records import Block

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based, inclusive."""


@dataclass(frozen=True, slots=True)
class Validation:
    """One data validation.

    ``kind`` is ``list``, ``whole``, ``decimal``, ``date``, ``time`` or ``textLength``; ``choices`` are a list's values.
    ``operator`` (``between``, ``lessThan`` …) compares with ``first`` and ``second``, dates as Excel's day numbers.
    """

    areas: tuple[Area, ...]
    kind: str
    operator: str = "between"
    first: Decimal | None = None
    second: Decimal | None = None
    choices: tuple[str, ...] = ()

    def covers(self, row: int, column: int) -> bool:
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas)

    def allows(self, number: Decimal) -> bool:
        """Whether the number keeps to the limits."""
        return _KEEPS[self.operator](number, self.first or Decimal(0), self.second or Decimal(0))

    @property
    def whole(self) -> bool:
        """Whether all numbers between two that keep to the limits do so too."""
        return self.operator not in ("notBetween", "notEqual")

    def shown(self) -> str:
        """The limits as people write them: ``0–50``, ``≥ 2020-01-01``."""
        first, second = _shown(self.first, self.kind), _shown(self.second, self.kind)
        sign = _SIGNS.get(self.operator)
        text = f"{sign} {first}" if sign else f"{first}–{second}"
        return f"不在 {text} 之内" if self.operator == "notBetween" else text


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet's own rules and states. ``formulas`` and ``errors`` are by A1 address; what ``drawn`` cells say is drawn over
    them (boxes to tick), not typed."""

    validations: tuple[Validation, ...] = ()
    formulas: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    drawn: frozenset[str] = frozenset()


NOTHING = SheetFacts()


class Ruling:
    """Which of these validations each cell of a block must keep to."""

    def __init__(self, validations: Iterable[Validation], block: Block) -> None:
        self._validations = list(validations)
        self._block = block
        self._ends = min(block.rows, default=0) - 1, max(block.rows, default=0) - 1

    def over(self, field_id: str) -> Iterator[tuple[Validation, Sequence[int]]]:
        """For a field's cells, by the indices of their records, the first validation that covers each."""
        block = self._block
        row, column = place(block.columns.get(field_id, ""))
        highest, lowest = self._ends if block.rows else (row, row)
        left: Sequence[int] = range(len(block))
        for validation in self._validations:
            spans = [(top, bottom) for top, first, bottom, last in validation.areas if first <= column <= last]
            if not spans or not left:
                continue
            if spans[0][0] <= highest and lowest <= spans[0][1]:  # as nearly always
                yield validation, left
                return
            rows = [block.rows[at] - 1 for at in left] if block.rows else [row]
            covered = [at for at, row in zip(left, rows, strict=True) if validation.covers(row, column)]
            if covered:
                yield validation, covered
                left = sorted(set(left).difference(covered))


_KEEPS: Mapping[str, Callable[[Decimal, Decimal, Decimal], bool]] = {
    "between": lambda number, first, second: min(first, second) <= number <= max(first, second),
    "notBetween": lambda number, first, second: not min(first, second) <= number <= max(first, second),
    "equal": lambda number, first, second: number == first,
    "notEqual": lambda number, first, second: number != first,
    "greaterThan": lambda number, first, second: number > first,
    "lessThan": lambda number, first, second: number < first,
    "greaterThanOrEqual": lambda number, first, second: number >= first,
    "lessThanOrEqual": lambda number, first, second: number <= first,
}
_SIGNS = {
    "equal": "=",
    "notEqual": "≠",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqual": "≥",
    "lessThanOrEqual": "≤",
}


def _shown(bound: Decimal | None, kind: str) -> str:
    if bound is None:
        return ""
    if kind == "date":
        return (date(1899, 12, 30) + timedelta(days=int(bound))).isoformat()
    return f"{bound:f}"


def place(cell: str) -> tuple[int, int]:
    """``"B5"`` → ``(4, 1)``; ``(-1, -1)`` for no cell."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :] or 0) - 1, column - 1
