"""What a closed workbook's sheets demand themselves.

1. Dropdowns give their values: typed in, from a range, from another sheet, from a name; one that a formula makes gives none.
2. Limits of numbers, dates and lengths are given; those that refer to other cells are not.
3. Formula cells (array formulas whole) and cells in error are named.
4. Formats that are only read tell nothing, and that is no error.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.domain.sheetfacts import SheetFacts, Validation


def test_facts_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, lists = book.add_worksheet("登记 表"), book.add_worksheet("选项")
    lists.write_column("A1", ["合格", "不合格", 3])
    book.define_name("等级", "=选项!$A$1:$A$2")
    sheet.data_validation("A2:A9", {"validate": "list", "source": ["是", "否"]})
    sheet.data_validation("B2:B9", {"validate": "list", "source": "=选项!$A$1:$A$3"})
    sheet.data_validation("C2:C9", {"validate": "list", "source": "=等级"})
    sheet.data_validation("D2:D9", {"validate": "list", "source": "=INDIRECT(A1)"})
    sheet.data_validation("E2:E9", {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 50})
    sheet.data_validation("F2:F9", {"validate": "date", "criteria": ">=", "value": date(2020, 1, 1)})
    sheet.data_validation("G2:G9", {"validate": "decimal", "criteria": "<", "value": "=B1"})
    sheet.data_validation("H2:H9", {"validate": "length", "criteria": "==", "value": 18})
    sheet.write_formula("I2", "=1+1", None, 2)
    sheet.write_array_formula("J2:J4", "{=A2:A4}", None, 0)
    sheet.write_formula("K2", "=1/0", None, "#DIV/0!")
    book.close()

    facts = open_closed(path).facts("登记 表")
    column = {letter: ((1, number, 8, number),) for number, letter in enumerate("ABCDEFGH")}
    assert facts == SheetFacts(
        validations=(
            Validation(column["A"], "list", choices=("是", "否")),
            Validation(column["B"], "list", choices=("合格", "不合格", "3")),
            Validation(column["C"], "list", choices=("合格", "不合格")),
            Validation(column["E"], "whole", "between", Decimal(0), Decimal(50)),
            Validation(column["F"], "date", "greaterThanOrEqual", Decimal(43831)),
            Validation(column["H"], "textLength", "equal", Decimal(18)),
        ),
        formulas=frozenset({"I2", "J2", "J3", "J4", "K2"}),
        errors={"K2": "#DIV/0!"},
    )
    assert [validation.shown() for validation in facts.validations[3:]] == ["0–50", "≥ 2020-01-01", "= 18"]
    assert open_closed(path).facts("选项") == SheetFacts()
