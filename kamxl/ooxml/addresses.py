"""A1 addresses: cells and areas as numbers (1-based, as in the file), and back."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from .. import lazy
from ..dataclass import dataclass
from ..errors import RefusedEdit

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_CELL = lazy.pattern(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})\Z")
_COLUMNS = lazy.pattern(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})\Z")
_ROWS = lazy.pattern(r"\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})\Z")


class Position(NamedTuple):
    """A cell: row and column, from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, cell: Position) -> bool:
        return self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right

    def __str__(self) -> str:
        first, last = Position(self.top, self.left), Position(self.bottom, self.right)
        return str(first) if first == last else f"{first}:{last}"

    @property
    def is_cell(self) -> bool:
        return (self.top, self.left) == (self.bottom, self.right)

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def with_cell(self, cell: Position) -> Area:
        """The smallest area that also holds ``cell``."""
        return Area(
            min(self.top, cell.row),
            min(self.left, cell.column),
            max(self.bottom, cell.row),
            max(self.right, cell.column),
        )


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """A → 1, AA → 27. Case does not matter."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_cell(text: str) -> Position:
    """``B5`` (or ``$B$5``) as numbers. Raises ``RefusedEdit`` for anything that is no cell of a sheet."""
    match = _CELL.match(text)
    if match:
        row, column = int(match[2]), column_number(match[1])
        if row <= MAX_ROW and column <= MAX_COLUMN:
            return Position(row, column)
    raise RefusedEdit("ooxml.bad_cell", cell=text)


def parse_area(text: str) -> Area:
    """``A1:B2``, ``A1``, ``A:C`` or ``2:5`` as a rectangle. Raises ``RefusedEdit`` for anything else."""
    if match := _COLUMNS.match(text):
        left, right = sorted(map(column_number, match.groups()))
        if right <= MAX_COLUMN:
            return Area(1, left, MAX_ROW, right)
    if match := _ROWS.match(text):
        top, bottom = sorted(map(int, match.groups()))
        if bottom <= MAX_ROW:
            return Area(top, 1, bottom, MAX_COLUMN)
    first, _, last = text.partition(":")
    one, two = parse_cell(first), parse_cell(last or first)
    return Area(min(one.row, two.row), min(one.column, two.column), max(one.row, two.row), max(one.column, two.column))


def parse_areas(text: str) -> list[Area]:
    """A ``sqref``: areas separated by blanks."""
    return [parse_area(part) for part in text.split()]
