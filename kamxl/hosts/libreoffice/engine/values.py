"""Cell values across the bridge: bulk arrays of floats and texts, told into dates, booleans and errors and back.

UNO's ``getDataArray`` gives a float for a number, a date and a boolean alike, ``""`` for an empty cell and ``None`` for
an error: what a cell is, its number format tells. One look at the formats of the whole range is enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from ....books.areas import stretches
from ....dataclass import dataclass
from .addresses import Area
from .formats import DATE, LOGICAL

Row = tuple[Any, ...]
EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets have no time zones
_DAY = 86_400_000  # milliseconds: the finest that a spreadsheet keeps


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell in error, with Excel's name for it: ``#N/A``. Read as ``None``; as its name with ``err_to_str=True``."""

    name: str


# LibreOffice's error numbers, by the names that Excel has for them; its own codes beyond these are argument errors.
ERROR_NAMES = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
UNNAMED_ERROR = CellError("#VALUE!")


def from_serial(serial: float, epoch: dt.datetime) -> dt.datetime:
    """A day number as a date and time, to the millisecond."""
    return epoch + dt.timedelta(milliseconds=round(serial * _DAY))


def to_serial(moment: dt.date, epoch: dt.datetime) -> float:
    """A date, or a date and time (its time zone, if any, left out), as a day number."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (moment.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)


def told_apart(
    data: Sequence[Row], where: Area, kinds: Sequence[tuple[Area, int]], epoch: dt.datetime
) -> list[list[Any]]:
    """The values of an area: floats of date cells as ``datetime``, of boolean cells as ``bool``, the rest unchanged."""
    rows = [list(row) for row in data]
    for area, kind in kinds:
        if kind & DATE:
            tell: Callable[[float], Any] = lambda serial: from_serial(serial, epoch)  # noqa: E731
        elif kind & LOGICAL:
            tell = _boolean
        else:
            continue
        left = area.column - where.column
        for row in rows[area.row - where.row : area.last_row - where.row + 1]:
            for index in range(left, left + area.columns):
                if isinstance(row[index], float):
                    row[index] = tell(row[index])
    return rows


def _boolean(value: float) -> bool | float:
    """A number that is neither 0 nor 1 in a boolean format is shown as TRUE but is still that number."""
    return bool(value) if value in (0.0, 1.0) else value


def cleaned(
    data: Sequence[Sequence[Any]],
    date_builder: Callable[..., Any],
    empty_as: object,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """xlwings' reading stage: empties, dates, numbers and errors in the shape that the caller's options ask for."""

    def clean(value: Any) -> Any:
        if value == "" or value is None:
            return empty_as
        if isinstance(value, dt.datetime):
            return date_builder(
                year=value.year,
                month=value.month,
                day=value.day,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )
        if isinstance(value, CellError):
            return value.name if err_to_str else None
        if number_builder is not None and type(value) is float:
            return number_builder(value)
        return value

    plain = (float, str) if number_builder is None else (str,)
    return [[value if type(value) in plain and value != "" else clean(value) for value in row] for row in data]


def prepared(value: Any) -> Any:
    """xlwings' writing stage for one value: NumPy and pandas scalars as Python's own, what is missing as ``""``."""
    kind = type(value)
    if kind is str or kind is bool or kind is dt.datetime:
        return value
    if kind is float:
        return value if value == value else ""
    if value is None:
        return ""
    if kind is int:
        return value
    return _prepared_guest(value)


def _prepared_guest(value: Any) -> Any:
    """The types of other libraries, told by what they offer, so that none of them has to be imported."""
    if type(value).__name__ in ("NaTType", "NAType"):
        return ""
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    if hasattr(value, "dtype") and hasattr(value, "item"):
        return _prepared_numpy(value)
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else ""
    return value


def _prepared_numpy(value: Any) -> Any:
    if value.dtype.kind == "M":
        moment = value.astype("datetime64[us]").item()
        return "" if moment is None else moment
    return prepared(value.item())


@dataclass(frozen=True)
class Writing:
    """A block ready for ``setDataArray``, with the cells that need more than a float or a text."""

    data: tuple[Row, ...]
    formulas: list[tuple[int, int, str]]
    dates: list[tuple[int, int, bool]]
    booleans: list[tuple[int, int]]


def for_writing(block: Sequence[Sequence[Any]], epoch: dt.datetime) -> Writing:
    """Split a block of prepared values into bulk data and the cells (row, column from 0) that need more.

    Dates come with whether they have a time of day. A leading apostrophe marks text, as in Excel, and is not kept.
    """
    formulas: list[tuple[int, int, str]] = []
    dates: list[tuple[int, int, bool]] = []
    booleans: list[tuple[int, int]] = []

    def cell(value: Any, row: int, column: int) -> Any:
        if isinstance(value, str):
            if value[:1] == "'":
                return value[1:]
            if len(value) > 1 and value[0] == "=":
                formulas.append((row, column, value))
                return ""
            return value
        if isinstance(value, bool):
            booleans.append((row, column))
            return float(value)
        if isinstance(value, dt.date):
            dates.append((row, column, isinstance(value, dt.datetime) and value.time() != dt.time()))
            return to_serial(value, epoch)
        if value is None:
            return ""
        if isinstance(value, CellError):
            formulas.append((row, column, _ERROR_FORMULAS.get(value.name, "=NA()")))
            return ""
        if isinstance(value, dt.time):
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        if isinstance(value, dt.timedelta):
            return value / dt.timedelta(days=1)
        return float(value)

    data = tuple(
        tuple(value if type(value) is float else cell(value, i, j) for j, value in enumerate(row))
        for i, row in enumerate(block)
    )
    return Writing(data, formulas, dates, booleans)


_ERROR_FORMULAS = {
    "#N/A": "=NA()",
    "#DIV/0!": "=1/0",
    "#REF!": "=#REF!",
    "#NAME?": "=#NAME?",
    "#VALUE!": "=#VALUE!",
    "#NUM!": "=#NUM!",
    "#NULL!": "=#NULL!",
}


def runs(cells: Sequence[tuple[int, int]]) -> list[Area]:
    """Cells (row, column from 0) gathered into few areas (from 1): runs down a column, then side by side.

    A block of dates in a frame becomes one area, so that formatting it is one call.
    """
    by_column: dict[int, list[int]] = {}
    for row, column in cells:
        by_column.setdefault(column, []).append(row)
    strips: dict[tuple[int, int], list[int]] = {}
    for column, rows in sorted(by_column.items()):
        for first, last in stretches(sorted(rows)):
            strips.setdefault((first, last), []).append(column)
    areas = []
    for (first, last), columns in strips.items():
        for left, right in stretches(columns):
            areas.append(Area(first + 1, left + 1, last - first + 1, right - left + 1))
    return areas
