"""Formulas in Excel's notation.

1. The text conversion both ways, for every construct of the notation.
2. There and back is the same text (property).
3. What the engine writes is what LibreOffice's own xlsx export stores, read back by openpyxl.
4. ``formula`` gives a scalar or rows; filling one formula moves its relative references.
5. Array formulas: set, read, has_array.
6. A text that LibreOffice marks (a number as text) reads without the mark.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st

from kamxl.hosts.libreoffice.engine.formulas import to_calc, to_excel

from .covers import covers

PAIRS = [
    ("=SUM(A1,B2)", "=SUM(A1;B2)"),
    ("=Sheet1!A1+'客户 表'!$B$2", "=$Sheet1.A1+$'客户 表'.$B$2"),
    ("=客户!A1:B2", "=$客户.A1:B2"),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ('=IF(A1="a,b;c!d",1,2)', '=IF(A1="a,b;c!d";1;2)'),
    ("='它''s'!A1", "=$'它''s'.A1"),
    ('=SUMIFS(数据!A:A,数据!B:B,">=1")', '=SUMIFS($数据.A:A;$数据.B:B;">=1")'),
    ("=1.5*A1", "=1.5*A1"),
    ("=STDEV.S(A1:A2)", "=STDEV.S(A1:A2)"),
    ('=KAM_CHURN("2026Q3",A1)', '=KAM_CHURN("2026Q3";A1)'),
    ("=#REF!+1", "=#REF!+1"),
    ("=IFERROR(1/0,#N/A)", "=IFERROR(1/0;#N/A)"),
    ("=a.b!A1", "=$'a.b'.A1"),
    ("=SUM(1:3)", "=SUM(1:3)"),
]


@pytest.mark.parametrize(("excel", "calc"), PAIRS)
def test_both_ways(excel: str, calc: str) -> None:  # 1
    assert to_calc(excel) == calc
    assert to_excel(calc) == excel


def test_one_way(  # 1
) -> None:
    assert to_calc("=_xlfn.STDEV.S(A1)+_xlfn._xlws.SORT(B1)") == "=STDEV.S(A1)+SORT(B1)"
    assert to_excel("='file:///tmp/a/b.xlsx'#$Sheet1.A1") == "='[b.xlsx]Sheet1'!A1"
    assert to_excel("=SUM(A1~B2)") == "=SUM(A1,B2)"
    assert to_excel("{=A1:A2*2}") == "{=A1:A2*2}"


ATOMS = st.sampled_from(["A1", "$B$2", "Sheet1!C3", "'客户 表'!D4:E5", '"x;y,z!"', "1.5", "{1,2;3,4}", "TRUE", "名称"])


@given(
    st.recursive(
        ATOMS,
        lambda inner: st.one_of(
            st.builds("{}+{}".format, inner, inner),
            st.builds("SUM({},{})".format, inner, inner),
            st.builds('IF({}="a",{},"")'.format, inner, inner),
        ),
        max_leaves=12,
    )
)
def test_there_and_back(formula: str) -> None:  # 2
    assert to_excel(to_calc("=" + formula)) == "=" + formula


def test_what_is_stored_in_xlsx(book: xw.Book, tmp_path: Path) -> None:  # 3
    openpyxl = pytest.importorskip("openpyxl")
    book.sheets.add("客户 表")
    formulas = [
        "=SUM(B1,B2)",
        "='客户 表'!$B$2+1",
        "=SUM({1,2;3,4})",
        '=IF(B1="a,b;c",1,2)',
        "=SUMIFS('客户 表'!A:A,'客户 表'!B:B,\">=1\")",
        '=IFERROR(1/0,"—")',
    ]
    sheet = book.sheets["Sheet1"]
    sheet["A1"].options(transpose=True).formula = formulas
    assert [row[0] for row in sheet["A1:A6"].formula] == formulas
    book.save(tmp_path / "formulas.xlsx")
    stored = openpyxl.load_workbook(tmp_path / "formulas.xlsx")["Sheet1"]
    assert [_spaceless(stored.cell(row, 1).value) for row in range(1, 7)] == [_spaceless(one) for one in formulas]


def _spaceless(formula: str) -> str:
    """LibreOffice may put a sheet's name without its ``$`` and spaces; nothing else may differ."""
    return formula.replace("$'客户 表'", "'客户 表'")


@covers("Range.formula", "Range.formula2")
def test_scalar_rows_and_fill(sheet: xw.Sheet) -> None:  # 4
    sheet["A1"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["C1:D3"].formula = "=A1*2"
    assert sheet["C1"].formula == "=A1*2"
    assert sheet["C1:D3"].formula == (("=A1*2", "=B1*2"), ("=A2*2", "=B2*2"), ("=A3*2", "=B3*2"))
    assert sheet["C1:D3"].value == [[2.0, 20.0], [4.0, 40.0], [6.0, 60.0]]
    sheet["E1"].formula2 = "=SUM(A1:A3)"
    assert (sheet["E1"].formula2, sheet["E1"].value) == ("=SUM(A1:A3)", 6.0)
    sheet["F1:F2"].formula = 5
    assert sheet["F1:F2"].value == [5.0, 5.0]


@covers("Range.formula_array", "Range.has_array")
def test_array_formulas(sheet: xw.Sheet) -> None:  # 5
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula_array = "=A1:A3*2"
    assert sheet["B1:B3"].value == [2.0, 4.0, 6.0]
    assert sheet["B1:B3"].formula_array == "=A1:A3*2"
    assert (sheet["B2"].has_array, sheet["A1"].has_array) == (True, False)
    assert sheet["B1"].formula == "=A1:A3*2"
    assert sheet["A1"].formula_array is None


def test_number_as_text(sheet: xw.Sheet) -> None:  # 6
    sheet["A1"].value = "0012"
    assert (sheet["A1"].formula, sheet["A1"].value) == ("0012", "0012")
