"""Writes a hand-made workbook as the file that a person would have: ruled cells, merged areas, true dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from kamxl.domain.values import Raw
from tests.notation import table

_PLAIN: Mapping[str, object] = {
    "font_name": "宋体",
    "font_size": 11,
    "border": 1,
    "valign": "vcenter",
    "text_wrap": True,
}


def write(sheets: Mapping[str, str], path: Path) -> None:
    """The workbook of sheets in the notation, written by XlsxWriter."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        plain = workbook.add_format(dict(_PLAIN))
        day = workbook.add_format({**_PLAIN, "num_format": "yyyy-m-d"})
        wide = workbook.add_format({**_PLAIN, "align": "center", "bold": True})
        for name, text in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, 20, 14)
            rows, merges = table(text)
            for row, cells in enumerate(rows):
                for column, raw in enumerate(cells):
                    _put(sheet, row, column, raw, day if isinstance(raw, date) else plain)
            for top, left, bottom, right in merges:
                raw = rows[top][left]
                sheet.merge_range(top, left, bottom, right, None, wide)
                _put(sheet, top, left, raw, day if isinstance(raw, date) else wide)


def _put(sheet: Any, row: int, column: int, raw: Raw, look: Any) -> None:
    if raw is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(raw, bool):
        sheet.write_boolean(row, column, raw, look)
    elif isinstance(raw, date):
        sheet.write_datetime(row, column, raw, look)
    elif isinstance(raw, int | float):
        sheet.write_number(row, column, raw, look)
    else:
        sheet.write_string(row, column, str(raw), look)
