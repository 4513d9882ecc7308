"""The report's worksheet writes what XlsxWriter's own writes, to the byte."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kamxl.report.plain import PlainSheet


def _row(sheet: Worksheet, row: int, cells: list[tuple[int, str | float]], look: Format) -> None:
    if isinstance(sheet, PlainSheet):
        sheet.line(row, [(column, content, look) for column, content in cells])
        return
    for column, content in cells:
        sheet.write(row, column, content, look)


def _drawn(kind: type[Worksheet], comment: bool) -> dict[str, bytes]:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("表", kind)
    sheet.set_column(2, 2, 12, bold)
    sheet.set_row(6, 20, bold)
    for row, number in enumerate((0, -1, 0.1, 1 / 3, 1e20, 123456789012345.0)):
        cells = [(0, number), (1, f"a&b <{row % 2}> \n ' \" 中文"), (27, " x_x0041_ "), (28, ""), (29, 7)]
        _row(sheet, row, cells, bold)
    sheet.merge_range(40, 3, 40, 5, "", bold)
    _row(sheet, 40, [(0, "长" * 33_000), (2, "😀" * 16_100), (3, "合并"), (6, 1.5)], bold)
    _row(sheet, 41, [], bold)
    sheet.set_row(60, 30)
    for row in (6, 7):  # no format of their own: the row's, the column's
        sheet.write_string(row, 2, "行")
        sheet.write_number(row, 3, 1)
    sheet.write_blank(8, 0, None, bold)
    sheet.write_datetime(8, 1, datetime(2026, 7, 1), bold)
    sheet.write_formula(8, 2, "=1+1", bold, 2)
    sheet.write_rich_string(8, 3, "a", bold, "b")
    sheet.write_url(8, 4, "internal:'表'!A1", bold, "链接")
    sheet.write_boolean(8, 5, True)
    if comment:
        sheet.write_comment(50, 40, "批注")
    book.close()
    with ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("comment", [False, True])
def test_the_bytes_are_the_same(comment: bool) -> None:
    assert _drawn(PlainSheet, comment) == _drawn(Worksheet, comment)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    book = Workbook(BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("表", PlainSheet)
    with pytest.raises(TypeError):
        sheet.line(0, [(0, number, book.add_format())])
