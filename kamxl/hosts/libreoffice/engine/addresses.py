"""A1 addresses, as Excel writes them: text to rows and columns and back. Rows and columns count from 1."""

from __future__ import annotations

import re

from ....dataclass import dataclass

MAX_ROWS = 1_048_576
_CELL = re.compile(r"^\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$")
_COLUMN = re.compile(r"^\$?([A-Za-z]{1,3})$")
_ROW = re.compile(r"^\$?([0-9]{1,7})$")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells: its first row and column (from 1) and its shape (0 × n is allowed: xlwings slices so)."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    def spanning(self, other: Area) -> Area:
        """The smallest area that holds both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        last_row, last_column = max(self.last_row, other.last_row), max(self.last_column, other.last_column)
        return Area(row, column, last_row - row + 1, last_column - column + 1)

    def a1(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """``$A$1`` or ``$A$1:$B$2``."""
        first = _cell(self.row, self.column, row_absolute, column_absolute)
        if (self.rows, self.columns) == (1, 1):
            return first
        return f"{first}:{_cell(self.last_row, self.last_column, row_absolute, column_absolute)}"


def letters(column: int) -> str:
    """1 → ``A``, 27 → ``AA``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(column_letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    value = 0
    for letter in column_letters.upper():
        value = value * 26 + ord(letter) - 64
    return value


def parse(text: str, max_columns: int) -> Area | None:
    """``A1``, ``$A$1:B2``, ``A:C`` or ``1:3`` as an area; ``None`` where the text is no address (a name, perhaps)."""
    first, colon, last = text.strip().partition(":")
    start = _point(first)
    if start is None:
        return None
    end = _point(last) if colon else start
    if end is None or (not colon and None in start):
        return None
    return _between(start, end, max_columns)


def _point(text: str) -> tuple[int | None, int | None] | None:
    if cell := _CELL.match(text):
        return int(cell[2]), number(cell[1])
    if column := _COLUMN.match(text):
        return None, number(column[1])
    if row := _ROW.match(text):
        return int(row[1]), None
    return None


def _between(start: tuple[int | None, int | None], end: tuple[int | None, int | None], max_columns: int) -> Area | None:
    rows, columns = _extent(start[0], end[0], MAX_ROWS), _extent(start[1], end[1], max_columns)
    if rows is None or columns is None:
        return None
    return Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)


def _extent(first: int | None, last: int | None, limit: int) -> tuple[int, int] | None:
    """First and last in order; the whole sheet where neither is given; ``None`` where only one is, or out of bounds."""
    if first is None and last is None:
        return 1, limit
    if first is None or last is None:
        return None
    low, high = min(first, last), max(first, last)
    return (low, high) if low >= 1 and high <= limit else None


def _cell(row: int, column: int, row_absolute: bool, column_absolute: bool) -> str:
    return f"{'$' if column_absolute else ''}{letters(column)}{'$' if row_absolute else ''}{row}"


def quoted(sheet: str) -> str:
    """A sheet name as a formula needs it: quoted unless it is a plain word."""
    if re.fullmatch(r"[^\W\d][\w.]*", sheet) and parse(sheet, 16_384) is None:
        return sheet
    return "'" + sheet.replace("'", "''") + "'"
