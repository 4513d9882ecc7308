"""What a cell may be given, and how Excel writes it into the file.

Numbers stand in the file as Excel writes them: 17 significant digits at most, two-decimal amounts as typed
(``0.05``, not ``5.0000000000000003E-2``), everything below 0.1 with an exponent. Dates are serial numbers in the
workbook's own date system.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal

from ..dataclass import dataclass
from ..errors import RefusedEdit

Error = Literal[
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"
]
ERRORS: Final = frozenset(Error.__args__)  # type: ignore[attr-defined]

MAX_TEXT = 32_767
MAX_FORMULA = 8_192


@dataclass(frozen=True, slots=True)
class CellError:
    """An Excel error as a value: ``CellError("#N/A")``."""

    code: Error


Scalar = None | bool | int | float | Decimal | str | date | datetime | time | timedelta | CellError


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the file has it (English names, commas), with the result to show until Excel recalculates."""

    text: str
    cached: Scalar = None


class _Keep:
    """The value stays as it is; only the look changes."""

    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = _Keep()


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell shall look like, beside its own style: only the fields given change. Colours are ``RRGGBB``.

    ``style`` takes the cell back to an xf of this workbook (the number that ``Workbook.cell`` gave), before the rest.
    """

    number_format: str | None = None
    fill: str | None = None
    color: str | None = None
    bold: bool | None = None
    wrap: bool | None = None
    style: int | None = None


NO_LOOK: Final = Look()


@dataclass(frozen=True, slots=True)
class Styled:
    """A value with a look; ``Styled(look=…)`` changes the look only."""

    value: Scalar | Formula | _Keep = KEEP
    look: Look = NO_LOOK


CellValue = Scalar | Formula | Styled
DateKind = Literal["date", "datetime", "time", "duration"]


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into the file: the cell's type, its text and formula, and the kind of date that it must show."""

    type: Literal["", "n", "b", "e", "str", "inline"]
    text: str = ""
    formula: str | None = None
    date_kind: DateKind | None = None


def content_of(value: Scalar | Formula, where: str, *, date1904: bool) -> Content:
    """``value`` as file content. Raises ``RefusedEdit`` (``where`` names the cell) for what no cell can hold."""
    if isinstance(value, Formula):
        text = value.text.removeprefix("=").strip()
        if not text or len(text) > MAX_FORMULA:
            raise RefusedEdit("ooxml.bad_value", where=where, value=_short(value.text))
        cached = content_of(value.cached, where, date1904=date1904)
        return Content("str" if cached.type == "inline" else cached.type, cached.text, text, cached.date_kind)
    if value is None:
        return Content("")
    if isinstance(value, bool):
        return Content("b", "1" if value else "0")
    if isinstance(value, CellError):
        if value.code not in ERRORS:
            raise RefusedEdit("ooxml.bad_value", where=where, value=_short(value.code))
        return Content("e", value.code)
    if isinstance(value, str):
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
            raise RefusedEdit("ooxml.text_too_long", where=where, length=len(value), limit=MAX_TEXT)
        return Content("inline", value)
    if isinstance(value, (datetime, date, time, timedelta)):
        serial, date_kind = _serial(value, where, date1904=date1904)
        return Content("n", number_text(serial), None, date_kind)
    return Content("n", _number(value, where))


def _number(value: object, where: str) -> str:
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError(f"{where}: a cell cannot hold {type(value).__name__}")
    try:
        number = float(value)
    except (OverflowError, ValueError):
        number = math.inf
    if not math.isfinite(number):
        raise RefusedEdit("ooxml.bad_value", where=where, value=_short(str(value)))
    return number_text(number)


def number_text(number: float) -> str:
    """A number as Excel writes it into the file; reading it back gives the same double."""
    if number.is_integer() and abs(number) < 1e17:
        return str(int(number))
    hundredths = round(number * 100) if abs(number) < 1e7 else 0
    if 0 < abs(hundredths) < 1 << 29 and hundredths / 100 == number:
        return repr(number)
    mantissa, _, exponent_text = f"{number:.16E}".partition("E")
    exponent = int(exponent_text)
    if -1 <= exponent < 17:
        return f"{number:.17g}"
    return f"{mantissa.rstrip('0').rstrip('.')}E{'-' if exponent < 0 else '+'}{abs(exponent)}"


def _serial(value: date | datetime | time | timedelta, where: str, *, date1904: bool) -> tuple[float, DateKind]:
    if isinstance(value, timedelta):
        return value / timedelta(days=1), "duration"
    if isinstance(value, time):
        return _fraction(value), "time"
    day = value.date() if isinstance(value, datetime) else value
    epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    days = (day - epoch).days
    if not date1904 and day < date(1900, 3, 1):
        days -= 1  # Excel believes that 1900-02-29 existed
    if days < (0 if date1904 else 1):
        raise RefusedEdit("ooxml.bad_value", where=where, value=value.isoformat())
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise RefusedEdit("ooxml.bad_value", where=where, value=value.isoformat())
        return days + _fraction(value.time()), "datetime"
    return float(days), "date"


def _fraction(value: time) -> float:
    microseconds = ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond
    return microseconds / 86_400_000_000


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
