"""The self-testing workbook: each call in a cell, what it must give beside it, and a name ``test_001`` … that must be TRUE.

It is a workbook as Excel would store it, so that it can be opened by hand, too: recalculate, filter the column for FALSE.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ...dataclass import dataclass
from .cases import DIV0, INPUT_SHEET, INPUTS, NA, VALUE, Case

SHEET = "函数"
_HEADS = ("名称 Name", "公式 Formula", "应为 Expected", "通过 Passed", "结果 Result")
_FIRST = 1
_RESULT = 4  # results spill to the right and below: each case has as many rows as its result
_ERROR_TYPES = {DIV0: 2, VALUE: 3}


@dataclass(frozen=True, slots=True)
class Placed:
    """A case on the sheet: the name of its test, the row (0-based) that it begins in."""

    name: str
    row: int
    case: Case


def build(cases: Sequence[Case]) -> tuple[bytes, tuple[Placed, ...]]:
    """The workbook's bytes, and where each case stands."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    page, inputs = book.add_worksheet(SHEET), book.add_worksheet(INPUT_SHEET)
    _fill_inputs(inputs, book)
    page.write_row(0, 0, _HEADS)
    page.set_column(0, 0, 12)
    page.set_column(1, 2, 48)
    page.set_column(3, 3, 16)
    page.set_column(4, 8, 24)
    page.freeze_panes(1, 0)
    placed = tuple(_placed(cases))
    for one in placed:
        _write(page, one)
        book.define_name(one.name, f"={SHEET}!{xl_rowcol_to_cell(one.row, 3, row_abs=True, col_abs=True)}")
    book.close()
    return buffer.getvalue(), placed


def _placed(cases: Sequence[Case]) -> Iterator[Placed]:
    row = _FIRST
    for number, case in enumerate(cases, 1):
        yield Placed(f"test_{number:03}", row, case)
        row += 1 if isinstance(case.expected, str) else len(case.expected)


def _fill_inputs(page: Worksheet, book: Workbook) -> None:
    page.set_column(0, 0, 24)
    for address, value in INPUTS.items():
        if isinstance(value, date):
            page.write_datetime(address, value, book.add_format({"num_format": "yyyy-mm-dd"}))
        else:
            page.write(address, value)


def _write(page: Worksheet, placed: Placed) -> None:
    case, row = placed.case, placed.row
    rows = ((case.expected,),) if isinstance(case.expected, str) else case.expected
    page.write_string(row, 0, placed.name)
    page.write_string(row, 1, f"={case.formula}")
    page.write_string(row, 2, "；".join("、".join(cells) for cells in rows))
    if isinstance(case.expected, str):
        page.write_formula(row, _RESULT, f"={case.formula}")
    else:
        last = (row + len(rows) - 1, _RESULT + len(rows[0]) - 1)
        page.write_array_formula(row, _RESULT, *last, f"{{={case.formula}}}")
    tests = [
        _test(xl_rowcol_to_cell(row + down, _RESULT + right), expected)
        for down, cells in enumerate(rows)
        for right, expected in enumerate(cells)
    ]
    page.write_formula(row, 3, f"=AND({','.join(tests)})", None, False)


def _test(cell: str, expected: str) -> str:
    """What is TRUE where the cell holds what it must, and FALSE, never an error, where it does not."""
    if expected == NA:
        return f"ISNA({cell})"
    if expected in _ERROR_TYPES:
        return f"IF(ISERROR({cell}),ERROR.TYPE({cell})={_ERROR_TYPES[expected]},FALSE)"
    if expected.startswith('"'):
        return f"IF(ISERROR({cell}),FALSE,EXACT({cell},{expected}))"
    return f"IF(ISNUMBER({cell}),ABS({cell}-({expected}))<1E-9,FALSE)"
