"""A sheet of ours as a little workbook of its own, ready to be grafted into a person's workbook.

The same sheet always gives the same bytes, so that a run with nothing new changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from .look import STYLES
from .measure import lines
from .port import OwnSheet, Styled

_BORN = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date: the clock would make equal sheets differ
_LINE, _PADDING, _MOST_LINES = 16.5, 6.0, 12
_TITLE, _NOTE, _HEAD = 30.0, 20.0, 26.0  # heights in points of the first row, of those down to the heads, and of these
_DROPDOWN_ROWS = 2000


def rendered(own: OwnSheet) -> bytes:
    """The workbook that holds just this sheet, with its styles, links, dropdowns, frozen head, filter and print set-up."""
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": _BORN})
    sheet = workbook.add_worksheet(own.name)
    formats = {name: workbook.add_format(dict(look)) for name, look in STYLES.items()}
    for column, width in enumerate(own.widths):
        sheet.set_column(column, column, width, formats[""])
    for row, cells in enumerate(own.rows):
        sheet.set_row(row, _height(own, row, cells), None, _outlined(own, row))
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, formats[cell.style])
    _finish(sheet, own)
    workbook.close()
    return buffer.getvalue()


def _outlined(own: OwnSheet, row: int) -> dict[str, Any]:
    """The row's place in the outline; a line above folded rows bears the + sign."""
    level = own.levels[row] if row < len(own.levels) else 0
    options: dict[str, Any] = {"level": level} if level else {}
    if row in own.folded:
        options["hidden"] = True
    elif row + 1 in own.folded:
        options["collapsed"] = True
    return options


def _write(sheet: Any, row: int, column: int, cell: Styled, look: Any) -> None:
    value = cell.value
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif cell.link:
        sheet.write_url(row, column, _target(cell.link), look, string=str(value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_datetime(row, column, value, look)


def _target(link: str) -> str:
    return f"internal:{link[1:]}" if link.startswith("#") else f"external:{link}"


def _height(own: OwnSheet, row: int, cells: Any) -> float:
    """Room for the longest text of the row at its column's width: a wrapped row has no height of its own in a file."""
    if row <= own.header:
        return _HEAD if row == own.header else _NOTE if row else _TITLE
    most = 1
    for width, cell in zip(own.widths, cells, strict=False):
        if isinstance(cell.value, str) and width:
            most = max(most, lines(cell.value, width - 0.5))
    return _LINE * min(most, _MOST_LINES) + _PADDING


def _finish(sheet: Any, own: OwnSheet) -> None:
    sheet.hide_gridlines(2)
    if any(own.levels):
        sheet.outline_settings(symbols_below=False)
    last_row, last_column = max(len(own.rows) - 1, own.header), max(len(own.widths) - 1, 0)
    sheet.freeze_panes(own.header + 1, 0)
    if len(own.rows) > own.header + 1:
        sheet.autofilter(own.header, 0, last_row, last_column)
    for column, choices in own.choices.items():
        sheet.data_validation(
            own.header + 1, column, own.header + _DROPDOWN_ROWS, column, {"validate": "list", "source": list(choices)}
        )
    sheet.set_paper(9)
    if own.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(own.header)
    sheet.set_footer("&C第 &P 页 / 共 &N 页")
