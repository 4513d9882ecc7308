"""The report's worksheet writes what XlsxWriter's own writes, to the byte."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kamxl.report.plain import PlainSheet

Cells = list[tuple[int, str | float | date]]


def _row(sheet: Worksheet, row: int, cells: Cells, looks: list[Format], link: str = "", span: int = 1) -> None:
    """``link``: of the first cell, which is a text; ``span``: over how many columns the last one is merged."""
    used = [looks[at % len(looks)] for at in range(len(cells))]
    if isinstance(sheet, PlainSheet):
        if link:
            sheet.link(row, cells[0][0], link, str(cells[0][1]))
        spans = [1] * (len(cells) - 1) + [span]
        sheet.line(row, [column for column, _ in cells], [content for _, content in cells], used, spans)
        return
    if span > 1:
        sheet.merge_range(row, cells[-1][0], row, cells[-1][0] + span - 1, "", used[-1])
    for at, ((column, content), look) in enumerate(zip(cells, used, strict=True)):
        if link and not at:
            sheet.write_url(row, column, link, look, str(content))
        elif isinstance(content, date):
            sheet.write_datetime(row, column, content, look)
        else:
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
        cells: Cells = [(0, number), (1, f"a&b <{row % 2}> \n ' \" 中文"), (27, " x_x0041_ "), (28, ""), (29, 7)]
        _row(sheet, row, cells, [bold])
    sheet.merge_range(40, 3, 40, 5, "", bold)
    _row(sheet, 40, [(0, "长" * 33_000), (2, "😀" * 16_100), (3, "合并"), (6, 1.5)], [bold])
    _row(sheet, 41, [(4, "")], [bold])
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


_CONTENTS = st.one_of(
    st.text("ab中&<_x0041 \n", max_size=8), st.integers(-(10**16), 10**16), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.just("长" * 33_000),
)  # fmt: skip
_LINES = st.tuples(
    st.lists(_CONTENTS, min_size=1, max_size=5), st.integers(0, 40), st.integers(0, 3), st.booleans(), st.integers(1, 3)
)


def _lines(
    kind: type[Worksheet], lines: list[tuple[list[str | float | date], int, int, bool, int]]
) -> dict[str, bytes]:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 1)})
    looks = [book.add_format({"bold": True}), book.add_format({"num_format": "0.0"}), book.add_format({"italic": True})]
    sheet = book.add_worksheet("表", kind)
    written = set()
    for contents, row, number, linked, span in lines:
        if row in written:
            continue
        written.add(row)
        sheet.set_row(row, (15, 22.5, 30, 0)[number])
        link = "external:甲#'表'!A1" if linked and isinstance(contents[0], str) and contents[0] else ""
        _row(sheet, row, list(enumerate(contents, start=number)), looks[number:] or looks, link, span)
        if number == 2:  # another cell in the row
            sheet.write_number(row, 9, 1, looks[0])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": ["表", 0, 1, 40, 1], "values": ["表", 0, 2, 40, 2]})
    sheet.insert_chart(0, 12, chart)
    book.close()
    with ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}


@given(st.lists(_LINES, max_size=6))
def test_lines_are_written_alike(lines: list[tuple[list[str | float | date], int, int, bool, int]]) -> None:
    assert _lines(PlainSheet, lines) == _lines(Worksheet, lines)


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_what_excel_cannot_hold_is_refused_alike(odd: float) -> None:
    for kind in (PlainSheet, Worksheet):
        book = Workbook(BytesIO(), {"in_memory": True})
        with pytest.raises(TypeError, match="NAN/INF"):
            _row(book.add_worksheet("表", kind), 0, [(0, "甲"), (1, odd)], [book.add_format()])
