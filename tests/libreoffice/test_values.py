"""Range values, as xlwings documents them.

1. A cell gives a scalar, a row or a column a flat list, a block a list of lists; ``ndim=2`` always gives rows.
2. Numbers are floats; dates, booleans and texts come back as what was written; empty cells are None.
3. Options: numbers, dates, empty, transpose, err_to_str, chunksize.
4. Errors read as None, or by their names.
5. Texts stay texts: digits, leading zeros, formula-like text behind an apostrophe; ``=…`` is a formula.
6. Converters: dict, numpy array, DataFrame and Series there and back.
7. A number written over TRUE or over a date is read as a number again (a date keeps its format, as in Excel).
8. A scalar fills its range.
9. Nothing is written on a protected sheet, and the error says where.
10. NumPy and pandas scalars, NaN, NaT and Decimal are written as what they are.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import xlwings as xw

from kamxl.errors import HostError

from .covers import covers

MIXED = [1.5, "客户", None, True, dt.datetime(2026, 9, 30), dt.datetime(2026, 9, 30, 17, 45, 12)]


@covers("Range.raw_value", "Range.api", "Range.shape", "Range.__call__", "Range.__len__")
def test_dimensions(sheet: xw.Sheet) -> None:  # 1
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert sheet["A1"].value == 1.0
    assert sheet["A1:B1"].value == [1.0, 2.0]
    assert sheet["A1:A2"].value == [1.0, 3.0]
    assert sheet["A1:B2"].value == [[1.0, 2.0], [3.0, 4.0]]
    assert sheet["A1"].options(ndim=2).value == [[1.0]]
    assert sheet["A1:A2"].options(ndim=2).value == [[1.0], [3.0]]
    assert len(sheet["A1:B2"]) == 4
    assert sheet["A1:B2"](3).value == 3.0


def test_kinds_survive_a_mixed_row(sheet: xw.Sheet) -> None:  # 2
    sheet["B2"].value = MIXED
    assert sheet["B2:G2"].value == MIXED


def test_kinds_survive_in_a_block_larger_than_what_was_written(sheet: xw.Sheet) -> None:  # 2
    sheet["B2"].value = [MIXED, MIXED[::-1]]
    blank = [None] * 8
    assert sheet["A1:H4"].value == [blank, [None, *MIXED, None], [None, *MIXED[::-1], None], blank]


def test_a_pure_column_of_dates(sheet: xw.Sheet) -> None:  # 2
    days = [dt.datetime(2026, 1, day) for day in range(1, 29)]
    sheet["A1"].options(transpose=True).value = days
    assert sheet["A1:A28"].value == days


def test_date_without_time_and_the_epoch(sheet: xw.Sheet) -> None:  # 2
    sheet["A1"].value = dt.date(2026, 3, 1)
    sheet["A2"].value = dt.datetime(1900, 3, 1)
    assert sheet["A1:A2"].value == [dt.datetime(2026, 3, 1), dt.datetime(1900, 3, 1)]
    assert sheet["A1"].number_format == "yyyy-mm-dd"


def test_read_options(sheet: xw.Sheet) -> None:  # 3
    sheet["A1"].value = [[1, 2.6], [None, dt.datetime(2026, 9, 30, 8)]]
    block = sheet["A1:B2"]
    assert block.options(numbers=int).value == [[1, 3], [None, dt.datetime(2026, 9, 30, 8)]]
    assert block.options(dates=dt.date).value == [[1.0, 2.6], [None, dt.date(2026, 9, 30)]]
    assert block.options(empty="-").value == [[1.0, 2.6], ["-", dt.datetime(2026, 9, 30, 8)]]
    assert block.options(transpose=True).value == [[1.0, None], [2.6, dt.datetime(2026, 9, 30, 8)]]
    assert block.options(chunksize=1).value == [[1.0, 2.6], [None, dt.datetime(2026, 9, 30, 8)]]


def test_errors(sheet: xw.Sheet) -> None:  # 4
    sheet["A1"].formula = [["=1/0", "=NA()", '="a"*1', "=无此名称", '=""', "=1+1"]]
    assert sheet["A1:F1"].value == [None, None, None, None, None, 2.0]
    named = sheet["A1:F1"].options(err_to_str=True).value
    assert named == ["#DIV/0!", "#N/A", "#VALUE!", "#NAME?", None, 2.0]


def test_texts_stay_texts(sheet: xw.Sheet) -> None:  # 5
    texts = ["0012", "2026-09-30", "TRUE", "１２", "'=1+1", "a\nb", "  x "]
    sheet["A1"].value = texts
    assert sheet["A1:G1"].value == ["0012", "2026-09-30", "TRUE", "１２", "=1+1", "a\nb", "  x "]


def test_formula_as_a_value(sheet: xw.Sheet) -> None:  # 5
    sheet["A1"].value = [[1, 2, "=SUM(A1,B1)"], ["x", "=C1*2", "="]]
    assert sheet["A1:C2"].value == [[1.0, 2.0, 3.0], ["x", 6.0, "="]]


def test_dict_and_numpy(sheet: xw.Sheet) -> None:  # 6
    import numpy as np

    sheet["A1"].value = {"华东": 1, "华南": 2}
    assert sheet["A1:B2"].options(dict).value == {"华东": 1.0, "华南": 2.0}
    sheet["D1"].value = np.arange(6).reshape(2, 3)
    assert sheet["D1:F2"].options(np.array).value.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


@covers("Range.expand")
def test_frames(sheet: xw.Sheet) -> None:  # 6
    import pandas as pd

    frame = pd.DataFrame(
        {"金额": [1.5, None], "日期": pd.to_datetime(["2026-01-01", "2026-03-01"]), "有效": [True, False]},
        index=pd.Index(["华东", "华南"], name="区域"),
    )
    sheet["A1"].value = frame
    read = sheet["A1"].options(pd.DataFrame, expand="table").value
    assert read.index.tolist() == ["华东", "华南"]
    assert read.index.name == "区域"
    assert read["日期"].tolist() == frame["日期"].tolist()
    assert read["有效"].tolist() == [True, False]
    assert read["金额"].tolist()[0] == 1.5
    assert pd.isna(read["金额"].tolist()[1])
    sheet["G1"].options(index=False, header=False).value = frame["日期"]
    assert sheet["G1:G2"].options(pd.Series, index=False, header=False).value.tolist() == frame["日期"].tolist()


def test_overwriting(sheet: xw.Sheet) -> None:  # 7
    sheet["A1"].value = [True, dt.datetime(2026, 1, 1)]
    sheet["A1"].value = 7
    assert sheet["A1"].value == 7.0
    sheet["A1"].value = [False, 46000]
    assert sheet["A1:B1"].value == [False, dt.datetime(2025, 12, 9)]
    sheet["B1"].number_format = "General"
    assert sheet["B1"].value == 46000.0


def test_a_scalar_fills(sheet: xw.Sheet) -> None:  # 8
    sheet["A1:B3"].value = "空"
    assert sheet["A1:B3"].value == [["空", "空"]] * 3
    sheet["A1:B3"].value = None
    assert sheet["A1:B3"].value == [[None, None]] * 3


@pytest.mark.parametrize(
    "write",
    [
        lambda cells: setattr(cells, "value", 2),
        lambda cells: setattr(cells, "value", "=1+1"),
        lambda cells: setattr(cells, "formula", "=1+1"),
        lambda cells: setattr(cells, "color", (1, 2, 3)),
        lambda cells: setattr(cells, "number_format", "0.00"),
        lambda cells: cells.clear_contents(),
        lambda cells: cells.insert("down"),
        lambda cells: cells.merge(),
    ],
    ids=["value", "formula-value", "formula", "color", "format", "clear", "insert", "merge"],
)
def test_a_protected_sheet_refuses(sheet: xw.Sheet, write: object) -> None:  # 9
    sheet["A1:B2"].value = 1
    sheet.api.protect("")
    with pytest.raises(HostError) as refused:
        write(sheet["A1:B2"])  # type: ignore[operator]
    assert refused.value.code == "libreoffice.protected"
    assert dict(refused.value.text.params) == {"sheet": "Sheet1", "cell": "A1:B2"}
    assert sheet["A1:B2"].value == [[1.0, 1.0], [1.0, 1.0]]
    assert sheet["A1"].color is None


def test_unlocked_cells_of_a_protected_sheet_are_written(sheet: xw.Sheet) -> None:  # 9
    protection = sheet["B1"].api.CellProtection
    protection.IsLocked = False
    sheet["B1"].api.CellProtection = protection
    sheet.api.protect("")
    sheet["B1"].value = 5
    assert sheet["B1"].value == 5.0


def test_guests(sheet: xw.Sheet) -> None:  # 10
    import numpy as np
    import pandas as pd

    sheet["A1"].value = [
        np.float64(1.5),
        np.int64(2),
        np.bool_(True),
        float("nan"),
        np.datetime64("2026-09-30T12:00"),
        pd.Timestamp("2026-09-30"),
        pd.NaT,
        pd.NA,
        Decimal("12.34"),
        dt.time(12),
    ]
    noon, day = dt.datetime(2026, 9, 30, 12), dt.datetime(2026, 9, 30)
    assert sheet["A1:J1"].value == [1.5, 2.0, True, None, noon, day, None, None, 12.34, 0.5]
