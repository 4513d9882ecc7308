"""The live code on xlwings' own engines for Windows and macOS, stubbed at COM and appscript only.

For both engines:
1. A sheet is read in one block (macOS: two, xlwings cannot tell errors there otherwise); what comes has the same types from
   both: dates without a time zone, blanks as None, money as a number, errors by name, new kinds of errors too.
2. Merged areas are listed in one question (macOS: one more for each); where Excel does not list them they are found by
   halving, and both ways agree. A sheet that only VBA can show counts as hidden.
3. A change is one write for neighbours; text stays text; formulas are text unless they were there.
4. A sheet of ours is written in one block with looks, links, dropdown and frozen head, again over itself, and removed; the
   sheet in front stays in front, and neither the application nor another window is brought to the front.
5. A refused change (a protected sheet) is put back, formulas too, and says why.
6. A workbook that Excel names by an address does not stop the press, whether xlwings would find it or not.
7. The button 校验, pressed on a workbook of the sample department, writes the same 校验结果 as the command does.
8. Saving is the person's: no action saves.
9. Texts of ours are kept as names, notes of ours come and go beside a person's, formulas and errors are told, lines are
   grouped (Windows only: xlwings groups nothing on macOS).
10. Validations are those of the saved file, as long as the sheet stands as it was saved and the file is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from kamxl.books.closed import open_closed
from kamxl.books.live import LiveBook
from kamxl.books.own_note import own_note
from kamxl.books.port import Change, Grid, OwnSheet, Styled
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.commands.progress import silent
from kamxl.commands.validate import validate
from kamxl.domain.sheetfacts import SheetFacts, Validation
from kamxl.errors import BookError
from kamxl.hosts.excel import onedrive, running
from kamxl.hosts.excel.mending import merges_in_xml
from kamxl.hosts.excel.running import excel_app
from kamxl.hosts.resident.protocol import Press
from kamxl.hosts.resident.service import LiveService

from .stub_appscript import macos_engine
from .stub_com import Excel, windows_engine
from .workbook_model import DIV0, GETTING_DATA, MONEY, VERY_HIDDEN, BookModel, ExcelModel, SheetModel

NAME = "专员 张伟.xlsx"


@pytest.fixture(params=["windows", "macos"])
def model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExcelModel]:
    """A running Excel; ``excel_app`` finds it through the engine of that system."""
    system = {"windows": "win32", "macos": "darwin"}[request.param]
    monkeypatch.setattr(running, "sys", SimpleNamespace(platform=system))
    if request.param == "windows":
        excel = Excel(77)
        with windows_engine({77: excel}):
            yield excel.model
    else:
        made = ExcelModel()
        with macos_engine(made):
            yield made


@pytest.fixture
def book(model: ExcelModel) -> BookModel:
    made = model.book(f"C:\\部门\\{NAME}", "客户", "隐藏")
    made.sheet("隐藏").visible = VERY_HIDDEN
    made.sheet("客户").fill(
        1, 1,
        ["客户档案", None, None, None],
        ["客户名称", "华东机电", None, True],
        [dt.datetime(2026, 9, 30), 1200.5, DIV0, GETTING_DATA],
    )  # fmt: skip
    made.sheet("客户").formats[3, 2] = MONEY
    made.sheet("客户").merges += [(1, 1, 1, 4), (4, 2, 5, 2)]
    return made


@pytest.fixture
def live(model: ExcelModel, book: BookModel) -> Iterator[LiveBook]:
    with excel_app({"hwnd": 77}) as app:
        yield LiveBook(app.books[NAME])


@pytest.fixture
def sheet(book: BookModel) -> SheetModel:
    return book.sheet("客户")


def _is_macos(live: LiveBook) -> bool:
    return type(live.book.impl).__module__ == "xlwings._xlmac"


def test_reading(model: ExcelModel, live: LiveBook) -> None:  # 1, 2
    assert live.sheet_names() == ["客户", "隐藏"]
    model.log.clear()
    grid = live.grid("客户")
    assert [list(row) for row in grid.rows] == [
        ["客户档案", None, None, None],
        ["客户名称", "华东机电", None, True],
        [dt.datetime(2026, 9, 30), 1200.5, "#DIV/0!", "#GETTING_DATA"],
        [None, None, None, None],
        [None, None, None, None],
    ]
    assert [type(cell) for cell in grid.rows[2]] == [dt.datetime, float, str, str]
    assert grid.merges == [(0, 0, 0, 3), (3, 1, 4, 1)]
    assert (grid.visible, live.grid("隐藏").visible) == (True, False)
    assert model.crossings("read")[:1] == ["read $A$1:$D$5"]
    assert len(model.crossings("read")) == 2  # one a sheet
    assert len(model.crossings("shown")) == (2 if _is_macos(live) else 0)
    assert len(model.crossings("merged?")) == 2  # one a sheet: is there any?
    assert len(model.crossings("each-merged?") + model.crossings("xml")) == 1


def _own(text: str) -> OwnSheet:
    return OwnSheet(
        "校验结果",
        [
            [Styled("级别", "head"), Styled("位置", "head")],
            [Styled(text, "error"), Styled("客户!B2", "link", "#'客户'!B2")],
        ],
        [8.0, 26.0],
        choices={0: ("同意", "退回")},
    )


def test_writing(model: ExcelModel, live: LiveBook, sheet: SheetModel) -> None:  # 3
    change = Change()
    for cell, value in {
        "F2": "已批准", "G2": "=1+1", "H2": Decimal("12.50"), "I2": dt.date(2026, 10, 1), "J2": "2026-03-05",
    }.items():  # fmt: skip
        change.set("客户", cell, value)
    model.log.clear()
    live.apply(change)
    assert [sheet.values[2, column] for column in range(6, 11)] == [
        "已批准", "=1+1", 12.5, dt.datetime(2026, 10, 1), "2026-03-05",
    ]  # fmt: skip
    assert sheet.formulas == {}
    assert model.crossings("write") == ["write $F$2:$J$2"]
    assert (model.updating, model.crossings("show")) == (True, [])


def test_sheet_of_ours(model: ExcelModel, live: LiveBook, book: BookModel) -> None:  # 4, 8
    for text in ("错误", "提示"):
        model.log.clear()
        live.apply(Change(sheets=[_own(text)]))
        own = book.sheet("校验结果")
        assert own.values == {(1, 1): "级别", (1, 2): "位置", (2, 1): text, (2, 2): "客户!B2"}
        assert model.crossings("write") == ["write $A$1:$B$2"]
    assert [one.name for one in book.sheets] == ["客户", "隐藏", "校验结果"]
    assert book.sheets[book.front].name == "客户"
    assert list(own.links) == [(2, 2)]
    assert own.links[2, 2][0] == "#'客户'!B2"
    assert own.dropdowns == {(2, 1, 2001, 1): "同意,退回"}
    assert book.frozen == {"校验结果": {"FreezePanes": True, "SplitRow": 1, "ScrollRow": 1}}
    assert len(own.looks) > 10
    live.apply(Change(removed=["校验结果", "没有"]))
    assert live.sheet_names() == ["客户", "隐藏"]
    assert (book.saves, model.updating) == (0, True)


def test_refused_change_is_put_back(live: LiveBook, book: BookModel, sheet: SheetModel) -> None:  # 5
    sheet.formulas[2, 6] = "=B3*2"
    sheet.values.update({(2, 6): 2401.0, (2, 7): "旧", (2, 8): dt.datetime(2026, 1, 2), (2, 9): "007"})
    before = dict(sheet.values)
    book.add("锁").protected = True
    change = Change()
    for cell in ("F2", "G2", "H2", "I2"):
        change.set("客户", cell, "新的")
    change.set("锁", "A1", "x")
    with pytest.raises(BookError) as refused:
        live.apply(change)
    assert refused.value.code == "books.cannot_write"
    assert sheet.formulas == {(2, 6): "=B3*2"}
    assert {**sheet.values, (2, 6): 2401.0} == before


def test_texts_and_notes_of_ours(live: LiveBook, book: BookModel, sheet: SheetModel) -> None:  # 9
    sheet.notes[1, 1] = "张伟：请核对"
    for text in ("甲", "乙"):
        note = own_note([f"电话不对：{text}"])
        live.apply(Change(data={"binding": text}, notes={"客户": {"B2": note, "A1": note}}))
        assert live.data("binding") == text
        assert sheet.notes == {(1, 1): "张伟：请核对", (2, 2): note}
        assert live.noted()
    live.apply(Change(data={"binding": None}, notes={}))
    assert (live.data("binding"), book.names) == (None, {})
    assert sheet.notes == {(1, 1): "张伟：请核对"}
    assert not live.noted()


def test_facts(live: LiveBook, sheet: SheetModel) -> None:  # 9
    sheet.formulas[3, 2] = "=A1*2"
    facts = live.facts("客户")
    assert (facts.formulas, facts.errors) == ({"B3"}, {"C3": "#DIV/0!", "D3": "#GETTING_DATA"})


def test_validations_of_the_saved_file(model: ExcelModel, tmp_path: Path) -> None:  # 10
    path = tmp_path / NAME
    made = openpyxl.Workbook()
    made.active.title = "客户"
    for row in range(1, 11):
        made.active.cell(row, 1, f"第{row}行")
    made.active.add_data_validation(DataValidation("list", formula1='"甲,乙"', sqref="B2:B5"))
    made.save(path)
    expected = open_closed(path).facts("客户").validations
    assert len(expected) == 1
    opened = _opened(model, path)
    sheet = opened.sheet("客户")
    with excel_app({"hwnd": 77}) as app:

        def told() -> tuple[Validation, ...]:
            return LiveBook(app.books[NAME], lambda: open_closed(path)).facts("客户").validations

        assert told() == expected
        sheet.values[12, 1] = "新的一行"
        sheet.values[3, 1] = "改过"
        assert told() == expected
        sheet.values.update({(row, 1): f"第{row - 1}行" for row in range(6, 12)})  # a row was inserted
        assert told() == ()
        sheet.values.update({(row, 1): f"第{row}行" for row in range(3, 12)})
        assert told() == expected
        assert LiveBook(app.books[NAME]).facts("客户").validations == ()
        path.unlink()
        assert told() == ()


def test_grouped_lines(live: LiveBook, book: BookModel) -> None:  # 9
    rows = [[Styled(text)] for text in ("头", "甲", "一", "二")]
    for _ in range(2):
        live.apply(Change(sheets=[OwnSheet("校验结果", rows, [8.0], levels=(0, 0, 1, 1))]))
    assert book.sheet("校验结果").groups == ([] if _is_macos(live) else ["3:4"])


@pytest.mark.parametrize(
    "address", ["https://d.docs.live.net/ab/x.xlsx", "https://firma.sharepoint.com/sites/大/x.xlsx"]
)
def test_address_that_nobody_finds(model: ExcelModel, book: BookModel, address: str) -> None:  # 6
    model.book(address, "Sheet1")
    with excel_app({"hwnd": 77}) as app:
        assert [one.fullname for one in app.books] == [book.full_name, address]


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("live") / "大客户部"
    lay_out(folder)
    return folder


def _opened(model: ExcelModel, path: Path) -> BookModel:
    """The workbook as Excel would hold it: contents, money formats and merged cells."""
    made = model.book(str(path))
    for sheet in openpyxl.load_workbook(path, data_only=True):
        into = made.add(sheet.title)
        into.visible = -1 if sheet.sheet_state == "visible" else 0
        into.merges = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                place, value = (cell.row, cell.column), cell.value
                into.values[place] = float(value) if type(value) is int else value
                if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                    into.values[place] = dt.datetime(value.year, value.month, value.day)
                if type(value) in (int, float) and "0.00" in str(cell.number_format):
                    into.formats[place] = MONEY
    return made


class _Recording:
    """A closed workbook that keeps what is written."""

    def __init__(self, path: Path) -> None:
        self._book = open_closed(path)
        self.name = self._book.name
        self.written: list[Change] = []

    def sheet_names(self) -> list[str]:
        return self._book.sheet_names()

    def grid(self, sheet: str) -> Grid:
        return self._book.grid(sheet)

    def facts(self, sheet: str) -> SheetFacts:
        return self._book.facts(sheet)

    def apply(self, change: Change) -> None:
        self.written.append(change)


def test_the_button_does_what_the_command_does(
    model: ExcelModel, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # 7, 8
    monkeypatch.setenv("KAMXL_TODAY", LAST_DAY.isoformat())
    path = department / "专员-华东-张伟.xlsx"
    closed = _Recording(path)
    command = Department(department, lambda one: closed if one == path else open_closed(one), LAST_DAY)
    told = validate(command, [path], mark=True)
    assert told.findings
    book = _opened(model, path)
    model.log.clear()
    press = Press("validate", "excel", str(path), book.sheets[0].name, "A1", "zh", {}, {"hwnd": 77})
    reply = LiveService().press(press, silent)
    assert reply.kind == "finding"
    own = book.sheet("校验结果")
    rows = closed.written[0].sheets[0].rows
    assert own.values == {
        (row, column): _as_excel_has_it(cell.value)
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
        if cell.value not in (None, "")
    }
    assert len(model.crossings("write")) == 1
    assert len(model.crossings("merged?")) == len(book.sheets) - 1
    assert len(model.crossings("read")) == len(book.sheets) - 1  # one a sheet, our own is not read
    assert book.saves == 0


def test_press_on_a_synchronised_workbook(
    model: ExcelModel, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # 6
    """Excel names it by its address, with Chinese escaped; another one, which nobody finds, is open beside it."""
    monkeypatch.setenv("KAMXL_TODAY", LAST_DAY.isoformat())
    address = "https://firma.sharepoint.com/sites/kam/Documents"
    monkeypatch.setattr(onedrive, "_mounts", lambda: iter([onedrive.Mount(address, department)]))
    path = department / "专员-华东-张伟.xlsx"
    book = _opened(model, path)
    book.full_name = f"{address}/{quote(path.name)}"
    model.book("https://firma.sharepoint.com/sites/other/x.xlsx", "Sheet1")
    press = Press("validate", "excel", book.full_name, book.sheets[0].name, "A1", "zh", {}, {"hwnd": 77})
    assert LiveService().press(press, silent).kind == "finding"
    assert book.sheet("校验结果").values


def _as_excel_has_it(value: Any) -> Any:
    return float(value) if type(value) in (int, Decimal) else value


def test_merged_areas_both_ways(model: ExcelModel, department: Path) -> None:  # 2
    path = department / "专员-华东-张伟.xlsx"
    book = _opened(model, path)
    long = book.add("长")
    long.values[20_000, 8] = "尾"
    long.merges += [(1, 1, 1, 8), (2, 1, 3, 2), (15_000, 2, 15_001, 3)]
    expected = {one.name: sorted((a - 1, b - 1, c - 1, d - 1) for a, b, c, d in one.merges) for one in book.sheets}
    with excel_app({"hwnd": 77}) as app:
        live = LiveBook(app.books[path.name])
        assert {name: list(live.grid(name).merges) for name in live.sheet_names()} == expected
        assert len(model.crossings("merged?")) < 100
        model.lists_merges = False
        assert {name: list(live.grid(name).merges) for name in live.sheet_names()} == expected


def test_merges_in_excels_xml() -> None:  # 2
    """Indexes that are left out follow the cell before; a row may stand for several."""
    text = (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"\n'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s62"/></Styles>'
        '<Worksheet ss:Name="客户"><Table ss:ExpandedColumnCount="5"><Column ss:Width="60"/>'
        '<Row ss:Height="20"><Cell ss:MergeAcross="1" ss:StyleID="s62"><Data ss:Type="String">题</Data></Cell><Cell/></Row>'
        '<Row ss:Index="3" ss:Span="1"/>'
        '<Row><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="2"/><Cell ss:MergeDown="1"/></Row>'
        "</Table></Worksheet></Workbook>"
    )
    assert list(merges_in_xml(text)) == [(0, 0, 0, 1), (4, 1, 6, 2), (4, 3, 5, 3)]
