"""What cells hold and what fields mean.

A ``Raw`` is what a host reads from a cell, untouched. A ``Value`` is what a field's type makes of it: text, ``date``,
``Decimal`` (money, rates, scores), ``int``, ``bool``, a ``Period`` or a tuple of ticked choices.
Floats and date text end in the field types; nothing behind them sees either.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from .periods import Period

Raw: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
Value: TypeAlias = str | date | Decimal | int | bool | Period | tuple[str, ...]


ERRORS = frozenset(
    {
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
    }
)
"""What a cell in error shows."""


def is_blank(raw: Raw) -> bool:
    """Whether a cell counts as empty: nothing, or only white space (full-width and no-break spaces too)."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def show(raw: Raw | Value) -> str:
    """A cell's content as a person would write it, for messages: 3 for 3.0, 12.5 for 12.50, dates as 2026-07-01."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, datetime):
        return raw.strftime("%Y-%m-%d" if raw.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, Decimal):
        text = f"{raw:f}"  # never 1E+3
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(raw, tuple):
        return "、".join(raw)
    return str(raw)
