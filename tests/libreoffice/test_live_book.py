"""The live host of the port, on a real spreadsheet.

1. A grid has values as cells hold them, errors by name, merged areas and whether the sheet is shown; the fast way and
   xlwings' plain way agree.
2. A change writes cells (text stays text), sheets of ours with their looks, and removes sheets; the sheet in front stays.
3. A change that is refused half-way is put back, and says why.
4. Unknown sheets are named with those that are there.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import xlwings as xw

from kamxl.books.areas import gather
from kamxl.books.live import LiveBook, _read
from kamxl.books.port import Change, OwnSheet, Styled
from kamxl.errors import BookError


def _fill(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [
        ["客户档案", None, None],
        ["客户名称", "华东机电", 1.5],
        [dt.datetime(2026, 9, 30), True, "=1/0"],
    ]
    sheet["A1:C1"].merge()
    sheet["B5:B6"].merge()
    sheet["B5"].value = "尾"


def test_grid(book: xw.Book) -> None:  # 1
    sheet = book.sheets[0]
    _fill(sheet)
    grid = LiveBook(book).grid("Sheet1")
    assert list(grid.rows)[:3] == [
        ["客户档案", None, None],
        ["客户名称", "华东机电", 1.5],
        [dt.datetime(2026, 9, 30), True, "#DIV/0!"],
    ]
    assert grid.at(4, 1) == "尾"
    assert list(grid.merges) == [(0, 0, 0, 2), (4, 1, 5, 1)]
    assert grid.visible
    rows, merges = _read(sheet)
    assert (rows[:3], merges) == (list(grid.rows)[:3], list(grid.merges))


def test_apply(book: xw.Book) -> None:  # 2
    sheet = book.sheets[0]
    _fill(sheet)
    live = LiveBook(book)
    change = Change()
    change.set("Sheet1", "E2", "已批准")
    change.set("Sheet1", "F2", "=1+1")
    change.set("Sheet1", "G2", Decimal("12.50"))
    change.set("Sheet1", "E4", dt.date(2026, 10, 1))
    change.sheets.append(
        OwnSheet(
            "校验结果",
            [
                [Styled("级别", "head"), Styled("位置", "head")],
                [Styled("错误", "error"), Styled("Sheet1!B2", "link", "#'Sheet1'!B2")],
            ],
            [8.0, 26.0],
            choices={0: ("甲", "乙")},
        )
    )
    live.apply(change)
    assert sheet["E2:G2"].value == ["已批准", "=1+1", 12.5]
    assert sheet["F2"].api.getCellByPosition(0, 0).Type.value == "TEXT"
    assert sheet["E4"].value == dt.datetime(2026, 10, 1)
    own = book.sheets["校验结果"]
    assert own["A1:B2"].value == [["级别", "位置"], ["错误", "Sheet1!B2"]]
    assert (own["A1"].font.bold, own["A1"].color, own["A2"].color) == (True, (0x1F, 0x4E, 0x79), (0xFF, 0xC7, 0xCE))
    assert own["B2"].hyperlink.startswith("#")
    assert own["A2"].data_validation.source == "甲,乙"
    assert own["A1"].column_width == pytest.approx(8, abs=0.1)
    assert book.sheets.active.name == "Sheet1"
    live.apply(Change(removed=["校验结果", "没有"]))
    assert live.sheet_names() == ["Sheet1"]


def test_refused_change_is_put_back(book: xw.Book) -> None:  # 3
    sheet = book.sheets[0]
    sheet["A1"].value = "原来"
    locked = book.sheets.add("锁", after=sheet)
    locked.api.protect("")
    change = Change()
    change.set("Sheet1", "A1", "新的")
    change.set("锁", "A1", "x")
    with pytest.raises(BookError) as refused:
        LiveBook(book).apply(change)
    assert refused.value.code == "books.cannot_write"
    assert "受保护" in refused.value.text.what()
    assert sheet["A1"].value == "原来"


def test_unknown_sheet(book: xw.Book) -> None:  # 4
    with pytest.raises(BookError) as refused:
        LiveBook(book).grid("没有")
    assert dict(refused.value.text.params)["sheets"] == "Sheet1"


def test_gather() -> None:  # 2
    assert gather([(0, 0), (0, 1), (1, 0), (1, 1), (3, 1), (4, 0)]) == [(0, 0, 1, 1), (3, 1, 3, 1), (4, 0, 4, 0)]
