"""What goes into a spreadsheet function and what comes out: numbers, text, blanks, errors and ranges of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from ..dataclass import dataclass
from ..errors import Text, say


class CellError(StrEnum):
    """A spreadsheet's error value; its text is what the cell shows."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"


Plain: TypeAlias = str | float | int | bool | None
Grid: TypeAlias = list[list[Plain]]
Result: TypeAlias = Plain | Grid


class NoResult(Exception):  # noqa: N818 - said of a call, not of the program
    """The call gives an error value; ``text`` is the reason that ``KAM_EXPLAIN`` tells."""

    def __init__(self, error: CellError, text: Text) -> None:
        self.error = error
        self.text = text
        super().__init__(error)


def refuse(code: str, **params: object) -> NoResult:
    """A bad argument: #VALUE! with the message ``functions.<code>``."""
    return NoResult(CellError.VALUE, say(f"functions.{code}", **params))


def missing(text: Text) -> NoResult:
    """No value: #N/A."""
    return NoResult(CellError.NA, text)


_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000


@dataclass(frozen=True, slots=True)
class DateSystem:
    """How a workbook counts days: from 1900 (the usual), or from 1904."""

    from_1904: bool = False

    def day(self, serial: float) -> date:
        return (_EPOCH_1904 if self.from_1904 else _EPOCH_1900) + timedelta(days=int(serial))


def is_date_serial(value: object) -> bool:
    """Whether a number can only be a date cell's serial number (1954–2119), never a year."""
    return isinstance(value, int | float) and not isinstance(value, bool) and _FIRST_SERIAL <= value <= _LAST_SERIAL


def is_range(value: object) -> bool:
    return isinstance(value, list | tuple)


def grid(value: object) -> list[list[object]]:
    """A range as rows; a flat sequence is one row, as xlwings gives it."""
    if not isinstance(value, list | tuple):
        return [[value]]
    rows: Sequence[object] = value
    if all(isinstance(row, list | tuple) for row in rows):
        return [list(row) for row in rows if isinstance(row, list | tuple)]
    return [list(rows)]


def single(value: object) -> object:
    """A range of one cell is that cell. Raises ``NoResult`` for more cells than one and passes errors on."""
    if isinstance(value, list | tuple):
        cells = [cell for row in grid(value) for cell in row]
        if len(cells) != 1:
            raise refuse("one_value", count=len(cells))
        value = cells[0]
    if isinstance(value, CellError):
        raise NoResult(value, say("functions.error_argument", error=value.value))
    return value


def is_blank(value: object) -> bool:
    """An omitted argument, an empty cell or white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def number(value: Decimal) -> float | int:
    """A whole number as ``int``, any other as ``float``: here decimal numbers end."""
    return int(value) if value == value.to_integral_value() else float(value)


def as_date(value: object, dates: DateSystem) -> object:
    """A date for a date cell, whichever way the host hands it over; anything else unchanged."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int | float) and is_date_serial(value):
        return dates.day(value)
    return value
