"""Values on their way into an open workbook."""

from __future__ import annotations

from decimal import Decimal

from .port import CellValue

# What Excel would take for a number, a date or a formula if it stood alone in a cell that is not formatted as text.
_ASKS_FOR_APOSTROPHE = frozenset("0123456789=+-@'.%$¥￥#")


def cell_value(value: CellValue) -> object:
    """A value as xlwings takes it; text never becomes a number, a date or a formula."""
    if isinstance(value, str):
        return f"'{value}" if value and value[0] in _ASKS_FOR_APOSTROPHE else value
    if isinstance(value, Decimal):
        return float(value)
    return value
