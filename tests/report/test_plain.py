"""The report's worksheet writes what XlsxWriter's own writes, to the byte."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kamxl.report.plain import PlainSheet


def _drawn(kind: type[Worksheet]) -> dict[str, bytes]:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("表", kind)
    sheet.set_column(2, 2, 12, bold)
    sheet.set_row(6, 20, bold)
    for row, number in enumerate((0, -1, 0.1, 1 / 3, 1e20, 123456789012345.0)):
        if isinstance(sheet, PlainSheet):
            sheet.number(row, 0, number, bold)
            sheet.text(row, 1, f"a&b <{row % 2}> \n ' \" 中文", bold)
            sheet.text(row, 27, " x_x0041_ ", bold)
        else:
            sheet.write_number(row, 0, number, bold)
            sheet.write_string(row, 1, f"a&b <{row % 2}> \n ' \" 中文", bold)
            sheet.write_string(row, 27, " x_x0041_ ", bold)
    for row in (6, 7):  # no format of their own: the row's, the column's
        sheet.write_string(row, 2, "行")
        sheet.write_number(row, 3, 1)
    sheet.write_blank(8, 0, None, bold)
    sheet.write_datetime(8, 1, datetime(2026, 7, 1), bold)
    sheet.write_formula(8, 2, "=1+1", bold, 2)
    sheet.write_rich_string(8, 3, "a", bold, "b")
    sheet.write_url(8, 4, "internal:'表'!A1", bold, "链接")
    sheet.write_boolean(8, 5, True)
    book.close()
    with ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_bytes_are_the_same() -> None:
    assert _drawn(PlainSheet) == _drawn(Worksheet)
