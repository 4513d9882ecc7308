"""The live host of the port, on a real spreadsheet.

1. A grid has values as cells hold them, errors by name, merged areas and whether the sheet is shown; the fast way and
   xlwings' plain way agree.
2. A change writes cells (text stays text), sheets of ours with their looks, and removes sheets; the sheet in front stays.
3. A change that is refused half-way is put back, and says why.
   A sheet of ours is known as ours in the saved file and the other way round; a person's own of that name is refused.
4. Unknown sheets are named with those that are there.
5. The sheet's formulas and errors are known, the fast way and xlwings' plain way alike. What its validations allow is told
   as the closed host tells it.
6. Short texts of ours are kept as names, found again in the saved file, changed there and here, and forgotten.
7. Notes of ours come, are replaced and go; a person's stays.
8. Rows have their levels in the outline, also when the sheet is written again.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from kamxl.books.areas import gather
from kamxl.books.closed import open_closed
from kamxl.books.live import LiveBook, _read
from kamxl.books.live_facts import facts_of, formula_areas
from kamxl.books.own_note import own_note
from kamxl.books.port import Change, OwnSheet, Styled
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.commands.validate import validate
from kamxl.domain.sheetfacts import SheetFacts, Validation
from kamxl.errors import BookError, RefusedEdit


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


FINDINGS = OwnSheet("校验结果", [[Styled("校验结果：1 个错误", "title")], [Styled("级别", "head")]], [8.0], header=1)


def test_sheets_of_ours_pass_between_hosts(book: xw.Book, tmp_path: Path) -> None:  # 3
    LiveBook(book).apply(Change(sheets=[FINDINGS]))
    book.save(tmp_path / "open.xlsx")
    copied = shutil.copy(tmp_path / "open.xlsx", tmp_path / "closed.xlsx")
    for _ in range(2):
        open_closed(copied).apply(Change(sheets=[FINDINGS]))
    again = book.app.books.open(copied)
    try:
        LiveBook(again).apply(Change(sheets=[FINDINGS]))
        LiveBook(again).apply(Change(removed=["校验结果"]))
        assert again.sheet_names == ["Sheet1"]
    finally:
        again.close()
    open_closed(shutil.copy(tmp_path / "open.xlsx", tmp_path / "third.xlsx")).apply(Change(removed=["校验结果"]))
    assert open_closed(tmp_path / "third.xlsx").sheet_names() == ["Sheet1"]


@pytest.mark.parametrize("change", [Change(sheets=[FINDINGS]), Change(removed=["校验结果"])])
def test_a_persons_own_sheet_is_refused(book: xw.Book, change: Change) -> None:  # 3
    own = book.sheets.add("校验结果")
    own["A1"].value = "我的笔记"
    with pytest.raises(RefusedEdit) as refused:
        LiveBook(book).apply(change)
    assert refused.value.code == "ooxml.not_ours"
    assert own["A1"].value == "我的笔记"


def test_unknown_sheet(book: xw.Book) -> None:  # 4
    with pytest.raises(BookError) as refused:
        LiveBook(book).grid("没有")
    assert dict(refused.value.text.params)["sheets"] == "Sheet1"


def test_facts(book: xw.Book) -> None:  # 5
    sheet = book.sheets[0]
    sheet["B2"].value = [["甲", "=1/0"], ["=1+1", "#N/A"]]
    live = LiveBook(book)
    facts = live.facts("Sheet1")
    assert facts.formulas == {"C2", "B3"}
    assert facts.errors == {"C2": "#DIV/0!", "C3": "#N/A"}
    assert facts_of(live.grid("Sheet1"), formula_areas(sheet)) == facts


def _limited(path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "表 1"
    for row, text in enumerate(("东", "西", None, "南"), 1):
        sheet.cell(row, 6, text)
    made.create_sheet("选项")["B2"] = "甲"
    made.defined_names["名单"] = DefinedName("名单", attr_text="'表 1'!$F$1:$F$4")
    rules = [
        DataValidation("list", formula1='"甲, 乙,说""丙"""'),
        DataValidation("list", formula1="$F$1:$F$4"),
        DataValidation("list", formula1="选项!$B$1:$B$3"),
        DataValidation("list", formula1="名单"),
        DataValidation("list", formula1="INDIRECT(A1)"),
        DataValidation("whole", operator="between", formula1="0", formula2="50"),
        DataValidation("decimal", operator="notBetween", formula1="0.5", formula2="1.25"),
        DataValidation("date", operator="greaterThanOrEqual", formula1="46000"),
        DataValidation("date", operator="greaterThan", formula1="DATE(2026,1,2)"),
        DataValidation("time", operator="lessThan", formula1="0.5"),
        DataValidation("textLength", operator="lessThanOrEqual", formula1="5"),
        DataValidation("whole", operator="equal", formula1="A1"),
        DataValidation("custom", formula1="A1>0"),
    ]
    for row, rule in enumerate(rules, 1):
        for cells in (f"A{row}:B{row}", f"D{row}"):
            rule.add(cells)
        sheet.cell(row, 4, "x")
        sheet.add_data_validation(rule)
    made.save(path)
    return path


def _by_cell(facts: SheetFacts) -> dict[tuple[int, int], list[Validation]]:
    cells = product(range(20), range(6))
    return {
        cell: found
        for cell in cells
        if (found := [replace(one, areas=()) for one in facts.validations if one.covers(*cell)])
    }


def test_validations(app: xw.App, tmp_path: Path) -> None:  # 5
    path = _limited(tmp_path / "限制.xlsx")
    closed = _by_cell(open_closed(path).facts("表 1"))
    opened = app.books.open(path)
    try:
        assert _by_cell(LiveBook(opened).facts("表 1")) == closed
        assert len(closed) == 3 * 10
        opened.sheets["表 1"]["A14"].data_validation.set_list(["一", "二"])
        opened.sheets["表 1"]["A14"].value = "三"
        live = LiveBook(opened)
        assert _by_cell(live.facts("表 1"))[13, 0] == [Validation((), "list", choices=("一", "二"))]
    finally:
        opened.close()


def test_the_same_findings_open_and_closed(app: xw.App, tmp_path: Path) -> None:  # 5
    lay_out(tmp_path)
    path = tmp_path / "专员-华东-张伟.xlsx"
    made = openpyxl.load_workbook(path)
    limit = DataValidation("whole", operator="between", formula1="0", formula2="1000", sqref="C4:D20")
    made["销售计划与实绩"].add_data_validation(limit)
    made["客户联络表"].add_data_validation(DataValidation("list", formula1="$B$4:$B$5", sqref="B4:C8"))
    made.save(path)
    department = Department(tmp_path, open_closed, LAST_DAY)
    wanted = validate(department, list(department.workbooks())).findings
    assert {"outside_dropdown", "breaks_validation"} <= {finding.rule for finding in wanted}
    books = {path: app.books.open(path) for path in department.workbooks()}
    try:
        open_ones = Department(
            tmp_path, lambda path: LiveBook(books[path]) if path in books else open_closed(path), LAST_DAY
        )
        assert validate(open_ones, list(books)).findings == wanted
    finally:
        for book in books.values():
            book.close()


def test_data_is_kept(book: xw.Book, tmp_path: Path) -> None:  # 6
    live = LiveBook(book)
    long = 'visit_request;拜访"申请";list|' + "label=A1=编号|" * 40
    live.apply(Change(data={"bind.0": long, "bind.1": "x"}))
    assert (live.data("bind.0"), live.data("bind.1"), live.data("bind.2")) == (long, "x", None)
    book.save(tmp_path / "open.xlsx")
    copied = shutil.copy(tmp_path / "open.xlsx", tmp_path / "kept.xlsx")  # the first is open here
    closed = open_closed(copied)
    assert (closed.data("bind.0"), closed.data("bind.1")) == (long, "x")
    closed.apply(Change(data={"bind.0": "anders", "bind.1": None, "bind.2": "neu"}))
    again = book.app.books.open(copied)
    try:
        live = LiveBook(again)
        assert [live.data(f"bind.{number}") for number in range(3)] == ["anders", None, "neu"]
        live.apply(Change(data={"bind.0": None, "bind.2": "alt"}))
        assert [live.data(f"bind.{number}") for number in range(3)] == [None, None, "alt"]
    finally:
        again.close()


def test_gather() -> None:  # 2
    assert gather([(0, 0), (0, 1), (1, 0), (1, 1), (3, 1), (4, 0)]) == [(0, 0, 1, 1), (3, 1, 3, 1), (4, 0, 4, 0)]


def test_notes(book: xw.Book) -> None:  # 7
    sheet, live = book.sheets[0], LiveBook(book)
    sheet["B2"].add_note("我自己的批注")
    ours = own_note(["错误：金额是负数。"])
    live.apply(Change(notes={"Sheet1": {"B2": "不会写上", "C3": ours, "C4": ours}}))
    assert (sheet["B2"].note.text, sheet["C3"].note.text, live.noted()) == ("我自己的批注", ours, True)
    sheet["4:4"].insert("down")  # ours moves with its cell and is known again
    live.apply(Change(notes={"Sheet1": {"C3": own_note(["提醒：别的。"])}}))
    assert sheet["C3"].note.text == own_note(["提醒：别的。"])
    assert sheet["C5"].note is None
    live.apply(Change(notes={}))
    assert (sheet["C3"].note, live.noted(), sheet["B2"].note.text) == (None, False, "我自己的批注")


def test_an_outline(book: xw.Book) -> None:  # 8
    rows = [[Styled("头", "head")], *([Styled(f"第{n}行", "text")] for n in range(1, 7))]
    own = OwnSheet("校验结果", rows, [12.0], levels=(0, 0, 1, 2, 2, 0, 1))
    for _ in range(2):  # the outline of the first time is gone the second time
        LiveBook(book).apply(Change(sheets=[own]))
    found = book.sheets["校验结果"]
    assert _shown(found, 1) == [True, True, True, False, False, True, True]
    assert _shown(found, 0) == [True, True, False, False, False, True, False]


def _shown(sheet: xw.Sheet, level: int) -> list[bool]:
    sheet.api.showLevel(level, sheet.impl.bridge.enum("table.TableOrientation", "ROWS"))
    return [sheet.api.Rows.getByIndex(number).IsVisible for number in range(7)]
